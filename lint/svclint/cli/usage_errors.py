"""What to say about a command line that click refuses."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import takewhile
from typing import Any

import click

from svclint.model.listing import alternatives
from svclint.model.suggestions import closest


def usage_message(error: click.ClickException) -> str:
    """Return the message of an error: the fact first, then what to write instead."""
    if isinstance(error, click.NoSuchOption):
        names = _option_names(error.ctx)
        near = closest(error.option_name, names)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"there is no option {error.option_name}{hint}"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        kind = error.param.type
        choices = f"; write {alternatives(kind.choices)}" if isinstance(kind, click.Choice) else ""
        return f"{error.param.human_readable_name} is missing{choices}"
    return error.format_message()


def file_like_option(arguments: Iterable[str]) -> str:
    """Return the first argument that looks like an option and is a file; empty if there is none.

    Who names files in a repository must not choose the options of a run.
    """
    options = takewhile(lambda each: each != "--", arguments)
    found = (each for each in options if each[:1] == "-" and each != "-")
    return next(filter(os.path.lexists, found), "")


def number_problem(kind: click.types.ParamType[Any], value: object) -> str:
    """Return what is wrong with a value that has to be a number; empty for other types."""
    if isinstance(kind, click.IntRange):
        return f"{value} is not a whole number from {kind.min} to {kind.max}"
    if isinstance(kind, click.FloatRange):
        return f"{value} is not a number above {kind.min:g}"
    return ""


def _option_names(context: click.Context | None) -> list[str]:
    parameters = context.command.get_params(context) if context is not None else []
    return [name for each in parameters for name in each.opts if name.startswith("--")]

"""Whether output is coloured: ``--color``, the environment, and whether a person reads it."""

from __future__ import annotations

import os

import click

from svclint.cli.command import option

WHEN = {"auto": None, "always": True, "never": False}


def _remember(context: click.Context, _option: click.Parameter, when: str) -> None:
    context.color = WHEN[when]


color_option = option(
    "--color",
    type=click.Choice(list(WHEN)),
    default="auto",
    metavar="WHEN",
    heading="Output",
    expose_value=False,
    callback=_remember,
    help="Colour the output: auto (default: on a terminal), always or never.",
)


def wants_colour(stream: object) -> bool:
    """Return whether output to a stream is coloured.

    An option comes first, then the environment: ``NO_COLOR`` (https://no-color.org),
    ``FORCE_COLOR`` (https://force-color.org) and ``CLICOLOR_FORCE``
    (https://bixense.com/clicolors). Otherwise a terminal is.
    """
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return bool(getattr(stream, "isatty", lambda: False)())

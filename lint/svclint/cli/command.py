"""A click command with options under headings, and with one way to report an error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

import click

from svclint.app import RequestError
from svclint.cli.colour import WHEN, HelpContext, remember_colour, wants_colour
from svclint.cli.complete import by_metavar
from svclint.cli.ending import exit_code_of
from svclint.cli.usage_errors import number_problem
from svclint.model.errors import ConfigError, SvclintError, internal_error
from svclint.model.suggestions import closest_folded
from svclint.model.time_limit import TimeLimitReached, spelled
from svclint.report.safe import safe

HELP_NAMES = {"help_option_names": ["-h", "--help"]}
# The heading of options that have none, in a help where others have one.
_OTHER = "Other options"
# Longer names push their text to the next line.
_WIDEST = 24
# Found by trial: "helm" is close to "helm3" and "helm4", "argo" to "argocd".
_SIMILAR = 0.6
NO_HINTS: Mapping[str, str] = MappingProxyType({})

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class HeadedOption(click.Option):
    """An option that the help shows under a heading.

    ``hints`` are sentences about values that the option does not have, but may be expected to;
    ``missing`` is what to say if it is required and not given.
    """

    def __init__(
        self,
        *names: Any,
        heading: str = "",
        hints: Mapping[str, str] = NO_HINTS,
        missing: str = "",
        **settings: Any,
    ) -> None:
        super().__init__(*names, **settings)
        self.heading, self.hints, self.missing = heading, hints, missing

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value of the option; if it is required but missing, say what it wants."""
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter:
            if not self.missing:
                raise
            raise click.UsageError(self.missing, ctx) from None

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value of the option; of a misspelt word, say which one may be meant."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            if problem := number_problem(self.type, value):
                raise click.BadParameter(problem, ctx, self) from None
            if not isinstance(self.type, click.Choice) or not isinstance(value, str):
                raise
            hint = self.hints.get(value.lower()) or self._similar(value, self.type.choices)
            shown = " ".join(filter(None, (error.message, hint)))
            raise click.BadParameter(shown, ctx, self) from None

    @staticmethod
    def _similar(value: str, choices: Sequence[str]) -> str:
        found = closest_folded(value, choices, most=2, cutoff=_SIMILAR)
        return f"Did you mean {' or '.join(map(repr, found))}?" if found else ""


def option(*names: str, heading: str = "", **settings: Any) -> Callable[[Decorated], Decorated]:
    """Declare an option, as ``click.option`` does, under a heading of the help."""
    settings.setdefault("shell_complete", by_metavar(settings.get("metavar", "")))
    return click.option(*names, cls=HeadedOption, heading=heading, **settings)


def argument(
    name: str, metavar: str, *, required: bool = False
) -> Callable[[Decorated], Decorated]:
    """Declare an argument with any number of values, which the shell completes."""
    completion = by_metavar(metavar)
    return click.argument(
        name, nargs=-1, required=required, metavar=metavar, shell_complete=completion
    )


color_option = option(
    "--color",
    type=click.Choice(list(WHEN)),
    default="auto",
    metavar="WHEN",
    heading="Output",
    is_eager=True,
    expose_value=False,
    callback=remember_colour,
    help="Colour the output: auto (default: on a terminal), always or never.",
)


class Failure(click.ClickException):
    """An error that ends a command with exit code 2."""

    exit_code = 2


class Group(click.Group):
    """A command that consists of others."""

    context_class = HelpContext


class Command(click.Command):
    """A command that reports every error on bad input in the same way."""

    context_class = HelpContext

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; end with exit code 2 on an error, 130 if Ctrl-C interrupts it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # The reader of the output has seen enough; nothing may be flushed into it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except KeyboardInterrupt as error:
            print_error("interrupted")
            sys.exit(exit_code_of(error))
        except RequestError as error:
            raise click.UsageError(str(error), ctx) from None
        except ConfigError as error:
            for message in error.messages[:-1]:
                print_error(message)
            raise Failure(error.messages[-1]) from None
        except SvclintError as error:
            raise Failure(str(error)) from None
        except OSError as error:
            raise Failure(_spelled(error)) from None
        except TimeLimitReached:
            raise Failure(f"{spelled()}, and nothing could be reported") from None
        except (click.ClickException, click.exceptions.Exit):
            raise
        except Exception as error:
            hint = "; --debug shows where" if ctx.params.get("debug") is False else ""
            if ctx.params.get("debug"):
                import traceback  # noqa: PLC0415 - only for a bug in svclint

                traceback.print_exc()
            raise Failure(f"failed: {internal_error(error)}{hint}") from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings, in the order of their first options."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if isinstance(parameter, click.Option) and record is not None:
                heading = getattr(parameter, "heading", "")
                sections.setdefault(heading, []).append(record)
        rest = sections.pop("", [])
        last = _OTHER if sections else "Options"
        names = [name for records in (*sections.values(), rest) for name, _ in records]
        width = max(len(name) for name in names if len(name) <= _WIDEST)
        for heading, records in (*sections.items(), (last, rest)):
            with formatter.section(heading):
                formatter.write_dl([(n.ljust(width) if t else n, t) for n, t in records], _WIDEST)


def print_error(message: str) -> None:
    """Print an error to standard error."""
    _print_to_stderr("error", "31;1", message)


def print_note(message: str) -> None:
    """Print a sentence about the run itself to standard error."""
    _print_to_stderr("note", "36;1", message)


def _print_to_stderr(label: str, codes: str, message: str) -> None:
    colour = wants_colour(sys.stderr)
    shown = f"\x1b[{codes}m{label}\x1b[0m" if colour else label
    click.echo(f"svclint: {shown}: {safe(message)}", err=True, color=colour)


def together(*options: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    """Return one decorator for several options, which the help shows in this order."""

    def decorate(command: Decorated) -> Decorated:
        for each in reversed(options):
            command = each(command)
        return command

    return decorate


def _spelled(error: OSError) -> str:
    """Return what to say about a file that the system refuses to read or to write."""
    if error.filename is None or not error.strerror:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"{error.filename} does not exist; create it, or correct the path"
    if isinstance(error, IsADirectoryError):
        return f"{error.filename} is a folder; name a file"
    reason = error.strerror[:1].lower() + error.strerror[1:]
    return f"{error.filename} cannot be read or written: {reason}; check the path and permissions"

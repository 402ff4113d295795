"""Which reports are written, and where to: ``--format NAME[:FILE]``."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import NamedTuple

import click

from svclint.app import RequestError
from svclint.cli.colour import wants_colour
from svclint.cli.command import color_option, option, together
from svclint.cli.complete import names
from svclint.model.errors import ConfigError, SvclintError
from svclint.model.suggestions import did_you_mean
from svclint.report.result import Result
from svclint.settings.config.faults import InvalidConfigError
from svclint.settings.config.schema import FORMATS
from svclint.source.files import ReadError

# These may share standard output: CI takes annotations out of the lines of a log.
_LINES = frozenset(("text", "concise", "github", "azure"))


class Output(NamedTuple):
    """One report: its format, and its file; standard output if that is empty."""

    format_name: str
    file: str = ""


output_options = together(
    option(
        "--format",
        "formats",
        shell_complete=names(lambda _context: FORMATS),
        multiple=True,
        metavar="NAME[:FILE]",
        heading="Output",
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}; repeatable, with a FILE for each.",
    ),
    option(
        "--output", default="", metavar="FILE", heading="Output", help="Write the report to FILE."
    ),
    option(
        "--statistics", is_flag=True, heading="Output", help="Add the number of findings per rule."
    ),
    option(
        "-q", "--quiet", is_flag=True, heading="Output", help="Print findings only, no summary."
    ),
    color_option,
)


def outputs(formats: Sequence[str], file: str, default: str = "") -> list[Output]:
    """Return the reports that ``--format`` and ``--output`` ask for. Raises ``RequestError``.

    ``default`` is the format that is configured.
    """
    found = [_output(each) for each in formats or (default or "text",)]
    if file:
        without_file = [number for number, each in enumerate(found) if not each.file]
        if len(without_file) != 1:
            raise RequestError("--output is for one format; give each its file: NAME:FILE")
        found[without_file[0]] = found[without_file[0]]._replace(file=file)
    shown = [each.format_name for each in found if not each.file]
    if len(shown) > 1 and (len(set(shown)) < len(shown) or not set(shown) <= _LINES):
        raise RequestError(
            f"{' and '.join(shown)} cannot share standard output: give one a file, "
            f"--format {shown[-1]}:FILE"
        )
    files = [os.path.abspath(each.file) for each in found if each.file]
    if len(set(files)) < len(files):
        raise RequestError("two formats have the same file")
    return found


def _output(text: str) -> Output:
    name, colon, file = text.partition(":")
    if name not in FORMATS:
        raise RequestError(f"there is no format {name!r}{did_you_mean(name, FORMATS)}")
    if colon and not file:
        raise RequestError(f"a file is missing after --format {text}")
    return Output(name, "" if file == "-" else file)


def write_reports(result: Result, wanted: Sequence[Output], *, err: bool = False) -> None:
    """Write every report; with ``err``, to standard error instead of standard output.

    Raises ``OSError`` if a file cannot be written.
    """
    for each in wanted:
        render = import_module(f"svclint.report.{each.format_name}").render
        if each.file:
            from svclint.source.atomic_write import write_text  # noqa: PLC0415 - most runs print

            write_text(each.file, render(result))
        else:
            colour = wants_colour(sys.stderr if err else sys.stdout)
            click.echo(render(result._replace(colour=colour)), err=err, nl=False, color=colour)


@contextmanager
def reporting_failure(wanted: Sequence[Output], *, err: bool = False) -> Generator[None]:
    """Write the reports with the error alone if a run ends with one, so that programs can read it.

    Text then consists of nothing: the command prints the error to standard error.
    """
    try:
        yield
    except RequestError:
        raise
    except SvclintError as error:
        write_reports(Result((), _read_errors(error), quiet=True), wanted, err=err)
        raise


def _read_errors(error: SvclintError) -> list[ReadError]:
    if isinstance(error, InvalidConfigError):
        return [
            ReadError(
                each.shown_file,
                f"line {each.line}, column {each.column}: {each.message}"
                if each.line
                else each.message,
            )
            for each in error.faults
        ]
    messages = error.messages if isinstance(error, ConfigError) else (str(error),)
    return [ReadError("", message) for message in messages]


def print_bytes(raw: bytes) -> None:
    """Print bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()

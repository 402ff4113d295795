"""Which reports a run writes, and where to: ``--format NAME[:FILE]``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.cli import declare as click
from svclint.report.result import Result

if TYPE_CHECKING:
    from svclint.cli.declare import Function

# One module of ``svclint.report`` each, imported only when asked for.
FORMATS = (
    "text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "html",
)  # fmt: skip
# These may share standard output: annotations are lines that GitHub takes out of a log.
_LINES = frozenset(("text", "github"))


class Target(NamedTuple):
    """One report: its format, and the file it goes to; standard output where that is empty."""

    form: str
    file: str = ""


def output_options(command: Function) -> Function:
    """Add the options that say what is written where; ``targets`` takes them."""
    return click.under("Output", *_OPTIONS)(command)


def targets(values: dict[str, Any]) -> list[Target]:
    """Take ``--format`` and ``--output`` out of a command's values. Raises ``UsageError``."""
    said = [_target(word) for word in values.pop("form") or ("text",)]
    output = values.pop("output")
    if output:
        open_ended = [number for number, target in enumerate(said) if not target.file]
        if len(open_ended) != 1:
            raise click.UsageError("--output is for one format; give each its file: NAME:FILE")
        said[open_ended[0]] = said[open_ended[0]]._replace(file=output)
    shown = [target.form for target in said if not target.file]
    if len(shown) > 1 and (len(set(shown)) < len(shown) or not set(shown) <= _LINES):
        raise click.UsageError(
            f"{' and '.join(shown)} cannot share standard output: give one a file, "
            f"--format {shown[-1]}:FILE"
        )
    files = [os.path.abspath(target.file) for target in said if target.file]
    if len(set(files)) < len(files):
        raise click.UsageError("two formats have the same file")
    return said


def write_reports(result: Result, wanted: Sequence[Target], *, err: bool = False) -> None:
    """Write every report, with ``err`` to standard error where it would go to standard output.

    Raises ``OSError`` where a file cannot be written.
    """
    for target in wanted:
        render = import_module(f"svclint.report.{target.form}").render
        if target.file:
            from svclint.source.atomic_write import write_whole  # noqa: PLC0415 - most runs print

            write_whole(target.file, render(result))
            continue
        stream = sys.stderr if err else sys.stdout
        colour = stream.isatty() and not os.environ.get("NO_COLOR")
        click.echo(render(result._replace(colour=colour)), err=err, nl=False, color=colour)


def _target(word: str) -> Target:
    form, colon, file = word.partition(":")
    if form not in FORMATS:
        raise click.UsageError(f"there is no format {form!r}; known are {', '.join(FORMATS)}")
    if colon and not file:
        raise click.UsageError(f"a file is missing after --format {word}")
    return Target(form, "" if file == "-" else file)


def _complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in FORMATS if name.startswith(incomplete)]


_OPTIONS = (
    click.option(
        "--format",
        "form",
        shell_complete=_complete,
        multiple=True,
        metavar="NAME[:FILE]",
        help=f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}; may be repeated, each to its FILE.",
    ),
    click.option("--output", metavar="FILE", help="Write the report there."),
    click.option("--statistics", is_flag=True, help="Count the findings of each rule, too."),
    click.option("-q", "--quiet", is_flag=True, help="Only findings, no summary."),
)

"""Print what a check fixed: a patch, or the fixed standard input."""

from __future__ import annotations

import sys

import click

from svclint.app import CheckResult
from svclint.cli.colour import wants_colour
from svclint.cli.messages import print_read_errors
from svclint.cli.output import print_bytes
from svclint.fix.file_diff import file_diff
from svclint.fix.rounds import STDIN_NAME, read_bytes
from svclint.report.result import describe_fixed
from svclint.report.safe import is_harmless, safe
from svclint.source.files import ReadError


def fixed_input(result: CheckResult) -> bytes:
    """Return standard input with its fixes."""
    change = result.fixes.changes.get(STDIN_NAME) if result.fixes else None
    return change.after if change else read_bytes(STDIN_NAME) or b""


_NOT_PRINTED = (
    "could control the log of a CI system, so its patch is not printed; fix it with --fix"
)
# The colours of git diff, by the start of a line; the first that fits.
_COLOURS = (("---", "1"), ("+++", "1"), ("@@", "36"), ("-", "31"), ("+", "32"))


def print_patch(result: CheckResult, *, exit_zero: bool) -> int:
    """Print the fixes as a patch, and what they fix to standard error; return the exit code."""
    changes = result.fixes.changes if result.fixes else {}
    patches = {file: file_diff(file, change) for file, change in changes.items()}
    errors = [*result.errors]
    if not sys.stdout.isatty():
        # Escaped, a patch would not apply.
        harmful = [file for file, patch in patches.items() if not is_harmless(patch)]
        errors += [ReadError(file, _NOT_PRINTED) for file in harmful]
        patches = {file: patch for file, patch in patches.items() if file not in harmful}
    whole = "".join(patches.values())
    if sys.stdout.isatty():
        whole = "".join(f"{safe(line)}\n" for line in whole.split("\n")[:-1])
    if wants_colour(sys.stdout):
        whole = "".join(f"{_painted(line)}\n" for line in whole.split("\n")[:-1])
    print_bytes(whole.encode("utf-8", "surrogateescape"))
    fixed = describe_fixed(result.fixes.fixed if result.fixes else ())
    click.echo(f"Would fix {fixed}" if fixed else "Nothing to fix", err=True)
    print_read_errors(errors)
    return 2 if errors else int(bool(changes) and not exit_zero)


def _painted(line: str) -> str:
    for start, code in _COLOURS:
        if line.startswith(start):
            return f"\x1b[{code}m{line}\x1b[0m"
    return line

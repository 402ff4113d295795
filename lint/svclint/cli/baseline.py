"""``svclint baseline``: record the present findings, so that only new ones fail."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from svclint.app import CheckRequest
from svclint.app.check import check
from svclint.app.facts import settings_of_request
from svclint.app.run_settings import configured_baseline
from svclint.cli.check_options import check_options
from svclint.cli.command import HELP_NAMES, Command, argument, option, print_error
from svclint.cli.messages import ProgressLine, print_notes, print_read_errors
from svclint.cli.options import request_from
from svclint.report.result import count, is_skipped
from svclint.report.safe import safe
from svclint.settings.baseline import baseline_entries, baseline_text
from svclint.source.atomic_write import write_text
from svclint.source.files import BASELINE_FILE


@click.command("baseline", cls=Command, context_settings=HELP_NAMES)
@argument("paths", "[PATH]...")
@option(
    "-o",
    "--output",
    default="",
    metavar="FILE",
    help=f"File to write (default: baseline of .svclint.yaml, or {BASELINE_FILE}).",
)
@check_options
def command(paths: tuple[str, ...], output: str, **values: Any) -> None:
    """Write the findings of svclint check to a file, for svclint check --baseline FILE.

    Known findings then pass, even if their lines move; new findings fail; entries that no longer
    occur are reported. Options and PATHs are those of svclint check.
    """
    request = request_from(CheckRequest, paths, values, use_baseline=False)
    output = output or configured_baseline(settings_of_request(request)) or BASELINE_FILE
    with ProgressLine() as progress:
        result = check(request, progress)
    print_notes(result.notes)
    print_read_errors(result.errors)
    if result.errors:
        print_error(f"{output} is not written")
        sys.exit(2)
    faults = [finding for finding in result.findings if not is_skipped(finding)]
    known = baseline_entries(faults, os.path.dirname(os.path.abspath(output)))
    write_text(output, baseline_text(known))
    findings = count(len(faults), "finding")
    files = count(len({entry.file for entry in known}), "file")
    click.echo(f"Wrote {findings} in {files} to {safe(output)}")

"""``svclint baseline``: take all present findings for known, so that only new ones fail."""

from __future__ import annotations

import os
import sys
from typing import Any

from svclint.app.judging import judge
from svclint.cli import declare as click
from svclint.cli.check import debug_option, judging_options, prepared
from svclint.kubernetes.live import SnapshotError
from svclint.model import ConfigError
from svclint.report.result import PASSED_OVER, count
from svclint.report.safe import safe
from svclint.rule.registry import UnknownRuleError
from svclint.settings.baseline import baseline_text, known_from
from svclint.source.atomic_write import write_whole
from svclint.source.files import BASELINE_FILE


@click.command("baseline", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "-o",
    "--output",
    default=BASELINE_FILE,
    metavar="FILE",
    help=f"Where to write them. Default: {BASELINE_FILE}.",
)
@judging_options
@debug_option
def command(paths: tuple[str, ...], output: str, **values: Any) -> None:
    """Write down what svclint check finds now, for svclint check --baseline FILE.

    Known findings then pass, wherever their lines move to; new ones fail; and those that are
    fixed are named. Options and PATHs are those of svclint check.
    """
    try:
        judging = prepared(values)
        outcome = judge(paths or judging.default_paths, judging)
        for trouble in outcome.errors:
            click.echo(f"svclint: {safe(f'{trouble.file} {trouble.message}'.strip())}", err=True)
        if outcome.errors:
            click.echo(f"svclint: {safe(output)} is not written", err=True)
            sys.exit(2)
        faults = [finding for finding in outcome.findings if finding.rule not in PASSED_OVER]
        known = known_from(faults, os.path.dirname(os.path.abspath(output)))
        write_whole(output, baseline_text(known))
    except (ConfigError, SnapshotError, UnknownRuleError, OSError) as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    findings = count(len(faults), "finding")
    files = count(len({entry.file for entry in known}), "file")
    click.echo(f"Wrote {findings} in {files} to {safe(output)}")

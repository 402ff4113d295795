"""``svclint diff``: its options, and how the result becomes text or JSON and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

from svclint.app import DiffRequest, DiffResult
from svclint.app.diff import diff
from svclint.app.errors import LIVE_MISSING
from svclint.cli.colour import wants_colour
from svclint.cli.command import HELP_NAMES, Command, argument, color_option, option
from svclint.cli.input_options import among_option, exclusion_options, rendering_options
from svclint.cli.messages import ProgressLine, print_notes, print_read_errors, print_unrendered
from svclint.cli.options import (
    apply_options,
    cache_option,
    cluster_options,
    format_option,
    limit_options,
    live_options,
    policy_option,
    request_from,
)
from svclint.report.diff import NO_CHANGE, REJECT, diff_json, diff_text


@click.command("diff", cls=Command, context_settings=HELP_NAMES)
@argument("paths", "[PATH]...")
@live_options(missing=LIVE_MISSING)
@exclusion_options
@among_option(
    "Read PATH for what deploys the named files, and compare only the objects that these cause."
)
@rendering_options
@cluster_options
@policy_option
@apply_options
@option(
    "--prune-report",
    is_flag=True,
    help="List live objects that kubectl applied and that no file contains.",
)
@option("-l", "--selector", default="", help="With --prune-report: only objects with these labels.")
@option(
    "--fail-on",
    type=click.Choice(["change", "reject"]),
    default="change",
    metavar="WHAT",
    help="change (default): exit 1 if anything would change; reject: exit 0 unless anything would"
    " be rejected.",
)
@limit_options
@cache_option
@format_option
@color_option
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Predict, for each object, what applying it to the cluster would change.

    The outcome is create, unchanged, update, reject, and where annotations for Flux or Argo CD
    say so, skip or recreate; with every field that changes and its cause: the manifest, or the
    server (defaulted, carried over, dropped). ValidatingAdmission policies that are named or
    among the files reject as the server's would. Nothing is changed anywhere. Without a PATH, the
    objects of --kustomize and --helm are read; with --among, the files changed since the last
    commit.

    Exit codes: 0 nothing would change, 1 something would, 2 something would be rejected or could
    not be checked.
    """
    request = request_from(DiffRequest, paths, values)
    if not (paths or request.kustomize or request.helm or request.among):
        raise click.UsageError("name what is applied: a PATH, --kustomize or --helm")
    with ProgressLine() as progress:
        result = diff(request, progress)
    print_notes(result.notes)
    print_unrendered(result.unrendered)
    print_read_errors(result.errors)
    shown = result.outcomes, result.left_behind, result.errors, result.unrendered
    if values["format_name"] == "json":
        click.echo(diff_json(*shown), nl=False)
    else:
        colour = wants_colour(sys.stdout)
        click.echo(diff_text(*shown, colour=colour), nl=False, color=colour)
    sys.exit(_exit_code(result, values["fail_on"]))


def _exit_code(result: DiffResult, fail_on: str) -> int:
    found = {outcome.outcome for outcome in result.outcomes}
    if result.errors or REJECT in found:
        return 2
    return int(fail_on == "change" and bool(found - NO_CHANGE))

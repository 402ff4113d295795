"""``svclint check``: its options, and how the result becomes reports and an exit code."""

from __future__ import annotations

import sys
from typing import Any, Literal

import click

from svclint.app import CheckRequest, CheckResult, RequestError
from svclint.app.check import check
from svclint.app.facts import settings_of_request
from svclint.app.run_settings import NEVER, configured_format
from svclint.cli.check_options import check_options
from svclint.cli.command import HELP_NAMES, Command, argument, option, print_error, together
from svclint.cli.messages import ProgressLine, print_notes, print_read_errors, print_unrendered
from svclint.cli.options import request_from
from svclint.cli.output import (
    Output,
    output_options,
    outputs,
    print_bytes,
    reporting_failure,
    write_reports,
)
from svclint.model import Severity
from svclint.report.result import Result
from svclint.source.files import STDIN

# More would bury the result; the JSON lists all.
_STALE_LISTED = 10

_gate_options = together(
    option(
        "--fail-on",
        type=click.Choice([*(str(severity) for severity in reversed(Severity)), NEVER]),
        metavar="SEVERITY",
        heading="Pass or fail",
        help="Exit 1 for this severity or worse: error (default), warning, note or never.",
    ),
    option(
        "--exit-zero",
        is_flag=True,
        heading="Pass or fail",
        help="Exit 0 even when errors are found; 2 if something could not be checked.",
    ),
    option(
        "--fail-on-empty",
        is_flag=True,
        heading="Pass or fail",
        help="Exit 2 if nothing was found to check; not with --changed-since or --among.",
    ),
    option(
        "--baseline",
        default="",
        metavar="FILE",
        heading="Pass or fail",
        help="Ignore the findings listed in this file, which svclint baseline writes.",
    ),
)
_fix_options = together(
    option("--fix", is_flag=True, heading="Fixes", help="Fix what has one right answer."),
    option(
        "--diff",
        is_flag=True,
        heading="Fixes",
        help="Print what --fix would change, as a patch; change nothing, also with --fix.",
    ),
    option(
        "--unsafe-fixes",
        is_flag=True,
        heading="Fixes",
        help="With --fix or --diff: include fixes that you should review.",
    ),
)


@click.command("check", cls=Command, context_settings=HELP_NAMES)
@argument("paths", "[PATH]...")
@check_options
@option(
    "--stdin-filename",
    default="",
    metavar="FILE",
    heading="Input",
    help="Check standard input (-) as the content of FILE, among the other files around it.",
)
@_gate_options
@_fix_options
@output_options
@option(
    "-v",
    "--verbose",
    is_flag=True,
    heading="Output",
    help="Also list documents that are not Kubernetes objects, and fixes that cannot be made.",
)
@option(
    "--watch",
    is_flag=True,
    heading="Output",
    help="Check again whenever a file is saved; end with Ctrl-C.",
)
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Check the Services in files, folders and glob patterns; - is standard input.

    Without a PATH, the current folder is checked. Folders are searched for *.yaml, *.yml and
    *.json files, except what --exclude, .gitignore and the default patterns exclude.
    """
    fix, reads_input = _fix(values), STDIN in paths
    if values["watch"]:
        from svclint.cli.watch import watch  # noqa: PLC0415 - starts processes

        named = ("kustomize", "helm", "values", "policies", "among", "live")
        watch(paths, [*(each for name in named for each in values[name]), values["baseline"]])
    request = request_from(CheckRequest, paths, values, fix=fix)
    default = "" if values["formats"] else configured_format(settings_of_request(request))
    output = outputs(values["formats"], values["output"], default)
    with ProgressLine() as progress, reporting_failure(output, err=fix == "write" and reads_input):
        result = check(request, progress)
    print_notes(result.notes)
    print_unrendered(result.unrendered)
    if values["verbose"]:
        print_notes(f"{each.path} {each.reason}" for each in result.left_out)
    _print_stale(result)
    if values["verbose"] and result.fixes is not None:
        print_notes(
            f"{each.location.file}:{each.location.line}:{each.location.column}: "
            f"{each.rule} is not fixed: {problem}"
            for each, problem in result.fixes.failed.items()
        )
    if fix == "preview":
        from svclint.cli.fixes import print_patch  # noqa: PLC0415 - reads YAML by libyaml

        sys.exit(print_patch(result, exit_zero=values["exit_zero"]))
    sys.exit(_report(result, values, output, reads_input=reads_input))


def _fix(values: dict[str, Any]) -> Literal["", "write", "preview"]:
    """Return what is done with fixes. Raises ``RequestError`` if options contradict each other."""
    if values["diff"] and (values["formats"] or values["output"]):
        raise RequestError("--diff prints a patch instead of a report: no --format, no --output")
    if values["unsafe_fixes"] and not values["fix"] and not values["diff"]:
        raise RequestError("--unsafe-fixes needs --fix or --diff")
    if values["diff"]:
        return "preview"
    return "write" if values["fix"] else ""


def _report(
    result: CheckResult, values: dict[str, Any], output: list[Output], *, reads_input: bool
) -> int:
    """Write the reports, and return the exit code."""
    print_read_errors(result.errors)
    is_input_fixed = reads_input and result.fixes is not None
    if is_input_fixed:
        from svclint.cli.fixes import fixed_input  # noqa: PLC0415 - reads YAML by libyaml

        print_bytes(fixed_input(result))
    shown = Result(
        result.findings,
        result.errors,
        list(result.files),
        result.objects,
        result.fails_from,
        result.stale,
        values["verbose"],
        values["quiet"],
        values["statistics"],
        suppressed=result.suppressed,
        fixed=None if result.fixes is None else result.fixes.fixed,
        proposals=result.proposals,
        excluded=sum(not each.is_ignored for each in result.left_out),
        ignored=sum(each.is_ignored for each in result.left_out),
        unrendered=result.unrendered,
        known=len(result.known),
        others=result.others,
    )
    # Standard output is for the fixed text then.
    write_reports(shown, output, err=is_input_fixed)
    if result.errors:
        return 2
    if not values["exit_zero"] and any(map(result.fails, result.findings)):
        return 1
    is_narrow = values["changed_since"] or values["among"]
    if values["fail_on_empty"] and not (result.objects or result.others or is_narrow):
        print_error("nothing was found to check; check the paths, or leave out --fail-on-empty")
        return 2
    return 0


def _print_stale(result: CheckResult) -> None:
    """Print which entries of the baseline no longer occur."""
    stale = result.stale
    if not stale:
        return
    listed = [f"{each.rule} of {each.object} in {each.file}" for each in stale[:_STALE_LISTED]]
    if len(stale) > _STALE_LISTED:
        listed.append(f"{len(stale) - _STALE_LISTED} more")
    total = sum(each.times for each in stale)
    entries = "1 entry" if total == 1 else f"{total} entries"
    verb = "occurs" if total == 1 else "occur"
    remedy = "regenerate it with `svclint baseline`"
    print_notes([f"{entries} in {result.baseline} no longer {verb}; {remedy}: {'; '.join(listed)}"])

"""``svclint check``: what the API server would say, from the files alone."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from svclint.app.facts import named_policies
from svclint.app.judging import Judging, Outcome, judge
from svclint.cli import declare as click
from svclint.cli.fix_options import fix_options, must_fit
from svclint.cli.gate import exit_code, fails_from, gate_options, without_known
from svclint.cli.notes import say_notes
from svclint.cli.options import (
    apply_option,
    cluster_options,
    live_options,
    policy_option,
    read_live_state,
    said,
)
from svclint.cli.output import output_options, targets, write_reports
from svclint.cli.rendering import rendered, rendering_options
from svclint.engine.workers import WorkerError
from svclint.kubernetes.live import SnapshotError
from svclint.model import ConfigError, Finding, Severity
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.source.files import STDIN

if TYPE_CHECKING:
    # Most runs fix nothing.
    from svclint.app.fixing import Fixed
    from svclint.cli.declare import Function


def judging_options(command: Function) -> Function:
    """Add the options that ``prepared`` takes, but for ``debug_option``."""
    for option in reversed(_JUDGING_OPTIONS):
        command = option(command)
    return command


def choosing_options(command: Function) -> Function:
    """Add the options that say which rules speak."""
    return click.under("Rules", *_CHOOSING_OPTIONS)(command)


_CHOOSING_OPTIONS = (
    click.option(
        "--profile",
        type=click.Choice(["minimal", "recommended", "strict"]),
        metavar="NAME",
        help="minimal, recommended (default) or strict.",
    ),
    policy_option,
    click.option("--select", multiple=True, metavar="RULE", help="Only these rules or groups."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or groups."),
    click.option(
        "--require-reason", is_flag=True, help="A suppression that does not say why is an error."
    ),
)
_JUDGING_OPTIONS = (
    rendering_options,
    cluster_options,
    live_options(),
    apply_option,
    choosing_options,
    click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Processes. Default: one a processor, if it pays.",
    ),
)
debug_option = click.option(
    "--debug", is_flag=True, help="Show the traceback of a fault of svclint."
)


@click.command("check", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@judging_options
@gate_options
@fix_options
@output_options
@click.under(
    "Rules",
    click.option(
        "--strict-references",
        is_flag=True,
        help="Take what may be defined elsewhere for missing.",
    ),
)
@click.under(
    "Output",
    click.option(
        "-v", "--verbose", is_flag=True, help="Name what holds no object or cannot be fixed, too."
    ),
)
@click.option("--no-cache", is_flag=True, help="Judge anew what has not changed, too.")
@debug_option
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Check the Services in files, folders and glob patterns; - is standard input.

    Without a PATH, the current folder is checked. Folders are searched for *.yaml, *.yml and
    *.json; what .gitignore leaves out is left out.
    """
    must_fit(values)
    wanted = targets(values)
    try:
        judging = prepared(values)
        outcome = _outcome(paths, values, judging)
        fixed = _fixed(outcome, paths, values, judging)
        result = _result(fixed.outcome if fixed else outcome, values)
        if values["baseline"]:
            names = [rule.name for rule in judging.rules(result.files)]
            result = without_known(result, values["baseline"], names)
    except (ConfigError, SnapshotError, WorkerError) as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    for trouble in result.errors:
        name = f"{trouble.file} " if trouble.file else ""
        click.echo(f"svclint: {safe(name + trouble.message)}", err=True)
    if fixed is not None and values["diff"]:
        sys.exit(
            2 if result.errors else int(bool(fixed.repair.changes) and not values["exit_zero"])
        )
    is_input_fixed = fixed is not None and STDIN in paths
    try:
        write_reports(_with_fixes(result, fixed), wanted, err=is_input_fixed)
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    sys.exit(exit_code(result, exit_zero=values["exit_zero"]))


def _fixed(
    outcome: Outcome, paths: tuple[str, ...], values: dict[str, Any], judging: Judging
) -> Fixed | None:
    """Fix what was found, where that is asked for."""
    if not values["fix"] and not values["diff"]:
        return None
    from svclint.app.fixing import fix  # noqa: PLC0415 - most runs fix nothing

    is_input_read = STDIN in paths
    return fix(
        outcome, values, lambda texts: _outcome(paths, values, judging, texts), is_input_read
    )


def _with_fixes(result: Result, fixed: Fixed | None) -> Result:
    """Say of a result what was fixed, and how what is left can be."""
    if fixed is None and not any(finding.fix for finding in result.findings):
        return result
    from svclint.app.fixing import with_fixes  # noqa: PLC0415 - most findings have no fix

    return with_fixes(result, fixed)


def _outcome(
    paths: tuple[str, ...],
    values: dict[str, Any],
    judging: Judging,
    texts: Mapping[str, bytes] | None = None,
) -> Outcome:
    """Judge what the options ask for: all of the paths, or only what a change brings about.

    ``texts`` are what some files hold by now, though it is not written yet.
    """
    among, since = values["among"], values["changed_since"]
    if judging.rendered and (among or since):
        raise click.UsageError(
            "what --kustomize and --helm render is judged as a whole: no --among or --changed-since"
        )
    tell = _tell if values["verbose"] else judging.tell
    cached = judging._replace(is_cached=not values["no_cache"], tell=tell)
    if not among and not since:
        return _judged(paths or judging.default_paths, cached, texts)
    from svclint.app.narrowing import narrow, scope_of  # noqa: PLC0415 - it starts git

    scope = scope_of(paths, among, since)
    if scope.is_idle:
        return Outcome()
    outcome = _judged(scope.paths, cached, texts)
    is_all_in_tree = not (judging.live.objects or judging.policies or values["no_cache"])
    key = repr((judging.words, judging.asked)) if is_all_in_tree else ""
    narrow(outcome, scope, lambda then: judge(then, judging), key)
    return outcome


def _judged(paths: Sequence[str], judging: Judging, texts: Mapping[str, bytes] | None) -> Outcome:
    if not texts:
        return judge(paths, judging)
    from svclint.app.fixing import judge_with  # noqa: PLC0415 - most runs fix nothing

    return judge_with(paths, judging, texts)


def _strict(finding: Finding) -> Finding:
    return finding._replace(severity=Severity.ERROR) if finding.is_elsewhere else finding


# What several parts of a run have to say is said once.
@lru_cache
def _tell(words: str) -> None:
    say_notes([words])


def prepared(values: dict[str, Any]) -> Judging:
    """Take how to judge out of a command's values. Raises ``ConfigError`` and its like."""
    words = said(values)
    texts = rendered(values, words.settings.namespace)
    live = read_live_state(values, words.settings.namespace)
    select, ignore = names_of(values["select"]), names_of(values["ignore"])
    how, jobs = values["how"], values["jobs"]
    is_debugged, profile = values["debug"], values["profile"] or ""
    policies = named_policies(words, tuple(values["policy"]))
    return Judging(
        words,
        live,
        select,
        ignore,
        how,
        jobs,
        is_debugged,
        profile,
        policies,
        texts,
        needs_reason=values["require_reason"],
    )


def names_of(words: Sequence[str]) -> tuple[str, ...]:
    """Give the names of options that take several, with commas between them or one by one."""
    names = (name.strip() for word in words for name in word.split(","))
    return tuple(name for name in names if name)


def _result(outcome: Outcome, values: dict[str, Any]) -> Result:
    findings = outcome.findings
    if values["strict_references"]:
        findings = [_strict(finding) for finding in findings]
    return Result(
        findings,
        outcome.errors,
        list(outcome.files),
        sum(outcome.files.values()),
        fails_from(values["fail_on"]),
        suppressed=outcome.suppressed,
        verbose=values["verbose"],
        quiet=values["quiet"],
        statistics=values["statistics"],
    )

"""``svclint check``: what the API server would say, from the files alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import click

from svclint.cli.gate import exit_code, fails_from, gate_options, without_known
from svclint.cli.options import (
    Command,
    FactsFinder,
    Said,
    apply_option,
    cluster_options,
    live_options,
    read_live_state,
    said,
)
from svclint.cli.output import output_options, targets, write_reports
from svclint.config import ConfigError
from svclint.engine import KINDS_READ, Live, RuleCrash, run
from svclint.live import LiveState, SnapshotError
from svclint.model import Finding
from svclint.registry import UnknownRuleError, chosen
from svclint.report.result import Result
from svclint.report.safe import safe
from svclint.rule import Rule
from svclint.service.update import Ways
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.load import load


class Outcome:
    """What a check finds, what it cannot do, and how much it reads: filled as it goes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.errors: list[ReadError] = []
        # Each with the number of its Services.
        self.files: dict[str, int] = {}


def judging_options(command: Command) -> Command:
    """Add the options that ``prepared`` takes, but for ``debug_option``."""
    for option in reversed((cluster_options, live_options(), apply_option, *_RULE_OPTIONS)):
        command = option(command)
    return command


_RULE_OPTIONS = (
    click.option("--select", multiple=True, metavar="RULE", help="Only these rules or groups."),
    click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or groups."),
)
debug_option = click.option(
    "--debug", is_flag=True, help="Show the traceback of a fault of svclint."
)


@click.command("check", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@judging_options
@gate_options
@output_options
@click.option("-v", "--verbose", is_flag=True, help="Name files without Kubernetes objects, too.")
@debug_option
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Check the Services in files, folders and glob patterns; - is standard input.

    Without a PATH, the current folder is checked. Folders are searched for *.yaml, *.yml and
    *.json; what .gitignore leaves out is left out.
    """
    wanted = targets(values)
    try:
        judging = prepared(values)
        result = _result(_outcome(paths, values, judging), values)
        if values["baseline"]:
            names = [rule.name for rule in judging.rules]
            result = without_known(result, values["baseline"], names)
    except (ConfigError, SnapshotError, UnknownRuleError) as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    for trouble in result.errors:
        name = f"{trouble.file} " if trouble.file else ""
        click.echo(f"svclint: {safe(name + trouble.message)}", err=True)
    try:
        write_reports(result, wanted)
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    sys.exit(exit_code(result, exit_zero=values["exit_zero"]))


def _outcome(paths: tuple[str, ...], values: dict[str, Any], judging: Judging) -> Outcome:
    """Judge what the options ask for: all of the paths, or only what a change brings about."""
    among, since = values["among"], values["changed_since"]
    if not among and not since:
        return judge(paths or (".",), judging)
    from svclint.cli.narrowing import narrow, scope_of  # noqa: PLC0415 - it starts git

    scope = scope_of(paths, among, since)
    if scope.is_idle:
        return Outcome()
    outcome = judge(scope.paths, judging)
    narrow(outcome, scope, lambda then: judge(then, judging))
    return outcome


class Judging(NamedTuple):
    """How documents are judged in this run."""

    words: Said
    live: LiveState
    rules: tuple[Rule, ...]
    ways: Ways
    is_debugged: bool


def prepared(values: dict[str, Any]) -> Judging:
    """Take how to judge out of a command's values. Raises ``ConfigError`` and its like."""
    words = said(values)
    live = read_live_state(values, words.settings.namespace)
    rules = chosen(_names(values["select"]), _names(values["ignore"]))
    return Judging(words, live, rules, Ways(values["how"]), values["debug"])


def judge(paths: Sequence[str], judging: Judging) -> Outcome:
    """Judge all documents under some paths. Raises ``ConfigError``."""
    facts_for = FactsFinder(judging.words, judging.live)
    outcome = Outcome()
    live = Live(judging.live.objects, judging.ways) if judging.live.objects else None
    for item in run(_documents(paths, outcome), judging.rules, facts_for, live):
        if isinstance(item, RuleCrash):
            words = f"{item}\n{item.trace}" if judging.is_debugged else str(item)
            outcome.errors.append(ReadError("", words))
        elif _wanted(item, facts_for):
            outcome.findings.append(item)
    return outcome


def _documents(paths: Sequence[str], outcome: Outcome) -> Iterator[Document]:
    for document in load(paths, KINDS_READ):
        if isinstance(document, ReadError):
            outcome.errors.append(document)
            continue
        file = document.chunk.file
        outcome.files[file] = outcome.files.get(file, 0) + (document.kind == "Service")
        yield document


def _wanted(finding: Finding, facts_for: FactsFinder) -> bool:
    """Whether the configuration of the finding's file lets its rule speak."""
    _, settings = facts_for.settings(finding.location.file)
    if not settings.select and not settings.ignore:
        return True
    names = {finding.rule, finding.group}
    return bool(not settings.select or names & set(settings.select)) and not (
        names & set(settings.ignore)
    )


def _names(words: Sequence[str]) -> list[str]:
    return [name.strip() for word in words for name in word.split(",") if name.strip()]


def _result(outcome: Outcome, values: dict[str, Any]) -> Result:
    return Result(
        outcome.findings,
        outcome.errors,
        list(outcome.files),
        sum(outcome.files.values()),
        fails_from(values["fail_on"]),
        verbose=values["verbose"],
        quiet=values["quiet"],
        statistics=values["statistics"],
    )

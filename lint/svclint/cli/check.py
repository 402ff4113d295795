"""``svclint check``: what the API server would say, from the files alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from svclint.cli.options import FactsFinder, cluster_options, said
from svclint.config import ConfigError
from svclint.engine import KINDS_READ, RuleCrash, run
from svclint.live import SnapshotError, no_live_state, read_live
from svclint.model import Finding, Severity
from svclint.registry import UnknownRuleError, chosen
from svclint.report.safe import safe
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.load import load


class Outcome:
    """What a check finds, what it cannot do, and how much it reads: filled as it goes."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.errors: list[ReadError] = []
        self.files: set[str] = set()
        self.services = 0


@click.command("check", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@cluster_options
@click.option(
    "--live",
    multiple=True,
    metavar="FILE",
    help="Live objects, as kubectl get -o json or -o yaml prints them: a file or a folder.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Only these rules or groups.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Not these rules or groups.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs.",
)
@click.option("-v", "--verbose", is_flag=True, help="Name files without Kubernetes objects, too.")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of svclint.")
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Check the Services in files, folders and glob patterns; - is standard input.

    Without a PATH, the current folder is checked. Folders are searched for *.yaml, *.yml and
    *.json; what .gitignore leaves out is left out.
    """
    debug = values.pop("debug")
    try:
        outcome = _check(paths or (".",), values, debug=debug)
    except (ConfigError, SnapshotError, UnknownRuleError) as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    for trouble in outcome.errors:
        name = f"{trouble.file} " if trouble.file else ""
        click.echo(f"svclint: {safe(name + trouble.message)}", err=True)
    _print(outcome, values["form"], verbose=values["verbose"])
    sys.exit(exit_code(outcome))


def exit_code(outcome: Outcome) -> int:
    """Give 2 where something could not be checked, 1 where there are errors, else 0."""
    if outcome.errors:
        return 2
    return int(any(finding.severity == Severity.ERROR for finding in outcome.findings))


def _check(paths: Sequence[str], values: dict[str, Any], *, debug: bool) -> Outcome:
    words = said(values)
    live = read_live(values["live"], KINDS_READ) if values["live"] else no_live_state()
    facts_for = FactsFinder(words, live)
    outcome = Outcome()
    rules = chosen(_names(values["select"]), _names(values["ignore"]))
    for item in run(_documents(paths, outcome), rules, facts_for):
        if isinstance(item, RuleCrash):
            outcome.errors.append(ReadError("", f"{item}\n{item.trace}" if debug else str(item)))
        elif _wanted(item, facts_for):
            outcome.findings.append(item)
    return outcome


def _documents(paths: Sequence[str], outcome: Outcome) -> Iterator[Document]:
    for document in load(paths, KINDS_READ):
        if isinstance(document, ReadError):
            outcome.errors.append(document)
            continue
        outcome.files.add(document.chunk.file)
        outcome.services += document.kind == "Service"
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


def _print(outcome: Outcome, form: str, *, verbose: bool) -> None:
    if form == "json":
        from svclint.report.json import render  # noqa: PLC0415

        click.echo(render(outcome.findings, outcome.errors), nl=False)
        return
    from svclint.report.text import Counts, render_text  # noqa: PLC0415

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    counts = Counts(len(outcome.files), outcome.services, len(outcome.errors))
    text = render_text(outcome.findings, counts, colour=colour, verbose=verbose)
    click.echo(text, nl=False, color=colour)

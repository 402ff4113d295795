"""``svclint diff``: the outcome of an apply, known before it happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from svclint.choice import Asked
from svclint.cli import declare as click
from svclint.cli.facts import FactsFinder
from svclint.cli.options import (
    apply_option,
    cluster_options,
    live_options,
    read_live_state,
    said,
)
from svclint.config import ConfigError
from svclint.engine import KINDS_READ, Judged, RuleCrash, judge_update
from svclint.live import SnapshotError
from svclint.live.services import left_behind, live_services
from svclint.model import Finding, ObjectName
from svclint.registry import all_rules
from svclint.report.diff import (
    CREATE,
    REJECT,
    UNCHANGED,
    UPDATE,
    ObjectOutcome,
    diff_json,
    diff_text,
)
from svclint.report.safe import safe
from svclint.service.update import Prediction, Ways
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.load import load
from svclint.suppressing import Suppressing
from svclint.suppression.reading import reader


@click.command("diff", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@live_options(required=True)
@cluster_options
@apply_option
@click.option(
    "--force-conflicts/--no-force-conflicts",
    default=True,
    help="With --apply server: take over fields of other managers, or be refused. Default: take.",
)
@click.option(
    "--prune-report",
    is_flag=True,
    help="Name live Services that kubectl applied and that no file has.",
)
@click.option("-l", "--selector", default="", help="With --prune-report: only with these labels.")
@click.option(
    "--fail-on",
    type=click.Choice(["change", "reject"]),
    default="change",
    help="What makes the exit code other than 0: any change (1), or only refusals (2).",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Predict, for each Service in PATHs, what applying it to the cluster comes to.

    create, unchanged, update or reject; with every field that changes, and by whose doing: the
    manifest's, or the server's (defaulted, carried over, dropped). Nothing is changed anywhere.

    Exit codes: 0 nothing would change, 1 something would, 2 something would be refused or could
    not be checked.
    """
    errors: list[ReadError] = []
    try:
        words = said(values)
        live = read_live_state(values, words.settings.namespace)
        facts_for = FactsFinder(words, live)
        ways = Ways(values["how"], is_forced=values["force_conflicts"])
        services = live_services(live)
        outcomes = list(_outcomes(paths, services, ways, facts_for, errors))
        applied = [outcome.object for outcome in outcomes]
        left = left_behind(services, applied, values["selector"]) if values["prune_report"] else []
    except (ConfigError, SnapshotError) as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    for trouble in errors:
        click.echo(f"svclint: {safe(f'{trouble.file} {trouble.message}'.strip())}", err=True)
    if values["form"] == "json":
        click.echo(diff_json(outcomes, left, errors), nl=False)
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        click.echo(diff_text(outcomes, left, errors, colour=colour), nl=False, color=colour)
    sys.exit(_exit_code(outcomes, errors, values["fail_on"]))


def _exit_code(outcomes: Sequence[ObjectOutcome], errors: Sequence[ReadError], fail_on: str) -> int:
    found = {outcome.outcome for outcome in outcomes}
    if errors or REJECT in found:
        return 2
    return int(fail_on == "change" and bool(found - {UNCHANGED}))


def _outcomes(
    paths: Sequence[str],
    services: dict[tuple[str, str], Document],
    ways: Ways,
    facts_for: FactsFinder,
    errors: list[ReadError],
) -> Iterator[ObjectOutcome]:
    rules = [rule for rule in all_rules() if rule.group in ("validity", "cluster", "change")]
    suppressing, suppressions_of = Suppressing(), reader()
    for document in load(paths, KINDS_READ):
        if isinstance(document, ReadError):
            errors.append(document)
            continue
        facts = facts_for(document.chunk.file)
        name = document.object_name
        namespace = name.namespace or facts.namespace
        live = services.get((namespace, name.name))
        before = live.data if live is not None else None
        prediction, found = judge_update(document, before, ways, rules, facts)
        errors += [ReadError("", str(item)) for item in found if isinstance(item, RuleCrash)]
        findings = [item for item in found if isinstance(item, Finding)]
        suppressions = suppressions_of(document)
        judged = Judged(found, document, facts, prediction is not None, suppressions)
        suppressing.note(judged, has_live=live is not None)
        is_service = name.kind == "Service"
        if is_service or _is_refused(findings):
            where = name._replace(namespace=namespace) if is_service else name
            outcome = _outcome(document, where, prediction, findings)
            choice = facts_for.choice(document.chunk.file, Asked(), rules)
            # Whatever is configured, there is a reason why something would be refused.
            heard = [f for f in findings if f.rule in choice.rules or _is_refused([f])]
            shown, hidden = suppressing.split(map(choice.applied, heard))
            yield outcome._replace(findings=tuple(shown), suppressed=tuple(hidden))


def _outcome(
    document: Document,
    name: ObjectName,
    prediction: Prediction | None,
    findings: Sequence[Finding],
) -> ObjectOutcome:
    place, _ = document.locate(())
    where = f"{place.file}:{place.line}"
    if prediction is None or _is_refused(findings):
        return ObjectOutcome(name, where, REJECT, None, ())
    word = UPDATE if prediction.live else CREATE
    if prediction.is_unchanged:
        word = UNCHANGED
    return ObjectOutcome(name, where, word, prediction.after, prediction.changes)


def _is_refused(findings: Sequence[Finding]) -> bool:
    return any(f.server is not None and f.server.outcome == "reject" for f in findings)

"""``svclint diff``: the outcome of an apply, known before it happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from svclint.app.facts import FactsFinder, named_policies
from svclint.app.running import Lazily
from svclint.cli import declare as click
from svclint.cli.notes import PATIENCE, Ticker
from svclint.cli.options import (
    apply_option,
    cluster_options,
    format_option,
    live_options,
    policy_option,
    read_live_state,
    said,
)
from svclint.engine.rules import Found, is_refusal
from svclint.engine.run import KINDS_READ, Judged, Live, RuleCrash, judge_update
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.live import LiveState, SnapshotError
from svclint.kubernetes.live.services import left_behind, live_services
from svclint.kubernetes.service.update import ApplyOptions, Prediction
from svclint.model import ConfigError, Finding, ObjectName, Severity
from svclint.model.cluster import ClusterFacts, Settings
from svclint.report.diff import (
    CREATE,
    REJECT,
    UNCHANGED,
    UPDATE,
    ObjectOutcome,
    diff_json,
    diff_text,
)
from svclint.report.result import PASSED_OVER
from svclint.report.safe import safe
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.settings.rule_selection import Asked
from svclint.settings.suppression.applying import Suppressing
from svclint.settings.suppression.reading import reader
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.kinds import POLICY_KINDS
from svclint.source.load import load


@click.command("diff", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@live_options(required=True)
@cluster_options
@policy_option
@apply_option
@click.option(
    "--force-conflicts/--no-force-conflicts",
    default=True,
    help="With --apply server: take over fields of other managers (default), or be refused.",
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
    metavar="WHAT",
    help="change (default): exit with 1 where anything would change; reject: only with 2, where"
    " anything would be refused.",
)
@format_option
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Predict, for each Service in PATHs, what applying it to the cluster comes to.

    create, unchanged, update or reject; with every field that changes, and by whose doing: the
    manifest's, or the server's (defaulted, carried over, dropped). Policies that are named or that
    are among the files refuse as the server's would. Nothing is changed anywhere.

    Exit codes: 0 nothing would change, 1 something would, 2 something would be refused or could
    not be checked.
    """
    errors: list[ReadError] = []
    try:
        words = said(values)
        live = read_live_state(values, words.settings.namespace)
        apply_options = ApplyOptions(values["how"], is_forced=values["force_conflicts"])
        policies = named_policies(words, tuple(values["policy"]))
        predicting = _Predicting(
            live, apply_options, policies, FactsFinder(words, live), words.settings
        )
        outcomes = list(_outcomes(paths, predicting, errors))
        applied = [outcome.object for outcome in outcomes]
        left: list[ObjectName] = []
        if values["prune_report"]:
            left = left_behind(live_services(live), applied, values["selector"])
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


class _Predicting(NamedTuple):
    """What outcomes are predicted from; ``policies`` are the paths of those that are named."""

    live: LiveState
    apply_options: ApplyOptions
    policies: tuple[str, ...]
    facts_for: FactsFinder
    settings: Settings


class _Predicted(NamedTuple):
    document: Document
    facts: ClusterFacts
    prediction: Prediction | None
    found: Found

    @property
    def is_sent(self) -> bool:
        """Whether policies see a request: kubectl sends none for an empty patch."""
        if self.prediction is None or any(map(is_refusal, self.found)):
            return False
        return self.prediction.merge.patch != {}


def _outcomes(
    paths: Sequence[str], predicting: _Predicting, errors: list[ReadError]
) -> Iterator[ObjectOutcome]:
    groups = ("validity", "cluster", "change", "policy")
    rules = [rule for rule in all_rules() if rule.group in groups]
    facts_for, suppressing, suppressions_of = predicting.facts_for, Suppressing(), reader()
    services = live_services(predicting.live)
    with Ticker(PATIENCE) as ticker:
        documents = load(paths, KINDS_READ, ticker.tell)
        predicted = list(_predicted(documents, predicting, rules, errors))
    for document, facts, prediction, found in _governed(predicted, predicting, rules, errors):
        name = document.object_name
        namespace = name.namespace or facts.namespace
        errors += [ReadError("", str(item)) for item in found if isinstance(item, RuleCrash)]
        findings = [item for item in found if isinstance(item, Finding)]
        suppressions = suppressions_of(document)
        judged = Judged(found, document, facts, prediction is not None, suppressions)
        suppressing.note(judged, has_live=(namespace, name.name) in services)
        is_service = name.kind == "Service"
        if is_service or _is_refused(findings):
            where = name._replace(namespace=namespace) if is_service else name
            outcome = _outcome(document, where, prediction, findings)
            choice = facts_for.choice(document.file, Asked(), rules)
            # Whatever is configured, there is a reason why something would be refused.
            heard = [f for f in findings if f.rule in choice.rules or _is_refused([f])]
            shown, hidden = suppressing.split(map(choice.applied, heard))
            yield outcome._replace(findings=tuple(shown), suppressed=tuple(hidden))


def _predicted(
    documents: Iterable[Document | ReadError],
    predicting: _Predicting,
    rules: Sequence[Rule],
    errors: list[ReadError],
) -> Iterator[_Predicted]:
    """Judge each document by itself."""
    services = live_services(predicting.live)
    for document in documents:
        if isinstance(document, ReadError):
            errors.append(document)
            continue
        facts = predicting.facts_for(document.file)
        name = document.object_name
        live = services.get((name.namespace or facts.namespace, name.name))
        before = live.data if live is not None else None
        prediction, found = judge_update(document, before, predicting.apply_options, rules, facts)
        yield _Predicted(document, facts, prediction, found)


def _governed(
    predicted: Sequence[_Predicted],
    predicting: _Predicting,
    rules: Sequence[Rule],
    errors: list[ReadError],
) -> Iterator[_Predicted]:
    """Add what policies say; one that cannot be used is an error, for it might refuse."""
    live = Live(predicting.live.objects, predicting.apply_options)
    governor = Lazily(predicting.policies, predicting.settings.version, rules, live)
    governed = {
        cluster: governor(inventory)
        for cluster, inventory in _policies_by_cluster(predicted, live).items()
    }
    for each in predicted:
        more: Found = []
        answers = governed[each.facts.cluster]
        if each.is_sent and answers is not None:
            more = answers(Judged(each.found, each.document, each.facts, is_sound=True))
        yield each._replace(found=each.found + more)
    for problem in governor.problems():
        if problem.severity is Severity.ERROR:
            place = problem.location
            words = f"line {place.line}, column {place.column}: {problem.message}"
            errors.append(ReadError(place.file, words))


def _policies_by_cluster(predicted: Iterable[_Predicted], live: Live) -> dict[str, Inventory]:
    """Give the policies among the files, and those that live already."""
    found: dict[str, Inventory] = {}
    for document, facts, *_ in predicted:
        inventory = found.setdefault(facts.cluster, Inventory(facts.namespace))
        if document.kind in POLICY_KINDS:
            inventory.add(document, facts.namespace)
    for inventory in found.values():
        inventory.add_live(each for each in live.objects if each.kind in POLICY_KINDS)
    return found


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
    # A file that holds no object is none that anybody means to apply; check has a note on it.
    return any(is_refusal(each) for each in findings if each.rule not in PASSED_OVER)

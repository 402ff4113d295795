"""``diff``: the outcome of an apply, predicted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.app.applying import live_of, notes_on_apply
from svclint.app.context import Context
from svclint.app.deployed_files import notes_on_deployed
from svclint.app.diff_scope import caused_by, diff_scope, errors_of, require_scope
from svclint.app.errors import LIVE_MISSING, RequestError
from svclint.app.facts import FactsFinder
from svclint.app.input_files import input_files
from svclint.app.pipeline import Input, Run, Setup, run
from svclint.app.policies import RunPolicies
from svclint.app.policy_paths import policy_paths
from svclint.app.progress import Progress, no_progress
from svclint.app.reading import read_tree, run_within_limits
from svclint.app.requests import DiffRequest
from svclint.app.results import DiffResult
from svclint.app.selection import selection_finder
from svclint.engine.alone import document_checker
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import RuleCrash, is_rejection, sorted_by_place
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live.left_behind import left_behind
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Finding, ObjectName, Severity
from svclint.report.diff import (
    CREATE,
    RECREATE,
    REJECT,
    SKIP,
    UNCHANGED,
    UPDATE,
    ObjectOutcome,
)
from svclint.report.result import SKIPPED_RULES, describe_objects
from svclint.rule.registry import all_rules
from svclint.settings.rule_selection import RuleOptions
from svclint.settings.suppression.applying import SuppressionFilter
from svclint.source.document import Document
from svclint.source.files import STDIN, ReadError
from svclint.source.kinds import KINDS_READ

if TYPE_CHECKING:
    from svclint.app.narrowing import Scope

# The server's own answers, and what only a comparison with the live object shows.
_GROUPS = ("validity", "cluster", "change", "policy")


def diff(request: DiffRequest, progress: Progress = no_progress) -> DiffResult:
    """Predict, for each object, what applying it would change.

    Raises ``SvclintError`` for a request, configuration, snapshot or cluster that cannot be used;
    a file that cannot be read is one of the result's ``errors``.
    """
    if not request.live:
        raise RequestError(LIVE_MISSING)
    if request.selector and not request.prune_report:
        raise RequestError("--selector needs --prune-report")
    require_scope(request)
    return run_within_limits(request, _diff, progress)


def _diff(request: DiffRequest, context: Context, progress: Progress) -> DiffResult:
    given = context.given
    rules = [rule for rule in all_rules() if rule.group in _GROUPS]
    scope = diff_scope(request, context)
    read = context.default_paths(request) if scope is None else scope.paths
    found = input_files(read, given, request.live)
    changed = None if scope is None else scope.own
    tree = read_tree(found, request, context, progress, changed)
    live = live_of(request, context.live, found.files, tree.roots)
    facts_for = FactsFinder(given, context.live, tree.roots)
    paths = policy_paths(given, request.policies)
    setup = Setup(
        rules,
        facts_for,
        document_checker(rules, facts_for, live, predicts=True),
        KINDS_READ,
        live,
        RunPolicies(paths, given.settings.version, rules, live),
        request.max_file_size,
    )
    done = run(Input(tree.files, tree.texts), setup, progress=progress)
    compared = _compared(done, setup, request, context, scope)
    outcomes = compared.outcomes
    created = [each.file for each in outcomes if each.outcome == CREATE]
    if tree.rendering is not None:
        # Starts processes.
        from svclint.app.placing import placed_outcomes  # noqa: PLC0415

        is_narrow = scope is not None
        placed = placed_outcomes(outcomes, tree.rendering, is_every_place_needed=is_narrow)
        outcomes = placed if scope is None else caused_by(scope, outcomes, placed, tree.roots)
    left: list[ObjectName] = []
    if request.prune_report:
        applied = [outcome.object for outcome in outcomes]
        left = left_behind(context.live.objects, applied, request.selector)
    read_errors = errors_of(scope, (*found.errors, *done.errors))
    errors = read_errors, tree.errors, compared.errors, _unusable(setup.policies)
    return DiffResult(
        outcomes=tuple(outcomes),
        left_behind=tuple(left),
        errors=tuple(chain.from_iterable(errors)),
        notes=(
            *context.notes,
            *notes_on_apply(request, context.live),
            *compared.notes,
            *notes_on_deployed(created, found.files, request),
        ),
        unrendered=tuple(tree.unrendered),
    )


class _Compared(NamedTuple):
    """The outcomes of objects, the rules that failed, and notes on what cannot be compared."""

    outcomes: list[ObjectOutcome]
    errors: list[ReadError]
    notes: list[str]


def _compared(
    done: Run, setup: Setup, request: DiffRequest, context: Context, scope: Scope | None
) -> _Compared:
    """Return the outcome of each object of a run, with the findings that explain it.

    With a scope, only of those in files of its own and in what is rendered.
    """
    selection_for = selection_finder(setup.facts_for, RuleOptions(), setup.rules)
    suppressing = SuppressionFilter() if context.given.isolated else done.suppressing
    compared = _Compared([], [], [])
    uncompared: Counter[str] = Counter()
    for result, items in zip(done.collected.results, done.findings, strict=True):
        findings = [each for each in sorted_by_place(items) if isinstance(each, Finding)]
        crashes = [each for each in items if isinstance(each, RuleCrash)]
        compared.errors.extend(ReadError("", str(each)) for each in crashes)
        if scope is not None and not scope.is_own(result.document.file):
            continue
        compared.notes.extend(_uncomparable(findings, request.paths))
        outcome = _outcome(result, findings, setup.live)
        if outcome is None:
            continue
        if outcome.outcome == CREATE and outcome.object.kind not in context.live.kinds:
            uncompared[outcome.object.kind] += 1
            continue
        selection = selection_for(result.document.file)
        # A rejection is reported whatever the configuration says: it explains the outcome.
        selected = [each for each in findings if each.rule in selection.rules or _rejects([each])]
        shown, hidden = suppressing.split(map(selection.with_severity, selected))
        found = outcome._replace(findings=tuple(shown), suppressed=tuple(hidden))
        compared.outcomes.append(found)
    compared.notes.extend(_uncompared_notes(uncompared))
    if scope is None and not compared.outcomes and not compared.notes:
        folders = filter(os.path.isdir, request.paths)
        compared.notes.extend(f"{each} contains no object to compare" for each in folders)
    return compared


def _uncomparable(findings: Sequence[Finding], paths: Sequence[str]) -> Iterator[str]:
    """Yield a note on what was named and is no manifest, such as a template: it is not compared.

    It is no error, because pre-commit names every file of a commit.
    """
    named = {"<stdin>" if path == STDIN else path for path in paths}
    for each in findings:
        if each.location.file in named and each.rule in SKIPPED_RULES:
            line, column = each.location.line, each.location.column
            yield (
                f"not compared: {each.location.file} line {line}, column {column}: {each.message}"
            )


def _uncompared_notes(kinds: Counter[str]) -> tuple[str, ...]:
    """Return a note about objects that may exist: no live object of their kind was read."""
    if not kinds:
        return ()
    shown = describe_objects(kinds)
    return (f"not compared: {shown}, because the live objects contain none of their kind",)


def _unusable(policies: RunPolicies) -> list[ReadError]:
    """Return the policies that cannot be used: such a policy might reject an object."""
    found = list(policies.problems())
    crashes = [ReadError("", str(each)) for each in found if isinstance(each, RuleCrash)]
    return crashes + [
        ReadError(
            problem.location.file,
            f"line {problem.location.line}, column {problem.location.column}: {problem.message}",
        )
        for problem in found
        if isinstance(problem, Finding) and problem.severity is Severity.ERROR
    ]


def _outcome(
    result: DocumentResult, findings: Sequence[Finding], live: Live | None
) -> ObjectOutcome | None:
    """Return the outcome of applying an object; ``None`` for another kind that is not rejected."""
    document, prediction = result.document, result.prediction
    name, is_rejected = document.object_name, _rejects(findings)
    assert live is not None, "a request without live objects is refused"
    if kind_of(document.api_version, document.kind) is not None:
        name = live.name_of(document, result.facts.namespace)
    elif not is_rejected:
        return None
    place = _place(document)
    if prediction is None or is_rejected:
        return ObjectOutcome(name, place, REJECT, None, ())
    after = prediction.after or None
    return ObjectOutcome(name, place, _word(prediction), after, prediction.changes)


def _place(document: Document) -> str:
    location, _ = document.locate(())
    return f"{location.file}:{location.line}"


def _word(prediction: Prediction[Any]) -> str:
    if prediction.is_skipped:
        return SKIP
    if prediction.is_recreated:
        return RECREATE
    if prediction.is_unchanged:
        return UNCHANGED
    return UPDATE if prediction.live else CREATE


def _rejects(findings: Sequence[Finding]) -> bool:
    # Nobody means to apply a file that contains no object; check reports it.
    return any(is_rejection(each) for each in findings if each.rule not in SKIPPED_RULES)

"""``targets``: which workloads and ports each Service reaches, and who calls it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from svclint.app.applying import live_of, notes_on_apply, require_live
from svclint.app.context import Context
from svclint.app.facts import HERE, FactsFinder, configs_of, configured_kinds
from svclint.app.input_files import input_files
from svclint.app.pipeline import Input, Run, Setup, run
from svclint.app.policies import RunPolicies
from svclint.app.progress import Progress, no_progress
from svclint.app.reading import read_tree, run_within_limits
from svclint.app.requests import TargetsRequest
from svclint.app.results import TargetsResult
from svclint.engine.alone import CheckDocument, document_checker, unchecked
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.kubernetes.ownership import is_owned
from svclint.kubernetes.reference_limit import ReferenceLimit, TooManyReferences
from svclint.kubernetes.targets import targets_json
from svclint.model import Finding
from svclint.report.result import not_rendered
from svclint.report.targets.entries import Entry, broken_only, in_cluster
from svclint.report.targets.graph import graph
from svclint.report.targets.json_entries import other_json, service_json
from svclint.report.targets.tree import summary
from svclint.rule.registry import select_rules
from svclint.source import Document
from svclint.source.files import ReadError
from svclint.source.kinds import KINDS_READ

# Stands for the file of live objects.
LIVE = "<live>"
# What these rules report of a Service is why it is not resolved.
_DECODING = ("api-version-not-served", "unknown-field", "wrong-type")
# Problems of files that people do not expect to contain objects.
_NO_PROBLEM = ("empty", "foreign", "unread", "other")
_SKIPPED = ("template", "part", "encoding")


def targets(request: TargetsRequest, progress: Progress = no_progress) -> TargetsResult:
    """Resolve the targets and the callers of each Service.

    Without paths, everything that ``live`` contains is resolved. Raises ``SvclintError`` for a
    request, configuration, snapshot or cluster that cannot be used; a file that cannot be read is
    one of the result's ``errors``.
    """
    return run_within_limits(request, _targets, progress)


def _targets(request: TargetsRequest, context: Context, progress: Progress) -> TargetsResult:
    require_live(request)
    given, objects = context.given, context.live.objects
    is_all_live = not request.paths and not context.named and bool(objects)
    paths = () if is_all_live else context.default_paths(request)
    files_found = input_files(paths, given, request.live)
    problems = _Problems()
    problems.errors += files_found.errors
    problems.notes += [
        f"{each.path} {each.reason}" for each in files_found.left_out if each.is_fault
    ]
    tree = read_tree(files_found, request, context, progress)
    problems.errors += tree.errors
    live = None
    if objects and not is_all_live:
        live = live_of(request, context.live, files_found.files, tree.roots)
        problems.notes += notes_on_apply(request, context.live)
    facts_for = FactsFinder(given, context.live, tree.roots)
    setup = _setup(request, context, facts_for, live, problems)
    if is_all_live:
        setup = setup._replace(check=unchecked(lambda _file: facts_for(LIVE)))
    in_live = [each for each in objects if not is_owned(each.data)] if is_all_live else []
    done = run(Input(tree.files, tree.texts, in_live), setup, progress=progress)
    drawn = _drawn(done, problems, is_broken=request.broken, connected_only=live is not None)
    if tree.rendering is not None:
        # Starts processes.
        from svclint.app.placing import placed_texts  # noqa: PLC0415

        shown = drawn.entries, drawn.services, drawn.others
        entries, services, others = placed_texts(shown, tree.rendering)
        drawn = _Drawn(entries, services, others, drawn.everything)
    return TargetsResult(
        entries=tuple(drawn.entries),
        services=tuple(drawn.services),
        others=tuple(drawn.others),
        errors=(*problems.errors, *done.errors),
        notes=(*context.notes, *problems.notes),
        summary=summary(drawn.everything) + not_rendered(len(tree.unrendered)),
        unrendered=tuple(tree.unrendered),
    )


def _setup(
    request: TargetsRequest,
    context: Context,
    facts_for: FactsFinder,
    live: Live | None,
    problems: _Problems,
) -> Setup:
    """Return what a run over files needs; every object is taken, also one that is refused."""
    given = context.given
    rules = select_rules(("references", *_DECODING), ())
    taking = _taken(unchecked(facts_for), document_checker(rules, facts_for, None))
    check = problems.noting(taking)
    if live is not None:
        from svclint.engine.applying import completed_by_live  # noqa: PLC0415 - merging

        check = completed_by_live(check, live)
    return Setup(
        rules,
        facts_for,
        check,
        KINDS_READ | configured_kinds(configs_of((HERE,), given)),
        live,
        RunPolicies((), given.settings.version, rules, None),
        request.max_file_size,
    )


class _Drawn(NamedTuple):
    """The entries to show, the same as JSON, and ``everything``: those that are whole, too."""

    entries: list[Entry]
    services: list[dict[str, Any]]
    others: list[dict[str, Any]]
    everything: list[Entry]


def _drawn(done: Run, problems: _Problems, *, is_broken: bool, connected_only: bool) -> _Drawn:
    """Return what a run found, cluster by cluster; with ``is_broken``, what leads nowhere."""
    own, findings = _own_documents(done)
    drawn = _Drawn([], [], [], [])
    inventories = done.collected.inventories
    limit = ReferenceLimit(sum(len(each.checked) for each in inventories.values()))
    for cluster, inventory in inventories.items():
        files = own.get(cluster, [])
        found = graph(inventory, findings, files, connected_only=connected_only)
        found_all = problems.within_limit(found, limit)
        shown = broken_only(found_all) if is_broken else found_all
        whole = {id(each.document): each for each in found_all}
        for each in shown:
            if each.document is None:
                drawn.others.append(other_json(each))
            else:
                (data,) = targets_json(inventory, (each.document,))["services"]
                drawn.services.append(service_json(data, each, whole[id(each.document)]))
        drawn.everything.extend(found_all)
        drawn.entries.extend(in_cluster(each, cluster) if cluster else each for each in shown)
    return drawn


def _taken(take: CheckDocument, check: CheckDocument) -> CheckDocument:
    """Return ``take`` with the findings of a check: an object is drawn even if it is refused."""

    def checked(document: Document) -> DocumentResult:
        return take(document)._replace(findings=check(document).findings)

    return checked


class _Problems:
    """What is wrong with files, and what of it is only a note."""

    def __init__(self) -> None:
        self.errors: list[ReadError] = []
        self.notes: list[str] = []

    def within_limit(self, entries: Iterator[Entry], limit: ReferenceLimit) -> list[Entry]:
        """Return the entries before the limit is reached, which is an error."""
        found: list[Entry] = []
        try:
            with limit.in_force():
                found.extend(entries)
        except TooManyReferences as error:
            self.errors.append(ReadError("", str(error)))
        return found

    def noting(self, check: CheckDocument) -> CheckDocument:
        """Return ``check`` with the problems of documents noted as they pass by."""

        def noted(document: Document) -> DocumentResult:
            problem = document.problem
            if problem is not None and problem.kind not in _NO_PROBLEM:
                place, _ = document.locate(())
                where = f"{place.file}:{place.line}:{place.column}:"
                if problem.kind in _SKIPPED:
                    self.notes.append(f"{where} {problem.message}")
                else:
                    self.errors.append(ReadError(where, problem.message))
            return check(document)

        return noted


def _own_documents(done: Run) -> tuple[dict[str, list[Document]], dict[int, list[Finding]]]:
    """Return the documents of the files by cluster, and the findings by the ``id`` of each."""
    own: dict[str, list[Document]] = {}
    findings: dict[int, list[Finding]] = {}
    for result, items in zip(done.collected.results, done.findings, strict=True):
        own.setdefault(result.facts.cluster, []).append(result.document)
        # A rule that crashes here crashes in a check, which reports it.
        findings[id(result.document)] = [each for each in items if isinstance(each, Finding)]
    return own, findings

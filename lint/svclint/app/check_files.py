"""Check files with the rules of a check, and select and suppress what they report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from svclint.app.applying import live_of
from svclint.app.deployed_files import notes_on_deployed
from svclint.app.facts import (
    FactsFinder,
    RequestSettings,
    configs_of,
    configured_kinds,
    extended_files,
)
from svclint.app.outcome import Outcome, Reported
from svclint.app.pipeline import Input, Run, Setup, run
from svclint.app.policies import RunPolicies
from svclint.app.progress import Progress
from svclint.app.requests import CheckRequest
from svclint.app.selection import rule_options, selection_finder
from svclint.engine.alone import document_checker
from svclint.engine.execution import Execution
from svclint.engine.live import Live
from svclint.engine.run_rules import RuleCrash, sorted_by_place
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live import LiveState
from svclint.model import Finding, SvclintError
from svclint.model.errors import bug_in
from svclint.settings.config.layers import Config
from svclint.settings.rule_selection import RuleSelection, rules_for_run
from svclint.settings.suppression.applying import SuppressionFilter, merge_by_place
from svclint.source.files import ReadError, Rendered
from svclint.source.kinds import KINDS_READ

if TYPE_CHECKING:
    from svclint.engine.acceleration.file_cache import FileCache
    from svclint.engine.acceleration.state import State
    from svclint.render.rendering import Rendering
    from svclint.render.roots import Root

# For fewer files, checking takes no longer than looking up their results.
FEWEST_CACHED = 50


class RunContext(NamedTuple):
    """What a run over files depends on beside the files; ``note`` takes sentences about it."""

    request: CheckRequest
    given: RequestSettings
    live: LiveState
    policies: tuple[str, ...]
    progress: Progress
    note: Callable[[str], None]


def check_files(
    files: Sequence[str],
    texts: Sequence[Rendered],
    options: RunContext,
    state: State | None = None,
    rendering: Rendering | None = None,
) -> Outcome:
    """Check all documents of some files and texts. Raises ``ConfigError`` and ``WorkerError``.

    With the ``state`` of the files, results of single files are cached. ``rendering`` says which
    texts are rendered from which charts and kustomizations.
    """
    request, given = options.request, options.given
    roots = rendering.roots if rendering is not None else {}
    configs = configs_of([*files, *(root.file for root in roots.values())], given)
    taken_in = rendering.taken_in.values() if rendering is not None else ()
    setup = setup_of(configs, options, roots, [*files, *taken_in])
    rules, facts_for = setup.rules, setup.facts_for
    extended = extended_files(configs)
    file_cache = None if state is None else _file_cache(options, state, setup, extended)
    execution = execution_for(request.jobs, file_cache)
    beside = rendering.in_no_output if rendering is not None else ()
    inputs = Input(files, texts, beside)
    done = run(inputs, setup, execution=execution, progress=options.progress)
    created = _created(done, setup.live, options.live.kinds)
    for note in notes_on_deployed(created, [*files, *taken_in], request):
        options.note(note)
    found, crashes = _findings_and_crashes(done, setup, rendering, is_debug=request.debug)

    selection_for = selection_finder(facts_for, rule_options(request), rules)
    # In isolation, an empty filter replaces that of the files.
    suppressing = SuppressionFilter() if given.isolated else done.suppressing
    shown, hidden = suppressing.split(list(_selected(found, selection_for)))
    reviews, more = suppressing.split(suppressing.problems(rules, selection_for))
    reported = Reported(shown, hidden + more, reviews)
    if rendering is not None and roots:
        reported, problems = _placed(reported, rendering._replace(kinds=setup.kinds), options)
        crashes += problems
    if file_cache is not None:
        file_cache.save()
    return Outcome(
        merge_by_place(reported.shown, reported.reviews, done.files),
        reported.hidden,
        [*done.errors, *crashes],
        done.files,
        extended,
    )


def _created(done: Run, live: Live | None, kinds: Collection[str]) -> Iterator[str]:
    """Yield the files of objects that an apply would create; ``kinds`` are those read live."""
    if live is None:
        return
    objects = live.by_name()
    for result in done.collected.results if objects else ():
        document = result.document
        is_comparable = kind_of(document.api_version, document.kind) and document.kind in kinds
        if is_comparable and live.name_of(document, result.facts.namespace) not in objects:
            yield document.file


def _findings_and_crashes(
    done: Run, setup: Setup, rendering: Rendering | None, *, is_debug: bool
) -> tuple[list[Finding], list[ReadError]]:
    """Return what the rules found in the files, policies and patches of a run, and what failed."""
    found: list[Finding] = []
    crashes: list[ReadError] = []
    in_order = (item for findings in done.findings for item in sorted_by_place(findings))
    of_patches: Iterable[Finding | RuleCrash] = ()
    if rendering is not None and rendering.roots:
        from svclint.app.patches import patch_findings  # noqa: PLC0415 - only for charts and overlays

        of_patches = patch_findings(rendering, setup.rules)
    for item in chain(in_order, setup.policies.problems(), of_patches):
        if isinstance(item, RuleCrash):
            message = f"{item}\n{item.trace}" if is_debug else str(item)
            crashes.append(ReadError("", message))
        else:
            found.append(item)
    return found, crashes


def _placed(
    reported: Reported, rendering: Rendering, options: RunContext
) -> tuple[Reported, list[ReadError]]:
    """Return the findings at their sources; where the search fails, as they are, and why."""
    # Starts processes.
    from svclint.app.placing import placed  # noqa: PLC0415

    try:
        jobs, is_isolated = options.request.jobs, options.given.isolated
        return placed(reported, rendering, jobs, is_isolated=is_isolated), []
    except (SvclintError, OSError):
        raise
    except Exception as error:
        # The findings keep their places in what was rendered.
        step, is_debug = "the search for the sources of findings", options.request.debug
        return reported, [ReadError("", bug_in(step, error, is_debug=is_debug))]


def setup_of(
    configs: Sequence[Config],
    options: RunContext,
    roots: Mapping[str, Root] = MappingProxyType({}),
    files: Sequence[str] = (),
) -> Setup:
    """Return what a run needs besides its files; ``configs`` are the configurations of these.

    ``roots`` are the charts and kustomizations of rendered texts. Among the ``files``, those are
    searched that say how others are applied.

    Raises ``ConfigError``.
    """
    request, given = options.request, options.given
    facts_for = FactsFinder(given, options.live, roots)
    has_live = bool(options.live.objects)
    rules = rules_for_run(configs, rule_options(request), has_changes=has_live)
    live = live_of(request, options.live, files, roots) if has_live else None
    return Setup(
        rules,
        facts_for,
        document_checker(rules, facts_for, live),
        KINDS_READ | configured_kinds(configs),
        live,
        RunPolicies(options.policies, given.settings.version, rules, live),
        request.max_file_size,
        given.isolated,
    )


def execution_for(jobs: int | None, cache: FileCache | None) -> Execution:
    """Return how a run is carried out.

    With ``Execution()`` instead, in one process and without a cache, all findings are the same.
    """
    from svclint.engine.acceleration.fast_execution import FastExecution  # noqa: PLC0415 - can be taken out

    return FastExecution(jobs, cache)


def _selected(
    findings: Iterable[Finding], selection_for: Callable[[str], RuleSelection]
) -> Iterator[Finding]:
    """Yield the findings that the configuration of their file selects, with its severities."""
    for finding in findings:
        selection = selection_for(finding.location.file)
        if finding.rule in selection.rules:
            yield selection.with_severity(finding)


def _file_cache(
    options: RunContext, state: State, setup: Setup, extended: Sequence[str]
) -> FileCache | None:
    """Open the results of single files, for everything that they depend on as it is now."""
    if len(state.files) < FEWEST_CACHED:
        return None
    from svclint.engine.acceleration.file_cache import FileCache  # noqa: PLC0415
    from svclint.engine.acceleration.state import stat_of  # noqa: PLC0415

    names = [(rule.name, int(rule.severity)) for rule in setup.rules]
    others = [(file, stat_of(file)) for file in extended]
    rules = rule_options(options.request)
    limit = options.request.max_file_size
    key = repr(("files", options.given, rules, names, sorted(setup.kinds), others, limit))
    return FileCache(key, state, options.note)

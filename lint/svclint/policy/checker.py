"""Check the Services of a run against policies: those of ``--policy`` and those among its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from svclint.cel import Budget
from svclint.engine.live import Live, name_in_cluster
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash, crash, finding_from_report, run_rules
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.object_policies import object_policy
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.updates import steps_of
from svclint.model import ConfigError, Finding
from svclint.model.finding import excerpt_of
from svclint.model.listing import listed
from svclint.policy.evaluation.evaluate import evaluate
from svclint.policy.evaluation.request import CREATE, UPDATE
from svclint.policy.loading import load_policies
from svclint.policy.objects import BINDING, POLICY, Policies
from svclint.policy.problem import Problem
from svclint.rule import Rule
from svclint.source.document import Document
from svclint.source.file_search import find_files
from svclint.source.files import ReadError, read_file
from svclint.source.stream import documents

GROUP = "admissionregistration.k8s.io"
POLICY_SCOPE = "policy"
# Of all objects of a run together, in each process, and more for each Service.
RUN_STEPS, SERVICE_STEPS = 20_000_000, 20_000
RUN_BYTES = 1 << 62


class PolicyChecker:
    """Evaluates the policies of a run; the rules of scope ``policy`` report the results."""

    def __init__(
        self, named: Sequence[Document], rules: Sequence[Rule], live: Live | None, version: str
    ) -> None:
        """Take the documents that ``--policy`` names: policies, parameters, Namespaces.

        ``version`` is the Kubernetes version whose schemas the expressions are checked against.
        """
        self._named, self._live, self._version = named, live, version
        self._rules = {rule.name: rule for rule in rules if rule.scope == POLICY_SCOPE}
        self._live_objects = live.by_name() if live else {}
        self._problems: dict[tuple[str, int, int, str], Finding] = {}
        self._crashes: list[RuleCrash] = []
        self._budget = Budget("the policies of a run", RUN_STEPS, RUN_BYTES)

    def __call__(self, inventory: Inventory) -> Callable[[DocumentResult], Findings]:
        """Return the function that checks each Service of one cluster."""
        kinds = (inventory.of_kind(GROUP, kind) for kind in (POLICY, BINDING))
        among_files = [document for found in kinds for document in found]
        policies = load_policies(self._named, self._version, among_files)
        for problem in policies.problems:
            self._add_problem(problem)
        self._crashes += [crash("reading the policy", each) for each in policies.unreadable]
        self._budget.extend(SERVICE_STEPS * len(inventory.services()))
        return lambda result: self._check(result, policies)

    def problems(self) -> Iterator[Finding | RuleCrash]:
        """Yield what is wrong with the policies themselves, each problem once."""
        yield from self._problems.values()
        yield from self._crashes

    def _check(self, result: DocumentResult, policies: Policies) -> Findings:
        document, facts = result.document, result.facts
        if document.kind != "Service" or policies.is_empty:
            return []
        name = document.object_name
        name_of = self._live.name_of if self._live else name_in_cluster
        in_cluster = name_of(document, facts.namespace)
        stored, namespace = self._live_objects.get(in_cluster), in_cluster.namespace
        before = None if stored is None else stored.data
        apply_options = self._live.apply_options if self._live else ApplyOptions()
        applying = object_policy(apply_options, document.data, before)
        if applying.skipped_by is not None:
            return []
        if applying.is_always_recreated:
            before = None
        options = applying.options
        prediction = predict(steps_of(SERVICE), document.data, before, options, facts, name)
        operation = CREATE if before is None else UPDATE
        found: Findings = []
        with self._budget.in_force():
            results = evaluate(policies, prediction.after, before, namespace, operation, facts)
        for each in results:
            rule = self._rules.get(each.rule)
            if rule is not None:
                related = (each.source.locate(each.path)[0],)
                found += [
                    finding._replace(related=related) if isinstance(finding, Finding) else finding
                    for finding in run_rules([rule], document, each)
                ]
        return found

    def _add_problem(self, problem: Problem) -> None:
        rule = self._rules.get(problem.rule)
        if rule is None:
            return
        for report in rule.check(problem):
            location = problem.location
            finding = finding_from_report(rule, problem.document, report)._replace(
                location=location, excerpt=excerpt_of(problem.document.chunk.line(location.line))
            )
            key = (location.file, location.line, location.column, finding.message)
            self._problems.setdefault(key, finding)


def read_policies(paths: Sequence[str]) -> list[Document]:
    """Read every object of the files and folders that hold policies. Raises ``ConfigError``.

    Policies in the short form are no manifests.
    """
    found: list[Document] = []
    for file in find_files(paths):
        raw = file if isinstance(file, ReadError) else read_file(file)
        if isinstance(raw, ReadError):
            raise ConfigError(f"{raw.file} {raw.message}")
        for document in documents(str(file), raw):
            if document.problem is not None and document.problem.kind == "syntax":
                place = document.locate(())[0]
                raise ConfigError(f"{place.file}:{place.line}: {document.problem.message}")
            found.append(document)
    if not found:
        raise ConfigError(
            f"{listed(paths)} contains no policy; name files or folders with "
            "ValidatingAdmissionPolicies, their bindings, or policies in the short form"
        )
    return found

"""Hold the Services of a run against policies: those that are named, and those among its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from svclint.engine.live import Live
from svclint.engine.results import DocumentResult
from svclint.engine.rules import Findings, place, run_rules
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.service.update import predict
from svclint.model import ConfigError, Finding
from svclint.policy.evaluation.evaluate import evaluate
from svclint.policy.evaluation.request import CREATE, UPDATE
from svclint.policy.loading import load_policies
from svclint.policy.objects import BINDING, POLICY, Policies
from svclint.policy.problem import Problem
from svclint.rule import Rule
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.loading import load

GROUP = "admissionregistration.k8s.io"
POLICY_SCOPE = "policy"


class PolicyChecker:
    """Knows the policies of a run, and which rules tell what they say."""

    def __init__(
        self, named: Sequence[Document], rules: Sequence[Rule], live: Live | None, version: str
    ) -> None:
        """Start with the documents that ``--policy`` names: policies, parameters, Namespaces.

        ``version`` is the Kubernetes version whose schemas tell misspelt fields.
        """
        self._named, self._live, self._version = named, live, version
        self._rules = {rule.name: rule for rule in rules if rule.scope == POLICY_SCOPE}
        self._services = live.services() if live else {}
        self._problems: dict[tuple[str, int, int, str], Finding] = {}

    def __call__(self, inventory: Inventory) -> Callable[[DocumentResult], Findings]:
        """Give what judges each Service of one cluster."""
        kinds = (inventory.of_kind(GROUP, kind) for kind in (POLICY, BINDING))
        among_files = [document for found in kinds for document in found]
        policies = load_policies(self._named, self._version, among_files)
        for problem in policies.problems:
            self._tell(problem)
        return lambda judged: self._judge(judged, policies)

    def problems(self) -> Iterator[Finding]:
        """Give what is wrong with the policies themselves, each once."""
        yield from self._problems.values()

    def _judge(self, judged: DocumentResult, policies: Policies) -> Findings:
        document, facts = judged.document, judged.facts
        if document.kind != "Service" or policies.is_empty:
            return []
        name = document.object_name
        namespace = name.namespace or facts.namespace
        before = self._services.get((namespace, name.name))
        apply_options = self._live.apply_options if self._live else ApplyOptions()
        prediction = predict(document.data, before, apply_options, facts, name)
        operation = CREATE if before is None else UPDATE
        found: Findings = []
        for answer in evaluate(policies, prediction.after, before, namespace, operation, facts):
            rule = self._rules.get(answer.rule)
            if rule is not None:
                place_of = answer.source.locate(answer.path)[0]
                told = run_rules([rule], document, answer)
                found += [
                    each._replace(related=(place_of,)) if isinstance(each, Finding) else each
                    for each in told
                ]
        return found

    def _tell(self, problem: Problem) -> None:
        rule = self._rules.get(problem.rule)
        if rule is None:
            return
        for report in rule.check(problem):
            place_of = problem.location
            finding = place(rule, problem.document, report)._replace(
                location=place_of, excerpt=problem.document.chunk.line(place_of.line)
            )
            key = (place_of.file, place_of.line, place_of.column, finding.message)
            self._problems.setdefault(key, finding)


def read_policies(paths: Sequence[str]) -> list[Document]:
    """Read every object of the files and folders that hold policies. Raises ``ConfigError``."""
    found: list[Document] = []
    for document in load(paths, _Everything()):
        if isinstance(document, ReadError):
            raise ConfigError(f"{document.file} {document.message}")
        if document.problem is not None and document.problem.kind in ("syntax", "encoding"):
            place_of = document.locate(())[0]
            raise ConfigError(f"{place_of.file}:{place_of.line}: {document.problem.message}")
        found.append(document)
    return found


class _Everything(frozenset[str]):
    """Every kind there is: any may be a parameter."""

    def __contains__(self, kind: object) -> bool:
        return True

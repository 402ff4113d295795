"""How a rule is declared: one decorator for each scope, nothing else to register."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, NamedTuple

from svclint.config import ClusterFacts
from svclint.inventory import Inventory
from svclint.model import Report, Severity
from svclint.schema import Violation
from svclint.service import Service
from svclint.service.update import Prediction
from svclint.source import Document

ServiceCheck = Callable[[Service], Iterable[Report]]
ClusterCheck = Callable[[Service, ClusterFacts], Iterable[Report]]
ChangeCheck = Callable[[Prediction], Iterable[Report]]
ReferenceCheck = Callable[[Document, Inventory], Iterable[Report]]
SchemaCheck = Callable[[Document, Violation], Iterable[Report]]
DocumentCheck = Callable[[Document], Iterable[Report]]


class Rule(NamedTuple):
    """One rule: its name, what it finds (the docstring's first line), and the function."""

    name: str
    severity: Severity
    since: str
    scope: str
    summary: str
    home: str
    check: Callable[..., Iterable[Report]]
    kinds: tuple[str, ...] = ("Service",)

    @property
    def group(self) -> str:
        """The folder that the rule lives in."""
        return self.home.rpartition(".")[0].rpartition(".")[2]


def service_rule(name: str, severity: Severity, *, since: str) -> Callable[[ServiceCheck], Rule]:
    """Declare a rule that needs one Service and nothing else."""
    return lambda check: _rule(name, severity, since, "service", check)


def cluster_rule(name: str, severity: Severity, *, since: str) -> Callable[[ClusterCheck], Rule]:
    """Declare a rule that needs one Service and the facts of its cluster."""
    return lambda check: _rule(name, severity, since, "cluster", check)


def change_rule(
    name: str, severity: Severity, *, since: str, needs_merge: bool = True
) -> Callable[[ChangeCheck], Rule]:
    """Declare a rule that compares a live Service with what an apply will make of it.

    It runs only where there is a live object; its paths are those of the manifest. By default it
    is not asked where the manifest could not be merged.
    """

    def declare(check: ChangeCheck) -> Rule:
        @wraps(check)
        def asked(change: Prediction) -> Iterable[Report]:
            return () if needs_merge and change.merge.problem else check(change)

        return _rule(name, severity, since, "change", asked)

    return declare


def reference_rule(
    name: str, severity: Severity, *, since: str, kinds: tuple[str, ...] = ("Service",)
) -> Callable[[ReferenceCheck], Rule]:
    """Declare a rule that compares documents of some kinds with all others of the run."""
    return lambda check: _rule(name, severity, since, "reference", check)._replace(kinds=kinds)


def document_rule(name: str, severity: Severity, *, since: str) -> Callable[[DocumentCheck], Rule]:
    """Declare a rule that needs one document of any kind, even one that could not be read."""
    return lambda check: _rule(name, severity, since, "document", check)


def schema_rule(name: str, severity: Severity, *, since: str) -> Callable[[SchemaCheck], Rule]:
    """Declare a rule that explains what the schema of a kind refuses."""
    return lambda check: _rule(name, severity, since, "schema", check)


def _rule(name: str, severity: Severity, since: str, scope: str, check: Any) -> Rule:
    summary = (check.__doc__ or "").strip().partition("\n")[0]
    if not summary:
        raise TypeError(f"rule {name!r} has no docstring: say in one line what it finds")
    return Rule(name, severity, since, scope, summary, check.__module__, check)

"""Declare a rule: one decorator per scope; nothing else registers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.kinds import ALL_KINDS
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.schema import Violation
from svclint.kubernetes.service import Service
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import IgnoredItem, Report, Review, Severity
from svclint.model.cluster import PROFILES, ClusterFacts
from svclint.rule.conditions import check_conditions
from svclint.rule.definition import NO_OPTIONS, Rule
from svclint.rule.options import Option
from svclint.source import Document
from svclint.source.kinds import WORKLOAD_KINDS

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.merge.object_policies import PolicyEffect
    from svclint.kubernetes.objects.prediction import Prediction

ServiceCheck = Callable[[Service], Iterable[Report]]
ObjectCheck = Callable[[KubernetesObject], Iterable[Report]]
ClusterCheck = Callable[[Any, ClusterFacts], Iterable[Report]]
ChangeCheck = Callable[["Prediction[Any]"], Iterable[Report]]
ApplyingCheck = Callable[["PolicyEffect"], Iterable[Report]]
ReferenceCheck = Callable[[Document, Inventory], Iterable[Report]]
SchemaCheck = Callable[[Document, Violation], Iterable[Report]]
# The argument is a Decision or a Problem of svclint.policy, a layer above this one.
PolicyCheck = Callable[[Any], Iterable[Report]]
DocumentCheck = Callable[[Document], Iterable[Report]]
WorkloadCheck = Callable[[PodTemplate], Iterable[Report]]
PatchCheck = Callable[[IgnoredItem], Iterable[Report]]
SuppressionCheck = Callable[[Review], Iterable[Report]]


def service_rule(  # noqa: PLR0913 - one argument for each property of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    profile: str = "",
    where: tuple[str, ...] = (),
    options: Mapping[str, Option] = NO_OPTIONS,
) -> Callable[[ServiceCheck], Rule]:
    """Declare a rule that needs one Service and nothing else.

    ``options`` describes the keyword arguments of the function.
    """
    return lambda check: _rule(
        name, severity, since, "object", check, profile, options, where=where
    )


def object_rule(  # noqa: PLR0913 - one argument for each property of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    kinds: tuple[str, ...] = ALL_KINDS,
    profile: str = "",
    where: tuple[str, ...] = (),
) -> Callable[[ObjectCheck], Rule]:
    """Declare a rule that needs one object of some kinds of the Service API and nothing else.

    ``where`` are features of Services; on objects of the other kinds, the rule always runs.
    """
    return lambda check: _rule(
        name, severity, since, "object", check, profile, kinds=kinds, where=where
    )


def cluster_rule(  # noqa: PLR0913 - one argument for each property of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    kinds: tuple[str, ...] = ("Service",),
    profile: str = "",
    where: tuple[str, ...] = (),
) -> Callable[[ClusterCheck], Rule]:
    """Declare a rule that needs one object, by default a Service, and the facts of its cluster."""
    return lambda check: _rule(
        name, severity, since, "cluster", check, profile, kinds=kinds, where=where
    )


def change_rule(  # noqa: PLR0913 - one argument for each property of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    kinds: tuple[str, ...] = ("Service",),
    needs_merge: bool = True,
    is_effect: bool = False,
) -> Callable[[ChangeCheck], Rule]:
    """Declare a rule that compares a live object with the predicted result of an apply.

    It runs only if there is a live object; its paths are those of the manifest. With
    ``needs_merge``, it does not run if the manifest could not be merged. With ``is_effect``, it
    reports what the apply does, so that nothing is reported if the server rejects it.
    """

    def declare(check: ChangeCheck) -> Rule:
        @wraps(check)
        def check_if_merged(change: Prediction[Any]) -> Iterable[Report]:
            return () if needs_merge and change.merge.problem else check(change)

        declared = _rule(name, severity, since, "change", check_if_merged, kinds=kinds)
        return declared._replace(is_effect=is_effect)

    return declare


def applying_rule(name: str, severity: Severity, *, since: str) -> Callable[[ApplyingCheck], Rule]:
    """Declare a rule about what the labels and annotations of one object make of its apply."""
    return lambda check: _rule(name, severity, since, "applying", check, kinds=ALL_KINDS)


def reference_rule(  # noqa: PLR0913 - one argument for each property of a rule
    name: str,
    severity: Severity,
    *,
    since: str,
    kinds: tuple[str, ...] = ("Service",),
    profile: str = "",
    where: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
    options: Mapping[str, Option] = NO_OPTIONS,
) -> Callable[[ReferenceCheck], Rule]:
    """Declare a rule that compares documents of some kinds with all others of the run.

    ``options`` describes the keyword arguments of the function.
    """
    return lambda check: _rule(
        *(name, severity, since, "reference", check, profile, options),
        kinds=kinds,
        where=where,
        beside=beside,
    )


def document_rule(
    name: str, severity: Severity, *, since: str, where: tuple[str, ...] = ()
) -> Callable[[DocumentCheck], Rule]:
    """Declare a rule that needs one document of any kind, even one that could not be read."""
    return lambda check: _rule(name, severity, since, "document", check, where=where)


def workload_rule(name: str, severity: Severity, *, since: str) -> Callable[[WorkloadCheck], Rule]:
    """Declare a rule that needs one whole workload, not a patch of one, and nothing else."""
    kinds = (*WORKLOAD_KINDS,)
    return lambda check: _rule(name, severity, since, "workload", check, kinds=kinds)


def policy_rule(name: str, severity: Severity, *, since: str) -> Callable[[PolicyCheck], Rule]:
    """Declare a rule that reports the decision of a policy, or a problem of the policy itself."""
    return lambda check: _rule(name, severity, since, "policy", check)


def schema_rule(name: str, severity: Severity, *, since: str) -> Callable[[SchemaCheck], Rule]:
    """Declare a rule that explains what the schema of a kind refuses."""
    return lambda check: _rule(name, severity, since, "schema", check)


def suppression_rule(
    name: str, severity: Severity, *, since: str
) -> Callable[[SuppressionCheck], Rule]:
    """Declare a rule that checks one suppression and the findings that it suppressed."""
    return lambda check: _rule(name, severity, since, "suppression", check)


def patch_rule(name: str, severity: Severity, *, since: str) -> Callable[[PatchCheck], Rule]:
    """Declare a rule about an item of a patch that kustomize ignores; it runs once per overlay."""
    return lambda check: _rule(name, severity, since, "patch", check)


def _rule(  # noqa: PLR0913, PLR0917 - one argument for each property of a rule
    name: str,
    severity: Severity,
    since: str,
    scope: str,
    check: Any,
    profile: str = "",
    options: Mapping[str, Option] = NO_OPTIONS,
    *,
    kinds: tuple[str, ...] = ("Service",),
    where: tuple[str, ...] = (),
    beside: tuple[str, ...] = (),
) -> Rule:
    summary = (check.__doc__ or "").strip().partition("\n")[0]
    if not summary:
        raise TypeError(f"rule {name!r} has no docstring: describe in one line what it finds")
    if profile and profile not in PROFILES:
        raise TypeError(f"rule {name!r} declares an unknown profile: {profile!r}")
    if set(options) != set(getattr(check, "__kwdefaults__", None) or ()):
        raise TypeError(f"rule {name!r} must take each of its options by keyword, with a default")
    check_conditions(name, scope, kinds=kinds, where=where, beside=beside)
    return Rule(
        name,
        severity,
        since,
        scope,
        summary,
        check.__module__,
        check,
        kinds,
        declared_profile=profile,
        where=frozenset(where),
        beside=beside,
        options=options,
    )

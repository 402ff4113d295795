"""Check across documents, once all of a run are collected.

The ``execution`` that the caller passes in may use other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from svclint.engine.added_services import with_optional_ports_by_deployer
from svclint.engine.check_document import decodes, schema_violations
from svclint.engine.collecting import Collected
from svclint.engine.execution import SIMPLE, Execution
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import (
    Findings,
    RuleCrash,
    RulesByScope,
    crash,
    is_rejection,
    rules_by_options,
    run_rules,
    without_effects,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.live import service_cidrs_of
from svclint.kubernetes.objects.creation import object_to_create
from svclint.kubernetes.reference_limit import ReferenceLimit
from svclint.kubernetes.service import created, features_of
from svclint.kubernetes.service.kind import SERVICE
from svclint.model import Finding, SvclintError, time_limit
from svclint.model.cluster import ClusterFacts, Options
from svclint.model.networks import Networks
from svclint.rule import Rule
from svclint.source import Document
from svclint.source.kinds import CONFIGURED
from svclint.source.placeholders import quotes_placeholder

CheckAcross = Callable[[DocumentResult], Findings]
CheckPolicies = Callable[[DocumentResult], Findings]
# Given the objects of one cluster, return what checks a Service against its policies, if any.
PoliciesOf = Callable[[Inventory], CheckPolicies | None]


def check_across(
    collected: Collected,
    rules: Sequence[Rule],
    policies_of: PoliciesOf,
    execution: Execution = SIMPLE,
) -> Iterator[Findings]:
    """Complete the findings of each result with those that need other documents.

    Yields one list for each of ``collected.results``, in order. ``policies_of`` returns the
    policies of a cluster.
    """
    check = across_checker(collected.inventories, rules, policies_of)
    return execution.check_results(collected.results, check)


def across_checker(
    inventories: Mapping[str, Inventory], rules: Sequence[Rule], policies_of: PoliciesOf
) -> CheckAcross:
    """Return a function that completes the findings of one result with those across documents.

    ``inventories`` are those of each cluster; they must not change afterwards.
    """
    rules_for = rules_by_options(rules)
    effects = frozenset(rule.name for rule in rules if rule.is_effect)
    cidrs = {name: _service_cidrs(each) for name, each in inventories.items()}
    policies = {name: policies_of(each) for name, each in inventories.items()}
    check_references = _references_checker(inventories, rules_for)

    def check(result: DocumentResult) -> Findings:
        return without_effects(_within_time(check_across_documents, result), effects)

    def check_across_documents(result: DocumentResult) -> Findings:
        document, facts, cluster = result.document, result.facts, result.facts.cluster
        findings = with_optional_ports_by_deployer(document, result.findings, inventories[cluster])
        if cidrs[cluster] and not facts.service_cidrs and not result.readings:
            findings = _with_service_cidrs(result, cidrs[cluster], rules_for(facts))
        findings = _with_policies(result, findings, policies[cluster])
        if result.readings:
            from svclint.engine.readings import across_readings  # noqa: PLC0415 - fixes

            result = result._replace(findings=findings)
            check = partial(check_references, facts)
            return across_readings(result, check, inventories[cluster])
        return findings + check_references(facts, document)

    return check


def _within_time(check: CheckAcross, result: DocumentResult) -> Findings:
    """Return the findings of a check, completed by why it could not be finished, if so."""
    if not result.can_check_across or time_limit.is_reached():
        return result.findings
    what = "the check across documents"
    try:
        with time_limit.INTERRUPTIBLE:
            return check(result)
    except time_limit.TimeLimitReached:
        document = result.document
        message = f"{what} of {document.object_name} in {document.file} and of what follows it"
        crashed = RuleCrash(f"{message} is incomplete: {time_limit.spelled()}", "")
    except SvclintError:
        raise
    except Exception:
        crashed = crash(what, result.document)
    return [*result.findings, crashed]


def _with_policies(
    result: DocumentResult, findings: Findings, check_policies: CheckPolicies | None
) -> Findings:
    """Return the findings with those of the policies, if the request reaches any."""
    if check_policies is None or not _reaches_policies(result, findings):
        return findings
    try:
        return findings + check_policies(result)
    except Exception:
        return [*findings, crash("the check of policies", result.document)]


def _references_checker(
    inventories: Mapping[str, Inventory], rules_for: Callable[[ClusterFacts], RulesByScope]
) -> Callable[[ClusterFacts, Document], Findings]:
    """Return a function that runs the rules on references on a document."""
    no_features: frozenset[str] = frozenset()
    known: dict[tuple[Options, str, str, frozenset[str]], list[Rule]] = {}
    limit = ReferenceLimit(sum(len(each.checked) for each in inventories.values()))

    def check_references(facts: ClusterFacts, document: Document) -> Findings:
        features = features_of(document.data) if document.kind == "Service" else no_features
        key = facts.options, facts.cluster, document.kind, features
        applicable = known.get(key)
        if applicable is None:
            applicable = known[key] = _applicable(
                rules_for(facts).applicable("reference", features),
                document.kind,
                inventories[facts.cluster],
            )
        limit.refresh()
        if limit.left < 0:
            # Said at the object where it happened.
            return []
        with limit.in_force():
            found = run_rules(applicable, document, document, inventories[facts.cluster])
        return [each for each in found if not _is_about_placeholder(each)]

    return check_references


def _is_about_placeholder(item: Finding | RuleCrash) -> bool:
    """Return whether a finding is about a name that is replaced before the object is applied."""
    return isinstance(item, Finding) and quotes_placeholder(item.message)


def _reaches_policies(result: DocumentResult, findings: Findings) -> bool:
    """Return whether a request reaches admission: kubectl sends none for an empty patch."""
    is_sent = result.prediction is None or result.prediction.is_sent
    return is_sent and not any(map(is_rejection, findings))


def _service_cidrs(inventory: Inventory) -> Networks:
    return service_cidrs_of(inventory.of_kind("networking.k8s.io", "ServiceCIDR"))


def _with_service_cidrs(result: DocumentResult, cidrs: Networks, rules: RulesByScope) -> Findings:
    """Run the cluster rules on a new object again, now that ServiceCIDR objects are known."""
    document = result.document
    in_cluster = rules.of_kind("cluster", document.kind)
    kind = kind_of(document.api_version, document.kind)
    facts = result.facts._replace(service_cidrs=cidrs, is_assumed=False)
    if not in_cluster or kind is None or not decodes(schema_violations(document, facts)):
        return result.findings
    names = {rule.name for rule in in_cluster}
    findings = [
        item for item in result.findings if not isinstance(item, Finding) or item.rule not in names
    ]
    creation = document.data, document.object_name, facts.version
    checked = created(*creation) if kind is SERVICE else object_to_create(kind, *creation)
    return findings + run_rules(in_cluster, document, checked, facts)


def _applicable(rules: Sequence[Rule], kind: str, inventory: Inventory) -> list[Rule]:
    """Return the rules for a kind, without those whose ``beside`` kinds are all missing."""
    kinds = {kind, CONFIGURED} if inventory.has_configured(kind) else {kind}
    return [
        rule
        for rule in rules
        if not kinds.isdisjoint(rule.kinds)
        and (not rule.beside or not inventory.kinds.isdisjoint(rule.beside))
    ]

"""How a rule is declared, found and configured."""

from __future__ import annotations

from svclint.rule.declaration import (
    applying_rule,
    change_rule,
    cluster_rule,
    document_rule,
    object_rule,
    patch_rule,
    policy_rule,
    reference_rule,
    schema_rule,
    service_rule,
    suppression_rule,
    workload_rule,
)
from svclint.rule.definition import Rule

__all__ = [
    "Rule",
    "applying_rule",
    "change_rule",
    "cluster_rule",
    "document_rule",
    "object_rule",
    "patch_rule",
    "policy_rule",
    "reference_rule",
    "schema_rule",
    "service_rule",
    "suppression_rule",
    "workload_rule",
]

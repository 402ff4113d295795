"""Fields of a Service with placeholders or values that mean nothing.

Other objects see the object without its unknown values: a field that is missing may exist.
"""

from __future__ import annotations

from svclint.kubernetes.targets.resolve import (
    is_external_name,
    is_headless,
    ports_of,
    selector_of,
)
from svclint.model import Path
from svclint.source import Document

_CLUSTER_IPS = frozenset(("clusterIP", "clusterIPs"))


def is_unknown(service: Document, field: Path) -> bool:
    """Return whether a list or a mapping contains unknown values, or is one itself."""
    return field[-1] in service.unknown_fields or isinstance(service.value(field), str)


def may_have_selector(service: Document) -> bool:
    """Return whether a Service selects pods, or may do so by labels that are not known."""
    return bool(selector_of(service)) or is_unknown(service, ("spec", "selector"))


def may_be_headless(service: Document) -> bool:
    """Return whether a Service has no cluster IP, or one that is not known."""
    return is_headless(service) or not _CLUSTER_IPS.isdisjoint(service.unknown_fields)


def may_have_any_port(service: Document) -> bool:
    """Return whether a manifest does not define the ports that a Service forwards to.

    Its type or its ports may be unknown; what has a selector is not an alias.
    """
    is_alias = "type" in service.unknown_fields and not selector_of(service)
    return is_external_name(service) or not ports_of(service) or is_alias

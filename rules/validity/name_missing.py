"""An object has neither a name nor a generateName."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule("name-missing", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An object has neither a name nor a generateName."""
    metadata = checked.metadata
    if metadata.get("name") or metadata.get("generateName"):
        return
    # The server first records the cluster IP under the name, which fails.
    is_recorded = isinstance(checked, Service) and records_cluster_ip(checked)
    field = "spec.clusterIPs" if is_recorded else "metadata.name"
    yield refused(
        ("metadata", "name"),
        f"the {checked.kind.name} has no name",
        "set metadata.name",
        reason="FieldValueRequired",
        field=field,
    )

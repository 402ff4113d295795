"""A Service has neither a name nor a generateName."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.allocation import records_cluster_ip
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("name-missing", Severity.ERROR, since="0.1", where=("irregular names",))
def rule(service: Service) -> Iterator[Report]:
    """A Service has neither a name nor a generateName."""
    metadata = service.metadata
    if metadata.get("name") or metadata.get("generateName"):
        return
    # The server first records the cluster IP under the name, which fails.
    field = "spec.clusterIPs" if records_cluster_ip(service) else "metadata.name"
    yield refused(
        ("metadata", "name"),
        "the Service has no name",
        "set metadata.name",
        reason="FieldValueRequired",
        field=field,
    )

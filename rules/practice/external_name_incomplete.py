"""An externalName is not a fully qualified DNS name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import mapping
from svclint.rule import service_rule

# Names that the API server accepts, but that are not fully qualified.
_INCOMPLETE = r"[a-z0-9-]+|[a-z0-9.-]+\.svc"
# With one of these, an operator writes the externalName.
# Source: https://tailscale.com/docs/kubernetes-operator/egress
_WRITTEN_BY_OPERATOR = frozenset(
    f"tailscale.com/{name}" for name in ("tailnet-fqdn", "tailnet-ip", "tailnet-target-ip")
)


@service_rule(
    "external-name-incomplete",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("ExternalName",),
)
def rule(service: Service) -> Iterator[Report]:
    """An externalName is not a fully qualified DNS name."""

    name = str(service.spec.get("externalName") or "").rstrip(".")
    if service.type != "ExternalName" or not re.fullmatch(_INCOMPLETE, name) or name == "localhost":
        return
    metadata = mapping(service.written.get("metadata"))
    if not _WRITTEN_BY_OPERATOR.isdisjoint(mapping(metadata.get("annotations"))):
        return
    remedy = f"write {name}.cluster.local, with the domain of your cluster"
    if "." not in name:
        remedy = "write the full name, such as db.example.com"
    yield Report(
        ("spec", "externalName"),
        f'externalName "{name}" is not a fully qualified name, and the search domains of a pod '
        "are not applied to the target of a CNAME",
        remedy,
    )

"""An externalName is not a fully qualified DNS name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.rule import service_rule

# Names that the API server accepts, but that are not fully qualified.
_INCOMPLETE = r"[a-z0-9-]+|[a-z0-9.-]+\.svc"


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
    remedy = f"write {name}.cluster.local, with the domain of your cluster"
    if "." not in name:
        remedy = "write the full name, such as db.example.com"
    yield Report(
        ("spec", "externalName"),
        f'externalName "{name}" is not a fully qualified name, and the search domains of a pod '
        "are not applied to the target of a CNAME",
        remedy,
    )

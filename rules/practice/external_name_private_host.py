"""An externalName points to the client itself, or to the metadata server of the node."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.rule import service_rule
from svclint.rule.options import STRINGS, Option

# The names of the metadata servers of AWS and Google Cloud.
METADATA = frozenset(
    (
        "instance-data",
        "instance-data.ec2.internal",
        "metadata",
        "metadata.goog",
        "metadata.google.internal",
    )
)


@service_rule(
    "external-name-private-host",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("ExternalName",),
    options={"added": Option("More hosts that no Service may point to.", STRINGS)},
)
def rule(service: Service, *, added: tuple[str, ...] = ()) -> Iterator[Report]:
    """An externalName points to the client itself, or to the metadata server of the node."""
    name = str(service.spec.get("externalName") or "").rstrip(".").lower()
    if service.type != "ExternalName":
        return
    remedy = "name the host that is meant"
    if name in ("localhost", "localhost.localdomain") or name.endswith(".localhost"):
        yield Report(
            ("spec", "externalName"),
            f'externalName "{name}" is the client itself: a proxy that follows it, such as an '
            "Ingress controller, exposes its own private ports",
            remedy,
        )
    elif name in METADATA:
        yield Report(
            ("spec", "externalName"),
            f'externalName "{name}" is the metadata server of the node, which returns credentials',
            remedy,
        )
    elif name in {host.rstrip(".").lower() for host in added}:
        yield Report(
            ("spec", "externalName"),
            f'externalName "{name}" is a host that no Service may point to, by the option added',
            remedy,
        )

"""The name of a port and its appProtocol indicate different protocols."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.rule import service_rule

# The protocols that Istio reads from the beginning of a port's name, and what each may be called
# more exactly in appProtocol. tcp and udp are left out: they fit every protocol above them.
MEANINGS = {
    "http": frozenset(("http", "http2", "grpc", "grpc-web", "h2c", "ws", "prometheus")),
    "http2": frozenset(("http2", "grpc", "grpc-web", "h2c")),
    "https": frozenset(("https", "http2", "tls", "wss", "tcp", "h3")),
    "tls": frozenset(("tls", "https", "wss", "tcp")),
    "grpc": frozenset(("grpc", "http2", "h2c")),
    "grpc-web": frozenset(("grpc-web", "http", "http2", "h2c")),
    "mongo": frozenset(("mongo", "mongodb", "tcp")),
    "mysql": frozenset(("mysql", "tcp")),
    "redis": frozenset(("redis", "tcp")),
}
SPOKEN = frozenset().union(*MEANINGS.values())


@service_rule(
    "port-name-contradicts-app-protocol",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("appProtocol",),
)
def rule(service: Service) -> Iterator[Report]:
    """The name of a port and its appProtocol indicate different protocols."""
    for index, port in enumerate(service.ports):
        name, written = str(port.get("name") or ""), str(port.get("appProtocol") or "")
        prefix = next(
            (each for each in ("grpc-web", name.partition("-")[0]) if _has(name, each)), ""
        )
        spoken = written.lower().removeprefix("kubernetes.io/")
        if prefix in MEANINGS and spoken in SPOKEN and spoken not in MEANINGS[prefix]:
            yield Report(
                ("spec", "ports", index, "appProtocol"),
                f'appProtocol is "{written}", but the port name "{name}" indicates {prefix}; Istio '
                "uses appProtocol, readers and older tools use the name",
                "name the protocol of the port in both",
                # Plain TCP is often written on purpose, to switch off what Istio does with HTTP.
                severity=Severity.NOTE if spoken == "tcp" else None,
            )


def _has(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}-")

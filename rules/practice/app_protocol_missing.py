"""A port with a well-known protocol has no appProtocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, add
from svclint.rule import service_rule

# The appProtocol for the first part of a port's name and for assigned numbers: a name in the
# IANA registry, or one that Kubernetes defines.
BY_NAME = {
    "amqp": "amqp",
    "grpc": "grpc",
    "h2c": "kubernetes.io/h2c",
    "http": "http",
    "https": "https",
    "ldap": "ldap",
    "ldaps": "ldaps",
    "mongo": "mongodb",
    "mongodb": "mongodb",
    "mqtt": "mqtt",
    "mysql": "mysql",
    "postgres": "postgresql",
    "postgresql": "postgresql",
    "redis": "redis",
    "ws": "kubernetes.io/ws",
    "wss": "kubernetes.io/wss",
}
BY_NUMBER = {
    80: "http",
    443: "https",
    389: "ldap",
    636: "ldaps",
    1883: "mqtt",
    3306: "mysql",
    5432: "postgresql",
    5672: "amqp",
    6379: "redis",
    27017: "mongodb",
}

# Beginnings of names that indicate another protocol than the number, or leave it open.
OTHERS = ("grpc-web", "http2", "tcp", "tls")
# In redis-metrics, for example: metrics of a program are usually served over HTTP.
METRICS = ("metrics", "exporter")


@service_rule("app-protocol-missing", Severity.NOTE, since="0.1", profile="strict")
def rule(service: Service) -> Iterator[Report]:
    """A port with a well-known protocol has no appProtocol."""
    if service.type == "ExternalName":
        return
    for index, port in enumerate(service.ports):
        if port.get("appProtocol") or port["protocol"] != "TCP":
            continue
        name = str(port.get("name") or "")
        if any(name == other or name.startswith(f"{other}-") for other in OTHERS):
            continue
        prefix, _, rest = name.partition("-")
        known = BY_NAME.get(prefix) or BY_NUMBER.get(port["port"])
        if rest in METRICS and prefix not in ("http", "https"):
            continue
        if known is not None:
            label = f'"{name}"' if name else port["port"]
            yield Report(
                ("spec", "ports", index),
                f"port {label} has no appProtocol, so that load balancers, gateways "
                f"and meshes must guess that its protocol is {known}",
                f"add appProtocol: {known}, if it does",
                fix=add(("spec", "ports", index, "appProtocol"), known, is_safe=False),
            )

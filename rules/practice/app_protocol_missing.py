"""A port of a well-known protocol does not say which."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, add
from svclint.rule import service_rule

# What a port's name begins with, or its number is assigned to, and the appProtocol for it:
# a name of the IANA registry, or one that Kubernetes defines itself.
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

# What follows the name of a program where its metrics are served, over HTTP as a rule.
METRICS = ("metrics", "exporter")


@service_rule("app-protocol-missing", Severity.INFO, since="0.1", profile="strict")
def rule(service: Service) -> Iterator[Report]:
    """A port of a well-known protocol does not say which."""
    if service.type == "ExternalName":
        return
    for index, port in enumerate(service.ports):
        if port.get("appProtocol") or port["protocol"] != "TCP":
            continue
        name = str(port.get("name") or "")
        prefix, _, rest = name.partition("-")
        known = BY_NAME.get(prefix) or BY_NUMBER.get(port["port"])
        if rest in METRICS and prefix not in ("http", "https"):
            continue
        if known is not None:
            yield Report(
                ("spec", "ports", index),
                f"port {name or port['port']} has no appProtocol, so that load balancers, gateways "
                f"and meshes must guess that its protocol is {known}",
                f"add appProtocol: {known}, if it does",
                fix=add(("spec", "ports", index, "appProtocol"), known, is_safe=False),
            )

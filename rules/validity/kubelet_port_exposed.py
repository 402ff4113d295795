"""A Service of type LoadBalancer has the port of the kubelet."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_changes import KUBELET_PORT_ALLOWED
from svclint.model import Report, Severity, refused, server_spell
from svclint.rule import service_rule

KUBELET_PORT = 10250


@service_rule("kubelet-port-exposed", Severity.ERROR, since="0.1", where=("LoadBalancer",))
def rule(service: Service) -> Iterator[Report]:
    """A Service of type LoadBalancer has the port of the kubelet."""
    if service.type != "LoadBalancer" or KUBELET_PORT_ALLOWED.is_in(service.version):
        return
    for index, port in enumerate(service.ports):
        if port["port"] == KUBELET_PORT:
            path = ("spec", "ports", index)
            yield refused(
                (*path, "port"),
                f"a Service of type LoadBalancer must not have port {KUBELET_PORT}, "
                "the port of the kubelet",
                "use another port; targetPort may stay the same",
                field=server_spell(path),
            )

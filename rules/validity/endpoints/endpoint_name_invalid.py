"""The hostname or nodeName of an endpoint is invalid."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.endpoints import ENDPOINTS, endpoint_entries
from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import dns_label_problem, subdomain_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule(
    "endpoint-name-invalid", Severity.ERROR, since="0.1", kinds=("EndpointSlice", "Endpoints")
)
def rule(endpoints: KubernetesObject) -> Iterator[Report]:
    """The hostname or nodeName of an endpoint is invalid."""
    for path, entry in endpoint_entries(endpoints):
        host, node = entry.get("hostname"), entry.get("nodeName")
        # In Endpoints, an empty hostname is none.
        is_unset = host is None or (not host and endpoints.kind is ENDPOINTS)
        problem = None if is_unset else dns_label_problem(host)
        if problem is not None:
            yield refused(
                (*path, "hostname"),
                f"the hostname {host!r} {problem}",
                "write the first part of the DNS name alone, or leave hostname out",
            )
        problem = None if node is None else subdomain_problem(node)
        if problem is not None:
            yield refused(
                (*path, "nodeName"),
                f"the nodeName {node!r} {problem if node else 'is empty'}",
                "write the name of a Node, or leave nodeName out",
            )

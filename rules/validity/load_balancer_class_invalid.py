"""A loadBalancerClass is not a qualified name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import qualified_name_problem
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule(
    "load-balancer-class-invalid", Severity.ERROR, since="0.1", where=("loadBalancerClass",)
)
def rule(service: Service) -> Iterator[Report]:
    """A loadBalancerClass is not a qualified name."""
    name = service.spec.get("loadBalancerClass")
    if service.type != "LoadBalancer" or name is None:
        return
    problem = qualified_name_problem(name)
    if problem is not None:
        yield refused(
            ("spec", "loadBalancerClass"),
            f"loadBalancerClass {name!r} {problem}",
            "write it as the controller documents it, such as service.k8s.aws/nlb",
        )

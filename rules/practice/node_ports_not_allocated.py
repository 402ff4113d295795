"""A load balancer sends traffic to node ports, but none are allocated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svclint.kubernetes.providers import balancer_of, balancer_of_class
from svclint.kubernetes.service import Service
from svclint.model import Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import service_rule

# These forward to node ports alone.
_ON_NODE_PORTS = ("DigitalOcean", "Hetzner Cloud", "OpenStack")
_AWS = "service.beta.kubernetes.io/aws-load-balancer-"


@service_rule(
    "node-ports-not-allocated",
    Severity.WARNING,
    since="0.1",
    profile="recommended",
    where=("allocateLoadBalancerNodePorts",),
)
def rule(service: Service) -> Iterator[Report]:
    """A load balancer sends traffic to node ports, but none are allocated."""
    is_off = service.spec.get("allocateLoadBalancerNodePorts") is False
    if service.type != "LoadBalancer" or not is_off:
        return
    annotations = labels(mapping(service.written.get("metadata")).get("annotations"))
    class_name = str(service.spec.get("loadBalancerClass") or "")
    reason = _reason(annotations, class_name)
    missing = [port for port in service.ports if not port.get("nodePort")]
    if reason and missing:
        yield Report(
            ("spec", "allocateLoadBalancerNodePorts"),
            f"port {missing[0]['port']} gets no node port, but {reason}",
            "remove allocateLoadBalancerNodePorts: false, or use targets that are pods",
        )


def _reason(annotations: Mapping[str, str], class_name: str) -> str:
    """Return why a Service needs node ports; empty if that is not certain."""
    kind, target = annotations.get(f"{_AWS}type"), annotations.get(f"{_AWS}nlb-target-type")
    if target == "instance":
        return "the targets of the load balancer are instances (nlb-target-type: instance)"
    owner = balancer_of_class(class_name)
    if class_name == "service.k8s.aws/nlb" and target is None and kind != "nlb-ip":
        return f"loadBalancerClass {class_name} uses instances unless nlb-target-type is ip"
    if kind == "nlb":
        return "a load balancer of type nlb has instances as targets"
    owners = {each.name for key in annotations if (each := balancer_of(key)) is not None}
    if owner is None and len(owners) == 1 and not owners.isdisjoint(_ON_NODE_PORTS):
        return f"load balancers of {owners.pop()} send traffic to node ports"
    return ""

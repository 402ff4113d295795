"""Several replicas use the same port of their node, so each needs a node of its own."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Report, Severity
from svclint.model.data import whole
from svclint.rule import workload_rule

_KINDS = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout")
_SURGING = ("Deployment", "Rollout")


@workload_rule("host-port-limits-replicas", Severity.NOTE, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """Several replicas use the same port of their node, so each needs a node of its own."""
    replicas = whole(pods.document.value(("spec", "replicas")))
    if pods.document.kind not in _KINDS or replicas is None or replicas < 2:
        return
    field = "containerPort" if pods.spec.get("hostNetwork") is True else "hostPort"
    for container in pods.containers:
        for path, port in container.ports:
            number = whole(port.get(field))
            if number:
                # Other kinds delete a pod before they create the next one.
                more = ", and an update one more" if pods.document.kind in _SURGING else ""
                yield Report(
                    (*path, field),
                    f"port {number} of the node is free for one pod only, so {replicas} replicas "
                    f"need {replicas} nodes{more}",
                    "use a DaemonSet, or a Service without hostPort",
                )
                return

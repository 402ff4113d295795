"""Which probes, arguments and variables say on which ports a pod listens."""

from __future__ import annotations

import pytest
from svclint.kubernetes.targets import listening_numbers, probed_ports

from tests.unit.manifests import inventory_of

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"


def listening(spec: str) -> tuple[list[int], set[int]]:
    """Return the ports to which probes of a pod connect, and all on which it listens."""
    inventory = inventory_of({"a.yaml": f"{POD}{spec}"})
    (workload,) = inventory.workloads.all
    found = probed_ports(workload.document, inventory)
    return [each.number for each in found], set(listening_numbers(workload, inventory))


@pytest.mark.parametrize(
    ("restart_policy", "is_sidecar"), [("restartPolicy: Always, ", True), ("", False)]
)
def test_an_init_container_listens_only_if_it_stays(restart_policy: str, is_sidecar: bool) -> None:
    init = "args: ['--port=9000'], readinessProbe: {grpc: {port: 9001}}"
    spec = f"  initContainers: [{{name: a, {restart_policy}{init}}}]\n  containers: [{{name: b}}]\n"
    assert listening(spec) == (([9001], {9000, 9001}) if is_sidecar else ([], set()))


def test_each_probe_counts_whatever_is_in_those_before() -> None:
    spec = """\
  containers:
  - name: a
    startupProbe: {exec: {command: [a]}}
    readinessProbe: {httpGet: {host: other, port: 8080}}
    livenessProbe: {tcpSocket: {port: 8081}}
  - name: b
    readinessProbe: {httpGet: {port: named}}
    livenessProbe: {grpc: {port: 8082}}
"""
    assert listening(spec) == ([8081, 8082], {8081, 8082})

"""A real server gives the policies of Kubernetes' documentation the verdicts that svclint gives."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.conformance.documented import CASES, KINDS, NAMESPACES, Case, deployment, load
from tests.live.control_plane import ApiServer, start_apiserver
from tests.live.policies import in_force, send

LIMITS = "/apis/rules.example.com/v1/namespaces/{}/replicalimits"
DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "replicalimits.rules.example.com"},
    "spec": {
        "group": "rules.example.com",
        "scope": "Namespaced",
        "names": {"kind": "ReplicaLimit", "plural": "replicalimits", "singular": "replicalimit"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {"maxReplicas": {"type": "integer"}},
                    }
                },
            }
        ],
    },
}
AUDIT = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "rules": [
        {"level": "Metadata", "resources": [{"group": "apps", "resources": ["deployments"]}]},
        {"level": "None"},
    ],
}
GROUPS = {file: list(cases) for file, cases in groupby(CASES, key=lambda case: case.file)}


@pytest.fixture(scope="module")
def server(live_binaries: None) -> Iterator[tuple[ApiServer, Path]]:
    """A server of their own, for these policies are for everything; and its audit log."""
    with tempfile.TemporaryDirectory(prefix="svclint-audit-") as name:
        policy, log = Path(name, "policy.yaml"), Path(name, "audit.log")
        policy.write_text(json.dumps(AUDIT))
        flags = [f"--audit-policy-file={policy}", f"--audit-log-path={log}"]
        flags.append("--allow-privileged=true")
        with start_apiserver(flags=flags) as found:
            definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
            assert found.request("POST", definitions, DEFINITION).status == 201
            for namespace, labels in NAMESPACES.items():
                metadata = {"name": namespace, "labels": labels}
                found.request("POST", "/api/v1/namespaces", {"metadata": metadata})
            yield found, log


def path_of(case: Case) -> str:
    kind = KINDS[case.manifest["kind"]]
    top = f"/apis/{kind.group}" if kind.group else "/api"
    place = case.manifest["metadata"].get("namespace")
    return f"{top}/{kind.version}{f'/namespaces/{place}' if place else ''}/{kind.resource}"


@pytest.mark.parametrize("file", GROUPS)
def test_the_server_gives_the_documented_verdicts(
    server: tuple[ApiServer, Path], file: str
) -> None:
    api, _ = server
    with in_force(api, load(file), {"ReplicaLimit": LIMITS}):
        for case in GROUPS[file]:
            answer = send(api, "POST", f"{path_of(case)}?dryRun=All", case.manifest)
            said = str(answer.body.get("message", "")).partition(" denied request: ")[2]
            assert (case.id, said) == (case.id, case.says), answer.body
            assert answer.status == (422 if case.says else 201)


def test_the_audit_log_has_the_documented_annotation(server: tuple[ApiServer, Path]) -> None:
    api, log = server
    with in_force(api, load("audit-annotation")):
        found = deployment(128)
        path = "/apis/apps/v1/namespaces/test/deployments?dryRun=All"
        assert api.request("POST", path, found).status == 201
    annotations = [json.loads(line).get("annotations", {}) for line in log.read_text().splitlines()]
    assert "Deployment spec.replicas set to 128" in [
        each.get("demo-policy.example.com/high-replica-count") for each in annotations
    ]

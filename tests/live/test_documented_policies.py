"""A real server and svclint agree on the policies of the Kubernetes documentation."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.documented import (
    CASES,
    FOLDER,
    KINDS,
    NAMESPACES,
    STATIC,
    Case,
    deployment,
    load,
)
from tests.live.client import Answer
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
# The reason of a denial in the server's Status.
STATUS = {"signers": 403}


@pytest.fixture(scope="module")
def server(live_binaries: None) -> Iterator[tuple[ApiServer, Path]]:
    """Start a separate server, because these policies match everything; also yield its log."""
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


@pytest.fixture(scope="module")
def static_server(live_binaries: None) -> Iterator[ApiServer]:
    """Start a server with policies in its own folder, which also apply to policies of the API."""
    with tempfile.TemporaryDirectory(prefix="svclint-static-") as name:
        policies = Path(name, "policies")
        policies.mkdir()
        for file in STATIC:
            shutil.copy(FOLDER / f"{file}.yaml", policies)
        version = "apiserver.config.k8s.io/v1"
        kind = "ValidatingAdmissionPolicyConfiguration"
        folder = {"apiVersion": version, "kind": kind, "staticManifestsDir": str(policies)}
        plugins = [{"name": "ValidatingAdmissionPolicy", "configuration": folder}]
        config = Path(name, "admission.yaml")
        found = {"apiVersion": version, "kind": "AdmissionConfiguration", "plugins": plugins}
        config.write_text(json.dumps(found))
        flags = ["--feature-gates=ManifestBasedAdmissionControlConfig=true"]
        flags.append(f"--admission-control-config-file={config}")
        with start_apiserver(flags=flags) as server:
            yield server


@pytest.mark.parametrize("file", [file for file in GROUPS if file not in STATIC])
def test_the_server_gives_the_documented_verdicts(
    server: tuple[ApiServer, Path], file: str
) -> None:
    api, _ = server
    with in_force(api, load(file), {"ReplicaLimit": LIMITS}):
        for case in GROUPS[file]:
            client = api.client(impersonated=case.user)
            answer = send(client, "POST", f"{path_of(case)}?dryRun=All", case.manifest)
            assert (case.id, said(answer)) == (case.id, case.says), answer.body
            assert answer.status == (STATUS.get(file, 422) if case.says else 201)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.file in STATIC], ids=lambda case: case.id
)
def test_policies_of_the_servers_own_folder_guard_the_apis(
    static_server: ApiServer, case: Case
) -> None:
    path = path_of(case)
    assert static_server.request("POST", path, case.before).status == 201
    named = f"{path}/{case.manifest['metadata']['name']}"
    for method, body in (("PUT", changed(static_server, named, case)), ("DELETE", None)):
        answer = static_server.request(method, f"{named}?dryRun=All", body)
        assert (method, said(answer)) == (method, case.says), answer.body
        assert answer.status == (422 if case.says else 200)


def test_policies_of_the_api_are_not_called_for_each_other(server: tuple[ApiServer, Path]) -> None:
    """Only a policy in the server's own folder can protect them; svclint skips such objects."""
    api, _ = server
    case = next(each for each in CASES if each.file in STATIC and each.says)
    named = f"{path_of(case)}/{case.manifest['metadata']['name']}"
    with in_force(api, [*load(case.file), case.before or {}]):
        answer = api.request("PUT", f"{named}?dryRun=All", changed(api, named, case))
        assert (answer.status, said(answer)) == (200, "")


def changed(server: ApiServer, named: str, case: Case) -> dict[str, Any]:
    """Return the object of the case as an update of the existing one."""
    metadata = server.request("GET", named).body["metadata"]
    version = {"resourceVersion": metadata["resourceVersion"]}
    return {**case.manifest, "metadata": {**case.manifest["metadata"], **version}}


def said(answer: Answer) -> str:
    """Return the message of a denial."""
    return str(answer.body.get("message", "")).partition(" denied request: ")[2]


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

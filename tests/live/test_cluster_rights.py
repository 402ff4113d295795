"""What svclint can read with which permissions, and that it only reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from svclint.kubernetes.live.resources import COMPARED, RELATED, SERVICES

from tests.command.runs import svclint
from tests.live.cluster_runs import MANIFEST, comparable, create, grant, names, state
from tests.live.control_plane import ApiServer, start_apiserver
from tests.live.fault_proxy import fault_proxy, write_kubeconfig

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "cluster-access.md"
LISTS = tuple(
    resource.path() for resource in (SERVICES, *(first for first, *_ in COMPARED), *RELATED)
)


@pytest.fixture(scope="module")
def guarded(live_binaries: None) -> Iterator[ApiServer]:
    """Start a server with RBAC, on which the user `reader` has no permissions."""
    with start_apiserver("10.3.240.0/20,fd00:10:96::/112", authorization="RBAC") as server:
        create(server, "default", "web", clusterIP="10.3.240.7")
        server.request("POST", "/api/v1/namespaces", {"metadata": {"name": "other"}})
        create(server, "other", "api", type="NodePort", clusterIP="10.3.240.8")
        yield server


@pytest.fixture
def rights(guarded: ApiServer) -> Iterator[ApiServer]:
    """Return the server with RBAC, and delete its grants after the test."""
    yield guarded
    path = "/apis/rbac.authorization.k8s.io/v1"
    for scope, kind in (("", "clusterrole"), ("/namespaces/other", "role")):
        for plural in (f"{kind}bindings", f"{kind}s"):
            guarded.request("DELETE", f"{path}{scope}/{plural}/svclint")


def test_the_documented_rights_suffice(rights: ApiServer) -> None:
    (role, binding) = (
        document
        for block in re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
        for document in yaml.safe_load_all(block)
    )
    assert (role["kind"], binding["kind"]) == ("ClusterRole", "ClusterRoleBinding")
    assert binding["roleRef"]["name"] == role["metadata"]["name"] == "svclint"
    verbs = {
        resource: rule["verbs"] for rule in role["rules"] for resource in rule.get("resources", ())
    }
    read = [SERVICES, *RELATED, *(each for versions in COMPARED for each in versions)]
    assert verbs == {each.plural: ["list"] for each in read} | {"services": ["get", "list"]}
    grant(rights, role["rules"])
    assert comparable(state(rights, "reader")) == comparable(state(rights))


def test_without_rights_nothing_passes(rights: ApiServer) -> None:
    done = svclint("snapshot", "--kubeconfig", rights.kubeconfig, "--context", "reader")
    assert (done.exit_code, done.stdout) == (2, "")
    assert 'User "reader" cannot list resource "services"' in done.stderr
    assert "docs/cluster-access.md" in done.stderr
    assert "--namespace" in done.stderr


def test_what_may_not_be_read_is_said(rights: ApiServer, tmp_path: Path) -> None:
    grant(rights, [{"apiGroups": [""], "resources": ["services"], "verbs": ["list"]}])
    found = state(rights, "reader")
    *compared, related = found.unknown
    assert compared == [
        (
            "not allowed to list servicecidrs: "
            "cluster IPs are checked against Service CIDRs only with --service-cidr"
        ),
        "not allowed to list ipaddresses: addresses of anything other than a Service are unknown",
        "not allowed to list ingresses: what an apply of them does is unknown",
        "not allowed to list ingressclasses: what an apply of them does is unknown",
        "not allowed to list endpointslices: what an apply of them does is unknown",
        "not allowed to list endpoints: what an apply of them does is unknown",
    ]
    assert related.startswith("not allowed to list pods, replicationcontrollers, deployments, ")
    assert related.endswith(", namespaces: those that are live are unknown")
    assert found.kinds == {"Service"}
    assert found.service_cidrs == ()
    assert sorted(names(found)) == ["api", "kubernetes", "web"]
    (tmp_path / "web.yaml").write_text(MANIFEST.format(name="x", ip="10.4.0.1"))
    live = ("--live", "cluster", "--kubeconfig", rights.kubeconfig, "--context", "reader")
    done = svclint("check", *live, tmp_path / "web.yaml")
    assert done.exit_code == 0
    assert f"svclint: note: {found.unknown[0]}\n" in done.stderr


def test_one_namespace_where_others_may_not_be_read(rights: ApiServer) -> None:
    rules = [{"apiGroups": [""], "resources": ["services"], "verbs": ["list"]}]
    grant(rights, rules, namespace="other")
    found = state(rights, "reader", "other")
    assert names(found) == ["api"]
    assert found.unknown[0].startswith(
        "not allowed to list services in all namespaces, only in other: "
    )
    done = svclint("snapshot", "--kubeconfig", rights.kubeconfig, "--context", "reader")
    assert done.exit_code == 2
    done = svclint(
        "snapshot", "--kubeconfig", rights.kubeconfig, "--context", "reader", "-n", "default"
    )
    assert done.exit_code == 2
    assert 'in the namespace "default"' in done.stderr


def test_the_servers_own_service_is_read_where_allowed(rights: ApiServer) -> None:
    """Its address is allocated in every cluster, and determines the first IP family."""
    rules = [{"apiGroups": [""], "resources": ["services"], "verbs": ["list"]}]
    grant(rights, rules, namespace="other")
    own = {
        "apiGroups": [""], "resources": ["services"], "resourceNames": ["kubernetes"],
        "verbs": ["get"],
    }  # fmt: skip
    grant(rights, [own])
    assert names(state(rights, "reader", "other")) == ["api", "kubernetes"]


def test_secrets_are_read_on_request_alone(rights: ApiServer, tmp_path: Path) -> None:
    path = "/api/v1/namespaces/other/secrets"
    for name, kind in (("password", "Opaque"), ("sh.helm.release.v1.api.v1", "helm.sh/release.v1")):
        labels = {"owner": "helm", "status": "deployed"}
        body = {"metadata": {"name": name, "labels": labels}, "type": kind}
        data = {"release": "bm8gcmVsZWFzZQ==", "password": "U0VLUkVU"}
        assert rights.request("POST", path, body | {"data": data}).status == 201
    with fault_proxy(rights) as proxy:
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url)
        done = svclint("snapshot", "--kubeconfig", kubeconfig, "--helm-releases")
        assert done.exit_code == 0
        assert "U0VLUkVU" not in done.output
        (asked,) = (path for _, path in proxy.seen if path.startswith("/api/v1/secrets"))
        assert "fieldSelector=type%3Dhelm.sh%2Frelease.v1" in asked
    rights.request("DELETE", path)


def test_nothing_but_get(guarded: ApiServer, tmp_path: Path) -> None:
    with fault_proxy(guarded) as proxy:
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url)
        (tmp_path / "web.yaml").write_text(MANIFEST.format(name="x", ip="10.3.240.9"))
        live = ("--live", "cluster", "--kubeconfig", kubeconfig)
        assert svclint("check", *live, tmp_path / "web.yaml").exit_code == 0
        assert svclint("snapshot", "--kubeconfig", kubeconfig).exit_code == 0
        paths = ("/version", *(f"{path}?limit=500" for path in LISTS))
        assert [tuple(request) for request in proxy.seen] == 2 * [("GET", path) for path in paths]


def test_the_audit_log_agrees(live_binaries: None, tmp_path: Path) -> None:
    policy, log = tmp_path / "policy.yaml", tmp_path / "audit.log"
    policy.write_text(
        "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\n"
        "rules: [{level: Metadata, users: [reader]}]\n"
    )
    flags = [f"--audit-policy-file={policy}", f"--audit-log-path={log}"]
    with start_apiserver(flags=flags) as server:
        assert names(state(server, "reader")) == ["kubernetes"]
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert {event["verb"] for event in events} == {"get", "list"}
    assert {event["userAgent"] for event in events} == {"svclint"}
    assert {event["requestURI"].partition("?")[0] for event in events} == {"/version", *LISTS}

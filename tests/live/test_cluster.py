"""What svclint reads in a real cluster, with which permissions, and that it only reads."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from svclint.cli import group
from svclint.kubernetes.live import LiveState, listing, read_live
from svclint.kubernetes.live.access import Target
from svclint.kubernetes.live.cluster import read_cluster
from svclint.model.addresses import parse_ip
from svclint.source.kinds import KINDS_READ

from tests.live.client import LOOPBACK
from tests.live.control_plane import TOKENS, ApiServer, start_apiserver
from tests.live.fault_proxy import fault_proxy, status, write_kubeconfig

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "cluster-access.md"
MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{clusterIP: {ip}, selector: {{app: web}}, ports: [{{port: 80}}]}}
"""


def svclint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in arguments], prog_name="svclint")


def create(server: ApiServer, namespace: str, name: str, **spec: object) -> dict[str, Any]:
    body = {"metadata": {"name": name}, "spec": {"ports": [{"port": 80}], **spec}}
    path = f"/api/v1/namespaces/{namespace}/services?fieldManager=tests"
    answer = server.request("POST", path, body)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.body
    return found


def state(server: ApiServer, user: str = "admin", namespace: str = "") -> LiveState:
    return read_cluster(
        Target(str(server.kubeconfig), user, namespace), lambda _what, _count, _left: None
    )


def names(state: LiveState, kind: str = "Service") -> list[str]:
    return [doc.object_name.name for doc in state.objects if doc.kind == kind]


def comparable(state: LiveState) -> Any:
    return state._replace(objects=[document.data for document in state.objects])


@pytest.fixture(scope="module")
def guarded(live_binaries: None) -> Iterator[ApiServer]:
    """Start a server with RBAC, on which the user `reader` has no permissions."""
    with start_apiserver("10.3.240.0/20,fd00:10:96::/112", authorization="RBAC") as server:
        create(server, "default", "web", clusterIP="10.3.240.7")
        server.request("POST", "/api/v1/namespaces", {"metadata": {"name": "other"}})
        create(server, "other", "api", type="NodePort", clusterIP="10.3.240.8")
        yield server


def grant(server: ApiServer, rules: list[dict[str, Any]], namespace: str = "") -> None:
    """Grant the reader exactly these permissions."""
    kind, scope = ("Role", f"/namespaces/{namespace}") if namespace else ("ClusterRole", "")
    path = f"/apis/rbac.authorization.k8s.io/v1{scope}"
    role = {"metadata": {"name": "svclint"}, "rules": rules}
    bind(server, path, kind, role)


def bind(server: ApiServer, path: str, kind: str, role: dict[str, Any]) -> None:
    binding = {
        "metadata": {"name": "svclint"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": "svclint"},
        "subjects": [{"kind": "User", "name": "reader"}],
    }
    plural = f"{kind.lower()}s"
    assert server.request("POST", f"{path}/{plural}", role).status == 201
    answer = server.request("POST", f"{path}/{kind.lower()}bindings", binding)
    assert answer.status == 201


@pytest.fixture
def rights(guarded: ApiServer) -> Iterator[ApiServer]:
    """Return the server with RBAC, and delete its grants after the test."""
    yield guarded
    path = "/apis/rbac.authorization.k8s.io/v1"
    for scope, kind in (("", "clusterrole"), ("/namespaces/other", "role")):
        for plural in (f"{kind}bindings", f"{kind}s"):
            guarded.request("DELETE", f"{path}{scope}/{plural}/svclint")


def test_what_a_cluster_tells(apiserver: ApiServer, namespace: str) -> None:
    service = create(apiserver, namespace, "web", type="NodePort", clusterIP="10.3.240.77")
    create(apiserver, namespace, "api", clusterIP="None")
    found = state(apiserver)
    (live,) = (doc for doc in found.objects if doc.data["metadata"] == service["metadata"])
    assert live.data == {"apiVersion": "v1", "kind": "Service", **service}
    assert live.data["metadata"]["managedFields"][0]["manager"] == "tests"
    assert found.version == (1, 36)
    assert [str(network) for network in found.service_cidrs] == ["10.3.240.0/20"]
    address = parse_ip("10.3.240.77")
    assert address is not None
    assert found.claims.addresses[address.family, address.number] == f"{namespace}/web"
    assert found.claims.node_ports[service["spec"]["ports"][0]["nodePort"]] == f"{namespace}/web"
    assert "10.3.240.77" in names(found, "IPAddress")
    assert "kubernetes" in names(found)
    assert found.unknown == ()


def test_a_snapshot_tells_the_same(
    apiserver: ApiServer, namespace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(5):
        create(apiserver, namespace, f"web-{number}", clusterIP="None" if number % 2 else "")
    done = svclint("snapshot", "--kubeconfig", apiserver.kubeconfig, "-o", tmp_path / "live.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert re.search(r"live.json holds \d+ Services, 1 ServiceCIDR, \d+ IPAddresses\n", done.stderr)
    kept = read_live([str(tmp_path / "live.json")], KINDS_READ)
    assert comparable(kept) == comparable(state(apiserver))
    printed = svclint("snapshot", "--kubeconfig", apiserver.kubeconfig)
    assert printed.stdout == (tmp_path / "live.json").read_text()
    assert json.loads(printed.stdout)["kind"] == "List"


def test_a_check_asks_the_cluster(apiserver: ApiServer, namespace: str, tmp_path: Path) -> None:
    create(apiserver, namespace, "old", clusterIP="10.3.240.99")
    for name, ip in {"taken": "10.3.240.99", "outside": "10.4.0.1", "good": "10.3.240.98"}.items():
        (tmp_path / f"{name}.yaml").write_text(MANIFEST.format(name=name, ip=ip))
    live = ("--live", "cluster", "--kubeconfig", apiserver.kubeconfig)
    done = svclint("check", *live, tmp_path / "taken.yaml")
    assert done.exit_code == 1
    assert f"cluster IP 10.3.240.99 already belongs to Service {namespace}/old" in done.stdout
    done = svclint("check", *live, tmp_path / "outside.yaml")
    assert done.exit_code == 1
    assert "is outside the Service CIDR 10.3.240.0/20" in done.stdout
    assert svclint("check", *live, tmp_path / "good.yaml").exit_code == 0


def test_the_namespace_of_the_context_counts(
    apiserver: ApiServer, namespace: str, tmp_path: Path
) -> None:
    """A manifest without a namespace is applied in the namespace of the context."""
    create(apiserver, namespace, "web", clusterIP="10.3.240.55")
    config = json.loads(apiserver.kubeconfig.read_text())
    config["contexts"][0]["context"]["namespace"] = namespace
    kubeconfig = tmp_path / "kubeconfig"
    kubeconfig.write_text(json.dumps(config))
    (tmp_path / "web.yaml").write_text(MANIFEST.format(name="web", ip="10.3.240.55"))
    live = ("check", "--live", "cluster", tmp_path / "web.yaml")
    assert svclint(*live, "--kubeconfig", kubeconfig).exit_code == 0
    done = svclint(*live, "--kubeconfig", apiserver.kubeconfig)
    assert "already belongs" in done.stdout
    kept = tmp_path / "live.json"
    assert svclint("snapshot", "--kubeconfig", kubeconfig, "-o", kept).exit_code == 0
    assert svclint("check", "--live", kept, tmp_path / "web.yaml").exit_code == 0


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
    assert verbs == {
        "services": ["get", "list"], "servicecidrs": ["list"], "ipaddresses": ["list"],
    }  # fmt: skip
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
    assert found.unknown == (
        (
            "not allowed to list servicecidrs: "
            "cluster IPs are checked against Service CIDRs only with --service-cidr"
        ),
        "not allowed to list ipaddresses: addresses of anything other than a Service are unknown",
    )
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


def test_old_servers_have_no_service_cidrs(apiserver: ApiServer, tmp_path: Path) -> None:
    """Answer some requests like Kubernetes 1.32; the real server answers the others."""
    with fault_proxy(apiserver) as proxy:
        proxy.fault = lambda exchange: (
            status(404) if "/networking.k8s.io/" in exchange.path else type(exchange).relay
        )(exchange)
        found = read_cluster(
            Target(str(write_kubeconfig(tmp_path / "kubeconfig", proxy.url))), lambda *_: None
        )
        (words,) = found.unknown
        assert words.startswith("the server has no servicecidrs: cluster IPs are checked against")
        assert "/apis/networking.k8s.io/v1beta1/servicecidrs?limit=500" in {
            request.path for request in proxy.seen
        }


def test_nothing_but_get(guarded: ApiServer, tmp_path: Path) -> None:
    with fault_proxy(guarded) as proxy:
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url)
        (tmp_path / "web.yaml").write_text(MANIFEST.format(name="x", ip="10.3.240.9"))
        live = ("--live", "cluster", "--kubeconfig", kubeconfig)
        assert svclint("check", *live, tmp_path / "web.yaml").exit_code == 0
        assert svclint("snapshot", "--kubeconfig", kubeconfig).exit_code == 0
        paths = ("/version", *(f"{path}?limit=500" for path in _LISTS))
        assert [tuple(request) for request in proxy.seen] == 2 * [("GET", path) for path in paths]


_LISTS = (
    "/api/v1/services",
    "/apis/networking.k8s.io/v1/servicecidrs",
    "/apis/networking.k8s.io/v1/ipaddresses",
)


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
    assert {event["requestURI"].partition("?")[0] for event in events} == {"/version", *_LISTS}


@pytest.fixture
def pod(apiserver: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create the environment of a pod, and the files of its service account."""
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", LOOPBACK)
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", str(apiserver.port))
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    (tmp_path / "token").write_text(TOKENS["admin"])
    (tmp_path / "ca.crt").write_bytes(apiserver.ca_file.read_bytes())
    (tmp_path / "namespace").write_text("shop")
    place = "kubernetes.config.incluster_config.SERVICE_"
    monkeypatch.setattr(f"{place}TOKEN_FILENAME", str(tmp_path / "token"))
    monkeypatch.setattr(f"{place}CERT_FILENAME", str(tmp_path / "ca.crt"))
    monkeypatch.setattr("svclint.kubernetes.live.access.SERVICE_ACCOUNT", str(tmp_path))
    return tmp_path


def test_the_account_of_a_pod(pod: Path) -> None:
    found = read_cluster(Target(), lambda *_: None)
    assert "kubernetes" in names(found)
    assert found.namespace == "shop"


def test_a_pod_without_account(pod: Path) -> None:
    (pod / "token").unlink()
    done = svclint("snapshot")
    assert done.exit_code == 2
    assert "the account of this pod cannot be used: " in done.stderr


PLUGIN = """\
import json, os, sys
info = json.loads(os.environ["KUBERNETES_EXEC_INFO"])
print(json.dumps({"apiVersion": info["apiVersion"], "kind": "ExecCredential",
                  "status": {"token": os.environ["TOKEN"]}}))
sys.exit(int(os.environ["CODE"]))
"""


def plugin(server: ApiServer, folder: Path, token: str, code: int = 0, text: str = PLUGIN) -> Path:
    (folder / "plugin.py").write_text(text)
    user = {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": sys.executable,
            "args": [str(folder / "plugin.py")],
            "env": [{"name": "TOKEN", "value": token}, {"name": "CODE", "value": str(code)}],
            "interactiveMode": "Never",
        }
    }
    authority = {"certificate-authority": str(server.ca_file)}
    return write_kubeconfig(folder / "kubeconfig", server.url, user, **authority)


def test_an_exec_plugin(apiserver: ApiServer, tmp_path: Path) -> None:
    kubeconfig = plugin(apiserver, tmp_path, TOKENS["admin"])
    assert svclint("snapshot", "--kubeconfig", kubeconfig).exit_code == 0


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        (3, PLUGIN, "gave no credentials: exec: process returned 3"),
        (0, "print('hello')", "gave no credentials: exec: failed to decode"),
        (0, "raise SystemExit('sign in first')", "sign in first"),
        (0, "print('{}')", "gave no credentials: exec: malformed response"),
    ],
)
def test_an_exec_plugin_that_fails(
    apiserver: ApiServer, tmp_path: Path, code: int, text: str, words: str
) -> None:
    kubeconfig = plugin(apiserver, tmp_path, TOKENS["admin"], code, text)
    done = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert "context here of " in done.stderr


def test_a_proxy_of_the_kubeconfig(apiserver: ApiServer, tmp_path: Path) -> None:
    """`proxy-url` opens a tunnel, in which the TLS is the server's."""
    with fault_proxy(apiserver) as proxy:
        more = {"certificate-authority": str(apiserver.ca_file), "proxy-url": proxy.url}
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", apiserver.url, **more)
        done = svclint("snapshot", "--kubeconfig", kubeconfig)
        assert done.exit_code == 0, done.stderr
        assert [tuple(request) for request in proxy.seen] == [
            ("CONNECT", f"{LOOPBACK}:{apiserver.port}")
        ]


def test_a_proxy_of_the_environment(
    apiserver: ApiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fault_proxy(apiserver) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        assert svclint("snapshot", "--kubeconfig", apiserver.kubeconfig).exit_code == 0
        assert [request.method for request in proxy.seen] == ["CONNECT"]
        monkeypatch.setenv("NO_PROXY", LOOPBACK)
        assert svclint("snapshot", "--kubeconfig", apiserver.kubeconfig).exit_code == 0
        assert len(proxy.seen) == 1


def test_a_proxy_that_is_not_there(apiserver: ApiServer, tmp_path: Path) -> None:
    more = {"certificate-authority": str(apiserver.ca_file), "proxy-url": "http://127.0.0.1:1"}
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", apiserver.url, **more)
    done = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert done.exit_code == 2
    assert "the proxy cannot be used: " in done.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
def test_a_client_certificate(live_binaries: None, tmp_path: Path) -> None:
    new = "req -newkey rsa:2048 -nodes -subj"
    for words in (
        f"{new} /CN=authority -x509 -days 2 -keyout ca.key -out ca.crt",
        f"{new} /O=system:masters/CN=me -keyout me.key -out me.csr",
        "x509 -req -in me.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out me.crt",
    ):
        command = ["openssl", *words.split()]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    user = {"client-certificate": "me.crt", "client-key": "me.key"}
    flags = [f"--client-ca-file={tmp_path / 'ca.crt'}"]
    with start_apiserver(authorization="RBAC", flags=flags) as server:
        authority = {"certificate-authority": str(server.ca_file)}
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", server.url, user, **authority)
        done = svclint("snapshot", "--kubeconfig", kubeconfig)
        assert done.exit_code == 0, done.stderr
        (tmp_path / "me.key").write_text("no key")
        done = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "check certificate-authority, client certificate and address" in done.stderr

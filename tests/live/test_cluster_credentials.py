"""How svclint signs in: pods, plugins, certificates, and proxies on the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from svclint.kubernetes.live.access import Target
from svclint.kubernetes.live.cluster import read_cluster

from tests.command.runs import svclint
from tests.live.client import LOOPBACK
from tests.live.cluster_runs import names
from tests.live.control_plane import TOKENS, ApiServer, start_apiserver
from tests.live.fault_proxy import fault_proxy, write_kubeconfig


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
        (3, PLUGIN, "gave no credentials: it exited with status 3"),
        (0, "print('hello')", "gave no credentials: its output is not JSON"),
        (0, "raise SystemExit('sign in first')", "gave no credentials: it exited with status 1"),
        (0, "print('{}')", "gave no credentials: its output is not an ExecCredential"),
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

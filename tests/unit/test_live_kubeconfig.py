"""Kubeconfigs and users that are refused, without a cluster."""

from __future__ import annotations

import json
import os
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.command.runs import svclint

CLUSTERS = "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n"
CONTEXTS = "contexts: [{name: prod, context: {cluster: c, user: u}}]\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot be used as a kubeconfig: it is empty"),
        ("[1]", "cannot be used as a kubeconfig"),
        ("just text", "cannot be used as a kubeconfig|is not a kubeconfig"),
        ("a: [", "cannot be used: it is not valid YAML at line 1, column 5"),
        ("clusters: 5", "cannot be used as a kubeconfig|is not a kubeconfig"),
        ("{}", "has no current context; name one with --context: it has none"),
        (CLUSTERS + CONTEXTS, "has no current context; name one with --context: prod"),
        ("current-context: pord\n" + CONTEXTS, "has no context pord; did you mean prod?"),
        ("current-context: x\n" + CONTEXTS, "has no context x; it has prod"),
        ("current-context: prod\n" + CONTEXTS, "names the cluster 'c', which does not exist"),
        ("current-context: prod\n" + CONTEXTS + "clusters: [{name: c}]", "which has no server"),
        (
            "current-context: prod\n" + CONTEXTS + CLUSTERS,
            "the user 'u', which does not exist",
        ),
        (
            "current-context: prod\ncontexts: [5]",
            "cannot be used as a kubeconfig|is not a kubeconfig",
        ),
        ("\x00", "cannot be used as a kubeconfig"),
        ("\xff", "cannot be used|is not a kubeconfig"),
    ],
)
def test_kubeconfigs_that_lead_nowhere(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "kubeconfig"
    file.write_bytes(text.encode("latin-1"))
    assert_refused(svclint("snapshot", "--kubeconfig", file), words)


def assert_refused(done: Result, words: str) -> None:
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert done.stderr.startswith("svclint: error: ")
    assert done.stderr.count("\n") == 1
    assert re.search(words.replace("?", r"\?"), done.stderr), done.stderr


def user_file(folder: Path, **user: object) -> Path:
    file = folder / "kubeconfig"
    text = "current-context: prod\n" + CONTEXTS + CLUSTERS
    file.write_text(text + "users: " + json.dumps([{"name": "u", "user": user}]))
    return file


@pytest.mark.parametrize(
    ("user", "words"),
    [
        (
            {"exec": {"command": "x"}},
            "plugin x gave no credentials: the kubeconfig needs command and apiVersion",
        ),
        (
            {"exec": {"command": "/no/such", "apiVersion": "client.authentication.k8s.io/v1"}},
            "the exec plugin /no/such gave no credentials: the command was not found",
        ),
        (
            {"client-certificate": "nowhere.crt", "client-key": "k"},
            "cannot be used: a file of client-certificate or client-key does not exist",
        ),
        ({"client-certificate-data": "%%%"}, "is not a kubeconfig|connection|TLS"),
        (
            {"tokenFile": "nowhere"},
            "cannot be used: a file of tokenFile does not exist or cannot be read: No such file",
        ),
        ({"auth-provider": {"name": "gcp"}}, "the auth provider gcp was removed in"),
        ({"auth-provider": {"name": "oidc"}}, "the OIDC token is missing; any kubectl command"),
    ],
)
def test_users_that_cannot_sign_in(tmp_path: Path, user: dict[str, Any], words: str) -> None:
    assert_refused(svclint("snapshot", "--kubeconfig", user_file(tmp_path, **user)), words)


def jwt(expires: float) -> str:
    payload = urlsafe_b64encode(json.dumps({"exp": expires}).encode()).decode().rstrip("=")
    return f"e30.{payload}.c2ln"


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (jwt(time.time() - 1), "the OIDC token has expired; any kubectl command renews it"),
        (jwt(time.time() + 3600), "GET https://127.0.0.1:1/version: no connection"),
        ("opaque", "GET https://127.0.0.1:1/version: no connection"),
    ],
    ids=["expired", "valid", "opaque"],
)
def test_oidc_tokens_are_used_and_never_renewed(tmp_path: Path, token: str, words: str) -> None:
    provider = {
        "name": "oidc",
        "config": {"id-token": token, "idp-issuer-url": "https://x.invalid"},
    }
    file = user_file(tmp_path, **{"auth-provider": provider})
    before = file.read_bytes()
    assert_refused(svclint("snapshot", "--kubeconfig", file), words)
    assert file.read_bytes() == before


def test_a_kubeconfig_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(svclint("snapshot", "--kubeconfig", tmp_path / "x"), "x does not exist; check")
    monkeypatch.setenv("KUBECONFIG", f"{tmp_path}/a{os.pathsep}{tmp_path}/b")
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    assert_refused(svclint("snapshot"), "there is no kubeconfig: .*a:.*b does not exist")
    monkeypatch.delenv("KUBECONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert_refused(svclint("snapshot"), "there is no kubeconfig: ~/.kube/config does not exist")


def test_kubeconfigs_are_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("current-context: prod\n" + CONTEXTS)
    (tmp_path / "b").write_text(CLUSTERS + "users: [{name: u, user: {token: t}}]")
    monkeypatch.setenv("KUBECONFIG", f"{tmp_path}/a{os.pathsep}{tmp_path}/b")
    assert_refused(svclint("snapshot"), "GET https://127.0.0.1:1/version: no connection")


def test_a_missing_client_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr("svclint.kubernetes.live.access.import_module", without)
    done = svclint("check", "--live", "cluster", tmp_path)
    assert_refused(done, "which is not installed here: pip install 'svclint\\[cluster\\]'")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder, "is a folder; name a file in it"),
        (lambda folder: folder / "no" / "live.json", "cannot be written: no such file"),
    ],
)
def test_a_snapshot_that_cannot_be_written(
    tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    file = user_file(tmp_path, token="t")
    assert_refused(svclint("snapshot", "--kubeconfig", file, "-o", make(tmp_path)), words)

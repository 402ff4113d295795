"""No credential is printed, whatever goes wrong."""

from __future__ import annotations

import json
import pickle
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from svclint.kubernetes.live.credentials import HIDDEN, Credentials, Secret, shown_url
from svclint.kubernetes.live.request import Timeouts

from tests.command.runs import svclint
from tests.unit.local_server import SECRET, Exchange, kubeconfig, local_server

PLUGIN = {"apiVersion": "client.authentication.k8s.io/v1", "interactiveMode": "Never"}
PLUGIN_START = """\
import json, sys
SECRET = {secret!r}
print(SECRET, file=sys.stderr)
def give(status):
    kind = "ExecCredential"
    print(json.dumps({{"apiVersion": {version!r}, "kind": kind, "status": status}}))
"""
WRONG_USER = f"""\
users: [{{name: u, usr: {{token: {SECRET}}}}}]
current-context: c
contexts: [{{name: c, context: {{cluster: k, user: u}}}}]
clusters: [{{name: k}}]
"""


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    times = Timeouts(connect=5, silence=2, whole=3, pauses=())
    monkeypatch.setattr("svclint.kubernetes.live.request.TIMEOUTS", times)


def assert_silent(file: Path, capfd: pytest.CaptureFixture[str], words: str = "") -> None:
    """Run the commands that read a cluster; none prints a part of the secret."""
    (file.parent / "web.yaml").write_text("{apiVersion: v1, kind: Service, metadata: {name: w}}")
    for command in ("check", "diff", "targets"):
        done = svclint(command, "--live", "cluster", "--kubeconfig", file, file.parent / "web.yaml")
        _assert_silent(done, capfd, words)
    _assert_silent(svclint("snapshot", "--kubeconfig", file), capfd, words)


def _assert_silent(done: Any, capfd: pytest.CaptureFixture[str], words: str) -> None:
    printed = done.output + "".join(capfd.readouterr())
    assert done.exit_code == 2, printed
    assert words in printed
    assert "Traceback" not in printed
    encoded = b64encode(SECRET.encode()).decode()
    for telling in (SECRET[:10], SECRET[8:], SECRET.lower()[:12], encoded[:14]):
        assert telling not in printed


@pytest.mark.parametrize(
    "token", [f"{SECRET}\nx", f"\r\n{SECRET}\0", f"{SECRET}\udc80", f"ü{SECRET}"]
)
def test_a_token_that_no_header_can_contain(
    tmp_path: Path, token: str, capfd: pytest.CaptureFixture[str]
) -> None:
    words = "kubeconfig" if "\udc80" in token else "in one line"
    assert_silent(kubeconfig(tmp_path, user={"token": token}), capfd, words)


def test_a_line_end_around_a_token_is_left_out(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seen: list[str | None] = []

    def answer(request: Exchange) -> None:
        seen.append(request.headers["authorization"])
        request.reply(401, b"{}")

    with local_server(answer) as server:
        assert_silent(kubeconfig(tmp_path, server, user={"token": f"{SECRET}\n"}), capfd, "401")
        (tmp_path / "token").write_text(f"{SECRET}\n")
        assert_silent(kubeconfig(tmp_path, server, user={"tokenFile": "token"}), capfd, "401")
    assert set(seen) == {f"Bearer {SECRET}"}


def _status_line(request: Exchange) -> None:
    request.wfile.write(f"{request.headers['authorization']}\r\n\r\n".encode())


def _echo(status: int, kind: str, wrap: str = "{}") -> Any:
    def answer(request: Exchange) -> None:
        body = wrap.replace("{}", request.headers["authorization"])
        request.reply(status, body.encode(), kind)

    return answer


def _redirect(request: Exchange) -> None:
    request.reply(302, b"", location=f"https://x.invalid/{SECRET}?token={SECRET}")


@pytest.mark.parametrize(
    "answer",
    [
        _echo(400, "text/plain"),
        _echo(403, "application/json", '{"kind": "Status", "message": "bad header {}"}'),
        _echo(500, "text/html", "<pre>{}</pre>"),
        _echo(200, "text/html", "<pre>{}</pre>"),
        _echo(200, "application/json", '{"a": "{}'),
        _echo(200, "application/json", '{"major": "{}"}'),
        _echo(200, "{}", "x"),
        _redirect,
        _status_line,
    ],
)
@pytest.mark.parametrize("user", [{"token": SECRET}, {"username": "me", "password": SECRET}])
def test_a_server_that_echoes_headers(
    tmp_path: Path, answer: Any, user: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    with local_server(answer) as server:
        assert_silent(kubeconfig(tmp_path, server, user=user), capfd)


@pytest.mark.parametrize(
    "cluster",
    [
        {"server": f"https://me:{SECRET}@127.0.0.1:1/x"},
        {"server": f"https://me:{SECRET}@127.0.0.1:99999999/x"},
        {"server": f"https://127.0.0.1:1/?token={SECRET}"},
        {"server": f"me:{SECRET}@127.0.0.1"},
        {"server": f"https://[{SECRET}"},
        {"proxy-url": f"http://me:{SECRET}@127.0.0.1:1"},
        {"proxy-url": f"ftp://me:{SECRET}@127.0.0.1:1"},
        {"proxy-url": f"http://me:{SECRET}@[::1"},
        {"proxy-url": f"socks5://me:{SECRET}@127.0.0.1:1"},
        {"proxy-url": [SECRET]},
        {"insecure-skip-tls-verify": SECRET},
        {"certificate-authority-data": SECRET},
    ],
)
def test_secrets_in_addresses(
    tmp_path: Path, cluster: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    assert_silent(kubeconfig(tmp_path, **cluster), capfd)


@pytest.mark.parametrize(
    "user",
    [
        {"token": [SECRET]},
        {"token": {"x": SECRET}},
        {"tokenFile": SECRET},
        {"client-certificate-data": SECRET, "client-key-data": SECRET},
        {"client-certificate": SECRET, "client-key": f"-----BEGIN {SECRET}"},
        {"username": [SECRET], "password": SECRET},
        {"auth-provider": {"name": "oidc", "config": {"id-token": f"{SECRET}\n\n."}}},
        {"exec": {"command": "false", "env": [SECRET]} | PLUGIN},
        {"exec": {"command": "false", "env": [{"name": "T", "value": 5, "x": SECRET}]} | PLUGIN},
        {"exec": {"command": "false", "args": [SECRET]} | PLUGIN},
        SECRET,
        [SECRET],
    ],
)
def test_users_of_the_wrong_shape(
    tmp_path: Path, user: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    assert_silent(kubeconfig(tmp_path, user=user), capfd)


@pytest.mark.parametrize(
    "text",
    [
        f"users: [{{name: u, user: {{token: {SECRET}}}}}, {{: *{SECRET}}}]",
        f"users:\n- name: u\n  token: {SECRET}: {SECRET}\n",
        f"users: !{SECRET} x",
        f'current-context: c\nusers: [{{user: {{token: "{SECRET}"}}}}]',
        f'"{SECRET}',
        f"{SECRET}: &a [*b]",
        f"contexts: {SECRET}",
        WRONG_USER,
    ],
)
def test_kubeconfigs_that_cannot_be_read(
    tmp_path: Path, text: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kubeconfig").write_text(text)
    assert_silent(tmp_path / "kubeconfig", capfd)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sys.exit(SECRET)", "exited with status 1"),
        ("print(SECRET)", "not JSON"),
        ("print(json.dumps({'token': SECRET}))", "not an ExecCredential"),
        ("print(json.dumps({'apiVersion': SECRET, 'kind': 1, 'status': {}}))", "apiVersion"),
        ("print(json.dumps(SECRET))", "gave no credentials"),
        ("give({'token': SECRET + '\\n', 'expirationTimestamp': SECRET})", ""),
        ("give({'clientCertificateData': SECRET, 'clientKeyData': SECRET})", ""),
        ("give({'clientCertificateData': SECRET})", "no certificate with its key"),
    ],
)
def test_plugins(tmp_path: Path, code: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    start = PLUGIN_START.format(version=PLUGIN["apiVersion"], secret=SECRET)
    plugin = {"command": sys.executable, "args": ["-c", start + code]}
    assert_silent(kubeconfig(tmp_path, user={"exec": plugin | PLUGIN}), capfd, words)


def test_a_secret_cannot_be_printed() -> None:
    secret = Secret(SECRET)
    assert f"{secret} {secret!r} {[secret]} %s" % secret == "<secret> <secret> [<secret>] <secret>"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps(secret)
    assert secret.reveal() == SECRET


def test_only_texts_without_credentials_are_public() -> None:
    credentials = Credentials()
    assert credentials.public(SECRET) == SECRET
    credentials.add(SECRET, "")
    assert credentials.public("connection refused") == "connection refused"
    for text in (SECRET, SECRET.lower(), f"x{SECRET[3:]}", "\n".join(SECRET), f"a {SECRET[:-4]} b"):
        assert credentials.public(text) == HIDDEN


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host:1/path", "https://host:1/path"),
        ("https://me:pass@host/path", "https://host/path"),
        ("https://me:p/a@s?s@host", "https://host"),
        ("https://host/?token=x#y", "https://host/"),
        ("me:pass@host", "host"),
    ],
)
def test_urls_are_shown_without_credentials(url: str, shown: str) -> None:
    assert shown_url(url) == shown

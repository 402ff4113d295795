"""A cluster is read within limits, over connections that are verified."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from click.testing import Result
from svclint.kubernetes.live import listing, request
from svclint.kubernetes.live.request import Timeouts

from tests.command.runs import svclint
from tests.unit.local_server import SECRET, Answer, Exchange, kubeconfig, local_server
from tests.unit.test_helm_releases import release

TIMES = Timeouts(connect=5, silence=0.5, whole=1, pauses=(), total=5)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "TIMEOUTS", TIMES)


def answers(pages: Answer) -> Answer:
    """Answer as a server whose lists are those of ``pages``."""

    def answer(exchange: Exchange) -> None:
        if exchange.path == "/version":
            exchange.reply(200, b'{"major": "1", "minor": "36"}')
        else:
            pages(exchange)

    return answer


def empty(exchange: Exchange) -> None:
    exchange.reply(200, page())


def page(token: str = "") -> bytes:
    return json.dumps({"kind": "AnyList", "metadata": {"continue": token}, "items": []}).encode()


def refused(folder: Path, answer: Answer, host: str = "127.0.0.1", **cluster: object) -> str:
    with local_server(answer, host) as server:
        file = kubeconfig(folder, server, **cluster)
        done = svclint("snapshot", "--kubeconfig", file)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    return done.stderr


def test_a_verified_server_is_read_without_a_warning(tmp_path: Path) -> None:
    with local_server(answers(empty)) as server:
        done = svclint("snapshot", "--kubeconfig", kubeconfig(tmp_path, server))
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_authority_is_verified(tmp_path: Path) -> None:
    with local_server(empty) as other:
        pem = b64encode(other.authority.cert_pem.bytes()).decode()
        cluster = {"certificate-authority": None, "certificate-authority-data": pem}
        said = refused(tmp_path, empty, "127.0.0.1", **cluster)
    assert "the TLS connection cannot be trusted" in said


def test_the_name_of_the_host_is_verified(tmp_path: Path) -> None:
    assert "cannot be trusted" in refused(tmp_path, empty, "elsewhere.test")
    assert "cannot be trusted" in refused(tmp_path, empty, **{"tls-server-name": "x.test"})


@pytest.mark.parametrize("command", ["snapshot", "check", "targets", "diff"])
def test_a_kubeconfig_may_turn_verification_off_and_a_warning_says_so(
    tmp_path: Path, command: str
) -> None:
    with local_server(answers(empty), "elsewhere.test") as server:
        cluster = {"insecure-skip-tls-verify": True, "certificate-authority": None}
        file = kubeconfig(tmp_path, server, **cluster)
        live = () if command == "snapshot" else ("--live", "cluster", tmp_path / "web")
        (tmp_path / "web").mkdir()
        done = svclint(command, "--kubeconfig", file, *live)
    assert "insecure-skip-tls-verify is set" in done.stderr, done.output


@pytest.mark.parametrize("value", ["false", "true", 0, 1])
def test_only_a_boolean_turns_verification_off(tmp_path: Path, value: object) -> None:
    said = refused(tmp_path, empty, "elsewhere.test", **{"insecure-skip-tls-verify": value})
    assert "must be true or false" in said


def test_a_connection_that_is_not_encrypted_is_warned_of(tmp_path: Path) -> None:
    from svclint.kubernetes.live.access import Target, connect  # noqa: PLC0415

    file = kubeconfig(tmp_path, server="http://cluster.example")
    assert "is not encrypted" in connect(Target(str(file))).warning
    file = kubeconfig(tmp_path, server="http://127.0.0.1:8001")
    assert not connect(Target(str(file))).warning


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(tmp_path: Path, status: int) -> None:
    with local_server(empty) as other:
        said = refused(tmp_path, lambda it: it.reply(status, b"", location=f"{other.url}/version"))
        assert not other.paths
    assert "it redirects to" in said


def drip(*chunks: bytes) -> Answer:
    """Answer with the first chunk, then the second again and again, slowly."""

    def answer(exchange: Exchange) -> None:
        first, rest = chunks
        exchange.wfile.write(first)
        for _ in range(100):
            exchange.wfile.write(rest)
            exchange.wfile.flush()
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nx:", b"y"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n[", b" "),
        drip(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
    ids=["headers", "header", "body", "chunks"],
)
def test_slow_answers_end(tmp_path: Path, answer: Answer) -> None:
    began = time.monotonic()
    said = refused(tmp_path, answer)
    # Generous: the server would go on for 5 s.
    assert time.monotonic() - began < 4
    assert "not complete after 1 s" in said


def test_headers_without_end_are_refused(tmp_path: Path) -> None:
    answer = drip(b"HTTP/1.1 200 OK\r\nx: ", b"y" * 100_000)
    assert "the request failed" in refused(tmp_path, answer) or "cut off" in refused(
        tmp_path, answer
    )


@pytest.mark.parametrize(
    ("body", "encoding", "words"),
    [
        (gzip.compress(b" " * 3_000_000), "gzip", "is larger than 1 MiB"),
        (gzip.compress(gzip.compress(b" " * 9_000_000)), "gzip, gzip", "was not asked for"),
        (zlib.compress(b"[]"), "deflate", "was not asked for"),
        (b"[]", "gzip", "is not gzip"),
        (gzip.compress(b"[]" * 9000)[:30], "gzip", "was cut off"),
        (b" " * 3_000_000, "identity", "is larger than 1 MiB"),
    ],
)
def test_bodies_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: bytes, encoding: str, words: str
) -> None:
    monkeypatch.setattr(request, "MAX_BYTES", 1 << 20)
    assert words in refused(tmp_path, lambda it: it.reply(200, body, content_encoding=encoding))


def test_errors_are_bounded(tmp_path: Path) -> None:
    assert "larger than 256 KiB" in refused(tmp_path, lambda it: it.reply(400, b" " * 300_000))


def endless(exchange: Exchange) -> None:
    exchange.reply(200, page(f"token{len(exchange.server.paths)}"))


def test_pages_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_MOST_PAGES", 20)
    assert "has more than 20 pages" in refused(tmp_path, answers(endless))


def test_the_time_for_all_pages_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "TIMEOUTS", TIMES._replace(total=0.5))
    said = refused(tmp_path, answers(endless))
    assert "took more than 0 s" in said or "was not complete after 0 s" in said


def test_the_size_of_all_pages_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "MAX_TOTAL_BYTES", 2000)
    assert "all answers are larger" in refused(tmp_path, answers(endless))


def test_continue_tokens_are_bounded(tmp_path: Path) -> None:
    answer = answers(lambda it: it.reply(200, page("x" * 20_000)))
    assert "the continue token is longer than 16 KiB" in refused(tmp_path, answer)


def test_an_object_that_contains_the_credential_is_refused(tmp_path: Path) -> None:
    def services(exchange: Exchange) -> None:
        kind = exchange.headers["authorization"].partition(" ")[2]
        service = {"metadata": {"name": "web", "namespace": "default"}, "spec": {"type": kind}}
        exchange.reply(200, json.dumps({"kind": "AnyList", "items": [service]}).encode())

    done = snapshot(tmp_path, services)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "contains a credential" in done.stderr
    assert SECRET not in done.stderr


def test_a_release_of_helm_that_contains_the_credential_is_refused(tmp_path: Path) -> None:
    def releases(exchange: Exchange) -> None:
        secret = exchange.headers["authorization"].partition(" ")[2]
        manifest = (
            f"apiVersion: v1\nkind: Service\nmetadata: {{name: web, labels: {{a: {secret}}}}}"
        )
        items = [release(manifest)] if "/secrets" in exchange.path else []
        exchange.reply(200, json.dumps({"kind": "AnyList", "items": items}).encode())

    done = snapshot(tmp_path, releases, "--helm-releases")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "a Secret of the server contains a credential" in done.stderr
    assert SECRET not in done.stderr


def snapshot(folder: Path, answer: Answer, *options: str) -> Result:
    """Take a snapshot of a server that answers every list so."""
    with local_server(answers(answer)) as server:
        file = kubeconfig(folder, server, user={"token": SECRET})
        return svclint("snapshot", "--kubeconfig", file, *options)

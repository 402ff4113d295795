"""Every failure between svclint and a real server is an error, never a pass."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group
from svclint.kubernetes.live import listing, request
from svclint.kubernetes.live.request import Timeouts

from tests.live.control_plane import ApiServer, start_apiserver
from tests.live.fault_proxy import (
    Exchange,
    Fault,
    FaultProxy,
    fault_proxy,
    reply,
    status,
    write_kubeconfig,
)

MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
# Unchanged except for shorter pauses.
BRISK = Timeouts(connect=5, silence=1, whole=1.5, pauses=(0.01, 0.01, 0.01), longest=2)
VERSION, PAGE_1, PAGE_2 = 1, 2, 3


def svclint(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in arguments], prog_name="svclint")


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use short timeouts and small pages, so that a few Services make a long list."""
    monkeypatch.setattr(request, "TIMEOUTS", BRISK)
    monkeypatch.setattr(listing, "PAGE", 3)


@pytest.fixture
def proxy(apiserver: ApiServer, namespace: str) -> Iterator[FaultProxy]:
    for number in range(5):
        body = {
            "metadata": {"name": f"web-{number}"},
            "spec": {"clusterIP": "None", "ports": [{"port": 80}]},
        }
        apiserver.request("POST", f"/api/v1/namespaces/{namespace}/services", body)
    with fault_proxy(apiserver) as proxy:
        yield proxy


@pytest.fixture
def kubeconfig(proxy: FaultProxy, tmp_path: Path) -> Path:
    return write_kubeconfig(tmp_path / "kubeconfig", proxy.url)


def refused(kubeconfig: Path, tmp_path: Path) -> str:
    """Check that check and snapshot fail alike and write nothing; return the message."""
    (tmp_path / "web.yaml").write_text(MANIFEST)
    live = tmp_path / "live.json"
    live.write_text("as it was")
    check = svclint("check", "--live", "cluster", "--kubeconfig", kubeconfig, tmp_path / "web.yaml")
    assert check.exit_code == 2
    assert check.stdout == ""
    assert check.stderr.startswith("svclint: ")
    assert "Traceback" not in check.stderr
    assert check.stderr.count("\n") == 1
    taken = svclint("snapshot", "--kubeconfig", kubeconfig, "-o", live)
    assert (taken.exit_code, taken.stdout) == (2, "")
    assert live.read_text() == "as it was"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "kubeconfig", "live.json", "web.yaml",
    ]  # fmt: skip
    printed = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (printed.exit_code, printed.stdout) == (2, "")
    return check.stderr


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (status(401, "Unauthorized"), "401 Unauthorized: Unauthorized; the credentials were not"),
        (status(403, "nobody may"), "403 Forbidden: nobody may; ask for these rights: docs/"),
        (status(404, "not here"), "404 Not Found: not here; check that this is the address"),
        (status(410, "too old"), "410 Gone: too old; the list changed faster"),
        (status(418, "a teapot"), "418 I'm a Teapot: a teapot"),
        (status(429, "slow down"), "429 Too Many Requests: slow down; the server is overloaded"),
        (status(429, "wait", retry_after="900"), "it asks to wait for 900 s"),
        (status(500, "etcd"), "500 Internal Server Error: etcd; this is an error of the server"),
        (status(503, "starting"), "503 Service Unavailable: starting; the server is not ready"),
        (status(504, "late"), "504 Gateway Timeout: late; this is an error of the server"),
        (reply(302, "", "text/html", location="https://login"), "it redirects to https://login"),
        (reply(200, "<html>Sign in", "text/html"), "the answer is not JSON: '<html>Sign in'"),
        (reply(200, "[1, 2]", "application/json"), "not a list of objects"),
        (reply(200, '{"kind": "PodList"', "application/json"), "the answer is broken JSON"),
        (reply(200, "[" * 100_000, "application/json"), "the answer is broken JSON"),
        (reply(200, '{"kind":"ServiceList","items":[5]}', "application/json"), "no list of obj"),
        (reply(502, "\x1b[31mBad", "text/plain"), "502 Bad Gateway: \\x1b[31mBad"),
        (Exchange.relay_half, "the answer was cut off"),
        (Exchange.relay_half_chunked, "the answer was cut off"),
        (Exchange.relay_half_as_whole, "the answer is broken JSON"),
        (Exchange.drop, "the answer was cut off"),
        (Exchange.hang, "the server did not answer in time"),
        (Exchange.drip, "the answer was not complete after 2 s"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
@pytest.mark.parametrize("number", [PAGE_1, PAGE_2])
def test_a_list_that_cannot_be_read_is_an_error(  # noqa: PLR0917
    proxy: FaultProxy, kubeconfig: Path, tmp_path: Path, fault: Fault, words: str, number: int
) -> None:
    def spoil(exchange: Exchange) -> None:
        is_first = "continue=" not in exchange.path
        is_meant = "/services?" in exchange.path and is_first == (number == PAGE_1)
        (fault if is_meant else Exchange.relay)(exchange)

    proxy.fault = spoil
    said = refused(kubeconfig, tmp_path)
    assert words in said
    assert f"context here of {kubeconfig}: GET {proxy.url}/api/v1/services?limit=3" in said


@pytest.mark.parametrize(
    "fault",
    [
        status(429, retry_after="1"),
        status(500),
        status(502),
        status(503),
        Exchange.relay_half,
        Exchange.relay_half_chunked,
        Exchange.relay_half_as_whole,
        Exchange.drop,
    ],
    ids=["429", "500", "502", "503", "half", "chunks", "cut", "drop"],
)
@pytest.mark.parametrize("number", [VERSION, PAGE_1, PAGE_2])
def test_what_passes_is_tried_again(
    proxy: FaultProxy, kubeconfig: Path, fault: Fault, number: int
) -> None:
    whole = svclint("snapshot", "--kubeconfig", kubeconfig)
    asked = len(proxy.seen)
    assert whole.exit_code == 0, whole.stderr
    proxy.faults = {asked + number: fault}
    again = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (again.exit_code, again.stdout) == (0, whole.stdout)
    assert len(proxy.seen) == 2 * asked + 1


def test_retry_after_is_heeded(proxy: FaultProxy, kubeconfig: Path) -> None:
    proxy.faults = {PAGE_2: status(429, retry_after="1")}
    begun = time.monotonic()
    assert svclint("snapshot", "--kubeconfig", kubeconfig).exit_code == 0
    assert time.monotonic() - begun >= 1


def test_tries_are_bounded(proxy: FaultProxy, kubeconfig: Path) -> None:
    proxy.fault = status(503)
    assert svclint("snapshot", "--kubeconfig", kubeconfig).exit_code == 2
    assert len(proxy.seen) == 1 + len(BRISK.pauses)


@pytest.mark.parametrize("times", [1, 3])
def test_a_list_that_expired_is_begun_anew(proxy: FaultProxy, kubeconfig: Path, times: int) -> None:
    whole = svclint("snapshot", "--kubeconfig", kubeconfig)
    asked = len(proxy.seen)
    # The version, then twice the first page and an expired second page.
    proxy.faults = {asked + 1 + 2 * time: status(410) for time in range(1, times + 1)}
    again = svclint("snapshot", "--kubeconfig", kubeconfig)
    assert (again.exit_code, again.stdout) == (0, whole.stdout)
    assert len(proxy.seen) == 2 * asked + 2 * times


def test_an_endless_list_ends(proxy: FaultProxy, kubeconfig: Path, tmp_path: Path) -> None:
    page = '{"kind":"ServiceList","metadata":{"continue":"x"},"items":[]}'

    def spoil(exchange: Exchange) -> None:
        is_list = "/services?" in exchange.path
        (reply(200, page, "application/json") if is_list else Exchange.relay)(exchange)

    proxy.fault = spoil
    assert "repeats the same page forever" in refused(kubeconfig, tmp_path)


@pytest.mark.parametrize("resource", ["servicecidrs", "ipaddresses"])
def test_a_fault_in_what_is_optional_is_no_less_an_error(
    proxy: FaultProxy, kubeconfig: Path, tmp_path: Path, resource: str
) -> None:
    proxy.fault = lambda exchange: (
        status(500, "etcd") if f"/{resource}?" in exchange.path else Exchange.relay
    )(exchange)
    assert f"/{resource}?limit=3: the server answered 500" in refused(kubeconfig, tmp_path)


def test_a_server_that_is_no_kubernetes(
    proxy: FaultProxy, kubeconfig: Path, tmp_path: Path
) -> None:
    proxy.fault = reply(200, "{}", "application/json")
    assert "contains no Kubernetes version" in refused(kubeconfig, tmp_path)


def test_an_unreachable_server(tmp_path: Path, proxy: FaultProxy) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", "https://127.0.0.1:1")
    said = refused(kubeconfig, tmp_path)
    assert "GET https://127.0.0.1:1/version: no connection: " in said
    assert "check that the cluster runs" in said


def test_an_unknown_host(tmp_path: Path, live_binaries: None) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", "https://cluster.invalid")
    assert "the host is unknown" in refused(kubeconfig, tmp_path)


def test_a_broken_chain(tmp_path: Path, apiserver: ApiServer) -> None:
    with start_apiserver("fd00:10:96::/112") as other:
        kubeconfig = write_kubeconfig(
            tmp_path / "kubeconfig", apiserver.url, **{"certificate-authority": str(other.ca_file)}
        )
        said = refused(kubeconfig, tmp_path)
    assert "the TLS connection cannot be trusted: " in said
    assert "certificate verify failed" in said


def test_no_authority_at_all(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", apiserver.url)
    assert "certificate verify failed" in refused(kubeconfig, tmp_path)


def test_another_name(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(
        tmp_path / "kubeconfig",
        apiserver.url,
        **{"certificate-authority": str(apiserver.ca_file), "tls-server-name": "elsewhere.test"},
    )
    assert "the TLS connection cannot be trusted: " in refused(kubeconfig, tmp_path)


def test_tls_to_a_server_without(tmp_path: Path, proxy: FaultProxy) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url.replace("http://", "https://"))
    assert "the TLS connection cannot be trusted: " in refused(kubeconfig, tmp_path)


def test_a_wrong_token(tmp_path: Path, apiserver: ApiServer) -> None:
    kubeconfig = write_kubeconfig(
        tmp_path / "kubeconfig",
        apiserver.url,
        {"token": "wrong"},
        **{"certificate-authority": str(apiserver.ca_file)},
    )
    assert "401 Unauthorized: Unauthorized; the credentials" in refused(kubeconfig, tmp_path)


@pytest.fixture
def own_server(live_binaries: None) -> Iterator[ApiServer]:
    """Start a server that a test may kill or pause."""
    with start_apiserver() as server:
        for number in range(5):
            body = {"metadata": {"name": f"web-{number}"}, "spec": {"ports": [{"port": 80}]}}
            server.request("POST", "/api/v1/namespaces/default/services", body)
        yield server


def in_mid_list(server: ApiServer, tmp_path: Path, strike: Fault) -> Result:
    """Take a snapshot, and fail the server when the second page is requested."""
    with fault_proxy(server) as proxy:
        kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", proxy.url)
        proxy.faults = {PAGE_2: strike}
        return svclint("snapshot", "--kubeconfig", kubeconfig, "-o", tmp_path / "live.json")


def test_a_server_that_dies_in_mid_list(own_server: ApiServer, tmp_path: Path) -> None:
    def kill(exchange: Exchange) -> None:
        own_server.kill()
        exchange.relay()

    done = in_mid_list(own_server, tmp_path, kill)
    assert done.exit_code == 2
    assert "&continue=" in done.stderr
    assert "the answer was cut off" in done.stderr
    assert not (tmp_path / "live.json").exists()


def test_a_server_that_comes_back_in_mid_list(own_server: ApiServer, tmp_path: Path) -> None:
    def restart(exchange: Exchange) -> None:
        own_server.kill()
        own_server.start()
        exchange.drop()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request, "TIMEOUTS", BRISK._replace(silence=60, whole=60))
        done = in_mid_list(own_server, tmp_path, restart)
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "live.json").read_text().count('"kind":"Service"') == 6


def test_a_server_that_stands_still(own_server: ApiServer, tmp_path: Path) -> None:
    own_server.pause()
    threading.Timer(8, own_server.resume).start()
    begun = time.monotonic()
    done = svclint("snapshot", "--kubeconfig", own_server.kubeconfig)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "in time" in done.stderr
    assert time.monotonic() - begun < 7
    own_server.resume()
    assert svclint("snapshot", "--kubeconfig", own_server.kubeconfig).exit_code == 0


def test_a_list_that_the_server_itself_forgot_is_begun_anew(
    live_binaries: None, tmp_path: Path
) -> None:
    """A real 410: etcd no longer has the revision of the first page."""
    statuses: list[int] = []

    def forget(exchange: Exchange) -> None:
        server.request("DELETE", f"{path}/web-0")
        compact(server, int(server.request("GET", path).body["metadata"]["resourceVersion"]))
        statuses.append(exchange.ask()[0])
        exchange.relay()

    path = "/api/v1/namespaces/default/services"
    with start_apiserver(flags=["--watch-cache=false"]) as server:
        for number in range(5):
            body = {"metadata": {"name": f"web-{number}"}, "spec": {"ports": [{"port": 80}]}}
            server.request("POST", path, body)
        done = in_mid_list(server, tmp_path, forget)
    assert statuses == [410]
    assert done.exit_code == 0, done.stderr
    items = json.loads((tmp_path / "live.json").read_text())["items"]
    services = [item["metadata"]["name"] for item in items if item["kind"] == "Service"]
    assert services == ["kubernetes", "web-1", "web-2", "web-3", "web-4"]


def compact(server: ApiServer, revision: int) -> None:
    """Compact etcd up to a revision."""
    option = "--listen-client-urls="
    url = next(word for word in server.etcd.command if word.startswith(option))
    body = json.dumps({"revision": revision, "physical": True}).encode()
    with urlopen(f"{url.removeprefix(option)}/v3/kv/compaction", body, 30) as answer:
        assert answer.status == 200

"""A server that stops while it is read is an error, or is read again."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import Result
from svclint.kubernetes.live import request

from tests.command.runs import svclint
from tests.live.control_plane import ApiServer, start_apiserver
from tests.live.fault_proxy import Exchange, Fault, fault_proxy, write_kubeconfig
from tests.live.fault_runs import BRISK, PAGE_2

pytestmark = pytest.mark.usefixtures("brisk")


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
    assert "the answer was not complete after" in done.stderr
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

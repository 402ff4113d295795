"""Every failure while a list is read is an error, never a pass."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.command.runs import svclint
from tests.live.fault_proxy import Exchange, Fault, FaultProxy, reply, status
from tests.live.fault_runs import BRISK, PAGE_1, PAGE_2, VERSION, refused

pytestmark = pytest.mark.usefixtures("brisk")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (status(401, "Unauthorized"), "401 Unauthorized: Unauthorized; the credentials are not"),
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
        (reply(200, "<html>Sign in", "text/html"), "the answer is not JSON; check"),
        (reply(200, "[1, 2]", "application/json"), "not a list of objects"),
        (reply(200, '{"kind": "PodList"', "application/json"), "the answer is broken JSON"),
        (reply(200, "[" * 100_000, "application/json"), "nested more than 128 levels deep"),
        (
            reply(200, '{"kind":"ServiceList","items":[5]}', "application/json"),
            "not a list of objects",
        ),
        (
            reply(502, "\x1b[31mBad", "text/plain"),
            "502 Bad Gateway; this is an error of the server",
        ),
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

"""Texts of a server that Python can hold and little else: halves of pairs, and deep nesting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_sets import read_managers
from svclint.report.safe import is_harmless

from tests.command.runs import svclint
from tests.unit.local_server import Exchange
from tests.unit.test_live_limits import page, snapshot

HALF, REPLACED = "\ud800", "\ufffd"


def test_half_a_surrogate_pair_in_an_object(tmp_path: Path) -> None:
    def services(exchange: Exchange) -> None:
        service = {
            "metadata": {"name": "web", "namespace": "default", "annotations": {HALF: "a\udc00"}},
            "spec": {"externalName": "\U0001f600"},
        }
        is_asked = exchange.path.startswith("/api/v1/services")
        items = [service] if is_asked else []
        exchange.reply(200, json.dumps({"kind": "AnyList", "items": items}).encode())

    done = snapshot(tmp_path, services)
    assert done.exit_code == 0, done.stderr
    (service, _) = json.loads(done.stdout)["items"]
    assert service["metadata"]["annotations"] == {REPLACED: f"a{REPLACED}"}
    assert service["spec"]["externalName"] == "\U0001f600"


def test_half_a_surrogate_pair_in_a_continue_token(tmp_path: Path) -> None:
    paths = []

    def pages(exchange: Exchange) -> None:
        paths.append(exchange.path)
        exchange.reply(200, page() if "continue" in exchange.path else page(HALF))

    assert snapshot(tmp_path, pages).exit_code == 0
    assert paths[1].endswith("&continue=%EF%BF%BD")


def test_a_snapshot_carries_no_commands(tmp_path: Path) -> None:
    labels = {
        "a": "##vso[task.complete]",
        "b": "##[error]",
        "d": "##VSO[task.complete]",
        "c": "\x7f\n::error::",
    }

    def services(exchange: Exchange) -> None:
        service = {"metadata": {"name": "web", "namespace": "default", "labels": labels}}
        items = [service] if exchange.path.startswith("/api/v1/services") else []
        exchange.reply(200, json.dumps({"kind": "AnyList", "items": items}).encode())

    done = snapshot(tmp_path, services)
    assert is_harmless(done.stdout)
    assert json.loads(done.stdout)["items"][0]["metadata"]["labels"] == labels


@pytest.mark.parametrize("depth", [200, 900, 100_000])
def test_an_answer_that_is_nested_too_deeply(tmp_path: Path, depth: int) -> None:
    spec = "[" * depth + "]" * depth
    item = f'{{"metadata": {{"name": "web", "namespace": "default"}}, "spec": {spec}}}'
    body = f'{{"kind": "AnyList", "items": [{item}]}}'.encode()
    done = snapshot(tmp_path, lambda it: it.reply(200, body))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the answer is nested more than 128 levels deep" in done.stderr


@pytest.mark.parametrize("depth", [200, 900, 100_000])
@pytest.mark.parametrize("command", ["check", "diff"])
def test_texts_in_a_live_object_that_are_nested_too_deeply(
    tmp_path: Path, command: str, depth: int
) -> None:
    deep = "[" * depth + "]" * depth
    service = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}]}}
    applied = {"kubectl.kubernetes.io/last-applied-configuration": f'{{"spec": {deep}}}'}
    live = service | {"metadata": {"name": "web", "namespace": "default", "annotations": applied}}
    (tmp_path / "live.json").write_text(json.dumps(live))
    manifest = service | {"metadata": {"name": "web"}}
    (tmp_path / "web.yaml").write_text(json.dumps(manifest))
    done = svclint(command, tmp_path / "web.yaml", "--live", tmp_path / "live.json")
    assert "last-applied-configuration of the live object is not a JSON object" in done.output
    assert "bug in svclint" not in done.output


def test_field_sets_that_are_nested_too_deeply() -> None:
    with pytest.raises(MergeError, match="is not a field, a key or a value"):
        read_managers([{"fieldsV1": {"v:" + "[" * 100_000: {}}}])

"""``svclint diff`` and ``check --live`` on the other kinds of the Service API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command.runs import svclint

APPLY = Path(__file__).parents[2] / "examples" / "apply"
LIVE, MANIFEST = APPLY / "shop-live.yaml", APPLY / "shop.yaml"


def outcomes(*arguments: str | Path) -> dict[str, Any]:
    done = svclint("diff", "--format", "json", *arguments)
    return {each["object"]["kind"]: each for each in json.loads(done.stdout)["objects"]}


def changes(outcome: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {each["field"]: (each["before"], each["after"]) for each in outcome["changes"]}


def test_each_kind_has_an_outcome() -> None:
    found = outcomes("--live", LIVE, MANIFEST)
    assert {kind: each["outcome"] for kind, each in found.items()} == {
        "Ingress": "reject",
        "EndpointSlice": "update",
    }
    assert found["EndpointSlice"]["after"]["endpoints"] == [{"addresses": ["10.1.2.4"]}]


def test_changes_name_the_entry_that_changes() -> None:
    found = outcomes("--apply", "server", "--live", LIVE, MANIFEST)
    assert changes(found["Ingress"]) == {
        ".spec.defaultBackend.service.port.number": (80, None),
        ".spec.defaultBackend.service.port.name": (None, "http"),
        ".spec.rules[0].http.paths[0].backend.service.port.number": (80, 8080),
    }


def test_the_summary_counts_each_kind() -> None:
    done = svclint("diff", "--apply", "replace", "--live", LIVE, MANIFEST)
    assert done.stdout.endswith("Applying 1 Ingress, 1 EndpointSlice: 2 would be updated\n")


def test_what_is_live_already_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(LIVE.read_text())
    found = outcomes("--apply", "replace", "--live", LIVE, tmp_path)
    assert {each["outcome"] for each in found.values()} == {"unchanged"}


@pytest.mark.parametrize("source", ["snapshot", "nothing"])
def test_a_kind_that_was_not_read_is_not_created(tmp_path: Path, source: str) -> None:
    """A list of Services alone does not show that there are no Ingresses."""
    facts = {"apiVersion": "svclint/v1", "kind": "Snapshot", "kubernetesVersion": "1.36"}
    kinds = ["Service", "Ingress"] if source == "snapshot" else ["Service"]
    live = {"apiVersion": "v1", "kind": "List", "items": [facts | {"kinds": kinds}]}
    (tmp_path / "live.json").write_text(json.dumps(live))
    done = svclint("diff", "--live", tmp_path / "live.json", MANIFEST)
    if source == "snapshot":
        assert done.stdout == (
            f"would be created: Ingress default/shop ({MANIFEST}:1)\n\n"
            "Applying 1 Ingress: 1 would be created\n"
        )
    else:
        assert (done.exit_code, done.stdout) == (0, "Nothing was compared\n")
    missing = "1 EndpointSlice" if source == "snapshot" else "1 Ingress, 1 EndpointSlice"
    note = f"not compared: {missing}, because the live objects contain none of their kind"
    assert f"svclint: note: {note}\n" in done.stderr


def test_check_validates_the_update() -> None:
    done = svclint("check", "--live", LIVE, MANIFEST)
    assert "the live number stays, because it was not applied before" in done.stdout
    assert "the live number stays" not in svclint("check", MANIFEST).stdout


def test_a_live_object_that_no_server_returns_is_an_error(tmp_path: Path) -> None:
    broken = LIVE.read_text().replace("endpoints: [", "endpoints: [1, ")
    (tmp_path / "live.yaml").write_text(broken)
    done = svclint("diff", "--live", tmp_path / "live.yaml", MANIFEST)
    assert done.exit_code == 2
    assert "live EndpointSlice default/db-1 is not an object as the API returns it" in done.stderr

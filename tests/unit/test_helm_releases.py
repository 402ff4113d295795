"""Releases of Helm in live objects: found, reduced, and never more than is needed."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from gzip import compress, decompress
from pathlib import Path
from typing import Any

import pytest
from svclint.kubernetes.live import helm_releases, read_live
from svclint.kubernetes.live.helm_releases import TYPE, reduced_release, released_objects
from svclint.kubernetes.live.reduction import kept
from svclint.kubernetes.live.resources import RELEASES
from svclint.source.kinds import KINDS_READ

from tests.command.applier_runs import MANIFEST, PREVIOUS, diff, live, outcome

SEKRET = "SEKRET-5f4dcc3b"
OTHERS = f"""\
---
# Source: app/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata: {{name: password}}
stringData: {{password: {SEKRET}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings}}
data: {{password: {SEKRET}}}
---
# Source: app/templates/service.yaml
"""


def release(manifest: str, version: int = 1, status: str = "deployed", name: str = "app") -> Any:
    """Return a Secret as Helm stores it."""
    content = {
        "name": name,
        "namespace": "shop",
        "version": version,
        "info": {"status": status, "notes": SEKRET},
        "config": {"password": SEKRET},
        "chart": {"values": {"password": SEKRET}},
        "manifest": manifest,
    }
    packed = b64encode(compress(json.dumps(content).encode()))
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": f"sh.helm.release.v1.{name}.v{version}", "namespace": "shop"},
        "type": TYPE,
        "data": {"release": b64encode(packed).decode()},
    }


def add_to_snapshot(*items: Any) -> None:
    service = json.loads(Path("live.json").read_text())
    content = {"apiVersion": "v1", "kind": "List", "items": [service, *items]}
    Path("live.json").write_text(json.dumps(content))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text(MANIFEST)
    live("helm", "Update", labels={"app.kubernetes.io/managed-by": "Helm"})


def test_helm_3_merges_with_the_release_in_a_snapshot() -> None:
    add_to_snapshot(release(OTHERS + PREVIOUS))
    found = outcome("--apply", "helm3")
    assert found["outcome"] == "update"
    assert [port["port"] for port in found["after"]["spec"]["ports"]] == [9090]


def test_the_reduced_release_is_the_same() -> None:
    add_to_snapshot(release(OTHERS + PREVIOUS))
    expected = outcome("--apply", "helm3")
    live("helm", "Update", labels={"app.kubernetes.io/managed-by": "Helm"})
    add_to_snapshot(reduced_release(release(OTHERS + PREVIOUS)))
    assert outcome("--apply", "helm3") == expected


def test_a_reduced_release_contains_no_values_and_no_other_kinds() -> None:
    reduced = reduced_release(release(OTHERS + PREVIOUS))
    assert reduced is not None
    content = decompress(b64decode(b64decode(reduced["data"]["release"]))).decode()
    assert '"name": "app"' in content
    assert '\\"kind\\": \\"Service\\"' in content
    for each in (SEKRET, "password", "chart", "config", "Secret", "ConfigMap"):
        assert each not in content


def test_the_last_deployed_revision_counts() -> None:
    other = PREVIOUS.replace("8080", "7070")
    secrets = [
        release(other, 1, "superseded"),
        release(PREVIOUS, 2),
        release(other, 3, "failed"),
        release(other.replace("name: app", "name: web"), 9, name="web"),
    ]
    found = released_objects(secrets)
    ports = {name.name: data["spec"]["ports"][0]["port"] for name, data in found.items()}
    assert ports == {"app": 8080, "web": 7070}
    assert {name.namespace for name in found} == {"shop"}


def test_without_a_release_helm_3_needs_a_file() -> None:
    done = diff("--apply", "helm3")
    assert done.exit_code == 2
    assert "--apply helm3 needs --previous FILE" in done.stderr
    assert "svclint snapshot --helm-releases" in done.stderr


def secret(kind: str, **data: str) -> dict[str, Any]:
    return {**release(""), "type": kind, "data": data}


@pytest.mark.parametrize(
    "item",
    [
        secret("Opaque", password=SEKRET),
        secret("Opaque", release=release(PREVIOUS)["data"]["release"]),
        secret(TYPE),
        secret(TYPE, release=SEKRET),
        secret(TYPE, release=b64encode(SEKRET.encode()).decode()),
        secret(TYPE, release=b64encode(b64encode(b"\x1f\x8b" + SEKRET.encode())).decode()),
        secret(TYPE, release=b64encode(b64encode(b"[" * 100_000)).decode()),
        {**release(""), "data": 5},
    ],
    ids=str,
)
def test_nothing_is_kept_of_any_other_secret(item: dict[str, Any]) -> None:
    assert kept(item, RELEASES) is None
    assert released_objects([item]) == {}
    add_to_snapshot(item)
    done = diff()
    assert SEKRET not in done.output
    assert done.exit_code in (1, 2)
    assert "Secret" not in str([each.kind for each in read_live(["live.json"], KINDS_READ).objects])


def test_a_release_that_decompresses_to_too_much_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(helm_releases, "MAX_BYTES", 1000)
    assert reduced_release(release(PREVIOUS)) is not None
    assert reduced_release(release(PREVIOUS + "#" * 2000)) is None

"""What ``svclint targets`` reads: files, live objects, clusters, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command.targets_runs import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    UNNAMED,
    WEB,
    joined,
    services,
    svclint,
)


def live_file(folder: Path, *manifests: str) -> Path:
    file = folder / "live" / "live.yaml"
    file.parent.mkdir()
    # In the form of the API.
    shown = joined(*manifests).replace("metadata: {", "metadata: {namespace: default, ")
    file.write_text(shown)
    return file


def test_a_whole_tree_is_one_application(tmp_path: Path) -> None:
    for folder, text in {"svc": SERVICE, "deploy": DEPLOYMENT, "deploy/charts/x": "a: b\n"}.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "web.yaml").write_text(text)
    assert services(tmp_path)[0]["ports"][0]["targets"] == [WEB]


def test_namespaces(tmp_path: Path) -> None:
    elsewhere = DEPLOYMENT.replace("{name: web}\nspec", "{name: web, namespace: shop}\nspec", 1)
    both = joined(SERVICE, elsewhere)
    assert services("-", stdin=both)[0]["ports"][0]["targets"] == []
    (found,) = services("--namespace", "shop", "-", stdin=both)
    assert (found["namespace"], found["ports"][0]["targets"]) == ("shop", [WEB])


def test_live_objects_fill_in_what_files_lack(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(SERVICE)
    other = SERVICE.replace("web", "other")
    live = live_file(tmp_path, DEPLOYMENT, INGRESS, other, DEPLOYMENT.replace("web", "other"))
    (found,) = services("--live", live, tmp_path / "web.yaml")
    assert (found["name"], found["ports"][0]["targets"]) == ("web", [WEB])
    shown = svclint("--live", live, tmp_path / "web.yaml").stdout
    assert "← Ingress shop" in shown
    assert "1 Service, nothing broken" in shown


def test_live_services_of_what_is_in_files(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(DEPLOYMENT)
    live = live_file(tmp_path, SERVICE, SERVICE.replace("web", "other"))
    assert [each["name"] for each in services("--live", live, tmp_path / "web.yaml")] == ["web"]


def test_live_objects_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cwd").mkdir()
    (tmp_path / "cwd" / "other.yaml").write_text(SERVICE.replace("web", "other"))
    monkeypatch.chdir(tmp_path / "cwd")
    live = live_file(tmp_path, SERVICE, UNNAMED)
    assert [each["name"] for each in services("--live", live)] == ["web"]
    assert "the pods have 8080" in svclint("--live", live).stdout
    assert [each["name"] for each in services("--live", live, ".")] == ["other"]
    assert [each["name"] for each in services()] == ["other"]


@pytest.mark.parametrize(
    ("files", "code", "said"),
    [
        ({}, 0, ""),
        ({"a.yaml": ""}, 0, ""),
        ({"a.yaml": "x: 1\n"}, 0, ""),
        ({"a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: {{ x }}}\n"}, 0, "a template"),
        ({"a.yaml": "kind: Service\na: [\n"}, 2, "a.yaml:3:1: did not find"),
        ({"a.yaml": "kind: Service\nspec: {ports: 3, selector: [x], type: {}}\n"}, 0, ""),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, files: dict[str, str], code: int, said: str) -> None:
    (tmp_path / "web.yaml").write_text(joined(SERVICE, DEPLOYMENT))
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = svclint("--format", "json", tmp_path)
    assert done.exit_code == code
    assert said in done.stderr
    assert bool(said) == bool(done.stderr)
    names = [each["name"] for each in json.loads(done.stdout)["services"]]
    assert "web" in names


@pytest.mark.parametrize(
    "words", [["gone"], ["--live", "gone"], ["--format", "png"], ["--namespace"], ["--output", "."]]
)
def test_mistakes_end_with_2(words: list[str], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    done = svclint(*words)
    assert done.exit_code == 2
    assert done.stderr


def test_clusters_of_a_configuration_are_kept_apart(tmp_path: Path) -> None:
    (tmp_path / ".svclint.yaml").write_text(
        "clusters:\n- {name: blue, paths: [blue/**]}\n- {name: red, paths: [red/**]}\n"
    )
    for folder, text in {"blue": joined(SERVICE, DEPLOYMENT), "red": SERVICE}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "web.yaml").write_text(text)
    found = [each["ports"][0]["targets"] for each in services(tmp_path)]
    assert sorted(found, key=bool) == [[], [WEB]]
    shown = svclint(tmp_path).stdout
    assert "blue: default/web (ClusterIP)" in shown
    assert "red: default/web (ClusterIP)" in shown

"""Hostile kustomizations, with the real kustomize and kubectl: what they may not do."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.building import build, named_kustomization
from svclint.render.closure import closure_of
from svclint.render.discovery import find_kustomizations
from svclint.render.tools import RenderError

from tests.render.hostile_trees import SERVICE, NotingServer, rendered, write
from tests.render.real_tools import KUSTOMIZES, only


@pytest.fixture(params=KUSTOMIZES)
def kustomize(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> str:
    only(monkeypatch, tmp_path / "tools", request.param)
    return str(request.param)


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    "entry",
    [
        "https://example.com/web.yaml",
        "github.com/example/web?ref=main",
        "git@github.com:example/web.git",
        "ssh://git@example.com/web",
        "git::https://example.com/web",
        "example.com/web//base?ref=v1",
        "file:///etc/passwd",
    ],
)
def test_nothing_remote_is_built(work: Path, entry: str) -> None:
    write(work / "app", {"kustomization.yaml": f"resources:\n- {entry}\n"})
    with pytest.raises(RenderError, match="is remote, and svclint fetches nothing"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_remote_base_of_a_base_is_not_built(work: Path) -> None:
    write(
        work,
        {
            "app/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": "components: [https://example.com/x]\n",
        },
    )
    with pytest.raises(RenderError, match="is remote"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_missed_remote_base_is_not_fetched(work: Path, server: NotingServer) -> None:
    """What the scan does not see: a generator whose output is a URL cannot be fetched either."""
    address = f"http://127.0.0.1:{server.server_port}/web.yaml"
    write(work / "app", {"kustomization.yaml": f"resources:\n- {address}\n"})
    root = named_kustomization("app")
    with pytest.raises(RenderError, match="failed"):
        build(root, closure_of(root)._replace(problems=()))
    assert server.asked == []


@pytest.mark.usefixtures("kustomize")
def test_a_file_outside_of_the_root_is_not_read(work: Path) -> None:
    (work.parent / "secret").write_text("password")
    text = "configMapGenerator: [{name: a, files: [../../secret]}]\n"
    write(work / "app", {"kustomization.yaml": text})
    with pytest.raises(RenderError) as error:
        rendered(named_kustomization("app"))
    assert "password" not in str(error.value)
    (work / "app" / "link").symlink_to(work.parent / "secret")
    write(work / "app", {"kustomization.yaml": text.replace("../../secret", "link")})
    with pytest.raises(RenderError) as error:
        rendered(named_kustomization("app"))
    assert "password" not in str(error.value)


@pytest.mark.usefixtures("kustomize")
@pytest.mark.parametrize(
    "text",
    [
        "generators: [exec.yaml]\n",
        "transformers: [exec.yaml]\n",
        "validators: [exec.yaml]\n",
    ],
)
def test_no_function_is_run(work: Path, text: str) -> None:
    function = (
        "apiVersion: v1\nkind: Bad\nmetadata:\n  name: bad\n  annotations:\n"
        "    config.kubernetes.io/function: |\n      exec: {path: ./bad.sh}\n"
    )
    script = f"#!/bin/sh\n/usr/bin/touch {work}/ran\n"
    write(
        work / "app",
        {
            "kustomization.yaml": f"{text}resources: [web.yaml]\n",
            "exec.yaml": function,
            "bad.sh": script,
            "web.yaml": SERVICE,
        },
    )
    (work / "app" / "bad.sh").chmod(0o755)
    with pytest.raises(RenderError):
        rendered(named_kustomization("app"))
    assert not (work / "ran").exists()


@pytest.mark.usefixtures("kustomize")
def test_no_chart_is_inflated(work: Path) -> None:
    text = "helmCharts: [{name: web, repo: 'https://example.com', version: 1.0.0}]\n"
    write(work / "app", {"kustomization.yaml": text})
    with pytest.raises(RenderError, match="--enable-helm"):
        rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_kustomization_is_built(work: Path) -> None:
    write(
        work,
        {
            "app/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "base/web.yaml": SERVICE,
        },
    )
    assert "name: prod-web" in rendered(named_kustomization("app"))


@pytest.mark.usefixtures("kustomize")
def test_a_large_kustomization_is_a_problem(work: Path) -> None:
    text = "resources: [web.yaml]\n#" + "x" * 1024 * 1024
    write(work / "app", {"kustomization.yaml": text, "web.yaml": SERVICE})
    with pytest.raises(RenderError, match=r"run: kustomization\.yaml has .*, more than 1 MiB"):
        rendered(named_kustomization("app"))
    found = find_kustomizations(["app/web.yaml", "app/kustomization.yaml"]).outermost
    assert [root.folder for root, _ in found] == ["app"]


@pytest.mark.usefixtures("kustomize")
def test_a_kustomization_in_utf_16_is_found(work: Path) -> None:
    write(work / "app", {"web.yaml": SERVICE})
    (work / "app/kustomization.yaml").write_text("resources: [web.yaml]\n", encoding="utf-16")
    found = [closure for _, closure in find_kustomizations(["app/kustomization.yaml"]).outermost]
    assert [str(work / "app/web.yaml") in each.files for each in found] == [True]

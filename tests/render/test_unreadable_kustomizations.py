"""Kustomizations that cannot be read, or that name what cannot be: no tool is run, and why not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from svclint.render.building import named_kustomization
from svclint.render.closure import closure_of

from tests.command.runs import svclint
from tests.render.hostile_trees import SERVICE, write

RESOURCES = "resources: [web.yaml]\n"
needs_fifos = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no FIFOs")


@needs_fifos
@pytest.mark.parametrize(
    "text",
    [
        "resources: [web.yaml, fifo]\n",
        RESOURCES + "patches: [{path: fifo}]\n",
        RESOURCES + "configMapGenerator: [{name: a, files: [a=fifo]}]\n",
        RESOURCES + "configMapGenerator: [{name: a, envs: [fifo]}]\n",
        RESOURCES + "replacements: [{path: fifo}]\n",
        RESOURCES + "transformers: [fifo]\n",
        RESOURCES + "openapi: {path: fifo}\n",
    ],
)
def test_a_fifo_is_not_waited_for(work: Path, text: str) -> None:
    write(work / "app", {"kustomization.yaml": text, "web.yaml": SERVICE})
    os.mkfifo(work / "app/fifo")
    (problem,) = closure_of(named_kustomization("app")).problems
    assert problem == "fifo is a FIFO, a socket or a device; only regular files are read"


CONFIG_MAP = """
apiVersion: builtin
kind: ConfigMapGenerator
metadata: {name: a}
%s
"""


@needs_fifos
@pytest.mark.parametrize("named", ["files: [a=fifo]", "envs: [fifo]", "env: fifo"])
@pytest.mark.parametrize("place", ["file", "folder", "text"])
def test_a_fifo_that_a_plug_in_names_is_not_waited_for(work: Path, named: str, place: str) -> None:
    config = CONFIG_MAP % named
    plugins = {"file": "generator.yaml", "folder": "generators", "text": config}
    write(
        work / "app",
        {
            "kustomization.yaml": RESOURCES + f"generators: {json.dumps([plugins[place]])}\n",
            "web.yaml": SERVICE,
            "generator.yaml": "# Two documents.\n---\n" + config,
            "generators/kustomization.yaml": "resources: [a.yaml]\n",
            "generators/a.yaml": config,
        },
    )
    os.mkfifo(work / "app/fifo")
    assert closure_of(named_kustomization("app")).problems == (
        "fifo is a FIFO, a socket or a device; only regular files are read",
    )


@needs_fifos
def test_a_second_kustomization_that_is_a_fifo_is_not_waited_for(work: Path) -> None:
    write(work / "app", {"kustomization.yaml": RESOURCES, "web.yaml": SERVICE})
    os.mkfifo(work / "app/Kustomization")
    (problem,) = closure_of(named_kustomization("app")).problems
    assert problem.startswith("Kustomization is a FIFO")


@pytest.mark.parametrize("text", ["resources: [web.yaml", "- web.yaml\n", "", "resources\n"])
def test_what_is_no_kustomization_is_not_rendered(work: Path, text: str) -> None:
    write(work, {"app/kustomization.yaml": text, "app/web.yaml": SERVICE})
    done = svclint("check", "--no-cache", "--render", "require", ".")
    assert done.exit_code == 2
    assert "kustomize build ./app is not run: kustomization.yaml" in done.stderr
    assert svclint("check", "--no-cache", ".").exit_code < 2


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("kustomization.yaml", {}),
        ("kustomization.yaml", {"app/web.yaml": SERVICE}),
        # Without an ending, it is looked for beside files that are read.
        ("Kustomization", {"app/web.yaml": SERVICE}),
    ],
)
def test_a_link_out_of_the_checkout_is_not_rendered(
    work: Path, tmp_path: Path, name: str, others: dict[str, str]
) -> None:
    (tmp_path / "outside").write_text(RESOURCES)
    write(work, {".git/HEAD": "", "web.yaml": SERVICE, "app/.keep": "", **others})
    (work / "app" / name).symlink_to(tmp_path / "outside")
    done = svclint("check", "--no-cache", "--render", "require", ".")
    assert f"{name} is a link out of the checkout" in done.stderr
    assert done.exit_code == 2

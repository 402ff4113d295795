"""The cause in errors of kustomize, as its version 5 prints them."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.kustomize.failure_causes import Cause, cause_of

from tests.command.runs import svclint
from tests.render.real_tools import KUSTOMIZES, only
from tests.render.real_trees import write

_MISSING = "accumulating resources from 'a.yaml': lstat base/a.yaml: no such file or directory"
_LINK = "evalsymlink failure on 'base/a.yaml' : "
_NO_FILE = (
    "accumulating resources: accumulation err='"
    + _MISSING.replace("lstat", f"{_LINK}lstat")
    + f"': must build at directory: not a valid directory: {_LINK}lstat base/a.yaml: no such file"
)
_TWICE = "merging resources from 'b.yaml': may not add resource with an already registered id: a"
_NO_MATCH = 'no resource matches strategic merge patch "Service.v1.[noGrp]/b.[noNs]"'
_STEP = (
    "accumulating resources: accumulation err='accumulating resources from '../{0}': '{0}' must "
    "resolve to a file': recursed accumulation of path '{0}': "
)
_NO_TARGET = _STEP.replace("recursed accumulation of", "couldn't make target for")


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (_NO_FILE, Cause(_MISSING, "")),
        (_STEP.format("base") + _NO_FILE, Cause(_MISSING, "base")),
        (_STEP.format("middle") + _STEP.format("base") + _NO_FILE, Cause(_MISSING, "base")),
        (
            f"accumulating resources: accumulation err='{_TWICE}': must build at directory: 'b'",
            Cause(_TWICE, ""),
        ),
        (_STEP.format("base") + _NO_MATCH, Cause(_NO_MATCH, "base")),
        (
            _NO_TARGET.format("base") + "invalid Kustomization",
            Cause("invalid Kustomization", "base"),
        ),
        ("accumulating resources: no", Cause("no", "")),
        (_NO_MATCH, None),
    ],
)
@pytest.mark.parametrize("start", ["failed: Error: %s", "failed: error: %s"])
def test_the_cause_of_an_error(start: str, error: str, cause: Cause | None) -> None:
    assert cause_of(start % error) == cause


@pytest.mark.parametrize("tool", KUSTOMIZES)
def test_a_fault_of_a_base_is_told_once(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    only(monkeypatch, tmp_path / "tools", tool)
    over = {f"{name}/kustomization.yaml": "resources: [../base]\n" for name in ("dev", "prod")}
    write(work, {"base/kustomization.yaml": "resources: [a.yaml]\n", **over})
    (note,) = svclint("check", ".", "--no-cache").stderr.splitlines()
    assert "dev, prod are not rendered: " in note
    assert note.endswith(f" failed in base: {_MISSING}")


def test_a_copy_is_named_as_its_original(
    work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, tmp_path / "tools", "kustomize")
    charts = "helmCharts: [{name: a, repo: https://example.com, version: 1.0.0}]\n"
    plugin = "apiVersion: example.com/v1\nkind: Secrets\nmetadata: {name: a}\n"
    over = "resources: [../base]\n"
    base = f"generators: [a.yaml]\n{charts}"
    files = {"base/kustomization.yaml": base, "base/a.yaml": plugin}
    write(work, {**files, "over/kustomization.yaml": over})
    done = svclint("check", ".", "--no-cache")
    assert "kustomize build failed in base: " in done.stderr

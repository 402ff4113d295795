"""The chart, the overlays and the Flux tree of the examples, and what the README shows of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.render.real_tools import HELMS, KUSTOMIZES, only

TOP = Path(__file__).parents[2]
RENDERED = "examples/rendered"
OVERLAY_FAULTS = {
    f"{RENDERED}/overlays/production/node-port.yaml:9:17": "node-port-outside-range",
    f"{RENDERED}/flux/clusters/production/shop.yaml:16:13": "port-out-of-range",
}


def check(*words: str) -> str:
    return CliRunner().invoke(group, ["check", "--no-cache", *words], prog_name="svclint").stdout


def faults(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if ": error: " in line or ": warning: " in line]
    return {line.partition(": ")[0]: line.rpartition("[")[2].rstrip("]") for line in lines}


@pytest.mark.parametrize("helm", HELMS)
def test_the_readme_shows_the_chart(
    helm: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(TOP)
    only(monkeypatch, tmp_path / "tools", helm)
    shown = check(f"{RENDERED}/chart")
    block = f"```text\n$ svclint check {RENDERED}/chart\n{shown}```\n"
    assert block in (TOP / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kustomize", KUSTOMIZES)
def test_faults_of_overlays(
    kustomize: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(TOP)
    only(monkeypatch, tmp_path / "tools", kustomize)
    assert faults(check(f"{RENDERED}/overlays", f"{RENDERED}/flux")) == OVERLAY_FAULTS

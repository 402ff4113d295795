"""The chart, the overlays and the Flux tree of the examples, and what the README shows of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.render.real_tools import HELMS, KUSTOMIZES, only

TOP = Path(__file__).parents[2]
RENDERED = "examples/rendered"
OVERLAYS, FLUX = f"{RENDERED}/overlays", f"{RENDERED}/flux"
OVERLAY_FAULTS = {
    f"{OVERLAYS}/base/service.yaml:11:17": "target-port-name-missing",
    f"{OVERLAYS}/prod/kustomization.yaml:7:12": "label-invalid",
    f"{OVERLAYS}/prod/kustomization.yaml:18:15": "target-port-out-of-range",
    f"{OVERLAYS}/prod/load-balancer.yaml:7:26": "external-traffic-policy-unsupported",
    f"{FLUX}/clusters/prod/api.yaml:17:13": "type-unsupported",
    f"{FLUX}/clusters/prod/settings.yaml:7:14": "wrong-type",
    f"{FLUX}/clusters/prod/web.yaml:16:20": "load-balancer-ip-invalid",
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
    only(monkeypatch, tmp_path / "tools", kustomize, "helm3")
    shown = check(OVERLAYS, FLUX)
    assert faults(shown) == OVERLAY_FAULTS
    # One fault of the base, in both overlays.
    assert f"in Service shop-prod/prod-web of {OVERLAYS}/prod, {OVERLAYS}/staging" in shown

"""Which manifests are whole workloads, and which only are a part of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.kubernetes.workloads import pod_template_of

from tests.command.runs import svclint
from tests.unit.manifests import DEPLOYMENT, documents

BROKEN = DEPLOYMENT.replace(
    "image: web,", "image: web, readinessProbe: {httpGet: {port: htpp, path: /}},"
)


@pytest.mark.parametrize(
    ("manifest", "names"),
    [
        (DEPLOYMENT, ["web"]),
        (DEPLOYMENT.replace("image: web, ", ""), None),
        (DEPLOYMENT.replace("containers:", "initContainers:"), None),
        (DEPLOYMENT.replace("apps/v1", "example.com/v1"), None),
        (DEPLOYMENT.replace("[{name: web, image: web", "[7, {name: web, image: web"), None),
    ],
)
def test_only_whole_workloads_are_checked(manifest: str, names: list[str] | None) -> None:
    (document,) = documents({"web.yaml": manifest})
    pods = pod_template_of(document)
    assert (pods and [each.name for each in pods.containers]) == names


def test_a_patch_of_a_kustomization_is_not_checked(tmp_path: Path) -> None:
    for name, patches in (("base", ""), ("overlay", "patches: [{path: web.yaml}]\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "web.yaml").write_text(BROKEN, encoding="utf-8")
        text = f"resources: []\n{patches}"
        (tmp_path / name / "kustomization.yaml").write_text(text, encoding="utf-8")
    assert "probe-port-missing" in svclint("check", tmp_path / "base").output
    assert "probe-port-missing" not in svclint("check", tmp_path / "overlay").output


def test_a_placeholder_for_the_port_of_a_probe_is_unknown(tmp_path: Path) -> None:
    probe = "image: web, readinessProbe: {grpc: {port: '${PORT:-9003}'}},"
    (tmp_path / "web.yaml").write_text(DEPLOYMENT.replace("image: web,", probe), encoding="utf-8")
    assert "probe-port-missing" not in svclint("check", tmp_path).output

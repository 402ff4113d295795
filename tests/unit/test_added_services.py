"""A Service without ports that is applied server-side may add to one that exists."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {a: b}}\n"
FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: web, namespace: flux-system}
spec: {path: ./apps/web, sourceRef: {kind: GitRepository, name: home}}
"""
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source: {repoURL: https://git.example.com/home, path: apps/web}
  destination: {namespace: web}
  syncPolicy: {syncOptions: [%s]}
"""


@pytest.mark.parametrize(
    ("deployer", "spec", "expected"),
    [
        (FLUX, "", "note"),
        (FLUX, "spec: {type: LoadBalancer}\n", "note"),
        (FLUX, "spec: {selector: {app: web}}\n", "error"),
        (APPLICATION % "ServerSideApply=true", "", "note"),
        (APPLICATION % "Validate=true", "", "error"),
        ("", "", "error"),
    ],
)
@pytest.mark.parametrize("resources", ["", "resources: [service.yaml]\n"])
def test_ports_of_a_service_that_is_added_to(
    tmp_path: Path, resources: str, deployer: str, spec: str, expected: str
) -> None:
    web = tmp_path / "apps" / "web"
    web.mkdir(parents=True)
    (web / "service.yaml").write_text(SERVICE + spec)
    (tmp_path / "cluster.yaml").write_text(deployer)
    if resources:
        (web / "kustomization.yaml").write_text(resources)
    request = CheckRequest(paths=(str(tmp_path),), use_config=False, select=("ports-missing",))
    (found,) = check(request).findings
    assert str(found.severity) == expected


def test_a_service_that_is_not_live_has_nothing_to_add_to(tmp_path: Path) -> None:
    web = tmp_path / "apps" / "web"
    web.mkdir(parents=True)
    (web / "service.yaml").write_text(SERVICE)
    (tmp_path / "cluster.yaml").write_text(FLUX)
    live = tmp_path / "live.yaml"
    live.write_text(
        SERVICE.replace("web,", "web, namespace: other,") + "spec: {ports: [{port: 80}]}\n"
    )
    request = CheckRequest(
        paths=(str(web), str(tmp_path / "cluster.yaml")),
        live=(str(live),),
        apply="flux",
        use_config=False,
        select=("ports-missing",),
    )
    (found,) = check(request).findings
    assert (str(found.severity), found.server is None) == ("error", False)

"""Faults that a replacement causes stand at the replacement, or at the setting that it copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: http}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - {name: the-web-server-of-the-shop, image: web, ports: [{name: http, containerPort: 80}]}
"""
_INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
  - host: web.example.com
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a Service, to which a test adds a kustomization."""
    only(monkeypatch, tmp_path / "tools", "kustomize")
    folder = tmp_path / "tree"
    write(folder, {"web.yaml": _SERVICE, "ingress.yaml": _INGRESS})
    monkeypatch.chdir(folder)
    return folder


def _kustomization(source: str, target: str) -> dict[str, str]:
    generated = "configMapGenerator: [{name: settings, literals: [text=Bad_Name]}]\n"
    text = (
        f"resources: [web.yaml, ingress.yaml]\n{generated}replacements:\n- {source}\n  {target}\n"
    )
    return {"kustomization.yaml": text}


def test_a_field_that_is_right_in_its_object_is_not_the_place(tree: Path) -> None:
    source = "source: {kind: Deployment, fieldPath: 'spec.template.spec.containers.0.name'}"
    target = "targets: [{select: {kind: Service}, fieldPaths: ['spec.ports.0.targetPort']}]"
    write(tree, _kustomization(source, target))
    (found,) = (each for each in findings() if each["rule"] == "target-port-name-invalid")
    assert (Path(found["file"]).as_posix(), found["line"]) == ("kustomization.yaml", 4)
    way = [(Path(each["file"]).as_posix(), each["line"]) for each in found["source"]["through"]]
    assert ("web.yaml", 18) in way


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("sourceValue: Bad_Name", (4, 16)),
        ("source: {kind: ConfigMap, name: settings, fieldPath: data.text}", (2, 50)),
    ],
)
def test_a_piece_of_a_text_stands_where_the_piece_is_written(
    tree: Path, source: str, place: tuple[int, int]
) -> None:
    options = "options: {delimiter: '.', index: 0}"
    paths = "fieldPaths: [spec.rules.0.host]"
    write(
        tree,
        _kustomization(source, f"targets: [{{select: {{kind: Ingress}}, {paths}, {options}}}]"),
    )
    assert places("ingress-host-invalid") == [("kustomization.yaml", *place)]

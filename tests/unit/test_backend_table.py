"""The table of backends, and rows that a team adds to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.kubernetes.targets.backend_table import TABLE
from svclint.kubernetes.targets.table_reading import backends_by_rows
from svclint.model.backend_row import BackendRow
from svclint.source import Document
from svclint.source.document import Chunk
from svclint.source.kinds import KINDS_READ, REFERENCE_KINDS

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
"""
CONFIG = """\
backends:
  ShopRoute.shop.example.com:
    - path: spec.rules[].to
      name: service
      port: servicePort
      portBy: [number, targetPort]
"""
ROUTE = """\
apiVersion: shop.example.com/v1
kind: ShopRoute
metadata: {name: web}
spec:
  rules:
    - to: {service: web, servicePort: 8080}
    - to: {service: wbe, servicePort: 80}
    - to: {service: web, servicePort: 81}
"""


def test_kinds_of_the_table_are_read() -> None:
    assert {kind for kind, _ in TABLE} <= REFERENCE_KINDS <= KINDS_READ


@pytest.mark.parametrize("version", ["shop.example.com/v1", "shop.example.com/v2"])
def test_a_team_adds_a_kind(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".svclint.yaml").write_text(CONFIG)
    (tmp_path / "all.yaml").write_text(SERVICE + ROUTE.replace("shop.example.com/v1", version))
    found = check(CheckRequest(paths=("all.yaml",), select=("references",))).findings
    assert sorted((each.location.line, each.rule) for each in found) == [
        (12, "backend-service-missing"),
        (13, "backend-port-missing"),
    ]


@pytest.mark.parametrize(
    ("row", "data", "expected"),
    [
        (BackendRow("spec"), {"spec": {"name": "a", "port": 1}}, [("", "a", 1)]),
        (BackendRow("spec.to[]"), {"spec": {"to": [{"name": "a"}, 3, {}]}}, [("", "a", None)]),
        (BackendRow("spec.to[]"), {"spec": {"to": {"name": "a"}}}, []),
        (BackendRow("spec", port="a[].b"), {"spec": {"name": "a", "a": [{"b": 1}, {"b": 2}]}},
         [("", "a", 1), ("", "a", 2)]),
        (BackendRow("spec", form="namespace/name"), {"spec": {"name": "x/a"}}, [("x", "a", None)]),
        (BackendRow("spec", form="host"), {"spec": {"name": "a.x.svc:80"}}, [("x", "a", 80)]),
        (BackendRow("spec", form="host"), {"spec": {"name": "a.example"}}, []),
        (BackendRow("spec", conditions=(("kind", "Service"),)),
         {"spec": {"name": "a", "kind": "Bucket"}}, []),
        (BackendRow("spec", conditions=(("kind", "Service"),), required=("kind",)),
         {"spec": {"name": "a"}}, []),
        (BackendRow("spec", default_port=443), {"spec": {"name": "a"}}, [("", "a", 443)]),
    ],
)  # fmt: skip
def test_a_row_finds_references(
    row: BackendRow, data: dict[str, object], expected: list[tuple[str, str, int | None]]
) -> None:
    document = Document(Chunk("a.yaml", "", 1), data)
    found = backends_by_rows(document, [row])
    assert [(each.namespace, each.name, each.port) for each in found] == expected

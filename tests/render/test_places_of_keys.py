"""A key that is wrong stands at the key, also where only its value is found."""

from __future__ import annotations

import pytest
from svclint.model import Location
from svclint.render.keys import at_key

from tests.render.charts import findings, write
from tests.render.real_tools import only

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  clusterIp: None
  ports: [{port: 80, targetport: 9000}]
"""


@pytest.mark.usefixtures("work")
def test_in_a_kustomization(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    only(monkeypatch, tmp_path_factory.mktemp("tools"), "kustomize")
    write({"base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": SERVICE})
    found = [(each["line"], each["column"]) for each in findings(".")]
    assert found == [(5, 3), (6, 22)]


@pytest.mark.usefixtures("helm_work")
def test_in_a_chart() -> None:
    write({"charts/web/templates/service.yaml": SERVICE})
    found = {(each["line"], each["column"]) for each in findings(".") if each["rule"] != "x"}
    assert {(5, 3), (6, 22)} <= found


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ('  "a.b": 1', 10, 10),
        ('  "targetport": 1', 17, 3),
        ("  x-targetport: 1", 17, 5),
        ("  targetport: &a 1", 17, 17),
        ("", 1, 1),
    ],
)
def test_where_the_key_stands(line: str, column: int, found: int) -> None:
    place = Location("web.yaml", 1, column)
    assert at_key(line, place, ".spec.ports[0].targetport").column == found

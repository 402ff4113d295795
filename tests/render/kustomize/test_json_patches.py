"""JSON patches are replayed in a time that grows as they do, and each change has its operation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.named_in_field import Named

from tests.unit.test_linear import calls_of

_SIZE, _TIMES = 60, 4
_PORTS = ("spec", "ports")


def _tracer(folder: Path, before: list[Any], operations: list[Any], after: list[Any]) -> Any:
    folder.mkdir(exist_ok=True)
    patch = {"path": "patch.json", "target": {"kind": "Service"}}
    kustomization = {"resources": ["service.yaml"], "patches": [patch]}
    (folder / "kustomization.yaml").write_text(json.dumps(kustomization))
    # An operation a line, from the second one.
    lines = ",\n".join(map(json.dumps, operations))
    (folder / "patch.json").write_text(f"[\n{lines}\n]")
    (folder / "service.yaml").write_text(json.dumps(_service(before)))
    return KustomizeTracer(str(folder), json.dumps(_service(after)).encode())


def _service(ports: list[Any]) -> dict[str, Any]:
    metadata, spec = {"name": "web"}, {"ports": ports}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}


def test_the_work_is_linear(tmp_path: Path) -> None:
    def work(size: int) -> int:
        numbers = range(1, size + 1)
        before, after = (
            [{"name": f"p{each}", "port": each + more} for each in numbers] for more in (0, 1000)
        )
        operations = [
            {"op": "replace", "path": f"/spec/ports/{each - 1}/port", "value": 1000 + each}
            for each in numbers
        ]
        tracer = _tracer(tmp_path / "tree", before, operations, after)
        return calls_of(lambda: (tracer.origin(0, _PORTS), tracer.change(0, _PORTS)))

    work(2)
    assert work(_SIZE * _TIMES) <= work(_SIZE) * _TIMES * 1.5


def _replaced(key: str, value: str | int) -> dict[str, Any]:
    return {"op": "replace", "path": f"/spec/ports/0/{key}", "value": value}


_LABELS = {"op": "add", "path": "/metadata/labels", "value": {}}


@pytest.mark.parametrize(
    ("operations", "named", "line"),
    [
        ([_LABELS, _replaced("name", "web")], None, 3),
        ([_replaced("port", 81), _replaced("name", "web"), _LABELS], None, 3),
        ([_replaced("name", "web"), _replaced("port", 81)], Named("http"), 2),
        ([_replaced("name", "web"), _replaced("port", 81)], Named(80), 3),
        ([_LABELS], None, None),
        ([_replaced("port", 81)], Named("http"), None),
        ([_replaced("name", "web"), _replaced("name", "http")], Named("http"), None),
        ([_replaced("name", "web"), _replaced("name", "http")], None, None),
    ],
)
def test_the_operation_that_changes_a_field(
    tmp_path: Path, operations: list[Any], named: Named | None, line: int | None
) -> None:
    port = {"name": "http", "port": 80}
    after = dict(port)
    for each in operations:
        key = each["path"].rpartition("/")[2]
        after |= {key: each["value"]} if key in port else {}
    tracer = _tracer(tmp_path / "tree", [port], operations, [after])
    assert tracer.origin(0, _PORTS).is_proven
    found = tracer.change(0, _PORTS, named)
    assert (None if found is None else found.location.line) == line

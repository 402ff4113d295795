"""Every field of what the real tools build from a tree that uses every construct."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from svclint.model import Location, spell
from svclint.model import Path as FieldPath
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.origins import Origin
from svclint.source import Document

from tests.render.kustomize.kustomize_programs import TREE, builder, leaves, read
from tests.render.real_tools import KUSTOMIZES
from tests.render.real_trees import write

_EXPECTED = Path(__file__).parent / "traced.txt"
# A later prefix has changed the name that was copied.
_UNPROVEN = {("Ingress", ".spec.rules[0].host")}


@pytest.fixture(autouse=True)
def _in_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TREE)


def _spelled(place: Location) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _line(path: str, value: Any, origin: Origin | None) -> str:
    if origin is None or not origin.is_proven:
        return f"  {path}: {value} <- not proven"
    key = f" [{origin.key}]" if origin.key else ""
    through = "".join(f" < {_spelled(each)}" for each in origin.through)
    return f"  {path}: {value} <- {_spelled(origin.location)}{key}{through}"


def _report(found: list[Document], tracer: KustomizeTracer) -> str:
    lines = []
    for number, document in enumerate(found):
        lines.append(f"{document.kind} {document.object_name.name}")
        lines += [
            _line(spell(path), value, tracer.origin(number, path))
            for path, value in leaves(document)
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("program", KUSTOMIZES)
def test_each_field_leads_to_the_line_that_a_person_edits(program: str) -> None:
    build = builder(program)
    raw = build("over/prod")
    tracer = KustomizeTracer("over/prod", raw)
    assert _report(read(raw), tracer) == _EXPECTED.read_text()


@pytest.mark.parametrize("program", KUSTOMIZES)
def test_what_is_proven_is_written_at_its_place(program: str) -> None:
    raw = builder(program)("over/prod")
    tracer = KustomizeTracer("over/prod", raw)
    unproven = set()
    for number, document in enumerate(read(raw)):
        for path, value in leaves(document):
            origin = tracer.origin(number, path)
            assert origin is not None
            if not origin.is_proven:
                unproven.add((document.kind, spell(path)))
                continue
            line = Path(origin.location.file).read_text().splitlines()[origin.location.line - 1]
            written = line[origin.location.column - 1 :]
            text = value if isinstance(value, str) else json.dumps(value)
            assert _is_in_part(path, origin, line) or text in written, (path, value, written)
    assert unproven == _UNPROVEN


def _is_in_part(path: FieldPath, origin: Origin, line: str) -> bool:
    """Return whether a value is not written as it is: what is generated, joined or expanded."""
    is_generated = "Generator" in origin.key and path[0] in ("apiVersion", "kind")
    return is_generated or path[-1] in ("name", "image") or "$(" in line


def test_a_value_of_a_replacement_stands_where_it_is_written() -> None:
    raw = builder("kustomize")("over/value")
    number = _number(raw, "api")
    origin = KustomizeTracer("over/value", raw).origin(number, ("spec", "clusterIP"))
    assert origin is not None
    assert (origin.location.line, origin.location.column, origin.key) == (3, 16, "replacements")


def test_a_missing_field_stands_where_it_would_be_written() -> None:
    raw = builder("kustomize")("base")
    tracer = KustomizeTracer("base", raw)
    origin = tracer.origin(_number(raw, "web"), ("spec", "externalTrafficPolicy"))
    assert origin is not None
    assert origin.location == Location(os.path.join("base", "web.yaml"), 8, 1)


def test_files_are_named_as_the_root_is() -> None:
    root = str(TREE / "base")
    raw = builder("kustomize")(root)
    origin = KustomizeTracer(root, raw).origin(_number(raw, "web"), ("spec",))
    assert origin is not None
    assert origin.location.file == str(TREE / "base" / "web.yaml")


def _number(raw: bytes, name: str) -> int:
    names = [(each.kind, each.object_name.name) for each in read(raw)]
    return names.index(("Service", name))


@pytest.mark.parametrize(("name", "line"), [("one-web", 2), ("two-web", 3)])
def test_a_base_that_is_taken_in_twice_has_two_ways(
    name: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TREE.parent / "diamond")
    raw = builder("kustomize")("both")
    origin = KustomizeTracer("both", raw).origin(_number(raw, name), ("spec", "ports", 0, "port"))
    assert origin is not None
    assert origin.location == Location("base/web.yaml", 4, 45)
    assert Location("both/kustomization.yaml", line, 3) in origin.through
    assert len(origin.through) == 3


def test_a_base_that_refers_to_nothing_until_it_is_patched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"
    write(
        tmp_path,
        {
            "base/kustomization.yaml": "resources: [settings.yaml]\nnamespace: shop\n",
            "base/settings.yaml": base,
            "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: url.yaml}]\n",
            "prod/url.yaml": f"{base}data:\n  url: http://api.shop.svc:8080\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    raw = builder("kustomize")("prod")
    origin = KustomizeTracer("prod", raw).origin(0, ("data", "url"))
    assert origin is not None
    assert (origin.location, origin.is_proven) == (Location("prod/url.yaml", 5, 8), True)

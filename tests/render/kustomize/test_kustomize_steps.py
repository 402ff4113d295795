"""The steps of kustomize on generated objects: what is replayed is what the real tool builds."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from svclint.render.kustomize.selection import TracedObject, is_selected
from svclint.render.kustomize.strategic_merge import merge
from svclint.render.kustomize.traced import Node, UntraceableError, traced
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.source import Document
from svclint.source.stream import documents

from tests.render.kustomize.kustomize_programs import builder, leaves, read

# Each example runs a program.
_WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_NUMBERS = st.sampled_from([80, 81, 443, 8080])
_PORT = st.fixed_dictionaries(
    {"port": _NUMBERS},
    optional={
        "name": st.sampled_from(["http", "admin"]),
        "protocol": st.sampled_from(["TCP", "UDP"]),
        "targetPort": st.one_of(_NUMBERS, st.just("http")),
    },
)
_PORT_NUMBER = itemgetter("port")
_PORTS = st.lists(_PORT, min_size=1, max_size=3, unique_by=lambda port: port["port"])
_SELECTOR = st.dictionaries(st.sampled_from(["app", "tier", "x/y~z"]), st.sampled_from(["a", "b"]))
_SPEC = st.fixed_dictionaries(
    {"ports": _PORTS, "selector": _SELECTOR},
    optional={"type": st.sampled_from(["ClusterIP", "NodePort"])},
)
_PATCHED_PORT = st.one_of(_PORT, _PORT.map(lambda port: {**port, "$patch": "delete"}))
_PATCHED_PORTS = st.lists(
    _PATCHED_PORT, min_size=1, max_size=2, unique_by=lambda port: port["port"]
)
_PATCHED_SPEC = st.fixed_dictionaries(
    {},
    optional={
        "ports": _PATCHED_PORTS,
        "selector": st.one_of(
            st.none(),
            _SELECTOR,
            _SELECTOR.map(lambda labels: {**labels, "$patch": "replace"}),
            st.dictionaries(st.sampled_from(["app", "tier"]), st.none(), max_size=1),
        ),
        "type": st.sampled_from(["LoadBalancer", "NodePort"]),
    },
)


def _service(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


def _node(data: Any) -> Node:
    return _parsed(json.dumps(data))


def _parsed(text: str) -> Node:
    (document,) = documents("service.yaml", text.encode())
    return traced(document)


@given(_SPEC, _PATCHED_SPEC)
def test_each_value_of_a_merged_object_is_written_at_its_place(
    spec: dict[str, Any], patch: dict[str, Any]
) -> None:
    merged = merge(_node(_service("a", spec)), _node(_service("a", patch)), [])
    assert merged is not None
    pending = [merged]
    while pending:
        node = pending.pop()
        if node.is_mapping:
            pending += node.value.values()
        elif isinstance(node.value, list):
            pending += node.items
        else:
            written = node.place.document.value(node.place.path)
            assert node.value in (written, str(written))


@settings(max_examples=4, phases=_WITHOUT_SHRINKING)
@given(st.lists(st.tuples(_SPEC, _PATCHED_SPEC), min_size=20, max_size=20))
def test_merges_are_those_of_kustomize(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    build = builder("kustomize")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        named = [(f"s{number}", *pair) for number, pair in enumerate(pairs)]
        _write(folder / "objects.yaml", [_service(name, spec) for name, spec, _ in named])
        _write(folder / "patches.yaml", [_service(name, patch) for name, _, patch in named])
        kustomization = {"resources": ["objects.yaml"], "patches": [{"path": "patches.yaml"}]}
        _write(folder / "kustomization.yaml", [kustomization])
        _require_proven(made, build(made))


# Ports of an object, those of a patch, and what kustomize builds.
_MERGED_PORTS = [
    # No item has a protocol: only the port counts.
    ("[{port: 80}]", "[{port: 80, name: a}]", [{"port": 80, "name": "a"}]),
    # An item of the target without the protocol wins over that of the patch.
    ("[{port: 80}]", "[{port: 80, protocol: TCP, name: a}]", [{"port": 80}]),
    # The protocol of an item of the patch without one is filled in; that item is lost.
    (
        "[{port: 80, protocol: TCP}]",
        "[{port: 80, name: a}]",
        [{"port": 80, "protocol": "TCP"}],
    ),
    # A deletion without a protocol counts only if no item has one.
    ("[{port: 80}, {port: 81}]", "[{port: 80, $patch: delete}]", [{"port": 81}]),
    (
        "[{port: 80}, {port: 81, protocol: TCP}]",
        "[{port: 80, $patch: delete}]",
        [{"port": 80}, {"port": 81, "protocol": "TCP"}],
    ),
    # A lone directive is one for the whole list.
    ("[{port: 80}]", "[{port: 81}, {$patch: replace}]", [{"port": 81}]),
    ("[{port: 80}]", "[{$patch: delete}]", []),
    # An item that is to be replaced stays if it has two keys.
    (
        "[{port: 80, protocol: TCP, name: a}]",
        "[{port: 80, protocol: TCP, $patch: replace}]",
        [{"port": 80, "protocol": "TCP", "name": "a"}],
    ),
    # Items of the target that only differ in a missing key become one, without a patch too.
    ("[{port: 80, protocol: TCP}, {port: 80}]", "[]", [{"port": 80}]),
    # A number takes the quotes of the text that it replaces.
    (
        '[{port: 80, targetPort: "http"}]',
        "[{port: 80, targetPort: 81}]",
        [{"port": 80, "targetPort": "81"}],
    ),
    (
        "[{port: 80, targetPort: http}]",
        "[{port: 80, targetPort: 81}]",
        [{"port": 80, "targetPort": 81}],
    ),
]


def _ports(ports: str) -> str:
    return f"{{apiVersion: v1, kind: Service, metadata: {{name: a}}, spec: {{ports: {ports}}}}}"


@pytest.mark.parametrize(("ports", "patch", "expected"), _MERGED_PORTS)
def test_ports_are_merged(ports: str, patch: str, expected: list[dict[str, Any]]) -> None:
    merged = merge(_parsed(_ports(ports)), _parsed(_ports(patch)), [])
    assert merged is not None
    assert merged.data_of("spec").get("ports", []) == expected


@pytest.mark.parametrize(("ports", "patch", "expected"), _MERGED_PORTS)
def test_kustomize_merges_ports(
    tmp_path: Path, ports: str, patch: str, expected: list[dict[str, Any]]
) -> None:
    build = builder("kustomize")
    (tmp_path / "a.yaml").write_text(_ports(ports))
    (tmp_path / "patch.yaml").write_text(_ports(patch))
    kustomization = {"resources": ["a.yaml"], "patches": [{"path": "patch.yaml"}]}
    _write(tmp_path / "kustomization.yaml", [kustomization])
    (built,) = read(build(str(tmp_path)))
    assert (built.data.get("spec") or {}).get("ports", []) == expected


_TEXTS = st.sampled_from(["a", "b", "x/y", "m~n"])
_OPERATION = st.one_of(
    st.tuples(st.sampled_from(["add", "replace"]), st.just("/spec/ports/0/port"), _NUMBERS),
    st.tuples(st.just("add"), st.just("/spec/ports/-"), _PORT),
    st.tuples(st.just("add"), st.just("/spec/ports/0"), _PORT),
    st.tuples(st.just("replace"), st.just("/spec/ports/-1/port"), _NUMBERS),
    st.tuples(st.just("add"), st.just("/spec/selector/x~1y~0z"), _TEXTS),
    st.tuples(st.just("add"), st.just("/spec/type"), st.just("NodePort")),
    st.tuples(st.just("replace"), st.just("/spec/selector"), _SELECTOR),
)


@settings(max_examples=4, phases=_WITHOUT_SHRINKING)
@given(st.lists(st.tuples(_SPEC, st.lists(_OPERATION, max_size=4)), min_size=20, max_size=20))
def test_json_patches_are_those_of_kustomize(
    pairs: list[tuple[dict[str, Any], list[tuple[str, str, Any]]]],
) -> None:
    build = builder("kustomize")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        objects, patches = [], []
        for number, (spec, operations) in enumerate(pairs):
            objects.append(_service(f"s{number}", spec))
            ops = [{"op": name, "path": path, "value": value} for name, path, value in operations]
            target = {"kind": "Service", "name": f"s{number}"}
            if ops:
                patches.append({"target": target, "patch": json.dumps(ops)})
        _write(folder / "objects.yaml", objects)
        _write(folder / "kustomization.yaml", [{"resources": ["objects.yaml"], "patches": patches}])
        _require_proven(made, build(made))


def _write(file: Path, objects: list[dict[str, Any]]) -> None:
    file.write_text("\n---\n".join(map(json.dumps, objects)))


def _require_proven(folder: str, raw: bytes) -> None:
    tracer = KustomizeTracer(folder, raw)
    for number, document in enumerate(read(raw)):
        for path, value in leaves(document):
            origin = tracer.origin(number, path)
            assert origin is not None, path
            assert origin.is_proven, (document.data, path, value)


def test_what_cannot_be_matched_is_not_traced() -> None:
    with pytest.raises(UntraceableError):
        is_selected(TracedObject(_node(_service("web", {}))), {"name": "we(b"})


def test_a_huge_object_is_not_traced() -> None:
    (document,) = documents("big.yaml", b"a: 1")
    row = dict.fromkeys(map(str, range(600)), 0)
    big = Document(document.chunk, {str(number): row for number in range(600)})
    with pytest.raises(UntraceableError):
        traced(big)

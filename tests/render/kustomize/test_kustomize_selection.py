"""Which objects a patch of kustomize is for, and the pointers of JSON patches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from svclint.render.kustomize.json_patch import steps_of
from svclint.render.kustomize.selection import TracedObject, is_selected
from svclint.render.kustomize.traced import Node, traced
from svclint.source.stream import documents


def _node(data: Any) -> Node:
    (document,) = documents("service.yaml", json.dumps(data).encode())
    return traced(document)


@pytest.mark.parametrize(
    ("pointer", "steps"),
    [("", []), ("/", [""]), ("/a~1b/m~0n", ["a/b", "m~n"]), ("/~01", ["~1"])],
)
def test_pointers_are_unescaped(pointer: str, steps: list[str]) -> None:
    assert steps_of(pointer) == steps


@pytest.mark.parametrize(
    ("selector", "is_chosen"),
    [
        ({}, True),
        ({"kind": "Service"}, True),
        ({"kind": "Serv.*", "version": "v1"}, True),
        ({"kind": "Serv"}, False),
        ({"name": "we"}, False),
        ({"name": "we.*|api"}, True),
        ({"namespace": "default"}, True),
        ({"namespace": "shop"}, False),
        ({"group": "apps"}, False),
        ({"labelSelector": "app=a"}, True),
        ({"labelSelector": "app==a, tier!=b"}, True),
        ({"labelSelector": "app in (a, b), !tier"}, True),
        ({"labelSelector": "app notin (a, b)"}, False),
        ({"labelSelector": "tier"}, False),
        ({"annotationSelector": "x=y"}, False),
    ],
)
def test_selectors(selector: dict[str, str], is_chosen: bool) -> None:
    node = _node({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}})
    node.value["metadata"] = _node({"name": "web", "labels": {"app": "a"}})
    assert is_selected(TracedObject(node), selector) is is_chosen

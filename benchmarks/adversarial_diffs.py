"""Shapes of which an apply is predicted: a manifest, and the live objects that it meets."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple


class Apply(NamedTuple):
    """The text of the manifests, and that of the live objects."""

    manifests: str
    live: str


def _service(name: str, ports: list[Any], **metadata: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": "default", **metadata},
        "spec": {"ports": ports, "selector": {"app": name}},
    }


def _live(service: dict[str, Any], *managers: dict[str, Any]) -> dict[str, Any]:
    written = {
        "uid": "00000000-0000-4000-8000-000000000000",
        "resourceVersion": "1",
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "managedFields": list(managers),
    }
    spec = {**service["spec"], "type": "ClusterIP", "clusterIP": "10.96.0.10"}
    return {**service, "metadata": {**service["metadata"], **written}, "spec": spec}


def _manager(name: str, fields: dict[str, Any], operation: str = "Apply") -> dict[str, Any]:
    return {
        "manager": name,
        "operation": operation,
        "apiVersion": "v1",
        "time": "2026-01-01T00:00:00Z",
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
    }


def _apply(manifests: list[Any], live: list[Any]) -> Apply:
    lists = ({"apiVersion": "v1", "kind": "List", "items": items} for items in (manifests, live))
    return Apply(*map(json.dumps, lists))


def _ports(count: int, offset: int = 0) -> list[Any]:
    return [{"name": f"p{n}", "port": n + 1, "targetPort": n + 1 + offset} for n in range(count)]


def _many_services(count: int) -> Apply:
    services = [_service(f"s{n}", _ports(1)) for n in range(count)]
    return _apply(services, [_live(_service(f"s{n}", _ports(2, 1))) for n in range(count)])


def _many_ports(count: int) -> Apply:
    live = _live(_service("web", _ports(count, 1)))
    return _apply([_service("web", _ports(count))], [live])


def _owned_ports(count: int) -> Apply:
    keys = (f'k:{{"port":{n + 1},"protocol":"TCP"}}' for n in range(count))
    owned: dict[str, Any] = {"f:spec": {"f:ports": {key: {".": {}, "f:port": {}} for key in keys}}}
    live = _live(_service("web", _ports(count, 1)), _manager("other", owned))
    return _apply([_service("web", _ports(count // 2))], [live])


def _conflicting_ports(count: int) -> Apply:
    fields: dict[str, Any] = {".": {}, "f:port": {}, "f:name": {}, "f:targetPort": {}}
    keys = (f'k:{{"port":{n + 1},"protocol":"TCP"}}' for n in range(count))
    owned: dict[str, Any] = {"f:spec": {"f:ports": dict.fromkeys(keys, fields)}}
    live = _live(_service("web", _ports(count, 1)), _manager("other", owned))
    return _apply([_service("web", _ports(count))], [live])


def _many_managers(count: int) -> Apply:
    labels = {f"l{n}": "a" for n in range(count)}
    managers = [
        _manager(f"m{n}", {"f:metadata": {"f:labels": {f"f:l{n}": {}}}}) for n in range(count)
    ]
    live = _live(_service("web", _ports(1), labels=labels), *managers)
    changed = dict.fromkeys(labels, "b")
    return _apply([_service("web", _ports(1), labels=changed)], [live])


def _many_annotations(count: int) -> Apply:
    before = _service("web", _ports(1), annotations={f"a{n}": "a" for n in range(count)})
    last = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(before)}
    metadata = {**before["metadata"], "annotations": {**before["metadata"]["annotations"], **last}}
    live = _live({**before, "metadata": metadata})
    after = {f"b{n}": "a" for n in range(count)}
    return _apply([_service("web", _ports(1), annotations=after)], [live])


APPLIES: dict[str, Callable[[int], Apply]] = {
    "live Services": _many_services,
    "live ports": _many_ports,
    "live ports of a manager": _owned_ports,
    "conflicting ports": _conflicting_ports,
    "managers of a live Service": _many_managers,
    "annotations of a live Service": _many_annotations,
}

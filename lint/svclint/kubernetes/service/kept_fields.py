"""Kept fields: what stays of the live Service although the manifest does not set it.

A field is kept if the Service has it after the apply, as it had before, and would not have it if
the manifest were created again. Values that the server allocates (cluster IPs, IP families, node
ports) are kept by design, and have rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from svclint.kubernetes.merge.apply_options import BEFORE_FIRST_APPLY, CLIENT
from svclint.kubernetes.merge.client_side import LAST_APPLIED
from svclint.kubernetes.merge.field_sets import FieldPath
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service.allocation import allocates_node_ports
from svclint.kubernetes.service.creation import created
from svclint.kubernetes.service.ports import manifest_indices
from svclint.kubernetes.service.service import Service
from svclint.model import Data, Path

_SPEC = (
    *("type", "externalName", "externalIPs", "loadBalancerIP", "loadBalancerSourceRanges"),
    *("loadBalancerClass", "allocateLoadBalancerNodePorts", "externalTrafficPolicy"),
    *("internalTrafficPolicy", "sessionAffinity", "sessionAffinityConfig"),
    *("publishNotReadyAddresses", "trafficDistribution"),
)
_PORT = ("name", "targetPort", "appProtocol", "nodePort")


class KeptField(NamedTuple):
    """A value that stays: its path in the manifest, and what a create would set instead.

    ``live_path`` is the path in the live object, ``managers`` are those of the field there.
    """

    path: Path
    live_path: Path
    value: Any
    default: Any
    managers: tuple[str, ...]


def kept_fields(change: Prediction[Service]) -> list[KeptField]:
    """Return the fields that an update keeps, without ports that the manifest does not list."""
    if change.checked.live is None or change.merge.problem:
        return []
    found = [*_kept_metadata(change), *_kept_spec(change), *_kept_in_ports(change)]
    return [
        KeptField(path, live_path, value, default, managers_of(change, live_path))
        for path, live_path, value, default in found
    ]


def kept_ports(change: Prediction[Service]) -> list[Data]:
    """Return the ports that an update keeps although the manifest does not list them."""
    ports: list[Data] = change.new.get("ports") or []
    places = manifest_indices(ports, change.written)
    return [port for place, port in zip(places, ports, strict=True) if place is None]


def with_kept_fields(manifest: Data, change: Prediction[Service]) -> Data:
    """Return a manifest completed by what stays, so that it says what the Service will be."""
    kept = [field for field in kept_fields(change) if field.path[0] == "spec"]
    ports = kept_ports(change)
    if not kept and not ports:
        return manifest
    whole: Data = deepcopy(manifest)
    for field in kept:
        parent: Any = whole
        for step in field.path[:-1]:
            if isinstance(step, str) and parent.get(step) is None:
                parent[step] = {}
            parent = parent[step]
        parent[field.path[-1]] = field.value
    if ports:
        spec = whole["spec"] = whole.get("spec") or {}
        spec["ports"] = [*(spec.get("ports") or []), *ports]
    return whole


def managers_of(change: Prediction[Service], path: Path) -> tuple[str, ...]:
    """Return the names of the managers of a field of the live object, as far as it tells them."""
    # A selector is managed as a whole.
    fields = _field_path(change.live, path[:2] if path[:2] == ("spec", "selector") else path)
    managers = change.computed("managers by field", lambda: _managers_by_field(change))
    return tuple(managers.get(fields, ()))


def port_managers(change: Prediction[Service], port: Data) -> tuple[str, ...]:
    """Return the names of the managers of a port of the live object."""
    index = change.computed("live ports", lambda: _live_ports(change)).get(_key(port))
    return () if index is None else managers_of(change, ("spec", "ports", index))


def _managers_by_field(change: Prediction[Service]) -> dict[FieldPath, dict[str, None]]:
    found: dict[FieldPath, dict[str, None]] = {}
    for manager, paths in change.managers.items():
        for path in paths:
            found.setdefault(path, {})[manager.name] = None
    return found


def _live_ports(change: Prediction[Service]) -> dict[tuple[int, str], int]:
    """Return the index of each live port by its number and protocol."""
    found: dict[tuple[int, str], int] = {}
    for index, port in enumerate(change.old.get("ports") or ()):
        found.setdefault(_key(port), index)
    return found


def why_kept(change: Prediction[Service]) -> str:
    """Return why an apply does not remove what the manifest does not set, for a message."""
    options = change.apply_options
    if options.method != CLIENT:
        return "this manager did not apply it before"
    if options.previous is not None:
        return "it was not in the last release"
    if change.merge.last_applied is None:
        return "no manifest was applied before"
    return "it was not in the last applied manifest"


def management(managers: tuple[str, ...]) -> str:
    """Return who manages a field, for a message: ``"helm" manages it``; empty if unknown."""
    known = [name for name in managers if name != BEFORE_FIRST_APPLY]
    if managers and not known:
        return "it was set before the first server-side apply"
    names = " and ".join(f'"{name}"' for name in known)
    return names and f"{names} {'manage' if known[1:] else 'manages'} it"


def _field_path(live: Data, path: Path) -> FieldPath:
    steps: FieldPath = ()
    value: Any = live
    for step in path:
        value = value[step]
        if isinstance(step, str):
            steps = (*steps, ("f", step))
        else:
            keys = {"port": value.get("port"), "protocol": value.get("protocol") or "TCP"}
            steps = (*steps, ("k", tuple(sorted(keys.items()))))
    return steps


_Found = Iterator[tuple[Path, Path, Any, Any]]


def _kept_metadata(change: Prediction[Service]) -> _Found:
    for name in ("labels", "annotations"):
        written = change.written["metadata"].get(name) or {}
        old = change.live["metadata"].get(name) or {}
        for key, value in ((change.after["metadata"].get(name)) or {}).items():
            is_added = key == LAST_APPLIED or change.apply_options.is_mark(key)
            if key not in written and not is_added and old.get(key) == value:
                path = ("metadata", name, key)
                yield path, path, value, None


def _kept_spec(change: Prediction[Service]) -> _Found:
    written: Data = change.written["spec"]
    new, old = change.new, change.old
    own = _created_spec(change, {})
    # Other defaults depend on these two, so they are those of what the Service will have.
    decisive = ("type", "sessionAffinity")
    fresh = _created_spec(change, {name: new.get(name) for name in decisive})
    fresh |= {name: own.get(name) for name in decisive}
    for name in _SPEC:
        value = new.get(name)
        is_kept = name not in written and value not in (None, "", [], {}) and value == old.get(name)
        if is_kept and value != fresh.get(name, False):
            yield ("spec", name), ("spec", name), value, fresh.get(name)
    selector, before = written.get("selector") or {}, old.get("selector") or {}
    for key, value in (new.get("selector") or {}).items():
        if key not in selector and before.get(key) == value:
            path = ("spec", "selector", key)
            yield path, path, value, None


def _kept_in_ports(change: Prediction[Service]) -> _Found:
    ports: list[Data] = change.new.get("ports") or []
    fresh = _created_spec(change, {"type": change.new.get("type")}).get("ports") or []
    before = {_key(port): index for index, port in enumerate(change.old.get("ports") or ())}
    chosen = allocates_node_ports(change.checked)
    for place, port in zip(manifest_indices(ports, change.written), ports, strict=True):
        index = before.get(_key(port))
        if place is None or index is None:
            continue
        written, old = change.written["spec"]["ports"][place], change.old["ports"][index]
        for name in _PORT:
            value = port.get(name)
            is_kept = value and not written.get(name) and value == old.get(name)
            if is_kept and value != fresh[place].get(name) and not (name == "nodePort" and chosen):
                path, live_path = ("spec", "ports", place, name), ("spec", "ports", index, name)
                yield path, live_path, value, fresh[place].get(name)


def _created_spec(change: Prediction[Service], fields: Data) -> Data:
    """Return the spec with defaults that a create of the manifest with some fields would give."""
    spec = change.written["spec"] | {name: value for name, value in fields.items() if value}
    service = change.checked
    whole = deepcopy(change.written | {"spec": spec})
    fresh: Data = created(whole, service.object_name, service.version).spec
    return fresh


def _key(port: Data) -> tuple[int, str]:
    return port["port"], port.get("protocol") or "TCP"

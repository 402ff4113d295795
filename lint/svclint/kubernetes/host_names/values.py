"""Values that may name hosts: of containers, ConfigMaps, annotations and ExternalNames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.host_names.mentions import is_host_key
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.source import Document

# Fields of a container that can name hosts.
_FIELDS = ("args", "command")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_CONTAINERS = ("containers", "initContainers")
HOST_FIELDS = ("env", *_FIELDS, *_PROBES)
# Cheap: nearly all values of a run contain none of this.
_SIGN = re.compile(r"://|\.svc\b|\.cluster\.local|[A-Za-z0-9_]:[0-9]{2}|@|(?i:host|server)[ ]?=")
_FLAG = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?\Z", re.DOTALL)
_VARIABLE = re.compile(r"\$\(([A-Za-z_][\w.-]{0,100})\)")
_HOST_END = re.compile(
    r"(?:[_.-]?(?:host_?name|host|addr(?:ess)?|server|endpoint|ur[il]))\Z", re.IGNORECASE
)
_LONGEST_EXPANDED = 4096


class HostValue(NamedTuple):
    """A value that may name hosts: its path, the name of the variable, flag or key, and its text.

    ``port`` is the number of a variable beside it: ``DB_PORT`` beside ``DB_HOST``. Names without
    ``svc`` count only with ``is_of_pod``: other clients have other search paths.
    """

    path: Path
    key: str
    text: str
    port: tuple[Path, int] | None = None
    is_of_pod: bool = True


def may_name_host(key: str, value: str) -> bool:
    """Return whether a value may name a host, or the port of one."""
    if _has_sign(value):
        return True
    return _is_host_or_port_key(key) and (is_host_key(key) or value.isdigit()) and bool(value)


# Hot: many workloads have the same values, and the same names of variables.
@lru_cache(maxsize=4096)
def _has_sign(value: str) -> bool:
    return _SIGN.search(value) is not None


@lru_cache(maxsize=4096)
def _is_host_or_port_key(key: str) -> bool:
    return key[-4:].lower() == "port" or is_host_key(key)


def host_values(document: Document, pod_path: Path | None) -> list[HostValue]:
    """Return the values of an object that may name hosts.

    ``pod_path`` is the path of its pod template, ``None`` for kinds without one.
    """
    if pod_path is not None:
        spec_path: Path = (*pod_path, "spec")
        return list(_of_pod(document.value(spec_path), spec_path))
    if document.kind == "ConfigMap":
        return list(_of_config_map(mapping(document.value(("data",)))))
    found = list(_of_custom_resource(document))
    found += _of_annotations(mapping(document.value(("metadata", "annotations"))))
    external = text(document.value(("spec", "externalName")))
    if external and document.kind == "Service":
        found.append(HostValue(("spec", "externalName"), "host", external, None, False))
    return found


def pod_host_fields(container: Data) -> Data:
    """Return the fields of a container that may name hosts, with every value in its place.

    Entries of ``env`` without a host become ``None``, so that the paths of the others hold.
    """
    found: Data = {}
    env = list(map(_kept_variable, sequence(container.get("env"))))
    while env and env[-1] is None:
        env.pop()
    if env:
        found["env"] = env
    for name in _FIELDS:
        items = sequence(container.get(name))
        if any(isinstance(each, str) and _may_name_host_in_command(each) for each in items):
            found[name] = items
    for name in _PROBES:
        probe = _kept_probe(mapping(container.get(name)))
        if probe:
            found[name] = probe
    return found


def _kept_variable(variable: Any) -> Data | None:
    # Hot: called for every variable of a run.
    if not isinstance(variable, dict):
        return None
    name, value = variable.get("name"), variable.get("value")
    if isinstance(value, str) and isinstance(name, str) and may_name_host(name, value):
        return {"name": name, "value": value}
    return None


def _may_name_host_in_command(item: str) -> bool:
    if _SIGN.search(item) is not None:
        return True
    flag = _FLAG.match(item)
    return flag is not None and is_host_key(flag[1])


def _kept_probe(probe: Data) -> Data:
    return {
        handler: {field: mapping(probe.get(handler))[field] for field in ("host", "port", "scheme")
                  if field in mapping(probe.get(handler))}
        for handler in ("httpGet", "tcpSocket")
        if text(mapping(probe.get(handler)).get("host"))
    }  # fmt: skip


def _of_pod(spec: Any, path: Path) -> Iterator[HostValue]:
    for field in _CONTAINERS:
        for at, entry in enumerate(sequence(mapping(spec).get(field))):
            container, where = mapping(entry), (*path, field, at)
            yield from _of_environment(container, where)
            for name in _FIELDS:
                if name in container:
                    yield from _of_command(sequence(container[name]), (*where, name))
            for name in _PROBES:
                if name in container:
                    yield from _of_probe(mapping(container[name]), (*where, name))


def _of_environment(container: Data, path: Path) -> Iterator[HostValue]:
    known: dict[str, tuple[Path, str]] = {}
    found: list[HostValue] = []
    for at, entry in enumerate(sequence(container.get("env"))):
        if not isinstance(entry, dict):
            continue
        name, value = entry.get("name"), entry.get("value")
        if isinstance(name, str) and isinstance(value, str) and name and value:
            where: Path = (*path, "env", at, "value")
            # A variable may refer to those before it.
            value = _expanded(value, known)
            known[name] = where, value
            found.append(HostValue(where, name, value))
    has_ports = any(each.text.isdigit() for each in found)
    for each in found:
        if not has_ports:
            yield each
        elif not each.text.isdigit():
            yield each._replace(port=_port_beside(each.key, known))


def _expanded(value: str, known: dict[str, tuple[Path, str]]) -> str:
    if "$(" not in value:
        return value
    expanded = _VARIABLE.sub(
        lambda found: known[found[1]][1] if found[1] in known else found[0], value
    )
    return expanded if len(expanded) <= _LONGEST_EXPANDED else value


def _port_beside(key: str, known: dict[str, tuple[Path, str]]) -> tuple[Path, int] | None:
    """Return the port of the variable for the port of a host: ``DB_PORT`` for ``DB_HOST``."""
    ending = _HOST_END.search(key)
    if ending is None:
        return None
    is_lower, stem = key[-1:].islower(), key[: ending.start()]
    separator = key[ending.start() : ending.start() + 1]
    separator = separator if separator in "_.-" else ""
    stem_end = stem[-1:] if stem[-1:] in (".", "-", "_") else ""
    names = [f"{stem}{separator}port"] if is_lower else [f"{stem}{separator}PORT"]
    if not separator and not stem_end and stem:
        names.append(f"{stem}Port")
    for name in names:
        path, value = known.get(name, ((), ""))
        if value.isascii() and value.isdigit() and len(value) < 6:
            return path, int(value)
    return None


def _of_command(items: list[Any], path: Path) -> Iterator[HostValue]:
    flag_before = ""
    for at, item in enumerate(items):
        if not isinstance(item, str):
            flag_before = ""
            continue
        flag = _FLAG.match(item)
        if flag is None:
            yield HostValue((*path, at), flag_before, item)
            flag_before = ""
        elif flag[2] is None:
            flag_before = flag[1]
        else:
            flag_before = ""
            yield HostValue((*path, at), flag[1], flag[2])


def _of_probe(probe: Data, path: Path) -> Iterator[HostValue]:
    for handler in ("httpGet", "tcpSocket"):
        action = mapping(probe.get(handler))
        host, port = text(action.get("host")), action.get("port")
        if host:
            where: Path = (*path, handler)
            number = port if isinstance(port, int) and not isinstance(port, bool) else None
            beside = None if number is None else ((*where, "port"), number)
            yield HostValue((*where, "host"), "host", host, beside)


def _of_config_map(data: Data) -> Iterator[HostValue]:
    known: dict[str, tuple[Path, str]] = {
        key: (("data", key), value.strip()) for key, value in data.items() if isinstance(value, str)
    }
    for key, (path, value) in known.items():
        if value and may_name_host(key, value) and not value.isdigit():
            yield HostValue(path, key, value, _port_beside(key, known))


def _of_custom_resource(document: Document) -> Iterator[HostValue]:
    """Yield the values of a Probe of the Prometheus operator, and of triggers of KEDA."""
    if document.kind == "Probe":
        path: Path = ("spec", "prober", "url")
        yield HostValue(path, "url", text(document.value(path)))
        path = ("spec", "targets", "staticConfig", "static")
        for at, target in enumerate(sequence(document.value(path))):
            yield HostValue((*path, at), "target", text(target))
    elif document.kind in ("ScaledObject", "ScaledJob"):
        for at, trigger in enumerate(sequence(document.value(("spec", "triggers")))):
            for key, value in mapping(mapping(trigger).get("metadata")).items():
                path = ("spec", "triggers", at, "metadata", key)
                # The operator resolves the name, in a namespace of its own.
                yield HostValue(path, key, text(value), None, is_of_pod=False)


def _of_annotations(annotations: Data) -> Iterator[HostValue]:
    for key, value in annotations.items():
        if isinstance(value, str) and _SIGN.search(value) is not None:
            if key == "kubectl.kubernetes.io/last-applied-configuration":
                continue
            yield HostValue(
                ("metadata", "annotations", key), key.rpartition("/")[2], value, None, False
            )

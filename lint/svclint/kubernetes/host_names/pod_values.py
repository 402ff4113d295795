"""Values of pods that may name hosts: variables, arguments, commands and probes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from svclint.kubernetes.host_names.bound_ports import may_bind
from svclint.kubernetes.host_names.config_map_references import config_map_key
from svclint.kubernetes.host_names.dialing_commands import client_options
from svclint.kubernetes.host_names.host_value import (
    HostValue,
    has_sign,
    may_name_host,
    port_beside,
)
from svclint.kubernetes.host_names.mentions import is_host_key
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.source.kinds import CONTAINER_LISTS

# Fields of a container that can name hosts.
_FIELDS = ("args", "command")
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HOOKS = ("postStart", "preStop")
HOST_FIELDS = ("env", "envFrom", *_FIELDS, *PROBES, "lifecycle")
_NAME, _VALUE = itemgetter("name"), itemgetter("value")
_FLAG = re.compile(r"--?([A-Za-z][\w.-]*)(?:=(.*))?\Z", re.DOTALL)
# A flag --port beside these is that of the process itself.
_FLAGS_OF_ANY = frozenset(("addr", "address", "endpoint", "server", "uri", "url"))
_VARIABLE = re.compile(r"\$\(([A-Za-z_][\w.-]{0,100})\)")
_LONGEST_EXPANDED = 4096


def pod_host_fields(container: Data) -> Data:
    """Return the fields of a container that may name hosts or bind ports, each value in its place.

    Entries of ``env`` without a host become ``None``, so that the paths of the others hold;
    references to ConfigMaps stay. Of probes, those with a port that the container does not declare
    are there as well.
    """
    found: Data = {}
    env = _kept_variables(sequence(container.get("env")))
    if env:
        found["env"] = env
    if any("configMapRef" in mapping(each) for each in sequence(container.get("envFrom"))):
        found["envFrom"] = container["envFrom"]
    for name in _FIELDS:
        items = sequence(container.get(name))
        texts = (each for each in items if isinstance(each, str))
        if any(_may_name_host_in_command(each) or may_bind(each) for each in texts):
            found[name] = items
    for name in PROBES:
        if name in container:
            probe = _kept_probe(mapping(container[name]), container)
            if probe:
                found[name] = probe
    lifecycle = mapping(container.get("lifecycle"))
    kept = {name: _kept_command(mapping(lifecycle.get(name))) for name in _HOOKS}
    hooks = {name: hook for name, hook in kept.items() if hook}
    if hooks:
        found["lifecycle"] = hooks
    return found


def _kept_variables(env: list[Any]) -> list[Data | None]:
    try:
        # Hot: most variables of a run have a name and a value, and nearly none of them a host.
        may_name = list(map(may_name_host, map(_NAME, env), map(_VALUE, env)))
    except (KeyError, TypeError):
        # Some have a value from elsewhere, or are not variables.
        may_name = [
            (
                isinstance(each, dict)
                and isinstance(each.get("value"), str)
                and may_name_host(text(each.get("name")), each["value"])
            )
            or bool(config_map_key(each))
            for each in env
        ]
    if True not in may_name:
        return []
    last = len(may_name) - may_name[::-1].index(True)
    return [each if kept else None for each, kept in zip(env[:last], may_name, strict=False)]


def _may_name_host_in_command(item: str) -> bool:
    if has_sign(item) or client_options(item):
        return True
    flag = _FLAG.match(item)
    return flag is not None and is_host_key(flag[1])


def _kept_probe(probe: Data, container: Data) -> Data:
    found = _kept_command(probe)
    for handler in ("httpGet", "tcpSocket", "grpc"):
        action = mapping(probe.get(handler))
        if text(action.get("host")) or _is_undeclared(action.get("port"), container):
            fields = ("host", "port", "scheme")
            found[handler] = {field: action[field] for field in fields if field in action}
    return found


def _kept_command(handler: Data) -> Data:
    """Return the command of a probe or hook, if it may name a host."""
    items = sequence(mapping(handler.get("exec")).get("command"))
    is_kept = any(_may_name_host_in_command(each) for each in items if isinstance(each, str))
    return {"exec": {"command": items}} if is_kept else {}


def _is_undeclared(port: Any, container: Data) -> bool:
    """Return whether a port is a number that a container does not declare."""
    declared = (mapping(each).get("containerPort") for each in sequence(container.get("ports")))
    return isinstance(port, int) and port not in declared


def pod_values(spec: Any, path: Path) -> Iterator[HostValue]:
    """Yield the values of the spec of pods, at a path, that may name hosts."""
    for field in CONTAINER_LISTS:
        for at, entry in enumerate(sequence(mapping(spec).get(field))):
            container, where = mapping(entry), (*path, field, at)
            yield from _of_environment(container, where)
            for name in _FIELDS:
                if name in container:
                    yield from _of_command(sequence(container[name]), (*where, name))
            for name in PROBES:
                if name in container:
                    yield from _of_probe(mapping(container[name]), (*where, name))
            lifecycle = mapping(container.get("lifecycle"))
            for name in filter(lifecycle.__contains__, _HOOKS):
                hook = mapping(lifecycle[name])
                yield from _of_executed(hook, (*where, "lifecycle", name))


def _of_environment(container: Data, path: Path) -> Iterator[HostValue]:
    """Yield the values of variables; of those with one name, Kubernetes uses the last."""
    known: dict[str, tuple[Path, str]] = {}
    for at, entry in enumerate(sequence(container.get("env"))):
        if not isinstance(entry, dict):
            continue
        name, value = entry.get("name"), entry.get("value")
        if isinstance(name, str) and isinstance(value, str) and name and value:
            # A variable may refer to those before it.
            known[name] = (*path, "env", at, "value"), _expanded(value, known)
    has_ports = any(value.isdigit() for _, value in known.values())
    for name, (where, value) in known.items():
        if not value.isdigit():
            yield HostValue(where, name, value, port_beside(name, known) if has_ports else None)


def _expanded(value: str, known: dict[str, tuple[Path, str]]) -> str:
    if "$(" not in value:
        return value
    expanded = _VARIABLE.sub(
        lambda found: known[found[1]][1] if found[1] in known else found[0], value
    )
    return expanded if len(expanded) <= _LONGEST_EXPANDED else value


def _of_command(items: list[Any], path: Path) -> Iterator[HostValue]:
    found = list(_arguments(items, path))
    # As for variables: --db-port beside --db-host.
    known = {key: (where, value) for where, key, value in found if key}
    has_ports = any(value.isdigit() for _, value in known.values())
    for where, key, value in found:
        is_beside = has_ports and key not in _FLAGS_OF_ANY
        yield HostValue(where, key, value, port_beside(key, known) if is_beside else None)


def _arguments(items: list[Any], path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield the path, the flag and the text of each argument, the flag empty if there is none."""
    flag_before = ""
    long_names = client_options(items[0]) if items and isinstance(items[0], str) else {}
    for at, item in enumerate(items):
        flag = _FLAG.match(item) if isinstance(item, str) else None
        if not isinstance(item, str):
            flag_before = ""
        elif flag is None:
            yield (*path, at), flag_before, item
            flag_before = ""
        elif flag[2] is None:
            flag_before = long_names.get(flag[1], flag[1])
        else:
            flag_before = ""
            yield (*path, at), flag[1], flag[2]


def _of_executed(handler: Data, path: Path) -> Iterator[HostValue]:
    command = sequence(mapping(handler.get("exec")).get("command"))
    yield from _of_command(command, (*path, "exec", "command"))


def _of_probe(probe: Data, path: Path) -> Iterator[HostValue]:
    yield from _of_executed(probe, path)
    for handler in ("httpGet", "tcpSocket"):
        action = mapping(probe.get(handler))
        host, port = text(action.get("host")), action.get("port")
        if host:
            where: Path = (*path, handler)
            number = port if isinstance(port, int) and not isinstance(port, bool) else None
            beside = None if number is None else ((*where, "port"), number)
            yield HostValue((*where, "host"), "host", host, beside)

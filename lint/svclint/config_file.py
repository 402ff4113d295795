"""Read ``.svclint.yaml``; every complaint has its file, line and column."""

from __future__ import annotations

import os
from typing import Any, NoReturn

from svclint.config import (
    Config,
    ConfigError,
    Settings,
    parse_node_ports,
    parse_service_cidrs,
    parse_version,
)
from svclint.model import Path
from svclint.source.document import Chunk
from svclint.source.fold import FoldError, fold


def read_config(file: str) -> Config:
    """Read a configuration file. Raises ``ConfigError``."""
    try:
        with open(file, encoding="utf-8") as stream:
            text = stream.read()
        data = fold(text).data
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    except FoldError as error:
        place = error.problem
        raise ConfigError(f"{file}:{place.line}:{place.column}: {place.message}") from None
    reader = _Reader(file, Chunk(file, text, 1))
    settings, clusters = reader.top({} if data is None else data)
    return Config(os.path.dirname(os.path.realpath(file)), settings, clusters)


_SETTINGS = (
    "kubernetesVersion",
    "serviceCIDRs",
    "nodePortRange",
    "namespace",
    "select",
    "ignore",
    "policies",
    "podTemplates",
)
Steps = tuple[str | int, ...]


class _Reader:
    """Turns the data of a configuration into settings; every complaint has its place."""

    def __init__(self, file: str, chunk: Chunk) -> None:
        self.file, self.chunk = file, chunk

    def top(self, data: Any) -> tuple[Settings, Any]:
        self.keys(data, (*_SETTINGS, "clusters"), ())
        clusters: list[tuple[str, tuple[str, ...], Settings]] = []
        entries = data.get("clusters") or []
        if not isinstance(entries, list):
            self.fail(("clusters",), "must be a list")
        for index, entry in enumerate(entries):
            steps: Steps = ("clusters", index)
            self.keys(entry, (*_SETTINGS, "name", "paths"), steps)
            paths = self.texts(entry, "paths", steps)
            if not paths:
                self.fail(steps, "needs paths, such as [clusters/prod/**]")
            name = self.text(entry, "name", steps) or f"cluster {index + 1}"
            clusters.append((name, paths, self.settings(entry, steps)))
        return self.settings(data, ()), tuple(clusters)

    def settings(self, data: dict[str, Any], steps: Steps) -> Settings:
        version = self.text(data, "kubernetesVersion", steps)
        ports = self.text(data, "nodePortRange", steps)
        cidrs = self.texts(data, "serviceCIDRs", steps)
        return Settings(
            self.parsed(parse_version, version, (*steps, "kubernetesVersion")),
            self.parsed(parse_service_cidrs, ",".join(cidrs), (*steps, "serviceCIDRs")),
            self.parsed(parse_node_ports, ports, (*steps, "nodePortRange")),
            self.text(data, "namespace", steps) or None,
            self.texts(data, "select", steps),
            self.texts(data, "ignore", steps),
            tuple(self.beside(path) for path in self.texts(data, "policies", steps)),
            self.pod_templates(data, steps),
        )

    def beside(self, path: str) -> str:
        """Give a path that is meant from the configuration's own folder."""
        return os.path.join(os.path.dirname(os.path.abspath(self.file)), path)

    def pod_templates(self, data: dict[str, Any], steps: Steps) -> tuple[tuple[str, Path], ...]:
        found = data.get("podTemplates") or {}
        steps = (*steps, "podTemplates")
        if not isinstance(found, dict):
            self.fail(steps, "must say where each kind has its pod template: Kind: spec.template")
        return tuple((kind, tuple(self.text(found, kind, steps).split("."))) for kind in found)

    def parsed(self, parse: Any, text: str, steps: Steps) -> Any:
        try:
            return parse(text) if text else None
        except ConfigError as error:
            self.fail(steps, str(error))

    def text(self, data: dict[str, Any], name: str, steps: Steps) -> str:
        value = data.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self.fail((*steps, name), f"is the number {value}; put it into quotes")
        if value is not None and not isinstance(value, str):
            self.fail((*steps, name), "must be text")
        return value or ""

    def texts(self, data: dict[str, Any], name: str, steps: Steps) -> tuple[str, ...]:
        value = data.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail((*steps, name), "must be a list of texts")
        return tuple(value)

    def keys(self, data: Any, known: tuple[str, ...], steps: Steps) -> None:
        if not isinstance(data, dict):
            self.fail(steps, f"must hold {', '.join(known)}")
        for name in data:
            if name not in known:
                from difflib import get_close_matches  # noqa: PLC0415 - only for a typo

                near = get_close_matches(name, known, n=1, cutoff=0.5)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
                self.fail((*steps, name), f"is unknown; {hint}", at_key=True)

    def fail(self, steps: Steps, message: str, *, at_key: bool = False) -> NoReturn:
        place, _ = self.chunk.locate(steps, at_key=at_key)
        name = f"{steps[-1]} " if steps and isinstance(steps[-1], str) else ""
        raise ConfigError(f"{place.file}:{place.line}:{place.column}: {name}{message}")

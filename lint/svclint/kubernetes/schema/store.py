"""The vendored schemas: which Kubernetes versions and kinds there are, and their JSON."""

from __future__ import annotations

import os
from functools import cache
from importlib import import_module
from typing import Any

Schema = dict[str, Any]
DEFINITIONS = "definitions.json"

# importlib.resources would take 15 ms to load, for packages in archives, which pip never makes.
_HOME = import_module("svclint.schemas").__path__[0]


class _Plainly:
    """How the scanner of ``json`` makes values where nobody asks for others."""

    strict = True
    object_hook = object_pairs_hook = parse_constant = None
    parse_float, parse_int = float, int


@cache
def versions() -> tuple[str, ...]:
    """The Kubernetes versions that have schemas, oldest first: ``("1.27", …)``."""
    names = os.listdir(_HOME)
    numbers = sorted(tuple(map(int, name.split("."))) for name in names if name[0].isdigit())
    return tuple(".".join(map(str, number)) for number in numbers)


def newest() -> str:
    """The newest version that has schemas."""
    return versions()[-1]


def load(version: str, api_version: str, kind: str) -> Schema | None:
    """The schema of one kind, or None where this version has none for it.

    The schemas of kinds that hold a pod refer into ``definitions(version)``.
    """
    # Both parts come out of manifests: only names that are known become paths.
    name = _names(version).get((api_version, kind))
    return None if name is None else _read(version, name)


def load_known(version: str, api_version: str, kind: str) -> Schema:
    """The same for a kind that must be there: raises LookupError where it is not."""
    schema = load(version, api_version, kind)
    if schema is None:
        raise LookupError(f"Kubernetes {version} has no {kind} in {api_version}")
    return schema


def definitions(version: str) -> Schema:
    """The structures that the schemas of one version share, by name.

    Raises LookupError for a version without schemas.
    """
    if version not in versions():
        raise LookupError(f"no schemas for Kubernetes {version}")
    structures: Schema = _read(version, DEFINITIONS)["$defs"]
    return structures


@cache
def _names(version: str) -> dict[tuple[str, str], str]:
    """The file of each kind: ``apps.v1.Deployment.json`` has Deployment of ``apps/v1``."""
    if version not in versions():
        return {}
    names: dict[tuple[str, str], str] = {}
    for file in os.listdir(os.path.join(_HOME, version)):
        if file == DEFINITIONS:
            continue
        api_version, _, kind = file.removesuffix(".json").rpartition(".")
        group, _, group_version = api_version.rpartition(".")
        names[f"{group}/{group_version}".lstrip("/"), kind] = file
    return names


@cache
def _read(version: str, name: str) -> Schema:
    with open(os.path.join(_HOME, version, name), "rb") as stream:
        schema: Schema = _parsed(stream.read().decode())
    return schema


def _parsed(text: str) -> Any:
    """Read JSON; ``json`` takes 4 ms to load, for patterns that no schema needs."""
    try:
        from _json import make_scanner  # noqa: PLC0415

        context: Any = _Plainly
        value, _ = make_scanner(context)(text.strip(), 0)
    except (ImportError, AttributeError):
        # Another Python, whose json has another heart.
        import json  # noqa: PLC0415

        return json.loads(text)
    return value

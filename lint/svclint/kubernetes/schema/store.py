"""The vendored schemas by Kubernetes version and kind."""

from __future__ import annotations

import json
import os
from functools import cache
from importlib import import_module
from typing import Any

Schema = dict[str, Any]
DEFINITIONS = "definitions.json"

# importlib.resources takes 15 ms to import; it is for packages in archives, which pip never makes.
HOME = import_module("svclint.schemas").__path__[0]


@cache
def versions() -> tuple[str, ...]:
    """Return the Kubernetes versions that have schemas, oldest first: ``("1.27", …)``."""
    names = os.listdir(HOME)
    numbers = sorted(tuple(map(int, name.split("."))) for name in names if name[0].isdigit())
    return tuple(".".join(map(str, number)) for number in numbers)


def newest() -> str:
    """Return the newest version that has schemas."""
    return versions()[-1]


def default_version() -> str:
    """Return the version to check against if nothing says which one a cluster has.

    It is the oldest that Kubernetes supports, as of the newest version with schemas: the project
    supports three minor versions (https://kubernetes.io/releases/version-skew-policy/). Managed
    clusters run it or one next to it, and newer versions accept what it accepts without a warning.
    """
    return versions()[-3]


def load(version: str, api_version: str, kind: str) -> Schema | None:
    """Return the schema of a kind, ``None`` if this version has none for it.

    The schemas of kinds that contain a pod refer to ``definitions(version)``.
    """
    # Both come from manifests: only known names become paths.
    name = _names(version).get((api_version, kind))
    return None if name is None else _read(version, name)


def load_known(version: str, api_version: str, kind: str) -> Schema:
    """Return the schema of a kind that must exist. Raises ``LookupError`` if it does not."""
    schema = load(version, api_version, kind)
    if schema is None:
        raise LookupError(f"Kubernetes {version} has no {kind} in {api_version}")
    return schema


def definitions(version: str) -> Schema:
    """Return the structures that the schemas of a version share, by name.

    Raises ``LookupError`` for a version without schemas.
    """
    if version not in versions():
        raise LookupError(f"no schemas for Kubernetes {version}")
    structures: Schema = _read(version, DEFINITIONS)["$defs"]
    return structures


@cache
def _names(version: str) -> dict[tuple[str, str], str]:
    """Return the file of each kind: ``apps.v1.Deployment.json`` is Deployment of ``apps/v1``."""
    if version not in versions():
        return {}
    names: dict[tuple[str, str], str] = {}
    for file in os.listdir(os.path.join(HOME, version)):
        if file == DEFINITIONS:
            continue
        api_version, _, kind = file.removesuffix(".json").rpartition(".")
        group, _, group_version = api_version.rpartition(".")
        names[f"{group}/{group_version}".lstrip("/"), kind] = file
    return names


@cache
def _read(version: str, name: str) -> Schema:
    with open(os.path.join(HOME, version, name), "rb") as stream:
        schema: Schema = json.load(stream)
    return schema

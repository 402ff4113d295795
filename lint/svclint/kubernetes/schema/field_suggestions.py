"""Suggestions for unknown fields: similar fields, other places of a field, other versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from svclint.kubernetes.schema.store import Schema, definitions, load, versions
from svclint.model import Path
from svclint.model.suggestions import closest_folded, folded

MOST = 3
# Found by trial with real typos: "proto" is close to "protocol", "hostPort" not to "nodePort".
CLOSE = 0.75
# Much longer than any field: longer names have no suggestions. difflib takes quadratic time.
LONGEST_NAME = 80
# Names of other fields, of other kinds or older annotations that are written in place of a field.
MISTAKEN = {
    "ports": {
        "containerPort": "targetPort",
        "internalPort": "targetPort",
        "podPort": "targetPort",
        "externalPort": "port",
        "servicePort": "port",
    },
    "spec": {
        "publishNotReadyEndpoints": "publishNotReadyAddresses",
        "tolerateUnreadyEndpoints": "publishNotReadyAddresses",
        "allowedSourceRanges": "loadBalancerSourceRanges",
        "sourceRanges": "loadBalancerSourceRanges",
        "matchLabels": "selector",
        "backend": "defaultBackend",
    },
}
# Only the server writes these fields.
SERVER_WRITTEN = ("status.", "metadata.managedFields")


def similar_fields(name: str, parent: Path, kind: str, siblings: Iterable[str]) -> tuple[str, ...]:
    """Return the fields of the same structure that are similar to ``name``, best first.

    These are a field that differs only in case, ``_`` and ``-``; else fields with a similar
    spelling; else one that ``name`` prefixes with its parent (``serviceType``, ``portName``); else
    one for which ``name`` is mistaken.
    """
    searched = folded(name)
    fields = {folded(field): field for field in siblings}
    if found := closest_folded(name, fields.values(), most=MOST, cutoff=CLOSE):
        return tuple(found)
    names = [kind, *(step for step in parent if isinstance(step, str))]
    owners = [name.lower().removesuffix("s") for name in (names[-1], kind)]
    tails = [searched.removeprefix(owner) for owner in owners]
    if found := [fields[tail] for tail in tails if tail in fields]:
        return tuple(found[:1])
    mistaken = MISTAKEN.get(names[-1], {}).get(name, "")
    return (mistaken,) if mistaken in fields.values() else ()


def is_mistaken(name: str) -> bool:
    """Return whether a name is not a misspelt field, but that of something else."""
    return any(name in names for names in MISTAKEN.values())


def other_places(
    version: str, api_version: str, kind: str, name: str, parent: Path
) -> tuple[str, ...]:
    """Return the places outside ``parent`` that have a field of that name, nearest first.

    A place is written as ``spec.ports[].targetPort``.
    """
    here = "".join("[]" if isinstance(step, int) else f".{step}" for step in parent)[1:]
    places = _places(version, api_version, kind).get(folded(name), [])

    def distance(place: str) -> tuple[int, int]:
        return -_shared_steps(place, here), place.count(".")

    others = (place for place in places if place.rpartition(".")[0] != here)
    return tuple(sorted(others, key=distance)[:MOST])


def known_in(api_version: str, kind: str, path: Path) -> tuple[str, ...]:
    """Return the Kubernetes versions that have a field at this path, oldest first."""
    return tuple(version for version in versions() if _has(version, api_version, kind, path))


def _has(version: str, api_version: str, kind: str, path: Path) -> bool:
    schema: Schema | None = load(version, api_version, kind)
    for step in path:
        if schema is None:
            return False
        schema = _resolved(schema, version)
        if isinstance(step, int):
            schema = schema.get("items")
        elif step in schema.get("properties", {}):
            schema = schema["properties"][step]
        else:
            schema = schema.get("additionalProperties") or None
    return schema is not None


def _shared_steps(place: str, other: str) -> int:
    pairs = zip(place.split("."), other.split("."), strict=False)
    return next((i for i, (one, two) in enumerate(pairs) if one != two), other.count(".") + 1)


@cache
def _places(version: str, api_version: str, kind: str) -> dict[str, list[str]]:
    """Return all places of a kind by the folded name of their field."""
    places: dict[str, list[str]] = {}
    schema = load(version, api_version, kind)
    for place, name in _walk(schema or {}, "", version):
        if not place.startswith(SERVER_WRITTEN):
            places.setdefault(folded(name), []).append(place)
    return places


def _walk(schema: Schema, place: str, version: str) -> Iterator[tuple[str, str]]:
    schema = _resolved(schema, version)
    if "items" in schema:
        yield from _walk(schema["items"], f"{place}[]", version)
    for name, field in schema.get("properties", {}).items():
        inner = f"{place}.{name}" if place else name
        yield inner, name
        yield from _walk(field, inner, version)


def _resolved(schema: Schema, version: str) -> Schema:
    if "$ref" not in schema:
        return schema
    structure: Schema = definitions(version)[schema["$ref"].rpartition("/")[2]]
    return structure

"""HelmReleases of Flux: which chart they deploy, as which release, with which values.

Source: https://fluxcd.io/flux/components/helm/helmreleases/
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, sequence, text
from svclint.render.object_values import (
    ValuesText,
    values_file,
    values_in,
    values_in_text,
)
from svclint.render.single_values import SingleValue
from svclint.source import Document
from svclint.source.kustomization import kustomization_data

HELM_RELEASE = ("helm.toolkit.fluxcd.io", "HelmRelease")
_DEFAULT_KEY = "values.yaml"
_QUOTES = "'\""
# What kustomize adds to the names of generated objects.
_HASH = re.compile(r"-[a-z0-9]{10}$")


class Chart(NamedTuple):
    """The chart of a HelmRelease, as it is named, and the kind and name of its source.

    In a ``GitRepository`` or a ``Bucket``, the name is a path.
    """

    name: str
    source_kind: str
    source: str

    @property
    def is_path(self) -> bool:
        """Whether the name is a path."""
        return self.source_kind in ("GitRepository", "Bucket")


def chart_of(document: Document) -> Chart:
    """Return the chart of a HelmRelease; one of an ``OCIRepository`` has no name of its own."""
    spec = mapping(document.value(("spec",)))
    chart = mapping(mapping(spec.get("chart")).get("spec"))
    source = mapping(chart.get("sourceRef") or spec.get("chartRef"))
    return Chart(text(chart.get("chart")), text(source.get("kind")), text(source.get("name")))


def release_of(document: Document, namespace: str) -> tuple[str, str]:
    """Return the name and the namespace of the release; ``namespace`` is that of the object."""
    spec = mapping(document.value(("spec",)))
    target = text(spec.get("targetNamespace"))
    name = document.object_name.name
    prefixed = f"{target}-{name}" if target else name
    return text(spec.get("releaseName")) or prefixed, target or namespace


def values_references(document: Document) -> list[tuple[str, str]]:
    """Return the kinds and names of the ConfigMaps and Secrets with values."""
    return [
        (text(entry.get("kind")), text(entry.get("name")))
        for entry in map(mapping, sequence(document.value(("spec", "valuesFrom"))))
    ]


def values_sources(document: Document, built: Sequence[Document]) -> list[int]:
    """Return the numbers of the ConfigMaps and Secrets with values among some documents.

    They are in the namespace of the object. kustomize may have added a hash to their names.
    """
    wanted = frozenset(values_references(document))
    namespace = document.object_name.namespace
    return [
        number
        for number, each in enumerate(built)
        if each.kind in ("ConfigMap", "Secret")
        and each.object_name.namespace == namespace
        and not wanted.isdisjoint(_names(each))
    ]


def _names(source: Document) -> Iterator[tuple[str, str]]:
    name = source.object_name.name
    yield source.kind, name
    without_hash = _HASH.sub("", name)
    if without_hash != name:
        yield source.kind, without_hash


def values_of(
    document: Document, found: Sequence[Document], top: str = ""
) -> Iterator[ValuesText | SingleValue]:
    """Yield the values of a HelmRelease in Helm's order: the last one wins.

    ``found`` are its ConfigMaps and Secrets. One that a kustomization generates beside the
    HelmRelease is a file of values. ``top`` is the repository: ``valuesFiles`` are relative to it.
    """
    chart = mapping(mapping(mapping(document.value(("spec",))).get("chart")).get("spec"))
    for name in sequence(chart.get("valuesFiles")):
        file = values_file(document, os.path.join(top, text(name))) if top else None
        if file is not None:
            yield file
    sources = {name: each for each in found for name in _names(each)}
    for entry in map(mapping, sequence(document.value(("spec", "valuesFrom")))):
        key = text(entry.get("valuesKey")) or _DEFAULT_KEY
        source = sources.get((text(entry.get("kind")), text(entry.get("name"))))
        if source is None:
            yield from _generated(document, text(entry.get("name")), key)
            continue
        field = "data" if source.kind == "ConfigMap" else "stringData"
        target = text(entry.get("targetPath"))
        value = source.value((field, key))
        if target and isinstance(value, str):
            yield _single_value(source, (field, key), target, value)
        elif not target:
            values = values_in_text(source, (field, key))
            if values is not None:
                yield values
    own = values_in(document, ("spec", "values"))
    if own is not None:
        yield own


def _single_value(source: Document, path: Path, target: str, value: str) -> SingleValue:
    """Return a value at a ``targetPath``; one in quotes stays a string."""
    location, _ = source.locate(path)
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        return SingleValue(f"{target}={value.strip(_QUOTES)}", location, str)
    return SingleValue(f"{target}={value}", location)


def _generated(document: Document, name: str, key: str) -> Iterator[ValuesText]:
    folder = os.path.dirname(document.file)
    found = kustomization_data(os.path.realpath(folder))
    for entry in map(mapping, sequence(found[1].get("configMapGenerator") if found else None)):
        if text(entry.get("name")) != name:
            continue
        for written in sequence(entry.get("files")):
            own, _, path = text(written).rpartition("=")
            if (own or os.path.basename(path)) == key:
                values = values_file(document, os.path.normpath(os.path.join(folder, path)))
                if values is not None:
                    yield values

"""Releases of charts that are not in the checked files: what they install has their names.

They are HelmReleases of Flux, HelmCharts of K3s, and Applications of Argo CD with a chart; and
charts that a rendered one depends on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.similarity import name_starts
from svclint.model import Data
from svclint.model.data import mapping, sequence, text
from svclint.source import Document
from svclint.source.charts import missing_dependencies

_RELEASES = ("HelmRelease", "HelmChart")


def is_of_release(document: Document, texts: Iterable[str], inventory: Inventory) -> bool:
    """Return whether a Service name or the value of a label has the name of a release or chart.

    It is a name or a value that a ``document`` refers to.

    Releases of the whole repository count: what refers to one is rarely deployed with it.
    """
    released = inventory.cache.computed(
        "names of releases", lambda: frozenset(filter(None, _names(inventory)))
    )
    names = released | missing_dependencies(document.file)
    return any(start in names for each in texts for start in name_starts(each))


def _names(inventory: Inventory) -> Iterator[str]:
    for each in inventory.custom_resources:
        if each.kind in _RELEASES:
            yield each.object_name.name
    for application in inventory.of_kind("argoproj.io", "Application"):
        for source in _sources(application):
            if source.get("chart"):
                yield application.object_name.name
                yield text(source.get("chart"))
                yield text(mapping(source.get("helm")).get("releaseName"))


def _sources(application: Document) -> Iterator[Data]:
    yield mapping(application.value(("spec", "source")))
    yield from map(mapping, sequence(application.value(("spec", "sources"))))

"""What Kustomizations and HelmReleases of Flux deploy, as they are written or as they are built."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.deployments.deployers import FLUX
from svclint.model.data import mapping, text
from svclint.render.closure import Closure
from svclint.render.clusters import Clusters
from svclint.render.deployed_roots import (
    Found,
    chart_root,
    configured_chart,
    deployer_of,
    folder_in_tree,
    kustomized_root,
)
from svclint.render.deployers import ObjectPlace
from svclint.render.flux import helm_releases
from svclint.render.flux.helm_releases import HELM_RELEASE
from svclint.render.flux.substitution import references_of
from svclint.render.references import Reference, Sources, find_sources
from svclint.render.roots import Root
from svclint.source import Document
from svclint.source.checkout import is_inside
from svclint.source.kustomization import CHART_FILE, folders_above, kustomization_data
from svclint.source.paths import real_path

# Fields of a Flux Kustomization that change more than where its objects are.
_CHANGES = (
    *("patches", "images", "components", "namePrefix", "nameSuffix"),
    *("postBuild", "commonMetadata"),
)


class Flux(NamedTuple):
    """The Kustomizations of a tree, and what its objects of Flux refer to.

    ``repositories`` are the URLs of repositories of charts, by kind and name.
    """

    kustomizations: Sequence[Found]
    sources: Sources
    repositories: Mapping[tuple[str, str], str]

    def kustomization(self, found: Found) -> Iterator[tuple[Root, Closure]]:
        """Yield the folder that a Kustomization deploys."""
        spec = mapping(found.document.value(("spec",)))
        folder = _deployed_path(found.document)
        is_plain = kustomization_data(folder) is None if folder else True
        # The manifests of a folder are checked as they are where only their namespace changes.
        if folder and not (is_plain and not any(spec.get(name) for name in _CHANGES)):
            deployer = deployer_of(found, self.sources, _wanted(found.document))
            yield kustomized_root(found, folder, deployer)

    def helm_release(self, found: Found) -> Iterator[tuple[Root, Closure]]:
        """Yield the chart that a HelmRelease in a file deploys, if it is in the tree."""
        document = found.document
        folder = self._chart_of(found)
        if folder:
            own = document.object_name.namespace or _namespace_around(document)
            deployer = deployer_of(found, self.sources, _wanted(document))
            deployer = deployer._replace(substituting=self._substituting(document))
            yield chart_root(found, folder, helm_releases.release_of(document, own), deployer)

    def built_release(
        self, found: Found, root: Root, beside: Sequence[Document]
    ) -> Iterator[tuple[Root, Closure]]:
        """Yield the chart that a HelmRelease deploys as it is in the text of a root.

        ``beside`` are all documents of the text. The ConfigMaps and Secrets among them count first.
        """
        document = found.document
        folder = self._chart_of(found)
        if folder:
            names = helm_releases.release_of(document, document.object_name.namespace)
            deployer = deployer_of(found)
            if root.deployer is not None:
                # Several objects may deploy one folder.
                shown = f"{document.kind} {document.object_name.name} ({root.described})"
                deployer = deployer._replace(shown=shown)
            built = helm_releases.values_sources(document, beside)
            places = [
                ObjectPlace(found.place.file, at, beside[at])
                for at in sorted(built)
                if "sops" not in mapping(beside[at].data)
            ]
            others = self.sources.of(root.file, _wanted(document))
            deployer = deployer._replace(references=(*others, *places))
            yield chart_root(found, folder, names, deployer)

    def _chart_of(self, found: Found) -> str:
        document = found.document
        chart = helm_releases.chart_of(document)
        folder = folder_in_tree(document, chart.name) if chart.is_path else ""
        keys = chart.source, self.repositories.get((chart.source_kind, chart.source), "")
        folder = folder or configured_chart(found, keys, chart.name)
        return folder if folder and os.path.isfile(os.path.join(folder, CHART_FILE)) else ""

    def _substituting(self, document: Document) -> tuple[ObjectPlace, ...]:
        """Return the only Kustomization that deploys an object's folder, and its references."""
        file = real_path(document.file)
        around = [
            each
            for each in self.kustomizations
            if (folder := _deployed_path(each.document)) and is_inside(file, folder)
        ]
        if len(around) != 1:
            return ()
        place, wanted = around[0].place, references_of(around[0].document)
        return (place, *self.sources.of(place.file, wanted))


def find_flux(
    files: Sequence[str], found: Sequence[Found], repositories: Mapping[tuple[str, str], str]
) -> Flux:
    """Return what some objects refer to that deploy something; ``files`` are those of the run."""
    wanted = {each for one in found for each in _wanted(one.document)}
    kustomizations = [each for each in found if each.document.kind == FLUX[1]]
    clusters = Clusters(
        (deployer_of(each), _deployed_path(each.document)) for each in kustomizations
    )
    return Flux(kustomizations, find_sources(files, wanted, clusters), repositories)


def _wanted(document: Document) -> list[Reference]:
    """Return the ConfigMaps and Secrets that an object takes values from."""
    if document.kind == FLUX[1]:
        return references_of(document)
    if document.kind == HELM_RELEASE[1]:
        # Its namespace may be that of a kustomization around it.
        return [(kind, "", name) for kind, name in helm_releases.values_references(document)]
    return []


def _deployed_path(document: Document) -> str:
    return folder_in_tree(document, text(document.value(("spec", "path"))))


def _namespace_around(document: Document) -> str:
    """Return the namespace that the kustomizations around an object give it."""
    for folder in folders_above(real_path(document.file)):
        known = kustomization_data(folder)
        namespace = "" if known is None else text(known[1].get("namespace"))
        if namespace:
            return namespace
    return ""

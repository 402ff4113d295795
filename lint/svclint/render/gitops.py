"""Find the objects of Flux and Argo CD among the files of a run, and what they deploy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from svclint.kubernetes.deployments.deployers import FLUX
from svclint.model.data import group_of, mapping, text
from svclint.render.argo.applications import APPLICATION, APPLICATION_SET
from svclint.render.argo_deployments import roots_of_applications
from svclint.render.closure import Closure
from svclint.render.clusters import Clusters
from svclint.render.deployed_roots import (
    Found,
    Surroundings,
    chart_root,
    configured_chart,
    deployer_of,
    folder_in_tree,
    kustomized_root,
)
from svclint.render.deployers import ObjectPlace, marked_objects
from svclint.render.flux import helm_releases
from svclint.render.flux.helm_releases import HELM_RELEASE
from svclint.render.flux.substitution import references_of
from svclint.render.references import Reference, Sources, find_sources
from svclint.render.roots import Root
from svclint.source import Document
from svclint.source.checkout import is_inside
from svclint.source.kustomization import CHART_FILE, folders_above, kustomization_data
from svclint.source.paths import real_path

# The group of repositories.
_REPOSITORIES = "source.toolkit.fluxcd.io"
_KINDS = (FLUX, HELM_RELEASE, APPLICATION, APPLICATION_SET)
# Fields of a Flux Kustomization that change more than where its objects are.
_CHANGES = (
    *("patches", "images", "components", "namePrefix", "nameSuffix"),
    *("postBuild", "commonMetadata"),
)


def find_deployed(
    files: Sequence[str], surroundings_of: Callable[[str], Surroundings]
) -> Iterator[tuple[Root, Closure]]:
    """Yield the folders and charts that objects among some files deploy.

    They are Kustomizations and HelmReleases of Flux, and Applications and ApplicationSets of
    Argo CD, where what they deploy is in the tree or named in the configuration.
    """
    marked = marked_objects(files)
    found = [
        Found(place, document, surroundings_of(place.file))
        for place, document in marked
        if (group_of(document.api_version), document.kind) in _KINDS
    ]
    repositories = {
        (document.kind, document.object_name.name): text(document.value(("spec", "url")))
        for _, document in marked
        if group_of(document.api_version) == _REPOSITORIES
    }
    wanted = {each for one in found for each in _wanted(one.document)}
    sources = find_sources(files, wanted, _clusters(found))
    for each in found:
        if each.document.kind == FLUX[1]:
            yield from _kustomization(each, sources)
        elif each.document.kind == HELM_RELEASE[1]:
            places = _substituting(each.document, found, sources)
            yield from _helm_release(each, sources, repositories, places)
        else:
            yield from roots_of_applications(each)


def _wanted(document: Document) -> list[Reference]:
    """Return the ConfigMaps and Secrets that an object takes values from."""
    if document.kind == FLUX[1]:
        return references_of(document)
    if document.kind == HELM_RELEASE[1]:
        # Its namespace may be that of a kustomization around it.
        return [(kind, "", name) for kind, name in helm_releases.values_references(document)]
    return []


def _clusters(found: Sequence[Found]) -> Clusters:
    kustomizations = [each for each in found if each.document.kind == FLUX[1]]
    return Clusters((deployer_of(each), _deployed_path(each.document)) for each in kustomizations)


def _kustomization(found: Found, sources: Sources) -> Iterator[tuple[Root, Closure]]:
    spec = mapping(found.document.value(("spec",)))
    folder = _deployed_path(found.document)
    is_plain = kustomization_data(folder) is None if folder else True
    # The manifests of a folder are checked as they are where only their namespace changes.
    if folder and not (is_plain and not any(spec.get(name) for name in _CHANGES)):
        yield kustomized_root(found, folder, deployer_of(found, sources, _wanted(found.document)))


def _deployed_path(document: Document) -> str:
    return folder_in_tree(document, text(document.value(("spec", "path"))))


def _helm_release(
    found: Found,
    sources: Sources,
    repositories: Mapping[tuple[str, str], str],
    substituting: tuple[ObjectPlace, ...],
) -> Iterator[tuple[Root, Closure]]:
    document = found.document
    chart = helm_releases.chart_of(document)
    folder = folder_in_tree(document, chart.name) if chart.is_path else ""
    keys = chart.source, repositories.get((chart.source_kind, chart.source), "")
    folder = folder or configured_chart(found, keys, chart.name)
    if not folder or not os.path.isfile(os.path.join(folder, CHART_FILE)):
        return
    own = document.object_name.namespace or _namespace_around(document)
    deployer = deployer_of(found, sources, _wanted(found.document))._replace(
        substituting=substituting
    )
    yield chart_root(found, folder, helm_releases.release_of(document, own), deployer)


def _substituting(
    document: Document, found: Sequence[Found], sources: Sources
) -> tuple[ObjectPlace, ...]:
    """Return the only Kustomization that deploys the folder of an object, and its references."""
    file = real_path(document.file)
    around = [
        each
        for each in found
        if each.document.kind == FLUX[1]
        and (folder := _deployed_path(each.document))
        and is_inside(file, folder)
    ]
    if len(around) != 1:
        return ()
    place, wanted = around[0].place, references_of(around[0].document)
    return (place, *sources.of(place.file, wanted))


def _namespace_around(document: Document) -> str:
    """Return the namespace that the kustomizations around an object give it."""
    for folder in folders_above(real_path(document.file)):
        known = kustomization_data(folder)
        namespace = "" if known is None else text(known[1].get("namespace"))
        if namespace:
            return namespace
    return ""

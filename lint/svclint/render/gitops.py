"""Find the objects of Flux and Argo CD among the files of a run, and what they deploy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.deployments.deployers import FLUX, deployed_folder
from svclint.model.cluster import Version
from svclint.model.data import group_of, mapping, sequence, text
from svclint.render.argo import applications
from svclint.render.argo.applications import APPLICATION, APPLICATION_SET
from svclint.render.argo.generators import parameters_of
from svclint.render.closure import Closure, chart_closure, deployed_closure
from svclint.render.clusters import Clusters
from svclint.render.deployed import files_with_values
from svclint.render.deployers import Deployer, ObjectPlace, marked_objects
from svclint.render.flux import helm_releases
from svclint.render.flux.helm_releases import HELM_RELEASE
from svclint.render.flux.substitution import references_of
from svclint.render.references import Reference, Sources, find_sources
from svclint.render.release import Release
from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.source import Document
from svclint.source.checkout import is_in_tree, is_inside, tree_of
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


class Surroundings(NamedTuple):
    """What the configuration says about a file: folders of charts, and its Kubernetes version.

    The folders are by the name or the URL of a repository.
    """

    charts: Mapping[str, str]
    version: Version | None


class _Found(NamedTuple):
    place: ObjectPlace
    document: Document
    surroundings: Surroundings


def find_deployed(
    files: Sequence[str], surroundings_of: Callable[[str], Surroundings]
) -> Iterator[tuple[Root, Closure]]:
    """Yield the folders and charts that objects among some files deploy.

    They are Kustomizations and HelmReleases of Flux, and Applications and ApplicationSets of
    Argo CD, where what they deploy is in the tree or named in the configuration.
    """
    marked = marked_objects(files)
    found = [
        _Found(place, document, surroundings_of(place.file))
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
            yield from _applications(each)


def _wanted(document: Document) -> list[Reference]:
    """Return the ConfigMaps and Secrets that an object takes values from."""
    if document.kind == FLUX[1]:
        return references_of(document)
    if document.kind == HELM_RELEASE[1]:
        # Its namespace may be that of a kustomization around it.
        return [(kind, "", name) for kind, name in helm_releases.values_references(document)]
    return []


def _clusters(found: Sequence[_Found]) -> Clusters:
    kustomizations = [each for each in found if each.document.kind == FLUX[1]]
    return Clusters((_deployer(each), _deployed_path(each.document)) for each in kustomizations)


def _deployer(
    found: _Found, sources: Sources | None = None, kind: str = "", name: str = ""
) -> Deployer:
    document, place = found.document, found.place
    shown = f"{kind or document.kind} {name or document.object_name.name}"
    references = sources.of(place.file, _wanted(document)) if sources else ()
    shown = f"{shown} ({os.path.normpath(place.file)})"
    components = _texts(document.value(("spec", "components")))
    return Deployer(place, shown, references, components=components)


def _kustomization(found: _Found, sources: Sources) -> Iterator[tuple[Root, Closure]]:
    spec = mapping(found.document.value(("spec",)))
    folder = _deployed_path(found.document)
    is_plain = kustomization_data(folder) is None if folder else True
    # The manifests of a folder are checked as they are where only their namespace changes.
    if folder and not (is_plain and not any(spec.get(name) for name in _CHANGES)):
        yield _deployed_folder(found, folder, _deployer(found, sources))


def _deployed_path(document: Document) -> str:
    return _folder(document, text(document.value(("spec", "path"))))


def _folder(document: Document, path: str) -> str:
    """Return the real path of the folder that an object deploys; empty outside of its tree."""
    folder = deployed_folder(document, path)
    tree = tree_of(os.path.dirname(real_path(document.file)))
    return folder if tree and folder and is_in_tree(folder, tree) else ""


def _texts(entries: object) -> tuple[str, ...]:
    return tuple(entry for entry in sequence(entries) if isinstance(entry, str))


def _deployed_folder(found: _Found, folder: str, deployer: Deployer) -> tuple[Root, Closure]:
    known, shown = kustomization_data(folder), os.path.relpath(folder)
    file = found.place.file if known is None else in_folder(shown, os.path.basename(known[0]))
    root = Root(KUSTOMIZE, shown, file, deployer=deployer)
    return root, deployed_closure(folder, deployer)


def _helm_release(
    found: _Found,
    sources: Sources,
    repositories: Mapping[tuple[str, str], str],
    substituting: tuple[ObjectPlace, ...],
) -> Iterator[tuple[Root, Closure]]:
    document = found.document
    chart = helm_releases.chart_of(document)
    folder = _folder(document, chart.name) if chart.is_path else ""
    keys = chart.source, repositories.get((chart.source_kind, chart.source), "")
    folder = folder or _configured(found, keys, chart.name)
    if not folder or not os.path.isfile(os.path.join(folder, CHART_FILE)):
        return
    own = document.object_name.namespace or _namespace_around(document)
    deployer = _deployer(found, sources)._replace(substituting=substituting)
    yield _chart(found, folder, helm_releases.release_of(document, own), deployer)


def _substituting(
    document: Document, found: Sequence[_Found], sources: Sources
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


def _configured(found: _Found, keys: Sequence[str], name: str) -> str:
    """Return the folder of a chart of a repository, given by its name or URL; empty if unknown."""
    by_key = {key.rstrip("/"): path for key, path in found.surroundings.charts.items()}
    for folder in (by_key[key.rstrip("/")] for key in keys if key.rstrip("/") in by_key):
        inside = os.path.join(folder, name) if name and os.pardir not in name else folder
        for candidate in (inside, folder):
            if os.path.isfile(os.path.join(candidate, CHART_FILE)):
                return candidate
    return ""


def _namespace_around(document: Document) -> str:
    """Return the namespace that the kustomizations around an object give it."""
    for folder in folders_above(real_path(document.file)):
        known = kustomization_data(folder)
        namespace = "" if known is None else text(known[1].get("namespace"))
        if namespace:
            return namespace
    return ""


def _chart(
    found: _Found, folder: str, names: tuple[str, str], deployer: Deployer
) -> tuple[Root, Closure]:
    shown, (name, namespace) = os.path.relpath(folder), names
    release = Release(name, namespace, found.surroundings.version)
    root = Root(HELM, shown, in_folder(shown, CHART_FILE), release=release, deployer=deployer)
    closure = chart_closure(os.path.realpath(folder))
    others = set(map(os.path.realpath, deployer.files | files_with_values(root)))
    return root, closure._replace(others=closure.others | others)


def _applications(found: _Found) -> Iterator[tuple[Root, Closure]]:
    document = found.document
    if document.kind == APPLICATION[1]:
        yield from _application(found, ())
        return
    top = tree_of(os.path.dirname(real_path(document.file)))
    spec = mapping(document.value(("spec",)))
    # A patch of the template is text with actions of its own.
    if top and not spec.get("templatePatch"):
        for parameters in parameters_of(spec, top):
            made = applications.made(document, parameters)
            yield from _application(found._replace(document=made), tuple(parameters.items()))


def _application(
    found: _Found, parameters: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Root, Closure]]:
    document = found.document
    name = applications.name_of(document)
    for path, source in applications.sources_of(document):
        if not applications.is_filled(source) or "{{" in name:
            continue
        folder = _folder(document, text(source.get("path")))
        folder = folder or _configured(
            found, (text(source.get("repoURL")),), text(source.get("chart"))
        )
        deployer = _deployer(found, kind=APPLICATION[1], name=name)
        components = _texts(mapping(source.get("kustomize")).get("components"))
        deployer = deployer._replace(source=path, parameters=parameters, components=components)
        if folder and os.path.isfile(os.path.join(folder, CHART_FILE)):
            names = (
                applications.release_name(document, source),
                applications.destination_of(document),
            )
            yield _chart(found, folder, names, deployer)
        elif folder and kustomization_data(folder) is not None:
            yield _deployed_folder(found, folder, deployer)

"""What an object of Flux or Argo CD deploys, as a root: a chart, or a kustomization."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.kubernetes.deployments.deployers import folder_above
from svclint.model.cluster import Version
from svclint.model.data import sequence
from svclint.render.closure import Closure, chart_closure, deployed_closure
from svclint.render.deployed import files_with_values
from svclint.render.deployers import Deployer, ObjectPlace
from svclint.render.references import Reference, Sources
from svclint.render.release import Release
from svclint.render.roots import HELM, KUSTOMIZE, Root, in_folder
from svclint.source import Document
from svclint.source.checkout import is_in_tree, tree_of
from svclint.source.files import rendered_folder
from svclint.source.kustomization import CHART_FILE, kustomization_data
from svclint.source.paths import real_path


class Surroundings(NamedTuple):
    """What the configuration says about a file: folders of charts, and its Kubernetes version.

    The folders are by the name or the URL of a repository.
    """

    charts: Mapping[str, str]
    version: Version | None


class Found(NamedTuple):
    """An object that deploys something, where it is, and what the configuration says there."""

    place: ObjectPlace
    document: Document
    surroundings: Surroundings


def deployer_of(
    found: Found,
    sources: Sources | None = None,
    wanted: Sequence[Reference] = (),
    kind: str = "",
    name: str = "",
) -> Deployer:
    """Return the object that deploys something, with those that it takes values from."""
    document, place = found.document, found.place
    shown = f"{kind or document.kind} {name or document.object_name.name}"
    references = sources.of(place.file, wanted) if sources else ()
    shown = f"{shown} ({os.path.normpath(rendered_folder(place.file) or place.file)})"
    components = texts_in(document.value(("spec", "components")))
    return Deployer(place, shown, references, components=components)


def tree_around(document: Document) -> str:
    """Return the real path of the tree of an object, or of the chart that prints it."""
    return tree_of(_folder_around(document))


def _folder_around(document: Document) -> str:
    rendered = rendered_folder(document.file)
    return os.path.realpath(rendered) if rendered else os.path.dirname(real_path(document.file))


def folder_in_tree(document: Document, path: str) -> str:
    """Return the real path of the folder that an object deploys; empty outside of its tree."""
    folder, tree = folder_above(_folder_around(document), path), tree_around(document)
    return folder if tree and folder and is_in_tree(folder, tree) else ""


def texts_in(entries: object) -> tuple[str, ...]:
    """Return the strings of a list; none of anything else."""
    return tuple(entry for entry in sequence(entries) if isinstance(entry, str))


def kustomized_root(found: Found, folder: str, deployer: Deployer) -> tuple[Root, Closure]:
    """Return a real folder that an object has kustomize build, with its closure."""
    known, shown = kustomization_data(folder), os.path.relpath(folder)
    file = found.place.file if known is None else in_folder(shown, os.path.basename(known[0]))
    root = Root(KUSTOMIZE, shown, file, deployer=deployer)
    return root, deployed_closure(folder, deployer)


def configured_chart(found: Found, keys: Sequence[str], name: str) -> str:
    """Return the folder of a chart of a repository, given by its name or URL; empty if unknown."""
    by_key = {key.rstrip("/"): path for key, path in found.surroundings.charts.items()}
    for folder in (by_key[key.rstrip("/")] for key in keys if key.rstrip("/") in by_key):
        inside = os.path.join(folder, name) if name and os.pardir not in name else folder
        for candidate in (inside, folder):
            if os.path.isfile(os.path.join(candidate, CHART_FILE)):
                return candidate
    return ""


def chart_root(
    found: Found, folder: str, names: tuple[str, str], deployer: Deployer
) -> tuple[Root, Closure]:
    """Return a chart that an object deploys; ``names`` are those of release and namespace."""
    shown, (name, namespace) = os.path.relpath(folder), names
    release = Release(name, namespace, found.surroundings.version)
    root = Root(HELM, shown, in_folder(shown, CHART_FILE), release=release, deployer=deployer)
    closure = chart_closure(os.path.realpath(folder))
    others = set(map(os.path.realpath, deployer.files | files_with_values(root)))
    return root, closure._replace(others=closure.others | others)

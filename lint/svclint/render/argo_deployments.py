"""What Applications and ApplicationSets of Argo CD deploy."""

from __future__ import annotations

import os
from collections.abc import Iterator

from svclint.model.data import mapping, text
from svclint.render.argo import applications
from svclint.render.argo.applications import APPLICATION
from svclint.render.argo.generators import parameters_of
from svclint.render.closure import Closure
from svclint.render.deployed_roots import (
    Found,
    chart_root,
    configured_chart,
    deployer_of,
    folder_in_tree,
    kustomized_root,
    texts_in,
    tree_around,
)
from svclint.render.roots import Root
from svclint.source.kustomization import CHART_FILE, kustomization_data


def roots_of_applications(found: Found) -> Iterator[tuple[Root, Closure]]:
    """Yield what an Application deploys, or each of those that an ApplicationSet makes."""
    document = found.document
    if document.kind == APPLICATION[1]:
        yield from _application(found, ())
        return
    top = tree_around(document)
    spec = mapping(document.value(("spec",)))
    # A patch of the template is text with actions of its own.
    if top and not spec.get("templatePatch"):
        for parameters in parameters_of(spec, top):
            made = applications.made(document, parameters)
            yield from _application(found._replace(document=made), tuple(parameters.items()))


def _application(
    found: Found, parameters: tuple[tuple[str, str], ...]
) -> Iterator[tuple[Root, Closure]]:
    document = found.document
    name = applications.name_of(document)
    for path, source in applications.sources_of(document):
        if not applications.is_filled(source) or "{{" in name:
            continue
        folder = folder_in_tree(document, text(source.get("path")))
        folder = folder or configured_chart(
            found, (text(source.get("repoURL")),), text(source.get("chart"))
        )
        deployer = deployer_of(found, kind=APPLICATION[1], name=name)
        components = texts_in(mapping(source.get("kustomize")).get("components"))
        deployer = deployer._replace(source=path, parameters=parameters, components=components)
        if folder and os.path.isfile(os.path.join(folder, CHART_FILE)):
            names = (
                applications.release_name(document, source),
                applications.destination_of(document),
            )
            yield chart_root(found, folder, names, deployer)
        elif folder and kustomization_data(folder) is not None:
            yield kustomized_root(found, folder, deployer)

"""Applications of Argo CD: the folders and charts that they deploy, and with which settings.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.render.argo.generators import filled
from svclint.render.kustomize.additions import Additions
from svclint.render.kustomize.traced import Node, Place, traced
from svclint.source import Document

APPLICATION = ("argoproj.io", "Application")
APPLICATION_SET = ("argoproj.io", "ApplicationSet")
_TEMPLATE = ("spec", "template")
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# Settings of a kustomization that Argo CD has under the same name.
_SETTINGS = (
    *("namespace", "namePrefix", "nameSuffix", "patches", "components", "replicas"),
    *("commonLabels", "commonAnnotations"),
)


def sources_of(document: Document) -> Iterator[tuple[Path, Data]]:
    """Yield the sources of an Application, or of the template of a set, with their paths."""
    start = (*_start(document), "spec")
    if isinstance(document.value((*start, "source")), dict):
        yield (*start, "source"), document.value((*start, "source"))
    for number, source in enumerate(sequence(document.value((*start, "sources")))):
        yield (*start, "sources", number), mapping(source)


def _start(document: Document) -> Path:
    return _TEMPLATE if document.kind == APPLICATION_SET[1] else ()


def name_of(document: Document) -> str:
    """Return the name of the Application."""
    return text(document.value((*_start(document), "metadata", "name")))


def destination_of(document: Document) -> str:
    """Return the namespace that an Application deploys to.

    An expression of a set that is not known is a placeholder: objects with braces in their
    namespace would be taken for templates.
    """
    destination = document.value((*_start(document), "spec", "destination"))
    return _EXPRESSION.sub(_placeholder, text(mapping(destination).get("namespace")))


def _placeholder(expression: re.Match[str]) -> str:
    name = re.sub(r"\W+", "_", expression[0]).strip("_")
    return f"${{{name}}}"


def made(document: Document, parameters: dict[str, str]) -> Document:
    """Return an ApplicationSet whose template has the values of one Application."""
    data = dict(document.data)
    data["spec"] = {**data["spec"], "template": filled(data["spec"].get("template"), parameters)}
    return Document(document.chunk, data, document.prefix)


def is_filled(source: Data) -> bool:
    """Return whether no parameter of a source is unknown."""
    return "{{" not in str(source)


def release_name(document: Document, source: Data) -> str:
    """Return the name of the release of a chart."""
    return text(mapping(source.get("helm")).get("releaseName")) or name_of(document)


def additions_of(document: Document, path: Path, folder: str) -> Additions:
    """Return what a source adds to the kustomization in a real folder."""
    kustomize = (*path, "kustomize")
    settings = {
        name: traced(document, (*kustomize, name))
        for name in _SETTINGS
        if document.value((*kustomize, name))
    }
    images = document.value((*kustomize, "images"))
    if images:
        settings["images"] = Node(
            [
                Node(_image(str(each), place), place)
                for number, each in enumerate(sequence(images))
                for place in [Place(document, (*kustomize, "images", number))]
            ],
            Place(document, (*kustomize, "images")),
        )
    entry = Place(document, (*path, "path"), "path")
    namespace = destination_of(document)
    if namespace:
        start = (*_start(document), "spec", "destination", "namespace")
        place = Place(document, start, "destination.namespace")
        settings["transformers"] = Node([Node(_default_namespace(namespace), place)], place)
    return Additions(folder, settings, entry)


def _default_namespace(namespace: str) -> str:
    """Return the transformer that does what Argo CD does: objects without a namespace get one."""
    return (
        "apiVersion: builtin\nkind: NamespaceTransformer\n"
        f"metadata: {{name: destination, namespace: {json.dumps(namespace)}}}\nunsetOnly: true\n"
    )


def _image(written: str, place: Place) -> dict[str, Node]:
    """Return an entry such as ``name=new:tag`` as a kustomization has it."""
    name, sign, new = written.partition("=")
    new = new if sign else name
    new, _, digest = new.partition("@")
    head, colon, tag = new.rpartition(":")
    if not colon or "/" in tag:
        head, tag = new, ""
    own = name if sign else head
    fields = {"name": own, "newName": head, "newTag": tag, "digest": digest}
    return {key: Node(value, place) for key, value in fields.items() if value}

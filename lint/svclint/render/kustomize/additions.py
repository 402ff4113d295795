"""What an object of Flux or Argo CD adds to the kustomization of a folder that it deploys."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from svclint.render.kustomize.sources import Layer
from svclint.render.kustomize.traced import Node, Place
from svclint.source.checkout import link_out_of_tree
from svclint.source.kustomization import NAMES

_ENDINGS = (".yaml", ".yml")


class Additions(NamedTuple):
    """The real path of the folder, settings as a kustomization has them, and where it is named."""

    folder: str
    settings: Mapping[str, Node]
    entry: Place


def layer_of(additions: Additions) -> Layer:
    """Return a kustomization around the folder: that of the object that deploys it."""
    names = [os.curdir] if _is_kustomization(additions.folder) else names_in(additions.folder)
    settings = dict(additions.settings)
    settings["resources"] = Node([Node(name, additions.entry) for name in names], additions.entry)
    file = os.path.join(additions.folder, "<deployed>")
    return Layer(file, Node(settings, additions.entry))


def write_kustomization(additions: Additions, folder: str) -> list[str]:
    """Write the same kustomization into an empty folder; return the files that it takes in.

    kustomize only reads files below a kustomization. Where the folder has none, its files are
    copied, as Flux makes one beside them.
    """
    folder = os.path.realpath(folder)
    data = {name: node.data() for name, node in additions.settings.items()}
    data["patches"] = [_with_text(each) for each in data.get("patches") or ()]
    entries = data.get("transformers") or ()
    data["transformers"] = [each if isinstance(each, str) else json.dumps(each) for each in entries]
    data["components"] = [
        os.path.relpath(os.path.join(additions.folder, str(each)), folder)
        for each in data.get("components") or ()
    ]
    taken_in: list[str] = []
    if _is_kustomization(additions.folder):
        data["resources"] = [os.path.relpath(additions.folder, folder)]
    else:
        data["resources"] = []
        for name in names_in(additions.folder):
            source, target = os.path.join(additions.folder, name), os.path.join(folder, name)
            if os.path.isdir(source):
                data["resources"].append(os.path.relpath(source, folder))
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copyfile(source, target)
            data["resources"].append(name)
            taken_in.append(source)
    with open(os.path.join(folder, NAMES[0]), "w", encoding="utf-8") as file:
        json.dump(data, file)
    return taken_in


def _with_text(entry: Any) -> Any:
    """Return a patch as kustomize reads it: as a text."""
    patch = entry.get("patch") if isinstance(entry, dict) else None
    is_data = isinstance(patch, dict | list)
    return {**entry, "patch": json.dumps(patch)} if is_data else entry


def _is_kustomization(folder: str) -> bool:
    return any(os.path.isfile(os.path.join(folder, name)) for name in NAMES)


def names_in(folder: str) -> list[str]:
    """Return the manifests and kustomizations below a folder without one, as Flux lists them."""
    return sorted(_names_below(folder, ""))


def _names_below(top: str, inside: str) -> Iterator[str]:
    for name in sorted(os.listdir(os.path.join(top, inside))):
        path, relative = os.path.join(top, inside, name), os.path.join(inside, name)
        if os.path.islink(path) and link_out_of_tree(path):
            continue
        if os.path.isdir(path):
            if name.startswith(".") or os.path.islink(path):
                continue
            if _is_kustomization(path):
                yield relative
            else:
                yield from _names_below(top, relative)
        elif name.endswith(_ENDINGS) and os.path.isfile(path):
            yield relative

"""A pod template as its workload writes it: the containers, with the paths of their fields."""

from __future__ import annotations

from typing import NamedTuple

from svclint.kubernetes.workloads.workload import template_path
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text, within
from svclint.source import Document
from svclint.source.kinds import CONTAINER_LISTS
from svclint.source.patch_variants import is_in_patch_file


class Container(NamedTuple):
    """A container, and the path of its entry; ``is_init``: it runs before the others.

    ``ports`` are its entries of ``ports``, each with its path.
    """

    path: Path
    name: str
    data: Data
    is_init: bool
    ports: tuple[tuple[Path, Data], ...]

    @property
    def runs_on(self) -> bool:
        """Whether it runs as long as the pod: all but init containers that end."""
        return not self.is_init or self.data.get("restartPolicy") == "Always"


class PodTemplate(NamedTuple):
    """The pods of a workload: ``path`` is that of the template, empty for a Pod."""

    document: Document
    path: Path
    data: Data
    containers: tuple[Container, ...]

    @property
    def spec(self) -> Data:
        """The specification of the pods."""
        return mapping(self.data.get("spec"))


def pod_template_of(document: Document) -> PodTemplate | None:
    """Return the pod template of a whole workload.

    ``None`` for what only is a part of one: a patch of a kustomization, or a manifest in which a
    container has no image or name.
    """
    path = template_path(document, {})
    if path is None or not isinstance(document.data, dict):
        return None
    data = mapping(within(document.data, path)) if path else document.data
    spec = mapping(data.get("spec"))
    containers = tuple(
        _container(mapping(entry), (*path, "spec", field, at), is_init=field == "initContainers")
        for field in CONTAINER_LISTS
        for at, entry in enumerate(sequence(spec.get(field)))
    )
    is_whole = any(not each.is_init for each in containers) and all(
        each.name and each.data.get("image") for each in containers
    )
    if not is_whole or not document.object_name.name or is_in_patch_file(document):
        return None
    return PodTemplate(document, path, data, containers)


def _container(data: Data, path: Path, *, is_init: bool) -> Container:
    ports = tuple(
        ((*path, "ports", at), entry)
        for at, entry in enumerate(sequence(data.get("ports")))
        if isinstance(entry, dict)
    )
    return Container(path, text(data.get("name")), data, is_init, ports)

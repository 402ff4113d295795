"""How the objects of Flux and Argo CD among the files of a run apply what they deploy."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

from svclint.kubernetes.deployments.deployers import (
    ARGO_CD,
    ARGO_CD_SET,
    FLUX,
    Deployer,
    deployers_of,
)
from svclint.kubernetes.deployments.inclusion import Inclusion
from svclint.kubernetes.deployments.sync_settings import (
    SyncSettings,
    common_settings,
    sync_settings,
)
from svclint.kubernetes.merge import apply_options
from svclint.model.data import group_of
from svclint.render.deployers import marked_objects
from svclint.render.roots import Root
from svclint.source import Document
from svclint.source.paths import real_folder_of, real_path

_KINDS = {apply_options.FLUX: (FLUX,), apply_options.ARGO_CD: (ARGO_CD, ARGO_CD_SET)}


def settings_by_file(
    tool: str, files: Sequence[str], roots: Mapping[str, Root]
) -> dict[str, SyncSettings]:
    """Return the settings with which a tool applies the objects of files and of rendered texts.

    ``roots`` are what the texts are rendered from, by their names.
    """
    deployers: list[Deployer] = []
    settings: list[SyncSettings] = []
    for _, document in marked_objects(files):
        for each in deployers_of(document) if _is_of(tool, document) else ():
            deployers.append(each)
            settings.append(sync_settings(document))
    found = {file: own for file, own in _of_files(files, deployers, settings) if own}
    by_file = {file: common_settings(own) for file, own in found.items()}
    for name, root in roots.items():
        deploying = None if root.deployer is None else root.deployer.place.read()
        if deploying is not None and _is_of(tool, deploying):
            by_file[name] = sync_settings(deploying)
    return by_file


def _is_of(tool: str, document: Document) -> bool:
    return (group_of(document.api_version), document.kind) in _KINDS[tool]


def _of_files(
    files: Sequence[str], deployers: Sequence[Deployer], settings: Sequence[SyncSettings]
) -> Iterator[tuple[str, list[SyncSettings]]]:
    """Yield each file with the settings of the objects that deploy it."""
    numbers: dict[Hashable, int] = {}
    on_disk = [file for file in files if file[:1] != "<"] if deployers else []

    def number_of(key: Hashable) -> int:
        return numbers.setdefault(key, len(numbers))

    inclusion = Inclusion(set(map(real_folder_of, on_disk)), deployers, number_of)
    by_number = {inclusion.number_of_deployer(at): own for at, own in enumerate(settings)}
    for file in on_disk:
        used = dict.fromkeys(each.deployment for each in inclusion.placements(real_path(file)))
        yield file, [by_number[number] for number in used if number in by_number]

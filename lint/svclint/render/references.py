"""Find the ConfigMaps and Secrets that objects of Flux take values from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from svclint.model.data import mapping
from svclint.render.clusters import Clusters
from svclint.render.deployers import ObjectPlace, objects_of
from svclint.source.deploying_files import ENDINGS, MOST_BYTES
from svclint.source.files import ReadError, read_file
from svclint.source.paths import real_path

# Kind, namespace and name.
Reference = tuple[str, str, str]


class _Source(NamedTuple):
    place: ObjectPlace
    is_encrypted: bool


class Sources:
    """The ConfigMaps and Secrets of the tree that have a wanted name."""

    def __init__(self, found: Mapping[Reference, Sequence[_Source]], clusters: Clusters) -> None:
        self._found = found
        self._clusters = clusters

    def of(self, file: str, wanted: Sequence[Reference]) -> tuple[ObjectPlace, ...]:
        """Return what an object in a file refers to, as far as it is known.

        Another cluster may have an object of the same name. An encrypted one has no values here.
        """
        chosen = (self._chosen(file, self._found.get(each, ())) for each in wanted)
        return tuple(each.place for each in chosen if each is not None and not each.is_encrypted)

    def _chosen(self, file: str, found: Sequence[_Source]) -> _Source | None:
        if not found:
            return None
        by_file = {real_path(each.place.file): each for each in found}
        own = self._clusters.nearest(real_path(file), list(by_file))
        return by_file.get(own)


def find_sources(files: Sequence[str], wanted: set[Reference], clusters: Clusters) -> Sources:
    """Return the objects of some files that others refer to."""
    names = [name.encode() for _, _, name in wanted]
    found: dict[Reference, list[_Source]] = {}
    for file in files if wanted else ():
        raw = read_file(file, MOST_BYTES) if file.endswith(ENDINGS) else b""
        if isinstance(raw, ReadError) or not any(name in raw for name in names):
            continue
        for number, document in enumerate(objects_of(file)):
            _, kind, namespace, name = document.object_name
            source = _Source(ObjectPlace(file, number), "sops" in mapping(document.data))
            for reference in {(kind, namespace, name), (kind, "", name)} & wanted:
                found.setdefault(reference, []).append(source)
    return Sources(found, clusters)

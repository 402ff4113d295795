"""Trace what kustomize has built to the lines that a person edits."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import Any

from svclint.model import Data, Fix, IgnoredItem, Location, Path
from svclint.model.data import text
from svclint.render.kustomize.affixes import wrong_affix
from svclint.render.kustomize.base_fixes import EditedPlace, edited_place, file_fix
from svclint.render.kustomize.changes import place_of_change
from svclint.render.kustomize.counterparts import counterpart
from svclint.render.kustomize.field_paths import find_fields
from svclint.render.kustomize.inclusion import Way
from svclint.render.kustomize.json_patch import place_of_name
from svclint.render.kustomize.label_places import place_of_labels
from svclint.render.kustomize.relabelled import has_pods, has_selector, relabelled
from svclint.render.kustomize.replacements import UNKNOWN
from svclint.render.kustomize.replay import Replay
from svclint.render.kustomize.selection import TracedObject, is_source
from svclint.render.kustomize.sources import Layer, Sources
from svclint.render.kustomize.traced import Node, Place, UntraceableError, is_same
from svclint.render.named_in_field import Named
from svclint.render.origins import LABEL_FIELDS, Origin, Relabelling
from svclint.source import Document
from svclint.source.stream import documents

_VAR = re.compile(r"\$\([^()]+\)")


class KustomizeTracer:
    """Finds the origins of the fields of one built kustomization.

    ``root`` is its folder, ``raw`` the output of the real build, and ``layer`` what deploys the
    folder with changes of its own. ``changed`` are files, by their real path, that were built with
    another content. Only documents of ``kinds`` count, if they are given. An object is replayed
    when a field of it is asked for, and a field is proven if the replay has the value that was
    built.
    """

    def __init__(
        self,
        root: str,
        raw: bytes,
        layer: Layer | None = None,
        changed: Mapping[str, bytes] = MappingProxyType({}),
        kinds: Collection[str] | None = None,
    ) -> None:
        self._sources = Sources(root, changed)
        outermost = layer or self._sources.layer_in(self._sources.root)
        self._replay = Replay(outermost, self._sources, self._find_source)
        self._built = list(documents("", raw, kinds))
        self._objects: dict[int, TracedObject | None] = {}

    def value(self, document: int, path: Path) -> Any:
        """Return the value of a field as it was built; ``None`` if there is none."""
        return self._built[document].value(path) if document < len(self._built) else None

    def written(self, document: int, path: Path) -> tuple[Place, Path] | None:
        """Return where a field, or what would contain it, is written, and the rest of the path.

        ``None`` if that is not certain.
        """
        target = self._traced(document) if document < len(self._built) else None
        if target is None:
            return None
        node, steps = self._node_at(self._built[document], target, path)
        return None if node is None else (_place_of(node, path, steps), path[steps:])

    def origin(self, document: int, path: Path, _part: str = "") -> Origin | None:
        """Return where a field comes from; only a file if that is all that is certain."""
        if document >= len(self._built):
            return None
        target = self._traced(document)
        if target is None:
            return None
        found = self._proven(self._built[document], target, path)
        if found is not None:
            return found
        return Origin(Location(target.root.place.document.file, 1, 1), is_proven=False)

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return where the patch is written that has changed a field; ``None`` if none has."""
        target = self._traced(document) if document < len(self._built) else None
        if target is None:
            return None
        place = place_of_change(target.changes, self._built[document], path, named)
        return None if place is None else self._origin_at(place, target)

    def fix(self, document: int, fix: Fix) -> tuple[str, Fix] | None:
        """Return the manifest or patch, and the fix in it, that does what a fix of the output does.

        ``None`` unless each edit changes what is proven to be written there, for this object only.
        """
        target = self._traced(document) if document < len(self._built) else None
        if target is None:
            return None
        base = target.root.place.document
        if len(self._replay.inclusion.ways_from(os.path.realpath(base.file))) != 1:
            return None
        edits: list[EditedPlace] = []
        for edit in fix.edits:
            path = edit.path[:-1] if edit.kind == "add" else edit.path
            node, steps = self._node_at(self._built[document], target, path)
            found = edited_place(edit, node, base) if node and steps == len(path) else None
            if found is None:
                return None
            edits.append(found)
        return file_fix(edits, is_safe=fix.is_safe)

    def relabelling(self, documents: Collection[int]) -> Relabelling | None:
        """Return the labels of a kustomization that let one of some objects select other pods."""
        found = [each for each in map(self._traced, sorted(documents)) if each is not None]
        pods = [each for each in found if has_pods(each)]
        if not pods:
            every = map(self._traced, range(len(self._built)))
            pods = [each for each in every if each is not None and has_pods(each)]
        for holder in filter(has_selector, found):
            for each in pods:
                change = relabelled(holder, each)
                if change is not None:
                    return Relabelling(self._origin_at(change.place, holder), *change[1:])
        return None

    def ignored(self) -> Iterator[tuple[IgnoredItem, Document, Origin]]:
        """Yield the items of patches that change nothing, with the patch and where it is."""
        for number, document in enumerate(self._built):
            target = self._traced(number)
            if target is None:
                continue
            for item, place in target.ignored:
                field = tuple(step for step in item.path if isinstance(step, str))
                node = target.root.field(*field)
                # The replay has what was really built.
                if node is not None and node.data() == document.value(field):
                    yield item, place.document, self._origin_at(place, target)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(document.object_name.name for document in self._built)

    def _traced(self, number: int) -> TracedObject | None:
        """Return a built object as it was replayed; ``None`` if it cannot be."""
        if number not in self._objects:
            # A replacement may lead from an object back to itself.
            self._objects[number] = None
            with suppress(UntraceableError):
                self._objects[number] = self._replay.object_of(self._built[number].object_name)
        return self._objects[number]

    def _find_source(self, selector: Data) -> Node | None:
        """Return the field of a built object that a replacement copies."""
        for number, document in enumerate(self._built):
            if text(selector.get("kind")) not in ("", document.kind):
                continue
            target = self._traced(number)
            if target is not None and is_source(target, selector):
                path = text(selector.get("fieldPath")) or "metadata.name"
                fields = find_fields(target.root, path)
                return fields[0] if len(fields) == 1 else None
        return None

    def _proven(self, document: Document, target: TracedObject, path: Path) -> Origin | None:
        """Return the origin of a field, or of what would contain it; ``None`` if not certain."""
        node, steps = self._node_at(document, target, path)
        if node is None:
            return None
        return self._origin_at(_place_of(node, path, steps), target)

    def _node_at(
        self, document: Document, target: TracedObject, path: Path
    ) -> tuple[Node | None, int]:
        """Return what a field is, or what would contain it, and how many steps lead there.

        ``None`` if that is not certain.
        """
        node, value, steps = target.root, document.data, 0
        for step in path:
            inner = _inner(value, step)
            if inner is _MISSING:
                break
            child = _child(node, value, step)
            if child is None:
                return None, steps
            node, value, steps = child, inner, steps + 1
        return (node if self._is_proven(node, value) else None), steps

    def _is_proven(self, node: Node, value: Any) -> bool:
        if node.value is UNKNOWN or isinstance(value, dict | list):
            return node.value is UNKNOWN or type(node.value) is type(value)
        if is_same(value, node.value):
            return True
        if not isinstance(node.value, str):
            return False
        # kustomize follows names of other objects that it has changed, and expands vars.
        is_renamed = value in self._names and node.value in str(value)
        pieces = _VAR.split(node.value)
        is_expanded = re.fullmatch(".*".join(map(re.escape, pieces)), str(value), re.DOTALL)
        return bool(node.value) and (is_renamed or (len(pieces) > 1 and is_expanded is not None))

    def _origin_at(self, place: Place, target: TracedObject) -> Origin:
        start = place if self._way(place, target) or not place.through else place.through[0]
        through = [each.location() for each in place.through]
        through += [entry.place.location() for entry in self._way(start, target)]
        affix, named = wrong_affix(place), place_of_name(place)
        return Origin(
            place.location(),
            place.setting,
            tuple(dict.fromkeys(through)),
            affix=None if affix is None else affix.location(),
            named=None if named is None else named.location(),
        )

    def _way(self, place: Place, target: TracedObject) -> Way:
        """Return the way from a file to the root: that of the object, if the file is on it."""
        ways = self._replay.inclusion.ways_from(os.path.realpath(place.document.file))
        ends = (way for way in ways if way == target.way[len(target.way) - len(way) :])
        return next(ends, ways[0] if ways else ())


def _place_of(node: Node, path: Path, steps: int) -> Place:
    """Return where a field is written, or what would contain it, ``steps`` into the path."""
    is_labels = steps == len(path) and path[-1:] != () and path[-1] in LABEL_FIELDS
    return place_of_labels(node) if is_labels else node.place


_MISSING = object()


def _inner(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (LookupError, TypeError):
        return _MISSING


def _child(node: Node, value: Any, step: str | int) -> Node | None:
    if isinstance(step, int):
        return counterpart(value, step, node.items) if isinstance(value, list) else None
    return node.field(step)

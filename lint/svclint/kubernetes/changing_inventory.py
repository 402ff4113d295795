"""An inventory whose objects are replaced while a user types, without building it again."""

from __future__ import annotations

from bisect import insort_right
from collections.abc import Mapping, Sequence
from typing import Any

from svclint.kubernetes.inventory import Inventory, kind_key
from svclint.kubernetes.name_index import Order
from svclint.kubernetes.targets import forget_resolved
from svclint.kubernetes.targets.label_overlap import LabelOverlap
from svclint.kubernetes.targets.object_index import ObjectIndex
from svclint.kubernetes.version_changes import NEWEST
from svclint.kubernetes.workloads import template_path, workload_of
from svclint.model import Path
from svclint.model.backend_row import BackendRows
from svclint.model.cluster import Version
from svclint.source import Document
from svclint.source.files import is_rendered
from svclint.source.kinds import KINDS_READ
from svclint.source.patch_variants import is_in_patch_file

# Objects of other kinds decide how the indexes of these are built.
_INDEXED_ALONE = frozenset(
    ("Service", "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "NetworkPolicy")
)


class ChangingInventory(Inventory):
    """An inventory whose objects can be replaced; ``order`` is the order of the run."""

    def __init__(
        self,
        namespace: str = "default",
        extra_kinds: Mapping[str, Path] | None = None,
        version: Version = NEWEST,
        backend_rows: BackendRows = (),
        *,
        order: Order,
    ) -> None:
        super().__init__(namespace, extra_kinds, version, backend_rows)
        self._order = order
        # The number of each workload by the ``id`` of its document, from the first change on.
        self._numbers: dict[int, int] = {}

    def replace(self, old: Sequence[Document], new: Sequence[Document]) -> bool:
        """Replace objects of one file by others; return whether that was possible.

        If not, other files may now be deployed with other objects: build a new inventory.
        """
        changed = (*old, *new)
        if not changed:
            return True
        file = changed[0].file
        are_same = [each.object_name for each in old] == [each.object_name for each in new]
        if self.live_kinds and not are_same:
            # An object that no file defines any more is live again.
            return False
        if is_rendered(file) or any(map(is_in_patch_file, changed)):
            return False
        if not self.deployments.replace(old, new):
            return False
        if not are_same:
            vars(self).pop("_names", None)
            self._copies.clear()
        for document in old:
            self._summaries.pop(id(document), None)
        self._documents = [*_without(self._documents, old), *new]
        self._replace_objects(old, new)
        added = self._replace_workloads(old, new)
        self._update_cache(old, new, added)
        forget_resolved()
        return True

    def _replace_objects(self, old: Sequence[Document], new: Sequence[Document]) -> None:
        for key in dict.fromkeys(map(kind_key, (*old, *new))):
            leaving = [each for each in old if kind_key(each) == key]
            coming = [each for each in new if kind_key(each) == key]
            # The same list stays: indexes return it.
            objects = self._objects.setdefault(key, [])
            objects[:] = _without(objects, leaving)
            for each in coming:
                insort_right(objects, each, key=self._order)
            if key in self._by_name:
                self._by_name[key].replace(leaving, coming, self._order)
        self.kinds = {kind for (_, kind), objects in self._objects.items() if objects}
        self.custom_resources = _without(self.custom_resources, old)
        for each in new:
            is_workload = template_path(each, self._extra) is not None
            if not is_workload and each.kind not in KINDS_READ:
                insort_right(self.custom_resources, each, key=self._order)

    def _replace_workloads(self, old: Sequence[Document], new: Sequence[Document]) -> list[int]:
        """Replace the workloads among some objects; return the numbers of the new ones."""
        paths = {id(each): template_path(each, self._extra) for each in (*old, *new)}
        workloads = self.workloads
        if not self._numbers:
            found = enumerate(workloads.all)
            self._numbers = {id(each.document): number for number, each in found}
        for each in old:
            if paths[id(each)] is not None:
                workloads.remove(self._numbers.pop(id(each)))
        added: list[int] = []
        for each in new:
            path = paths[id(each)]
            if path is not None:
                number = workloads.add(workload_of(each, path, self.version), self._order)
                self._numbers[id(each)] = number
                added.append(number)
        return added

    def replace_checked(self, old: Sequence[Document], new: Sequence[Document]) -> None:
        """Replace documents that rules across documents check; call it before ``replace``."""
        self.checked = _without(self.checked, old)
        for each in new:
            insort_right(self.checked, each, key=self._order)

    def _update_cache(
        self, old: Sequence[Document], new: Sequence[Document], added: Sequence[int]
    ) -> None:
        """Keep indexes, which are updated; drop what else rules have computed."""
        is_alone = all(
            each.kind in _INDEXED_ALONE or template_path(each, self._extra) is not None
            for each in (*old, *new)
        )
        kept: dict[Any, Any] = {}
        for key, value in self.cache.results() if is_alone else ():
            if isinstance(value, ObjectIndex):
                value.replace(old, new, self._order)
                kept[key] = value
            elif isinstance(value, LabelOverlap):
                deployment = key[1]
                numbers = self.workloads.numbers_in(deployment)
                value.add([number for number in added if number in numbers])
                kept[key] = value
        self.cache.replace(kept)


def _without(documents: Sequence[Document], removed: Sequence[Document]) -> list[Document]:
    gone = set(map(id, removed))
    return [each for each in documents if id(each) not in gone]

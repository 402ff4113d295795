"""All objects of a run, by kind, namespace and name; workloads by the labels of their pods."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from svclint.kubernetes.postings import Postings
from svclint.kubernetes.selection import Workloads
from svclint.kubernetes.workloads import Workload, kustomized, template_path, workload_of
from svclint.kubernetes.workloads.collection import Entry, Roll
from svclint.model import Data, Path
from svclint.model.data import group_of, mapping, sequence
from svclint.source import Document
from svclint.source.kinds import POLICY_KINDS
from svclint.source.kustomization import Overlays
from svclint.source.kustomize import is_patch_file
from svclint.source.paths import steps_between

Key = tuple[str, str, str, str]
Claims = dict[Hashable, tuple[Document, Path]]
# Kinds that no namespace holds, among those that are looked up.
CLUSTER_WIDE = frozenset(
    ("APIService", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
)
# One folder up, two down; or as far the other way round.
_NEAR = 4


class Inventory:
    """Every object of a run; the namespace is the run's own where a manifest says none.

    An object that several kustomizations put into several namespaces lives in all of them.
    """

    def __init__(
        self, namespace: str = "default", extra_kinds: Mapping[str, Path] | None = None
    ) -> None:
        """Start empty; ``extra_kinds`` are more kinds of workload: kind → path to its template."""
        self.namespace = namespace
        self.memo: dict[Any, Any] = {}
        # The documents of the run that are sound, in order; live objects are not among them.
        self.judged: list[Document] = []
        # Which kinds there are.
        self.kinds: set[str] = set()
        self._extra = extra_kinds or {}
        # By group and kind.
        self._objects: dict[tuple[str, str], list[Document]] = {}
        self._run_namespaces: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], Postings] = {}
        self._found: list[Entry] = []
        self._patches: dict[tuple[str, str], list[Workload]] = {}
        self._workloads: Workloads | None = None
        self._overlays = Overlays()

    def add(
        self, document: Document, namespace: str | None = None, *, is_at_hand: bool = True
    ) -> None:
        """Take an object in; ``namespace`` is the run's for its file, where that differs.

        Its data may be cut down to an outline afterwards only where it ``is_at_hand``.
        """
        if not isinstance(document.data, dict):
            return
        file = document.file
        if namespace is not None and namespace != self.namespace:
            self._run_namespaces[file] = namespace
        self._overlays.add(file)
        self.kinds.add(document.kind)
        self._objects.setdefault(_kind_of(document), []).append(document)
        path = template_path(document, self._extra)
        if path is not None:
            self._add_workload(document, path, is_at_hand=is_at_hand)
        self._by_name.clear()
        self._workloads = None
        self.memo.clear()

    def _add_workload(self, document: Document, path: Path, *, is_at_hand: bool) -> None:
        is_patch = is_patch_file(document.file)
        workload = workload_of(document, path) if is_at_hand or is_patch else None
        if workload is None:
            self._found.append(document)
        elif is_patch:
            self._patches.setdefault((workload.kind, workload.name), []).append(workload)
        else:
            self._found.append(workload)

    def fill(self, documents: Iterable[Document]) -> None:
        """Take in live objects that no file of the run has, but none that another one owns."""
        fresh: dict[Key, Document] = {}
        for document in documents:
            if not self.same(document) and not is_owned(document.data):
                fresh.setdefault(self.key(document), document)
        for document in fresh.values():
            self.add(document)

    def key(self, document: Document) -> Key:
        """Give what identifies an object within a cluster."""
        name = document.object_name
        return name.api_version, name.kind, self._written_namespace(document), name.name

    def same(self, document: Document) -> list[Document]:
        """Give all documents of the run that name the same object, in order."""
        key, kind = self.key(document), _kind_of(document)
        return [each for each in self._named(kind, *key[2:]) if self.key(each) == key]

    def namesakes(self, group: str, kind: str) -> frozenset[Document]:
        """Give the objects of a kind whose name another one bears; by rare chance, some more."""
        key = group, kind
        found: frozenset[Document] | None = self.memo.get(key)
        if found is None:
            repeated = self._names_of(key).repeated()
            found = frozenset(map(self.of_kind(group, kind).__getitem__, repeated))
            self.memo[key] = found
        return found

    def claims(self, of: Callable[[Document], Iterable[tuple[Hashable, Path]]]) -> Claims:
        """Give, for each thing that only one object can have, the first of the run to claim it.

        ``of`` gives what a document claims; only sound documents that are judged are asked.
        """
        if of not in self.memo:
            claims: Claims = {}
            for document in self.judged:
                for thing, path in of(document):
                    claims.setdefault(thing, (document, path))
            self.memo[of] = claims
        found: Claims = self.memo[of]
        return found

    @property
    def has_policies(self) -> bool:
        """Whether a ValidatingAdmissionPolicy or a binding is among the objects."""
        return not self.kinds.isdisjoint(POLICY_KINDS)

    def services(self) -> list[Document]:
        """Give every Service of the run, in order."""
        return self.of_kind("", "Service")

    def of_kind(self, group: str, kind: str) -> list[Document]:
        """Give every object of one kind, whatever its version."""
        return self._objects.get((group, kind), [])

    def namespaces(self, document: Document) -> tuple[str, ...]:
        """Give the namespaces that an object will live in: as a rule, one."""
        # Every index and many a rule asks for this.
        file = document.file
        written = document.object_name.namespace or self._run_namespace(file)
        outcomes = self._overlays.over(file) if self._overlays.has_any else ()
        if not outcomes:
            return (written,)
        return tuple(dict.fromkeys(each.namespace or written for each in outcomes)) or (written,)

    def is_changed(self, document: Document) -> bool:
        """Whether a kustomization may change an object before anyone applies it."""
        return any(each.is_changing for each in self._overlays.over(document.file))

    def labels_added(self, document: Document) -> list[tuple[str, str]]:
        """Give the labels that kustomizations add to pods, and to the selectors of Services."""
        return [pair for each in self._overlays.over(document.file) for pair in each.labels]

    def find(self, group: str, kind: str, namespaces: Sequence[str], name: str) -> list[Document]:
        """Give every definition of an object in some namespaces, whatever its version."""
        found = [
            document
            for namespace in namespaces
            for document in self._named((group, kind), namespace, name)
            if (namespace, name) in self._calls(document)
        ]
        is_once = len(namespaces) == 1
        return found if is_once else list({id(document): document for document in found}.values())

    @property
    def workloads(self) -> Workloads:
        """The workloads of the run, indexed on first use."""
        if self._workloads is None:
            is_plain = not self._patches and not self._overlays.has_any
            finish = None if is_plain else self._kustomized
            everyone = Roll(self._found, self._extra, finish)
            self._workloads = Workloads(everyone, self.namespaces)
        return self._workloads

    def _kustomized(self, workload: Workload) -> Workload:
        pairs = self.labels_added(workload.document)
        patches = self._patches.get((workload.kind, workload.name), ())
        ports = [port for patch in patches for port in patch.ports]
        return kustomized(workload, pairs, ports) if pairs or ports else workload

    def _written_namespace(self, document: Document) -> str:
        return document.object_name.namespace or self._run_namespace(document.file)

    def _run_namespace(self, file: str) -> str:
        return self._run_namespaces.get(file, self.namespace)

    def _named(self, kind: tuple[str, str], namespace: str, name: str) -> Iterator[Document]:
        """Give the objects that may be called so, as written or as kustomize will have it."""
        numbers = self._names_of(kind).get((namespace, name))
        return map(self.of_kind(*kind).__getitem__, numbers)

    def _names_of(self, kind: tuple[str, str]) -> Postings:
        names = self._by_name.get(kind)
        if names is not None:
            return names
        objects = self.of_kind(*kind)
        names = self._by_name[kind] = Postings(map(self._keys, objects), len(objects))
        return names

    def _keys(self, document: Document) -> Collection[tuple[str, str]]:
        """Give the namespaces and names by which an object is found, and those it has written."""
        calls = self._calls(document)
        written = self._written_namespace(document), document.object_name.name
        return calls if written in calls else [written, *calls]

    def _calls(self, document: Document) -> list[tuple[str, str]]:
        """Give the namespaces and names by which an object is found."""
        name = document.object_name.name
        if not self._overlays.has_any and document.kind not in CLUSTER_WIDE:
            return [(self._written_namespace(document), name)]
        spaces = ("",) if document.kind in CLUSTER_WIDE else self.namespaces(document)
        outcomes = self._overlays.over(document.file)
        spellings = {name, *[each.prefix + name + each.suffix for each in outcomes]}
        return [(namespace, spelling) for namespace in spaces for spelling in spellings]


def _kind_of(document: Document) -> tuple[str, str]:
    return group_of(document.api_version), document.kind


def distance(one: Document, other: Document) -> int:
    """Say how far apart two objects are written: 0 in one file, 1 in one folder, then by steps.

    Many trees hold several applications that share names and labels; what stands nearest is meant.
    """
    here, there = one.file, other.file
    if here == there:
        return 0
    return 1 + steps_between(here[: here.rfind(os.sep) + 1], there[: there.rfind(os.sep) + 1])


def is_near(one: Document, other: Document) -> bool:
    """Whether two objects are written close enough to be parts of one application.

    ``svc/web.yaml`` and ``deploy/web.yaml`` are; two folders of a large tree need not be.
    """
    return distance(one, other) <= _NEAR


def is_owned(data: Data) -> bool:
    """Whether a controller made an object, which is then known by its owner."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)

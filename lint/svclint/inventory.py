"""All objects of a run, by kind, namespace and name; workloads by the labels of their pods."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from svclint.model import Data, Path
from svclint.selection import Workloads
from svclint.shape import group_of, mapping, sequence
from svclint.source import Document
from svclint.source.kinds import POLICY_KINDS
from svclint.source.kustomization import Overlays
from svclint.source.kustomize import is_patch_file
from svclint.workload import Workload, kustomized, workload_of

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
        self._objects: dict[Key, list[Document]] = {}
        self._run_namespaces: dict[str, str] = {}
        self._by_name: dict[tuple[str, str], dict[tuple[str, str], list[Document]]] = {}
        self._found: list[Workload] = []
        self._patches: dict[tuple[str, str], list[Workload]] = {}
        self._is_patch: dict[str, bool] = {}
        self._workloads: Workloads | None = None
        self._overlays = Overlays()

    def add(self, document: Document, namespace: str | None = None) -> None:
        """Take an object in; ``namespace`` is the run's for its file, where that differs."""
        if not isinstance(document.data, dict):
            return
        file = document.chunk.file
        if namespace is not None and namespace != self.namespace:
            self._run_namespaces[file] = namespace
        self._overlays.add(file)
        self.kinds.add(document.kind)
        self._objects.setdefault(self.key(document), []).append(document)
        workload = workload_of(document, self._extra)
        if workload is not None:
            if file not in self._is_patch:
                self._is_patch[file] = is_patch_file(file)
            if self._is_patch[file]:
                self._patches.setdefault((workload.kind, workload.name), []).append(workload)
            else:
                self._found.append(workload)
        self._by_name.clear()
        self._workloads = None
        self.memo.clear()

    def fill(self, documents: Iterable[Document]) -> None:
        """Take in live objects that no file of the run has, but none that another one owns."""
        for document in documents:
            if not self.same(document) and not is_owned(document.data):
                self.add(document)

    def key(self, document: Document) -> Key:
        """Give what identifies an object within a cluster."""
        name = document.object_name
        return name.api_version, name.kind, self._written_namespace(document), name.name

    def same(self, document: Document) -> list[Document]:
        """Give all documents of the run that name the same object, in order."""
        return self._objects.get(self.key(document), [])

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
        return [
            document
            for (version, its_kind, _, _), documents in self._objects.items()
            if its_kind == kind and group_of(version) == group
            for document in documents
        ]

    def namespaces(self, document: Document) -> tuple[str, ...]:
        """Give the namespaces that an object will live in: as a rule, one."""
        written = self._written_namespace(document)
        outcomes = self._overlays.over(document.chunk.file)
        if not outcomes:
            return (written,)
        return tuple(dict.fromkeys(each.namespace or written for each in outcomes)) or (written,)

    def is_changed(self, document: Document) -> bool:
        """Whether a kustomization may change an object before anyone applies it."""
        return any(each.is_changing for each in self._overlays.over(document.chunk.file))

    def labels_added(self, document: Document) -> list[tuple[str, str]]:
        """Give the labels that kustomizations add to pods, and to the selectors of Services."""
        return [pair for each in self._overlays.over(document.chunk.file) for pair in each.labels]

    def find(self, group: str, kind: str, namespaces: Sequence[str], name: str) -> list[Document]:
        """Give every definition of an object in some namespaces, whatever its version."""
        if (group, kind) not in self._by_name:
            self._by_name[group, kind] = self._names(group, kind)
        names = self._by_name[group, kind]
        if len(namespaces) == 1:
            return names.get((namespaces[0], name), [])
        found = (names.get((namespace, name), ()) for namespace in namespaces)
        return list({id(document): document for each in found for document in each}.values())

    @property
    def workloads(self) -> Workloads:
        """The workloads of the run, indexed on first use."""
        if self._workloads is None:
            self._workloads = Workloads(
                (self.namespaces(each.document), self._kustomized(each)) for each in self._found
            )
        return self._workloads

    def _kustomized(self, workload: Workload) -> Workload:
        pairs = self.labels_added(workload.document)
        patches = self._patches.get((workload.kind, workload.name), ())
        ports = [port for patch in patches for port in patch.ports]
        return kustomized(workload, pairs, ports) if pairs or ports else workload

    def _written_namespace(self, document: Document) -> str:
        written = document.object_name.namespace
        return written or self._run_namespaces.get(document.chunk.file, self.namespace)

    def _names(self, group: str, kind: str) -> dict[tuple[str, str], list[Document]]:
        """Index a kind by namespace and name, with the names that kustomize will give."""
        names: dict[tuple[str, str], list[Document]] = {}
        for document in self.of_kind(group, kind):
            name = document.object_name.name
            spellings = {name, *self._renamed(document, name)}
            for namespace in ("",) if kind in CLUSTER_WIDE else self.namespaces(document):
                for spelling in spellings:
                    names.setdefault((namespace, spelling), []).append(document)
        return names

    def _renamed(self, document: Document, name: str) -> Iterable[str]:
        outcomes = self._overlays.over(document.chunk.file)
        return (each.prefix + name + each.suffix for each in outcomes)


def distance(one: Document, other: Document) -> int:
    """Say how far apart two objects are written: 0 in one file, 1 in one folder, then by steps.

    Many trees hold several applications that share names and labels; what stands nearest is meant.
    """
    here, there = one.chunk.file, other.chunk.file
    if here == there:
        return 0
    left, right = here.split(os.sep)[:-1], there.split(os.sep)[:-1]
    common = next(
        (at for at, (mine, its) in enumerate(zip(left, right, strict=False)) if mine != its),
        min(len(left), len(right)),
    )
    return 1 + len(left) + len(right) - 2 * common


def is_near(one: Document, other: Document) -> bool:
    """Whether two objects are written close enough to be parts of one application.

    ``svc/web.yaml`` and ``deploy/web.yaml`` are; two folders of a large tree need not be.
    """
    return distance(one, other) <= _NEAR


def is_owned(data: Data) -> bool:
    """Whether a controller made an object, which is then known by its owner."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)

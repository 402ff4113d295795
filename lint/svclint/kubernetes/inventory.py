"""Inventory: all objects of a run, by kind, namespace and name, and workloads by their labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from svclint.kubernetes.postings import Postings
from svclint.kubernetes.selection import Workloads
from svclint.kubernetes.workloads import (
    Entry,
    Workload,
    WorkloadCollection,
    kustomized,
    template_path,
    workload_of,
)
from svclint.model import Data, Path
from svclint.model.data import group_of, mapping, sequence
from svclint.source import Document
from svclint.source.kinds import POLICY_KINDS
from svclint.source.kustomization import Overlays, is_patch_file

Key = tuple[str, str, str, str]
Claims = dict[Hashable, tuple[Document, Path]]
# Kinds without a namespace, among those that are looked up.
CLUSTER_WIDE = frozenset(
    ("APIService", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration")
)


class Inventory:
    """All objects of a run; those without ``metadata.namespace`` are in the namespace of the run.

    An object that several kustomizations put into several namespaces is in all of them. Rules
    keep what they compute for the whole run in ``cache``, which is cleared whenever an object is
    added. ``checked`` are the documents that rules across documents check, without live objects;
    ``kinds`` are the kinds of all objects.
    """

    def __init__(
        self, namespace: str = "default", extra_kinds: Mapping[str, Path] | None = None
    ) -> None:
        """Start empty; ``extra_kinds`` are further workloads: kind → path of the template."""
        self.namespace = namespace
        self.cache: dict[Any, Any] = {}
        self.checked: list[Document] = []
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
        self, document: Document, namespace: str | None = None, *, read_now: bool = True
    ) -> None:
        """Add an object; ``namespace`` is the default for its file, if it differs.

        With ``read_now``, a workload is read at once, so that the caller may drop its pod template.
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
            self._add_workload(document, path, read_now=read_now)
        self._by_name.clear()
        self._workloads = None
        self.cache.clear()

    def _add_workload(self, document: Document, path: Path, *, read_now: bool) -> None:
        is_patch = is_patch_file(document.file)
        workload = workload_of(document, path) if read_now or is_patch else None
        if workload is None:
            self._found.append(document)
        elif is_patch:
            self._patches.setdefault((workload.kind, workload.name), []).append(workload)
        else:
            self._found.append(workload)

    def add_live(self, documents: Iterable[Document]) -> None:
        """Add the live objects that no file of the run defines and that no controller owns."""
        new: dict[Key, Document] = {}
        for document in documents:
            if not self.definitions_of(document) and not is_owned(document.data):
                new.setdefault(self.key(document), document)
        for document in new.values():
            self.add(document)

    def key(self, document: Document) -> Key:
        """Return the identity of an object within a cluster: apiVersion, kind, namespace, name."""
        name = document.object_name
        return name.api_version, name.kind, self._written_namespace(document), name.name

    def definitions_of(self, document: Document) -> list[Document]:
        """Return all documents of the run that define the same object, in order."""
        key, kind = self.key(document), _kind_of(document)
        return [each for each in self._named(kind, *key[2:]) if self.key(each) == key]

    def with_duplicate_name(self, group: str, kind: str) -> frozenset[Document]:
        """Return the objects of a kind that share a name; in rare cases, a few others."""
        key = group, kind
        found: frozenset[Document] | None = self.cache.get(key)
        if found is None:
            repeated = self._names_of(key).repeated()
            found = frozenset(map(self.of_kind(group, kind).__getitem__, repeated))
            self.cache[key] = found
        return found

    def claims(self, of: Callable[[Document], Iterable[tuple[Hashable, Path]]]) -> Claims:
        """Return which checked document is the first to claim each exclusive value, such as a port.

        ``of`` yields the values that a document claims, each with its path.
        """
        if of not in self.cache:
            claims: Claims = {}
            for document in self.checked:
                for value, path in of(document):
                    claims.setdefault(value, (document, path))
            self.cache[of] = claims
        found: Claims = self.cache[of]
        return found

    @property
    def has_policies(self) -> bool:
        """Whether the run has a ValidatingAdmissionPolicy or a binding of one."""
        return not self.kinds.isdisjoint(POLICY_KINDS)

    def services(self) -> list[Document]:
        """Return every Service of the run, in order."""
        return self.of_kind("", "Service")

    def of_kind(self, group: str, kind: str) -> list[Document]:
        """Return every object of a kind, whatever its version."""
        return self._objects.get((group, kind), [])

    def namespaces(self, document: Document) -> tuple[str, ...]:
        """Return the namespaces that an object is applied to: almost always one."""
        file = document.file
        written = document.object_name.namespace or self._run_namespace(file)
        outcomes = self._overlays.over(file) if self._overlays.has_any else ()
        if not outcomes:
            return (written,)
        return tuple(dict.fromkeys(each.namespace or written for each in outcomes)) or (written,)

    def is_changed_by_kustomize(self, document: Document) -> bool:
        """Return whether a kustomization may change an object before it is applied."""
        return any(each.is_changing for each in self._overlays.over(document.file))

    def added_labels(self, document: Document) -> list[tuple[str, str]]:
        """Return the labels that kustomizations add to pods, and to the selectors of Services."""
        return [pair for each in self._overlays.over(document.file) for pair in each.labels]

    def find(self, group: str, kind: str, namespaces: Sequence[str], name: str) -> list[Document]:
        """Return every definition of an object in some namespaces, whatever its version."""
        found = [
            document
            for namespace in namespaces
            for document in self._named((group, kind), namespace, name)
            if (namespace, name) in self._effective_keys(document)
        ]
        is_once = len(namespaces) == 1
        return found if is_once else list({id(document): document for document in found}.values())

    @property
    def workloads(self) -> Workloads:
        """The workloads of the run, indexed on first use."""
        if self._workloads is None:
            uses_kustomize = bool(self._patches) or self._overlays.has_any
            finish = self._kustomized if uses_kustomize else None
            collection = WorkloadCollection(self._found, self._extra, finish)
            self._workloads = Workloads(collection, self.namespaces)
        return self._workloads

    def _kustomized(self, workload: Workload) -> Workload:
        pairs = self.added_labels(workload.document)
        patches = self._patches.get((workload.kind, workload.name), ())
        ports = [port for patch in patches for port in patch.ports]
        return kustomized(workload, pairs, ports) if pairs or ports else workload

    def _written_namespace(self, document: Document) -> str:
        return document.object_name.namespace or self._run_namespace(document.file)

    def _run_namespace(self, file: str) -> str:
        return self._run_namespaces.get(file, self.namespace)

    def _named(self, kind: tuple[str, str], namespace: str, name: str) -> Iterator[Document]:
        """Yield the objects that may have a name, as written or after kustomize."""
        numbers = self._names_of(kind).get((namespace, name))
        return map(self.of_kind(*kind).__getitem__, numbers)

    def _names_of(self, kind: tuple[str, str]) -> Postings:
        names = self._by_name.get(kind)
        if names is not None:
            return names
        objects = self.of_kind(*kind)
        names = self._by_name[kind] = Postings(map(self._lookup_keys, objects), len(objects))
        return names

    def _lookup_keys(self, document: Document) -> Collection[tuple[str, str]]:
        """Return the namespaces and names under which an object is indexed, as written included."""
        effective = self._effective_keys(document)
        written = self._written_namespace(document), document.object_name.name
        return effective if written in effective else [written, *effective]

    def _effective_keys(self, document: Document) -> list[tuple[str, str]]:
        """Return the namespaces and names that an object has once it is applied."""
        name = document.object_name.name
        if not self._overlays.has_any and document.kind not in CLUSTER_WIDE:
            return [(self._written_namespace(document), name)]
        spaces = ("",) if document.kind in CLUSTER_WIDE else self.namespaces(document)
        outcomes = self._overlays.over(document.file)
        spellings = {name, *[each.prefix + name + each.suffix for each in outcomes]}
        return [(namespace, spelling) for namespace in spaces for spelling in spellings]


def _kind_of(document: Document) -> tuple[str, str]:
    return group_of(document.api_version), document.kind


def is_owned(data: Data) -> bool:
    """Return whether a controller created an object, so that its owner stands for it."""
    owners = sequence(mapping(data.get("metadata")).get("ownerReferences"))
    return any(mapping(owner).get("controller") is True for owner in owners)

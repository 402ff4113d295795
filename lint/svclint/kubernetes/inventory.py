"""Inventory: all objects of a run, by deployment, kind, namespace and name.

References are resolved among the objects that are deployed together.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

from svclint.kubernetes.deployments import Relations
from svclint.kubernetes.name_index import Key, NameIndex, Place
from svclint.kubernetes.ownership import CLUSTER_WIDE, is_owned, may_own
from svclint.kubernetes.run_cache import RunCache
from svclint.kubernetes.selection import Workloads
from svclint.kubernetes.version_changes import NEWEST
from svclint.kubernetes.workloads import (
    Entry,
    Workload,
    WorkloadCollection,
    is_test_hook,
    kustomized,
    template_path,
    workload_of,
)
from svclint.model import Path
from svclint.model.backend_row import BackendRows, rows_by_kind
from svclint.model.cluster import Version
from svclint.model.data import group_of
from svclint.source import Document
from svclint.source.charts import inflates_charts
from svclint.source.files import is_rendered
from svclint.source.kinds import POLICY_KINDS
from svclint.source.patch_variants import is_in_patch_file
from svclint.source.paths import are_in_one_folder

_GROUPS_OF_TODAY = {
    **dict.fromkeys(("Ingress", "NetworkPolicy"), "networking.k8s.io"),
    **dict.fromkeys(("DaemonSet", "Deployment", "ReplicaSet"), "apps"),
}


class Inventory(Relations):
    """All objects of a run; those without ``metadata.namespace`` are in the namespace of the run.

    An object that several kustomizations put into several namespaces is in all of them. Rules keep
    what they compute for the whole run in ``cache``, cleared whenever an object is added.
    ``checked`` are the documents that rules across documents check; ``kinds`` those of all objects.
    """

    def __init__(
        self,
        namespace: str = "default",
        extra_kinds: Mapping[str, Path] | None = None,
        version: Version = NEWEST,
        backend_rows: BackendRows = (),
    ) -> None:
        """Start empty, with further workloads (kind → path of the template) and backends."""
        super().__init__(namespace)
        self.version = version
        self.cache = RunCache()
        self.checked: list[Document] = []
        self.custom_resources: list[Document] = []
        self.kinds: set[str] = set()
        self.live_kinds: set[str] = set()
        self._rendered_kinds: set[tuple[str, str]] = set()
        self._extra = extra_kinds or {}
        self.backend_rows = rows_by_kind(backend_rows)
        self.has_configured = {*self._extra, *(kind for kind, _ in self.backend_rows)}.__contains__
        # By group and kind.
        self._objects: dict[tuple[str, str], list[Document]] = {}
        self._by_name: dict[tuple[str, str], NameIndex] = {}
        self._found: list[Entry] = []
        self._patches: dict[tuple[str, str], list[Workload]] = {}
        self._workloads: Workloads | None = None

    def add(
        self, document: Document, namespace: str | None = None, *, read_now: bool = True
    ) -> None:
        """Add an object of a file; ``namespace`` is the default for its file, if it differs.

        What is not an object may be a kustomization, or a template of what is missing elsewhere.
        With ``read_now``, the pod template of a workload is not needed afterwards.
        """
        if isinstance(document.data, dict):
            self.place(document, namespace)
            self._index(document, read_now=read_now)
        else:
            self.deployments.note_unread(document)

    def is_closed(self, document: Document, kinds: Collection[str]) -> bool:
        """Return whether the run contains all objects of some kinds that an object may refer to.

        The configuration says so, or objects of these kinds are rendered with it, or are live.
        """
        if document.file in self._closed or not self.live_kinds.isdisjoint(kinds):
            return True
        return any((document.file, kind) in self._rendered_kinds for kind in kinds)

    def add_live(self, documents: Iterable[Document]) -> None:
        """Add the live objects that no file of the run defines and that no controller owns."""
        new: dict[Hashable, Document] = {}
        for document in documents:
            self.live_kinds.add(document.kind)
            name = document.object_name
            space = self.written_namespace(document)
            index = self._names_of(kind_key(document))
            if is_owned(document.data) or any(index.find_anywhere(space, name.name)):
                continue
            new.setdefault((*name[:2], space, name.name), document)
        for document in new.values():
            self.place_live(document)
            self._index(document, read_now=True)

    def _index(self, document: Document, *, read_now: bool) -> None:
        self.kinds.add(document.kind)
        if is_rendered(document.file) and not inflates_charts(document.file):
            self._rendered_kinds.add((document.file, document.kind))
        self._objects.setdefault(kind_key(document), []).append(document)
        path = template_path(document, self._extra)
        if path is not None and not is_test_hook(document):
            self._add_workload(document, path, read_now=read_now)
        elif may_own(*kind_key(document)):
            self.custom_resources.append(document)
        self._by_name.clear()
        self._workloads = None
        self.cache.clear()

    def _add_workload(self, document: Document, path: Path, *, read_now: bool) -> None:
        is_patch = is_in_patch_file(document)
        workload = workload_of(document, path, self.version) if read_now or is_patch else None
        if workload is None:
            self._found.append(document)
        elif is_patch:
            self._patches.setdefault((workload.kind, workload.name), []).append(workload)
        else:
            self._found.append(workload)

    def with_duplicate_name(self, group: str, kind: str) -> frozenset[Document]:
        """Return the objects that share a name with one of the same kind deployed together.

        In rare cases, a few others, too.
        """
        key = group, kind
        return self.cache.computed(key, lambda: frozenset(self._names_of(key).repeated()))

    @property
    def has_policies(self) -> bool:
        """Whether the run has a ValidatingAdmissionPolicy or a binding of one."""
        return not self.kinds.isdisjoint(POLICY_KINDS)

    def pod_template_path(self, document: Document) -> Path | None:
        """Return the path of the pod template of an object, ``None`` for kinds without one."""
        return template_path(document, self._extra)

    def services(self) -> list[Document]:
        """Return every Service of the run, in order."""
        return self.of_kind("", "Service")

    def of_kind(self, group: str, kind: str) -> list[Document]:
        """Return every object of a kind, whatever its version."""
        return self._objects.get((group, kind), [])

    def find(
        self, around: Document, group: str, kind: str, name: str, namespace: str = ""
    ) -> list[Document]:
        """Return the definitions of an object to which one refers, whatever their version.

        Those deployed together with it come first; only without any, those that may be.
        ``namespace`` is that of the reference, by default that of the object itself.
        """
        return self.find_at(self.search_places(around, namespace), around, group, kind, name)

    def find_at(
        self, places: Sequence[Place], around: Document, group: str, kind: str, name: str
    ) -> list[Document]:
        """Return what ``find`` does, with the places to search known already."""
        index = self._names_of((group, kind))
        found = [document for place in places for document in index.find(place, name)]
        if not found:
            spaces = dict.fromkeys(space for _, space in places)
            anywhere = [each for space in spaces for each in index.find_anywhere(space, name)]
            found = [each for each in anywhere if self.may_be_together(around, each)]
            # Copies in the folder itself are nearer than what another folder may add.
            beside = [each for each in anywhere if are_in_one_folder(each.file, around.file)]
            found = beside if found and beside else found
        return found if len(found) < 2 else list({id(each): each for each in found}.values())

    def is_elsewhere(
        self, around: Document, group: str, kind: str, name: str, namespace: str = ""
    ) -> bool:
        """Return whether another deployment defines an object, and may complete this one."""
        index = self._names_of((group, kind))
        return any(
            self.may_complete(document, around)
            for space in ((namespace,) if namespace else self.namespaces(around))
            for document in index.find_anywhere(space, name)
        )

    @property
    def workloads(self) -> Workloads:
        """The workloads of the run, indexed on first use."""
        if self._workloads is None:
            are_changing = self.deployments.are_changing
            finish = self._kustomized if self._patches or are_changing else None
            collection = WorkloadCollection(self._found, self._extra, self.version, finish)
            self._workloads = Workloads(collection, self)
        return self._workloads

    def _kustomized(self, workload: Workload) -> Workload:
        pairs = self.added_labels(workload.document)
        numbers = self.numbers(workload.document)
        patches = [
            patch
            for patch in self._patches.get((workload.kind, workload.name), ())
            if not numbers.isdisjoint(self.deployments.patched_by(patch.document.file))
        ]
        pairs += [pair for patch in patches for pair in patch.labels.items()]
        ports = [port for patch in patches for port in patch.ports]
        return kustomized(workload, pairs, ports) if pairs or ports else workload

    def _names_of(self, kind: tuple[str, str]) -> NameIndex:
        if kind not in self._by_name:
            self._by_name[kind] = NameIndex(self.of_kind(*kind), self._keys_of)
        return self._by_name[kind]

    def _keys_of(self, document: Document) -> Collection[Key]:
        """Return the deployments, namespaces and names under which references find an object."""
        # kustomize changes references together with names: those that are written count, too.
        name = document.object_name.name
        if document.kind in CLUSTER_WIDE:
            return [(number, "", name) for number in sorted(self.numbers(document))]
        placements = self.placements(document)
        keys = {(*place, name) for place in self.places(document)}
        for each in placements:
            if each.namespace or each.prefix or each.suffix:
                spaces = {each.namespace, self.written_namespace(document)} - {""}
                names = {name, each.prefix + name + each.suffix}
                keys.update((each.deployment, space, one) for space in spaces for one in names)
        return keys


def kind_key(document: Document) -> tuple[str, str]:
    """Return the group and kind of an object; of the group "extensions", that of today.

    It is the same object in both groups: the API server stores it once.
    """
    group, kind = group_of(document.api_version), document.kind
    return (_GROUPS_OF_TODAY.get(kind, group) if group == "extensions" else group), kind

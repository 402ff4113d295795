"""How two documents of a run relate: deployed together, perhaps, or never."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from svclint.kubernetes.deployments.assignment import Deployments
from svclint.kubernetes.deployments.placement import Placement
from svclint.kubernetes.name_index import Place
from svclint.source import Document
from svclint.source.checkout import is_inside
from svclint.source.files import rendered_folder
from svclint.source.kinds import SHARED_KINDS
from svclint.source.paths import real_folder, real_folder_of

# The deployment of live objects: everything in the cluster is deployed together with them.
LIVE = -1


class _Summary(NamedTuple):
    """The places of a document, and the numbers of its deployments."""

    places: tuple[Place, ...]
    set_of_places: frozenset[Place]
    numbers: frozenset[int]


class Relations:
    """The deployments of the documents of a run, and how two documents relate to each other.

    Objects without ``metadata.namespace`` are in the namespace of the run, unless their deployment
    or their file has another one.
    """

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.deployments = Deployments()
        self._run_namespaces: dict[str, str] = {}
        self._documents: list[Document] = []
        self._live: set[int] = set()
        self._closed: set[str] = set()
        self._strict: set[str] = set()
        # Of documents that are deployed in several ways, by ``id``.
        self._summaries: dict[int, _Summary] = {}
        self._copies: dict[tuple[int, int], bool] = {}

    def place(self, document: Document, namespace: str | None) -> None:
        """Record a document of a file; ``namespace`` is the default for the file, if it differs."""
        if namespace is not None and namespace != self.namespace:
            self._run_namespaces[document.file] = namespace
        self._documents.append(document)
        self.deployments.add(document)

    def place_live(self, document: Document) -> None:
        """Record a live object."""
        self._live.add(id(document))

    def placements(self, document: Document) -> tuple[Placement, ...]:
        """Return the ways in which a document is deployed."""
        if self._live and id(document) in self._live:
            return (Placement(LIVE),)
        return self.deployments.of(document.file)

    def are_together(self, one: Document, other: Document) -> bool:
        """Return whether two documents are certainly deployed together."""
        if one.file == other.file:
            return True
        ours, theirs = self.numbers(one), self.numbers(other)
        return LIVE in ours or LIVE in theirs or not ours.isdisjoint(theirs)

    def may_be_together(self, one: Document, other: Document) -> bool:
        """Return whether two documents may be deployed together.

        Nothing says what deploys them, and the folder of one contains that of the other.
        """
        if self.are_together(one, other):
            return True
        here = self.deployments.folder_of(one.file)
        there = self.deployments.folder_of(other.file)
        # In one folder, only copies are separate: what belongs to none of them is with the others.
        return here != there and self.are_in_one_folder_tree(one, other)

    def are_in_one_folder_tree(self, one: Document, other: Document) -> bool:
        """Return whether only folders say what is deployed, and one contains or is the other."""
        here = self.deployments.folder_of(one.file)
        there = self.deployments.folder_of(other.file)
        return bool(here and there) and _are_nested(here, there)

    def may_be_meant(self, one: Document, other: Document) -> bool:
        """Return whether a similar name of one document may be a misspelling of that of another.

        Of a folder with variants or examples, each file may be an application of its own.
        """
        is_divided = self.deployments.is_divided
        return one.file == other.file or not (is_divided(one.file) or is_divided(other.file))

    def numbers(self, document: Document) -> frozenset[int]:
        """Return the deployments of a document."""
        placements = self.placements(document)
        if len(placements) == 1:
            return frozenset((placements[0].deployment,))
        return self._summary(document).numbers

    def places(self, document: Document) -> tuple[Place, ...]:
        """Return the deployments of an object, each with its namespace there: almost always one."""
        placements = self.placements(document)
        if len(placements) == 1:
            return (self._place(document, placements[0]),)
        return self._summary(document).places

    def is_in(self, place: Place, document: Document) -> bool:
        """Return whether a document is in a place."""
        placements = self.placements(document)
        if len(placements) == 1:
            return place == self._place(document, placements[0])
        return place in self._summary(document).set_of_places

    def _place(self, document: Document, placement: Placement) -> Place:
        return placement.deployment, (
            placement.namespace
            or document.object_name.namespace
            or placement.default_namespace
            or self._run_namespace(document.file)
        )

    def _summary(self, document: Document) -> _Summary:
        """Return what a document that many kustomizations include has in common."""
        found = self._summaries.get(id(document))
        if found is None:
            placements = self.placements(document)
            places = dict.fromkeys(self._place(document, each) for each in placements)
            numbers = frozenset(number for number, _ in places)
            found = _Summary(tuple(places), frozenset(places), numbers)
            self._summaries[id(document)] = found
        return found

    def search_places(self, document: Document, namespace: str = "") -> tuple[Place, ...]:
        """Return where what an object refers to is searched: in its deployments and live.

        The namespace is its own, or the one that the reference names.
        """
        own = self.places(document)
        if len(own) == 1 and not self._live:
            return own if not namespace else ((own[0][0], namespace),)
        found = [(number, namespace or space) for number, space in own]
        if self._live:
            found += [(LIVE, space) for _, space in found]
        return tuple(dict.fromkeys(found))

    def namespaces(self, document: Document) -> tuple[str, ...]:
        """Return the namespaces that an object is applied to: almost always one."""
        places = self.places(document)
        if len(places) == 1:
            return (places[0][1],)
        return tuple(dict.fromkeys(namespace for _, namespace in places))

    def has_namespace(self, document: Document) -> bool:
        """Return whether an object or its deployment says in which namespace it is."""
        return bool(document.object_name.namespace) or any(
            each.namespace or each.default_namespace for each in self.placements(document)
        )

    def may_complete(self, one: Document, other: Document) -> bool:
        """Return whether an object may be what another deployment lacks.

        It is not if it is of a copy, unless the folder of one contains that of the other: files
        beside a kustomization often replace some that it lists, and need the others.
        """
        return not self.are_copies(one, other) or _are_nested(_folder(one), _folder(other))

    def close(self, file: str) -> None:
        """Record that nothing exists of which a file may know, except what the run contains."""
        self._closed.add(file)

    def expect_all(self, file: str) -> None:
        """Record that whatever a file refers to has to be found."""
        self._strict.add(file)

    def is_strict(self, document: Document) -> bool:
        """Return whether whatever an object refers to has to be found."""
        return document.file in self._strict

    def is_open(self, document: Document) -> bool:
        """Return whether a deployment of an object also has objects that no local file defines."""
        return any(map(self.deployments.is_open, self.numbers(document)))

    def applied_server_side_by(self, document: Document) -> str:
        """Return what applies an object on the server wherever it is deployed; empty if nothing."""
        if self._live and id(document) in self._live:
            return ""
        found = list(map(self.deployments.server_side_by, sorted(self.numbers(document))))
        return found[0] if all(found) else ""

    def is_changed_by_kustomize(self, document: Document) -> bool:
        """Return whether a kustomization may change an object before it is applied."""
        return any(each.is_changing for each in self.placements(document))

    def added_labels(self, document: Document) -> list[tuple[str, str]]:
        """Return the labels that kustomizations add to pods, and to the selectors of Services."""
        placements = self.placements(document)
        return list(dict.fromkeys(pair for each in placements for pair in each.labels))

    def written_namespace(self, document: Document) -> str:
        """Return the namespace of an object before any deployment changes it."""
        return document.object_name.namespace or self._run_namespace(document.file)

    def _run_namespace(self, file: str) -> str:
        return self._run_namespaces.get(file, self.namespace)

    def are_copies(self, one: Document, other: Document) -> bool:
        """Return whether all deployments of one are copies of some deployment of the other.

        Two deployments are copies if their files define an object of the same kind, namespace
        and name: environments, variants, exercises. Neither completes the other.
        """
        own = self.numbers(other)
        return all(any(self._is_copy(each, its) for its in own) for each in self.numbers(one))

    def _is_copy(self, one: int, other: int) -> bool:
        key = (one, other) if one < other else (other, one)
        if key not in self._copies:
            self._copies[key] = one == other or not self._names[one].isdisjoint(self._names[other])
        return self._copies[key]

    @cached_property
    def _names(self) -> dict[int, set[tuple[str, str, str]]]:
        """By deployment: the kinds, namespaces and names of its objects, as written."""
        names: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
        for document in self._documents:
            if document.kind in SHARED_KINDS:
                continue
            name = document.object_name[1:]
            for placement in self.placements(document):
                names[placement.deployment].add(name)
        return names


def _folder(document: Document) -> str:
    """Return the real folder of a file, or of the chart or kustomization that was rendered."""
    rendered = rendered_folder(document.file)
    return real_folder(rendered) if rendered else real_folder_of(document.file)


def _are_nested(one: str, other: str) -> bool:
    """Return whether one folder is another or contains it."""
    return is_inside(one, other) or is_inside(other, one)

"""Two Ingresses or routes, or two entries of one, take the same host and path of one class."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from itertools import islice

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import HOST_KINDS, HostPath, host_path_index, host_paths, place_of
from svclint.model import Data, Path, Report, Severity, spell
from svclint.model.data import mapping
from svclint.rule import reference_rule
from svclint.source import Document

# Of many variants, only the first ones are compared.
_FEW = 20


@reference_rule("host-path-taken", Severity.WARNING, since="0.1", kinds=HOST_KINDS)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """Two Ingresses or routes, or two entries of one, take the same host and path of one class."""
    claims = host_paths(document, inventory)
    yield from _repeated(document, claims)
    if document not in host_path_index(inventory).sharing:
        return
    reported: set[Document] = set()
    for claim in claims:
        other = _earlier(claim, document, inventory)
        if other is None or other in reported:
            continue
        reported.add(other)
        reason = _uncertainty(document, other, inventory)
        yield Report(
            claim.path,
            f'{other.kind} "{other.object_name.name}" ({place_of(other)}) takes '
            f"{_describe(claim)} already{reason}",
            "give one of the two another host or path, or merge them",
            severity=Severity.NOTE if reason else None,
            others=tuple((other, each) for each in _paths_of(claim, other, inventory)),
            edited_at="apart",
        )


def _repeated(document: Document, claims: list[HostPath]) -> Iterator[Report]:
    """Yield a report for each entry of an object that never receives a request."""
    first: dict[Hashable, HostPath] = {}
    reported: set[Path] = set()
    for claim in claims:
        earlier = first.setdefault(claim.key, claim)
        here, there = _entry(claim), _entry(earlier)
        if here in reported or _destination(document, here) == _destination(document, there):
            continue
        reported.add(here)
        yield Report(
            claim.path,
            f"{spell(there)} takes {_describe(claim)} already, so no request comes here",
            "give one of the two another host or path, or remove it",
            related=(earlier.path,),
            edited_at="apart",
        )


def _paths_of(claim: HostPath, other: Document, inventory: Inventory) -> Iterator[Path]:
    """Yield the first path of another object that takes the same requests."""
    same = (each.path for each in host_paths(other, inventory) if each.key == claim.key)
    yield from islice(same, 1)


def _entry(claim: HostPath) -> Path:
    """Return the path of the entry of a host path: it is a mapping, whose ``path`` may be named."""
    return claim.path[:-1] if claim.path[-1] == "path" else claim.path


def _destination(document: Document, entry: Path) -> Data:
    """Return where an object sends the requests of an entry: of a route, its rule says so."""
    whole = mapping(document.value(entry[:3] if "matches" in entry else entry))
    return {name: value for name, value in whole.items() if name not in ("matches", "path", "name")}


def _earlier(claim: HostPath, document: Document, inventory: Inventory) -> Document | None:
    """Return the first object before a document that takes the same requests."""
    index = host_path_index(inventory)
    for number in sorted(inventory.numbers(document)):
        for other in islice(index.find((number, claim.key)), _FEW):
            if other is document:
                break
            if _are_variants(document, other, claim):
                continue
            if _is_one_file_or_deployed(document, other, inventory):
                return other
            # Three and more are in folders of examples.
            return other if index.count((number, claim.key)) == 2 else None
    return None


def _are_variants(one: Document, other: Document, claim: HostPath) -> bool:
    """Return whether two objects are probably alternatives, of which one is applied.

    Examples without a host are written for one cluster each, and often share a folder.
    """
    here, there = one.object_name, other.object_name
    if here.name == there.name or here.api_version != there.api_version:
        return True
    return one.file != other.file and not claim.host


def _is_one_file_or_deployed(one: Document, other: Document, inventory: Inventory) -> bool:
    """Return whether more than a common folder says that both objects are applied."""
    return one.file == other.file or not inventory.deployments.folder_of(one.file)


def _uncertainty(one: Document, other: Document, inventory: Inventory) -> str:
    """Return why two objects may not meet, as the end of a message."""
    if not _is_one_file_or_deployed(one, other, inventory):
        return ", if both files are applied"
    is_one_namespace = set(inventory.namespaces(one)) & set(inventory.namespaces(other))
    return "" if is_one_namespace else ", if one controller serves both namespaces"


def _describe(claim: HostPath) -> str:
    if claim.host:
        return f'"{claim.host}{claim.match}"'
    return f'"{claim.match}" of every host' if claim.match else "every request"

"""List objects page by page, in bounded memory; start again if the list has expired."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol
from urllib.parse import quote

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.helm_releases import readable
from svclint.kubernetes.live.reduction import kept
from svclint.kubernetes.live.request import get
from svclint.kubernetes.live.resources import Resource
from svclint.model.data import mapping, sequence, text, whole

PAGE = 500
_MOST_STARTS = 4
# Five million objects; a page may be empty and still have a following one.
_MOST_PAGES = 10_000
_LONGEST_TOKEN = 16 * 1024
Item = dict[str, Any]
# Called with the plural of the kind, the number of objects so far, and that of those to come.
Progress = Callable[[str, int, int], None]


class Store(Protocol):
    """A destination for objects, which can drop those added after a mark."""

    def mark(self) -> int:
        """Return a mark for ``roll_back``."""
        ...

    def roll_back(self, mark: int) -> None:
        """Drop the objects added after a mark."""
        ...

    def add(self, item: Item) -> None:
        """Add an object."""
        ...


def read_list(
    access: Access, resource: Resource, store: Store, progress: Progress, namespace: str = ""
) -> int:
    """Add what is kept of all objects of a kind to a store; return how many objects that are.

    Raises ``ClusterError``.
    """
    path = resource.path(namespace)
    mark = store.mark()
    for trial in range(1, _MOST_STARTS + 1):
        try:
            return _read_pages(access, resource, path, store, progress)
        except _Expired as error:
            store.roll_back(mark)
            if trial == _MOST_STARTS:
                raise error.cause from None
    raise AssertionError


class _Expired(Exception):
    """The server no longer has the state of the first page (410 Gone)."""

    def __init__(self, cause: ClusterError) -> None:
        super().__init__()
        self.cause = cause


def _read_pages(
    access: Access, resource: Resource, path: str, store: Store, progress: Progress
) -> int:
    read = count = 0
    for items, remaining in _pages(access, path, resource.query):
        for item in items:
            # The items of a typed list have neither apiVersion nor kind.
            whole_item = {"apiVersion": resource.api_version, "kind": resource.kind, **item}
            found = kept(whole_item, resource)
            if found is not None:
                if access.credentials.are_in(json.dumps(readable(found), ensure_ascii=False)):
                    raise ClusterError(
                        f"{access.description}: a {resource.kind} of the server contains a "
                        "credential of this connection; remove it there, and revoke it"
                    )
                store.add(found)
                count += 1
        read += len(items)
        progress(f"reading {resource.plural}", read, remaining)
    return count


def _pages(access: Access, path: str, selection: str) -> Iterator[tuple[list[Item], int]]:
    token = ""
    for _ in range(_MOST_PAGES):
        query = f"?limit={PAGE}{selection and f'&{selection}'}"
        query += f"&continue={quote(token, safe='')}" if token else ""
        try:
            page = get(access, path + query)
        except ClusterError as error:
            if error.status == 410 and token:
                raise _Expired(error) from None
            raise
        metadata = mapping(mapping(page).get("metadata"))
        yield _items(access, path + query, page), whole(metadata.get("remainingItemCount")) or 0
        following = text(metadata.get("continue"))
        if not following:
            return
        if following == token:
            raise ClusterError(f"{access.description}: {path} repeats the same page forever")
        if len(following) > _LONGEST_TOKEN:
            raise ClusterError(
                f"{access.description}: {path}: the continue token is longer than "
                f"{_LONGEST_TOKEN >> 10} KiB"
            )
        token = following
    raise ClusterError(f"{access.description}: {path} has more than {_MOST_PAGES} pages")


def _items(access: Access, path: str, page: Any) -> list[Item]:
    """Return the objects of a page; Go servers may write an empty list as ``null``."""
    items: Any = mapping(page).get("items", ())
    found = [] if items is None else sequence(items)
    is_list = items is None or isinstance(items, list)
    kind = text(mapping(page).get("kind"))
    if not (is_list and kind.endswith("List") and all(map(_is_object, found))):
        raise ClusterError(
            f"{access.description}: GET {access.server}{path}: "
            "the answer is not a list of objects; "
            "check that this is the address of a Kubernetes API server"
        )
    return found


def _is_object(item: Any) -> bool:
    return isinstance(item, dict) and bool(text(mapping(item.get("metadata")).get("name")))

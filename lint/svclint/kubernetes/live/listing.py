"""Lists, page by page: in bounded memory, and begun anew where the server forgot the first page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from svclint.kubernetes.live.access import Access
from svclint.kubernetes.live.errors import ClusterError
from svclint.kubernetes.live.request import get
from svclint.model.data import mapping, sequence, text, whole

PAGE = 500
_BEGINNINGS = 4
Item = dict[str, Any]
# Is told what is read, how many there are so far, and how many more the server knows of.
Progress = Callable[[str, int, int], None]


class Store(Protocol):
    """Where objects go as they are read; it can forget those that came after a mark."""

    def mark(self) -> int:
        """Give a mark to go back to."""
        ...

    def back_to(self, mark: int) -> None:
        """Forget what came after a mark."""
        ...

    def add(self, item: Item) -> None:
        """Take one object."""
        ...


class Resource(NamedTuple):
    """One kind of object, and where it is served."""

    api_version: str
    kind: str
    plural: str

    def path(self, namespace: str = "", name: str = "") -> str:
        """Give where to list all, those of a namespace, or to get one."""
        root = "/apis/" if "/" in self.api_version else "/api/"
        within = f"/namespaces/{quote(namespace, safe='')}" if namespace else ""
        return f"{root}{self.api_version}{within}/{self.plural}{f'/{name}' if name else ''}"


def read_list(
    access: Access, resource: Resource, store: Store, progress: Progress, namespace: str = ""
) -> int:
    """Put all objects of a kind into a store, and say how many. Raises ``ClusterError``."""
    path = resource.path(namespace)
    mark = store.mark()
    for trial in range(1, _BEGINNINGS + 1):
        try:
            return _read_pages(access, resource, path, store, progress)
        except _Expired as error:
            store.back_to(mark)
            if trial == _BEGINNINGS:
                raise error.cause from None
    raise AssertionError


class _Expired(Exception):
    """The server no longer knows the state that the first page showed (410 Gone)."""

    def __init__(self, cause: ClusterError) -> None:
        super().__init__()
        self.cause = cause


def _read_pages(
    access: Access, resource: Resource, path: str, store: Store, progress: Progress
) -> int:
    count = 0
    for items, remaining in _pages(access, path):
        for item in items:
            # The items of a typed list do not say again what they are.
            store.add({"apiVersion": resource.api_version, "kind": resource.kind, **item})
        count += len(items)
        progress(resource.plural, count, remaining)
    return count


def _pages(access: Access, path: str) -> Iterator[tuple[list[Item], int]]:
    token = ""
    while True:
        query = f"?limit={PAGE}" + (f"&continue={quote(token, safe='')}" if token else "")
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
            raise ClusterError(f"{access.called}: {path} repeats its page without end")
        token = following


def _items(access: Access, path: str, page: Any) -> list[Item]:
    """Give the objects of a page; Go servers may write an empty list as ``null``."""
    items: Any = mapping(page).get("items", ())
    found = [] if items is None else sequence(items)
    is_list = items is None or isinstance(items, list)
    kind = text(mapping(page).get("kind"))
    if not (is_list and kind.endswith("List") and all(map(_is_object, found))):
        raise ClusterError(
            f"{access.called}: GET {access.server}{path}: the answer is no list of objects; "
            "check that this is the address of a Kubernetes API server"
        )
    return found


def _is_object(item: Any) -> bool:
    return isinstance(item, dict) and bool(text(mapping(item.get("metadata")).get("name")))

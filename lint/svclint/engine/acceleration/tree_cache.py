"""The cached findings of the tree of a commit, which never changes."""

from __future__ import annotations

from svclint.engine.acceleration import cache_store
from svclint.engine.acceleration.json_findings import Json, fields, items

# The files of a tree, and its findings, each by file and fingerprint.
TreeFindings = tuple[list[str], list[tuple[str, str]]]


def load_tree(key: str) -> TreeFindings | None:
    """Return the findings of a tree, if they are cached."""
    return cache_store.load(key, _decode, lambda _note: None)


def store_tree(key: str, found: TreeFindings) -> None:
    """Cache the findings of a tree."""
    cache_store.store(key, found)


def _decode(value: Json) -> TreeFindings:
    files, findings = fields(value, (list, list))
    pairs = [fields(each, (str, str)) for each in findings]
    return items(files, str), [(file, print_) for file, print_ in pairs]

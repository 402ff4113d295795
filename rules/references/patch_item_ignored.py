"""kustomize ignores a port in a patch: only one of the two ports gives a protocol."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.model import IgnoredItem, Report, Severity
from svclint.rule import patch_rule


@patch_rule("patch-item-ignored", Severity.WARNING, since="0.1")
def rule(item: IgnoredItem) -> Iterator[Report]:
    """kustomize ignores a port in a patch: only one of the two ports gives a protocol."""
    shared = ", ".join(f"{key} {text}" for key, text in item.shared)
    meant = f"that of {item.meant.file}:{item.meant.line}"
    owner, other = ("this one", meant) if item.is_in_patch else (meant, "this one")
    keys = " and ".join(item.keys)
    yield Report(
        # What is left out has the place of the item.
        (*item.path, item.apart) if item.is_in_patch else item.path,
        f"kustomize ignores this change of {shared}: it merges ports by {keys}, and {owner} has "
        f"the {item.apart} {item.value}, but {other} has none",
        f"leave out {item.apart} here, or write it there"
        if item.is_in_patch
        else f"write {item.apart}: {item.value} here",
        at_key=item.is_in_patch,
    )

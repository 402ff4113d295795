"""The fields that the replacements of a kustomization fill in.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text

_DEFAULT = "metadata.name"


class ReplacementTarget(NamedTuple):
    """A field of the objects of a kind and name; without these, of any. ``path`` is as written."""

    kind: str
    name: str
    path: str

    def is_at(self, path: Path) -> bool:
        """Return whether the field is at a path, inside of that field, or around it."""
        # A step such as [name=web] or * may be any item.
        steps = zip(self.path.split("."), path, strict=False)
        return all(step in ("*", str(given)) or step[:1] == "[" for step, given in steps)


def replacement_targets(data: Data) -> Iterator[ReplacementTarget]:
    """Yield the targets of the replacements that a kustomization contains."""
    for replacement in map(mapping, sequence(data.get("replacements"))):
        for target in map(mapping, sequence(replacement.get("targets"))):
            select = mapping(target.get("select"))
            paths = [text(each) for each in sequence(target.get("fieldPaths"))] or [_DEFAULT]
            for path in filter(None, paths):
                yield ReplacementTarget(text(select.get("kind")), text(select.get("name")), path)

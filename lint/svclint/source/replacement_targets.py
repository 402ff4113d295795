"""The fields that the replacements of a kustomization fill in.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text

_DEFAULT = "metadata.name"


def steps_of_field(path: str) -> list[str]:
    """Return the steps of a path; dots in brackets and dots after a backslash do not divide it."""
    steps, step, depth, at = [], "", 0, 0
    while at < len(path):
        character = path[at]
        if character == "\\" and path[at + 1 : at + 2] == ".":
            step += "."
            at += 2
            continue
        depth += (character == "[") - (character == "]")
        if character == "." and depth <= 0:
            steps.append(step)
            step = ""
        else:
            step += character
        at += 1
    return [each for each in (*steps, step) if each]


class ReplacementTarget(NamedTuple):
    """A field of the objects of a kind and name; without these, of any. ``path`` is as written."""

    kind: str
    name: str
    path: str

    def is_at(self, path: Path) -> bool:
        """Return whether the field is at a path, inside of that field, or around it."""
        # A step such as [name=web] or * may be any item.
        steps = zip(steps_of_field(self.path), path, strict=False)
        return all(step in ("*", str(given)) or step[:1] == "[" for step, given in steps)


def replacement_targets(data: Data) -> Iterator[ReplacementTarget]:
    """Yield the targets of the replacements that a kustomization contains."""
    for replacement in map(mapping, sequence(data.get("replacements"))):
        for target in map(mapping, sequence(replacement.get("targets"))):
            select = mapping(target.get("select"))
            paths = [text(each) for each in sequence(target.get("fieldPaths"))] or [_DEFAULT]
            for path in filter(None, paths):
                yield ReplacementTarget(text(select.get("kind")), text(select.get("name")), path)

"""Say in words what a fix does."""

from __future__ import annotations

from svclint.fix.spelling import spelt
from svclint.model import Edit, Fix, spell


def description(fix: Fix) -> str:
    """Say what a fix does, in the order of its edits."""
    return ", and ".join(map(_words, fix.edits))


def _words(edit: Edit) -> str:
    where, name = spell(edit.path), str(edit.path[-1])
    if edit.kind == "rename":
        return f"rename {where} to {edit.value}"
    if edit.kind == "add":
        return f"add {name}: {spelt(edit.value, '')} to {spell(edit.path[:-1]) or 'the object'}"
    fixed = {
        "remove": f"remove {where}",
        "quote": f"put {where} into quotes",
        "wrap": f"make {where} a list",
        "deduplicate": f"keep only the last {where}",
    }
    return fixed.get(edit.kind) or f"set {where} to {spelt(edit.value, '')}"

"""Describe a fix in a sentence."""

from __future__ import annotations

from svclint.fix.yaml_values import format_value
from svclint.model import Edit, Fix, spell


def describe(fix: Fix) -> str:
    """Return what a fix does, in the order of its edits."""
    return ", and ".join(map(_describe_edit, fix.edits))


def _describe_edit(edit: Edit) -> str:
    if edit.kind == "separate":
        return "insert a line of --- before the object"
    where, name = spell(edit.path), str(edit.path[-1])
    if edit.kind == "rename":
        return f"rename {where} to {edit.value}"
    if edit.kind == "add":
        parent = spell(edit.path[:-1]) or "the object"
        return f"add {name}: {format_value(edit.value, '')} to {parent}"
    fixed = {
        "remove": f"remove {where}",
        "quote": f"put {where} in quotes",
        "wrap": f"make {where} a list",
        "nest": f"move the value of {where} into its field {edit.value}",
        "lift": f"move {where} to {spell((*edit.path[:-2], str(edit.value)))}",
        "deduplicate": f"keep only the last {where}",
    }
    return fixed.get(edit.kind) or f"set {where} to {format_value(edit.value, '')}"

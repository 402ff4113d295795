"""Turn the fix of a field in Helm's output into edits of the values that the field shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from svclint.model import Edit, Fix, Path
from svclint.render.helm.named_values import spelled
from svclint.render.helm.written_values import Layer, Values
from svclint.source.scalars import ScalarError, resolve_plain
from svclint.source.stream import documents


class EditedValue(NamedTuple):
    """An edit of a file of values."""

    layer: Layer
    edit: Edit


def edited_value(values: Values, cause: Path, shown: Any, edit: Edit) -> EditedValue | None:
    """Return the edit of a file of values that has the effect of one in the output.

    ``cause`` is the value that is shown in the field of the edit. ``None`` where another edit may
    be meant: the value is written in several files or in an archive, the template changes it, or
    it would not be read as it is written.
    """
    written = values.written.get(cause)
    if written is None or edit.kind != "set" or isinstance(edit.value, tuple):
        return None
    layer = values.layers[written.file]
    is_shown_as_written = spelled(written.value) == spelled(shown)
    if not (written.is_once and layer.is_editable and is_shown_as_written):
        return None
    if not _is_read_back(edit.value):
        return None
    return EditedValue(layer, Edit("set", written.key, edit.value))


def values_fix(edits: Sequence[EditedValue], *, is_safe: bool) -> tuple[str, Fix] | None:
    """Return the file of values and the fix that make some edits, all in one file."""
    layer = edits[0].layer
    document = next(documents(layer.shown, layer.text.encode()), None)
    if document is None or any(edit.layer.shown != layer.shown for edit in edits):
        return None
    line = document.chunk.first_line
    return layer.shown, Fix(tuple(edit.edit for edit in edits), is_safe, line)


def _is_read_back(value: Any) -> bool:
    """Return whether a template that prints a value without quotes leads to the same value."""
    try:
        return not isinstance(value, str) or resolve_plain(value) == value
    except ScalarError:
        return False

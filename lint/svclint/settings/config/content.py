"""Read one configuration file: its text, and its data as far as the schema accepts it."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

from svclint.model import Path
from svclint.settings.config.faults import Faults
from svclint.settings.config.schema import config_schema
from svclint.settings.config.validation import problems
from svclint.source.document import Chunk
from svclint.source.files import ReadError, read_file
from svclint.source.parse_result import ParseError
from svclint.source.scalars import resolve_plain
from svclint.source.yaml_reader import parse_yaml

MOST_BYTES = 1024 * 1024
# A plain scalar without spaces.
_PLAIN = re.compile(r"[^\s,\[\]{}]+")


def content(file: str, faults: Faults) -> tuple[Chunk, dict[str, Any]]:
    """Return the text of a file, and its data as far as the schema accepts it."""
    raw = read_file(file, MOST_BYTES)
    text = ""
    try:
        if isinstance(raw, ReadError):
            faults.add_at(file, raw.message)
        else:
            text = raw.decode("utf-8")
        parsed = parse_yaml(text)
    except UnicodeDecodeError as error:
        faults.add_at(file, f"cannot be read: {error}")
        return Chunk(file, "", 1), {}
    except ParseError as error:
        place = error.problem
        faults.add_at(file, place.message, place.line, place.column)
        return Chunk(file, "", 1), {}
    chunk = Chunk(file, text, 1)
    for duplicate in parsed.duplicate_keys:
        faults.add(chunk, duplicate.path, "is set twice; remove one of them", at_key=True)
    line = _second_document(text)
    if line:
        faults.add_at(file, "a second document starts here; a configuration has only one", line, 1)
    data = {} if parsed.data is None else parsed.data
    found = problems(config_schema(), data, partial(scalar_as_written, chunk))
    for problem in found:
        faults.add(chunk, problem.path, problem.message, at_key=problem.at_key)
    for problem in found:
        if not problem.path:
            return chunk, {}
        _leave_out(data, problem.path)
    return chunk, data


def scalar_as_written(chunk: Chunk, path: Path, value: Any) -> str:
    """Return the text of a number or a boolean in a file, such as ``1.30`` or ``on``."""
    place, _ = chunk.locate(path, at_key=False)
    written = _PLAIN.match(chunk.line(place.line), place.column - 1)
    text = written[0] if written else ""
    # An alias or a tag stands in its place.
    return text if text and resolve_plain(text) == value else json.dumps(value)


def _leave_out(data: Any, path: Path) -> None:
    """Remove the value at a path from a mapping; in a list, put ``None`` in its place."""
    for step in path[:-1]:
        data = data.get(step) if isinstance(data, dict) else data[step]
        if data is None:
            return
    if isinstance(data, dict):
        data.pop(path[-1], None)
    else:
        data[path[-1]] = None


def _second_document(text: str) -> int:
    """Return the line where a second document starts, or 0 if there is none."""
    has_content = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(("---", "...")) and has_content:
            return number
        has_content = has_content or (bool(line.strip()) and line.lstrip()[:1] not in ("#", "%"))
    return 0

"""Fold libyaml's events straight into plain data, without a tree in between.

The first document of the text is read and the rest ignored, as the server's library does.
Nothing here recurses, and aliases share what they stand for, so neither depth nor alias bombs cost
more than the text is long.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from svclint.model import Path
from svclint.source.scalars import ScalarError, key, plain, tagged

MAX_DEPTH = 512
_NO_KEY: Any = object()
_MERGE: Any = object()
_STARTS = (MappingStartEvent, SequenceStartEvent)


class Problem(NamedTuple):
    """Why a text holds no usable document: what kind of trouble, in words, and where (from 1)."""

    kind: str
    message: str
    line: int
    column: int


class Folded(NamedTuple):
    """What a text says: its data, the keys written twice, and whether text follows ``...``."""

    data: Any
    duplicates: list[Path]
    trailing_line: int


class FoldError(Exception):
    """The text is no document that the server would read; ``problem`` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def fold(text: str) -> Folded:
    """Read the first YAML document of a text. Raises ``FoldError``."""
    parser = None
    try:
        parser = CParser(text)
        return _fold(parser)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(str(part) for part in (error.problem, error.context) if part)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise FoldError(Problem("syntax", message, line, column)) from None
    except YAMLError as error:
        raise FoldError(_unreadable(error, text)) from None
    finally:
        if parser is not None:
            parser.dispose()


def _unreadable(error: YAMLError, text: str) -> Problem:
    position = getattr(error, "position", None)
    character = getattr(error, "character", "")
    reason = str(getattr(error, "reason", "") or "cannot be read")
    if isinstance(position, int) and isinstance(character, int):
        at = text.find(chr(character))
        position = max(at, 0)
        reason = f"{reason} (U+{character:04X})"
    before = text[: position or 0]
    return Problem("syntax", reason, before.count("\n") + 1, len(before) - before.rfind("\n"))


class _Anchors:
    """What ``&name`` stands for, and the bound on what ``*name`` may expand to."""

    def __init__(self) -> None:
        self.closed: dict[str, tuple[Any, int]] = {}
        self.opened: dict[str, int] = {}
        self.nodes = 0
        self.aliased = 0

    def value(self, event: Any) -> Any:
        """Give what an alias stands for."""
        name = event.anchor
        if name in self.opened:
            raise _problem(event, "syntax", f"anchor '{name}' contains itself")
        if name not in self.closed:
            raise _problem(event, "syntax", f"unknown anchor '{name}'")
        value, size = self.closed[name]
        self.nodes += size
        self.aliased += size
        if self.aliased > 100 and self.nodes > 1000:
            # The same bound as the server's library sets against alias bombs.
            spread = min(max((self.nodes - 400_000) / 3_600_000, 0.0), 1.0)
            if self.aliased / self.nodes > 0.99 - spread * 0.89:
                raise _problem(event, "syntax", "aliases expand to an excessive size")
        return value

    def close(self, name: str, value: Any) -> None:
        """Record a finished node under its name."""
        start = self.opened.pop(name, self.nodes - 1)
        self.closed[name] = (value, self.nodes - start)


def _fold(parser: Any) -> Folded:  # noqa: PLR0912, PLR0915 - one loop, the hottest of all
    """Fold the events of one document; a frame is (container, key, anchor) of an open parent."""
    get_event = parser.get_event
    get_event()
    if type(get_event()) is not DocumentStartEvent:
        return Folded(None, [], 0)
    anchors = _Anchors()
    duplicates: list[Path] = []
    merged: dict[int, set[str]] = {}
    frames: list[tuple[Any, Any, str | None]] = []
    container: Any = None
    pending: Any = _NO_KEY
    anchor: str | None = None
    while True:
        event = get_event()
        kind = type(event)
        if kind is ScalarEvent:
            value = _scalar(event, is_key=pending is _NO_KEY and type(container) is dict)
            anchors.nodes += 1
            if event.anchor is not None:
                anchors.closed[event.anchor] = (None if value is _MERGE else value, 1)
        elif kind in _STARTS:
            if pending is _NO_KEY and type(container) is dict:
                raise _problem(event, "syntax", "a mapping key is itself a collection")
            frames.append((container, pending, anchor))
            if len(frames) > MAX_DEPTH:
                raise _problem(event, "syntax", f"nested more than {MAX_DEPTH} levels deep")
            anchors.nodes += 1
            anchor = event.anchor
            if anchor is not None:
                anchors.opened[anchor] = anchors.nodes - 1
            container, pending = ({} if kind is MappingStartEvent else []), _NO_KEY
            continue
        elif kind in (MappingEndEvent, SequenceEndEvent):
            value = container
            if anchor is not None:
                anchors.close(anchor, value)
            container, pending, anchor = frames.pop()
        elif kind is AliasEvent:
            value = anchors.value(event)
            if pending is _NO_KEY and type(container) is dict:
                value = _alias_key(event, value)
        else:
            return Folded(None, duplicates, 0)
        if not frames:
            return Folded(value, duplicates, _trailing(get_event))
        if type(container) is list:
            container.append(value)
        elif pending is _NO_KEY:
            pending = value
        else:
            if pending is _MERGE:
                _merge(event, container, value, merged)
            else:
                if pending in container:
                    _note_duplicate(
                        (*_path(frames), pending), merged.get(id(container)), duplicates
                    )
                container[pending] = value
            pending = _NO_KEY


def _scalar(event: Any, *, is_key: bool) -> Any:
    text, tag = event.value, event.tag
    try:
        if tag is not None and tag != "!":
            value = tagged(tag, text)
        elif event.style or tag == "!":
            value = text
        elif is_key and text == "<<":
            return _MERGE
        else:
            value = plain(text)
        return key(value) if is_key else value
    except ScalarError as error:
        raise _problem(event, "syntax", str(error)) from None


def _alias_key(event: Any, value: Any) -> str:
    try:
        if isinstance(value, (dict, list)):
            raise ScalarError("a mapping key is itself a collection")
        return key(value)
    except ScalarError as error:
        raise _problem(event, "syntax", str(error)) from None


def _merge(event: Any, container: Any, value: Any, merged: dict[int, set[str]]) -> None:
    sources = value if type(value) is list else [value]
    for source in reversed(sources):
        if type(source) is not dict:
            raise _problem(event, "syntax", "`<<` merges only mappings or a list of mappings")
        container.update(source)
        merged.setdefault(id(container), set()).update(source)


def _note_duplicate(path: Path, merged: set[str] | None, duplicates: list[Path]) -> None:
    name = str(path[-1])
    if merged and name in merged:
        merged.remove(name)
    else:
        duplicates.append(path)


def _path(frames: list[tuple[Any, Any, str | None]]) -> Path:
    steps = (len(parent) if type(parent) is list else pending for parent, pending, _ in frames)
    return tuple(step for step in steps if isinstance(step, (str, int)))


def _trailing(get_event: Any) -> int:
    """Say at which line another document follows, 0 when none does."""
    end: Any = get_event()
    if not isinstance(end, DocumentEndEvent) or not end.explicit:
        return 0
    line = int(str(end.start_mark.line)) if end.start_mark else 0
    try:
        following: Any = get_event()
    except (MarkedYAMLError, YAMLError):
        return line + 2
    return 0 if type(following) is StreamEndEvent else int(following.start_mark.line) + 1


def _problem(event: Any, kind: str, message: str) -> FoldError:
    mark = event.start_mark
    return FoldError(Problem(kind, message, mark.line + 1, mark.column + 1))

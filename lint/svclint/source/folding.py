"""Fold libyaml's events straight into plain data, without events or a tree in between.

Nothing here recurses, and aliases share what they stand for, so neither depth nor alias bombs cost
more than the text is long.
"""

from __future__ import annotations

from typing import Any

from svclint.model import Path
from svclint.source.libyaml import Handler, go_on, stop
from svclint.source.problem import MAX_DEPTH, problem_at
from svclint.source.scalars import ScalarError, key, plain, tagged
from svclint.source.words import MERGE, names, words

# What is due next where it is no value of a key: an item of a list, a key, or, with MERGE, what
# ``<<`` merges.
_ITEM: Any = object()
_KEY: Any = object()


class Folding:
    """One text being folded; its methods take what libyaml's events hold, as it calls them.

    A frame is (container, what is due in it, anchor) of an open parent.
    """

    __slots__ = (
        *("aliased", "anchor", "closed", "container", "due", "duplicates", "frames"),
        *("merged", "nodes", "opened", "rest_line", "root", "trailing_line"),
    )

    def __init__(self) -> None:
        self.root: list[Any] = []
        self.container: Any = self.root
        self.due: Any = _ITEM
        self.anchor: str | None = None
        self.frames: list[tuple[Any, Any, str | None]] = []
        self.duplicates: list[Path] = []
        self.merged: dict[int, set[str]] = {}
        # What ``&name`` stands for with its size, and at which node those still open began.
        self.closed: dict[str, tuple[Any, int]] = {}
        self.opened: dict[str, int] = {}
        self.nodes = self.aliased = 0
        self.rest_line = self.trailing_line = 0

    def handlers(self) -> dict[str, Handler]:
        """Give the method for each class of event."""
        return {
            "StreamStartEvent": go_on,
            "StreamEndEvent": stop,
            "DocumentStartEvent": self.document_start,
            "DocumentEndEvent": self.document_end,
            "MappingStartEvent": self.mapping_start,
            "MappingEndEvent": self.end,
            "SequenceStartEvent": self.sequence_start,
            "SequenceEndEvent": self.end,
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
        }

    def document_start(self, start: Any, *_: Any) -> bool:
        """Begin; a second document is only told of."""
        if self.rest_line:
            self.trailing_line = start.line + 1
        return not self.rest_line

    def document_end(self, start: Any, _end: Any, explicit: bool) -> bool:
        """Look whether more follows: behind a line of ``...``, or left of where this one began."""
        self.rest_line = start.line + 1 + explicit if start else 0
        return bool(self.rest_line)

    def scalar(
        self, anchor: Any, tag: Any, _: Any, text: str, start: Any, _end: Any, style: str
    ) -> bool:
        """Take a key or a value."""
        self.nodes += 1
        due = self.due
        try:
            if tag is not None or anchor is not None:
                return self.marked_scalar(anchor, tag, text, start, style)
            if due is _KEY:
                self.due = text if style else names[text]
                return True
            value = text if style else words[text]
        except ScalarError as error:
            raise problem_at(start, str(error)) from None
        if due is _ITEM:
            self.container.append(value)
            return True
        return self.put(value, start)

    def marked_scalar(self, anchor: Any, tag: Any, text: str, start: Any, style: str) -> bool:
        """Take a scalar that has a tag or an anchor."""
        is_key = self.due is _KEY
        if tag is not None and tag != "!":
            value = tagged(tag, text)
        elif style or tag == "!":
            value = text
        else:
            value = MERGE if is_key and text == "<<" else plain(text)
        if is_key and value is not MERGE:
            value = key(value)
        if anchor is not None:
            self.closed[anchor] = (None if value is MERGE else value, 1)
        return self.put(value, start)

    def mapping_start(self, anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a mapping."""
        self.open(anchor, start)
        self.container, self.due = {}, _KEY
        return True

    def sequence_start(self, anchor: Any, _tag: Any, _implicit: Any, start: Any, *_: Any) -> bool:
        """Open a list."""
        self.open(anchor, start)
        self.container, self.due = [], _ITEM
        return True

    def open(self, anchor: str | None, start: Any) -> None:
        """Put the open parent aside."""
        if self.due is _KEY:
            raise problem_at(start, "a mapping key is itself a collection")
        self.frames.append((self.container, self.due, self.anchor))
        if len(self.frames) > MAX_DEPTH:
            raise problem_at(start, f"nested more than {MAX_DEPTH} levels deep")
        self.anchor = anchor
        if anchor is not None:
            self.opened[anchor] = self.nodes
        self.nodes += 1

    def end(self, start: Any, _end: Any) -> bool:
        """Close a mapping or list, and put it into its parent."""
        value = self.container
        if self.anchor is not None:
            began = self.opened.pop(self.anchor, self.nodes - 1)
            self.closed[self.anchor] = (value, self.nodes - began)
        self.container, self.due, self.anchor = self.frames.pop()
        return self.put(value, start)

    def alias(self, name: str, start: Any, _: Any) -> bool:
        """Take what an alias stands for, within the bound that the server's library sets."""
        if name in self.opened:
            raise problem_at(start, f"anchor '{name}' contains itself")
        if name not in self.closed:
            raise problem_at(start, f"unknown anchor '{name}'")
        value, size = self.closed[name]
        self.nodes += size
        self.aliased += size
        if self.aliased > 100 and self.nodes > 1000:
            spread = min(max((self.nodes - 400_000) / 3_600_000, 0.0), 1.0)
            if self.aliased / self.nodes > 0.99 - spread * 0.89:
                raise problem_at(start, "aliases expand to an excessive size")
        return self.put(_alias_key(value, start) if self.due is _KEY else value, start)

    def put(self, value: Any, start: Any) -> bool:
        """Put a key or value where it is due."""
        due, container = self.due, self.container
        if due is _ITEM:
            container.append(value)
        elif due is _KEY:
            self.due = value
        else:
            if due is MERGE:
                _merge(start, container, value, self.merged)
            else:
                if due in container:
                    self.note_duplicate(due)
                container[due] = value
            self.due = _KEY
        return True

    def note_duplicate(self, name: str) -> None:
        """Note a key that is written twice; it may override once what was merged."""
        merged = self.merged.get(id(self.container))
        if merged and name in merged:
            merged.remove(name)
        else:
            parents = self.frames[1:]
            steps = [len(parent) if due is _ITEM else due for parent, due, _ in parents]
            path = (*steps, name)
            self.duplicates.append(tuple(step for step in path if step is not MERGE))


def _alias_key(value: Any, start: Any) -> str:
    try:
        if isinstance(value, (dict, list)):
            raise ScalarError("a mapping key is itself a collection")
        return key(value)
    except ScalarError as error:
        raise problem_at(start, str(error)) from None


def _merge(start: Any, container: Any, value: Any, merged: dict[int, set[str]]) -> None:
    sources = value if type(value) is list else [value]
    for source in reversed(sources):
        if type(source) is not dict:
            raise problem_at(start, "`<<` merges only mappings or a list of mappings")
        container.update(source)
        merged.setdefault(id(container), set()).update(source)

"""Split a Go template into text and actions, as the lexer of ``text/template`` does.

Source: ``text/template/parse/lex.go`` of Go: an action ends at the first ``}}`` outside of strings;
a comment takes up a whole action; ``{{- `` and `` -}}`` trim the text beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = " \t\r\n"
# Up to the end of an action: strings in double quotes, characters in single quotes, raw strings.
_INSIDE = re.compile(
    r"""(?:[^"'`}]|"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`|\}(?!\}))*?"""
    r"(?P<trim>[ \t\r\n]-)?\}\}"
)
_COMMENT = re.compile(r"/\*.*?\*/(?P<trim>[ \t\r\n]-)?\}\}", re.DOTALL)
_ASSIGNMENT = re.compile(r"\$\w*(?:\s*,\s*\$\w*)?\s*:?=(?!=)")
_KEYWORD = re.compile(r"(if|else|range|with|end|define|block|template|break|continue)(?![\w.])")
_NAME = re.compile(r'\s*("(?:[^"\\\n]|\\[^\n])*"|`[^`]*`)')


class TemplateError(ValueError):
    """A template that Go does not parse; the message says why."""


class Piece(NamedTuple):
    """A text or an action of a template.

    ``start`` and ``end`` are its range in the template, with the braces of an action. ``code`` is
    the text itself, or what stands between the braces and their trims. ``keyword`` is empty for
    a text, ``print`` for an action that may print, ``set`` for an assignment, ``comment`` for a
    comment, else the keyword of the language (``if``, ``end``, …).
    """

    start: int
    end: int
    code: str
    keyword: str = ""
    trims_left: bool = False
    trims_right: bool = False

    @property
    def name(self) -> str:
        """The name of the template of a ``define``, ``block`` or ``template``, unquoted."""
        match = _NAME.match(self.code.strip()[len(self.keyword) :])
        return unquoted(match[1]) if match else ""


def split(text: str) -> list[Piece]:
    """Return the texts and actions of a template in order. Raises ``TemplateError``."""
    return list(_pieces(text))


def unquoted(literal: str) -> str:
    """Return the value of a string literal of Go, as far as names of templates need it."""
    inner = literal[1:-1]
    return inner if literal[0] == "`" else re.sub(r"\\(.)", r"\1", inner)


def _pieces(text: str) -> Iterator[Piece]:
    at = 0
    while True:
        start = text.find("{{", at)
        if start < 0:
            break
        if start > at:
            yield Piece(at, start, text[at:start])
        action = _action(text, start)
        yield action
        at = action.end
    if at < len(text):
        yield Piece(at, len(text), text[at:])


def _action(text: str, start: int) -> Piece:
    inside = start + 2
    trims_left = text[inside : inside + 1] == "-" and text[inside + 1 : inside + 2] in _SPACE
    trims_left = trims_left and inside + 1 < len(text)
    if trims_left:
        inside += 2
    is_comment = text.startswith("/*", inside)
    match = (_COMMENT if is_comment else _INSIDE).match(text, inside)
    if match is None:
        what = "comment" if is_comment else "action"
        raise TemplateError(f"line {text.count(chr(10), 0, start) + 1}: {what} is not closed")
    trims_right = match["trim"] is not None
    code = text[inside : match.end() - (4 if trims_right else 2)]
    keyword = "comment" if is_comment else _keyword(code.strip())
    return Piece(start, match.end(), code, keyword, trims_left, trims_right)


def _keyword(code: str) -> str:
    if _ASSIGNMENT.match(code):
        return "set"
    match = _KEYWORD.match(code)
    return match[1] if match else "print"

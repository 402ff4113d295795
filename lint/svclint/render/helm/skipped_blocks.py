"""Find the empty values for which blocks of templates print nothing.

A block of ``range .Values.hosts`` prints no rule of an Ingress where the list is empty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.model.data import mapping, value_at
from svclint.render.helm.template_pieces import Piece, TemplateError, split

_BLOCKS = ("range", "with", "if")
_SEPARATOR = re.compile(r"^---", re.MULTILINE)
_VARIABLES = re.compile(r"(?:\$\w*\s*,\s*)?(\$\w+)\s*:=\s*")
_NAME = re.compile(r"(?<![\w.\")])(\$\w*)?((?:\.\w+)+)")
# What a template takes for empty, but for false and 0.
EMPTY: tuple[Any, ...] = (None, "", [], {})


class _Scope(NamedTuple):
    """The paths of the values that the dot and the variables stand for; there may be several."""

    dots: tuple[Path, ...]
    variables: dict[str, tuple[Path, ...]]


def lacking_keys(data: Any, path: Path) -> list[str]:
    """Return the key at a path if there is no value, or the keys without one in its mapping."""
    value = value_at(data, path)
    if value in EMPTY or value == [None]:
        return [str(path[-1])] if path else []
    return [str(key) for key, each in mapping(value).items() if each is None]


def empty_values(
    template: str, line: int, keys: Collection[str], values: Any, prefix: Path
) -> list[Path]:
    """Return the empty values of blocks that would print one of some keys, or what they contain.

    So are those of actions that print the first item of the list of such a key.

    ``line`` is one of the document in the template. ``prefix`` is the path of the values of its
    chart in ``values``.
    """
    try:
        pieces = split(template)
    except TemplateError:
        return []
    at = _offset(template, line)
    starts = [match.start() for match in _SEPARATOR.finditer(template)]
    begin = max((start for start in starts if start <= at), default=0)
    end = min((start for start in starts if start > at), default=len(template))
    wanted = re.compile(rf"^[ \t]*(?:- +)*(?:{'|'.join(map(re.escape, keys))}):", re.MULTILINE)
    found: dict[Path, None] = {}
    for number, names in _blocks(pieces, values, prefix):
        block = pieces[number]
        if not begin <= block.start < end:
            continue
        is_item = block.keyword == "print"
        before = template[begin : block.start].rstrip(" -" if is_item else "")
        before = before.rstrip().rpartition("\n")[2]
        end_of_block = block.end if is_item else pieces[_end_of(pieces, number)].start
        inside = template[block.end : end_of_block]
        if wanted.fullmatch(before) or wanted.search(inside):
            found |= dict.fromkeys(each for each in names if value_at(values, each) in EMPTY)
    return list(found)


def _blocks(pieces: Sequence[Piece], values: Any, prefix: Path) -> Iterator[tuple[int, list[Path]]]:
    """Yield the number of each block and printing action, and the values that it names."""
    scopes = [_Scope((), {})]
    for number, piece in enumerate(pieces):
        scope = scopes[-1]
        if piece.keyword in _BLOCKS:
            code = piece.code.strip()[len(piece.keyword) :].strip()
            assigned = _VARIABLES.match(code)
            names = _named(code[assigned.end() :] if assigned else code, scope, prefix)
            yield number, names
            inner = _elements(names, values) if piece.keyword == "range" else tuple(names)
            variables = {**scope.variables, **({assigned[1]: inner} if assigned else {})}
            scopes.append(_Scope(scope.dots if piece.keyword == "if" else inner, variables))
        elif piece.keyword == "print":
            yield number, _named(piece.code, scope, prefix)
        elif piece.keyword in ("define", "block"):
            scopes.append(_Scope((), {}))
        elif piece.keyword == "end" and len(scopes) > 1:
            scopes.pop()


def _named(code: str, scope: _Scope, prefix: Path) -> list[Path]:
    found: list[Path] = []
    for variable, dotted in _NAME.findall(code):
        steps = tuple(dotted.split(".")[1:])
        if steps[0] == "Values" and variable in ("", "$"):
            found.append((*prefix, *steps[1:]))
        else:
            around = scope.variables.get(variable, ()) if variable else scope.dots
            found += [(*path, *steps) for path in around]
    return found


def _elements(names: Sequence[Path], values: Any) -> tuple[Path, ...]:
    """Return the paths of what is in some lists and mappings."""
    found: list[Path] = []
    for path in names:
        value = value_at(values, path)
        if isinstance(value, dict):
            found += [(*path, key) for key in value]
        elif isinstance(value, list):
            found += [(*path, index) for index in range(len(value))]
    return tuple(found)


def _end_of(pieces: Sequence[Piece], number: int) -> int:
    """Return the number of the piece that ends a block."""
    depth = 0
    for at in range(number, len(pieces)):
        if pieces[at].keyword in (*_BLOCKS, "define", "block"):
            depth += 1
        elif pieces[at].keyword == "end":
            depth -= 1
            if depth == 0:
                return at
    return len(pieces) - 1


def _offset(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return at

"""Variables in manifests, as Flux replaces them after a build: ``${name:=default}``.

Source: fluxcd/pkg/envsubst (parse and funcs), a fork of drone/envsubst. The operators ``=``,
``:=``, ``:-``, ``:?`` and ``:+`` all mean a default there. ``$name`` is not a variable, and ``$$``
is a dollar sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from svclint.cel import Budget, LimitExceeded
from svclint.cel.budget import allocate
from svclint.cel.regex import compile_regex
from svclint.cel.values import size_of, width_of

# Returns the value of a variable; ``None`` if nobody knows it.
Lookup = Callable[[str], str | None]
DEFAULTS = ("=", ":=", ":-", ":?", ":+")
_NAME = re.compile(r"[^\W]+")
_OPERATOR = re.compile(r":[=?+-]|=|,,?|\^\^?|##?|%%?|/[/#%]?|:")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
# More braces than this inside each other are no template that anyone writes.
_DEEPEST = 32
# Longer values are not matched with patterns, which takes time with the square of the length.
_LONGEST = 1000
# Of one text: a replacement by a replacement grows with every level.
_STEPS, _BYTES = 2_000_000, 16 << 20


class SubstitutionError(ValueError):
    """A text that Flux refuses: an expression that has no name or no end."""


class Variable(NamedTuple):
    """An expression: its name, its operator with arguments, and its text as it is written."""

    name: str
    operator: str
    arguments: tuple[tuple[Piece, ...], ...]
    written: str


# A text as it is, or a variable.
Piece = str | Variable


def expand(text: str, lookup: Lookup) -> str:
    """Return a text with its variables replaced. Raises ``SubstitutionError``.

    What depends on a variable that nobody knows stays as it is written. A text that takes too much
    work or memory is refused as well.
    """
    try:
        with Budget("a text with variables", _STEPS, _BYTES).in_force():
            return "".join(_expanded(piece, lookup) for piece in parse(text))
    except LimitExceeded as error:
        raise SubstitutionError(str(error)) from None


def parse(text: str) -> list[Piece]:
    """Return the pieces of a text. Raises ``SubstitutionError``."""
    found: list[Piece] = []
    at = 0
    while at < len(text):
        sign = text.find("$", at)
        if sign < 0:
            found.append(text[at:])
            break
        found.append(text[at:sign])
        if text.startswith("$$", sign):
            # The second sign stays, and begins nothing.
            found.append("$")
            at = sign + 2
        elif text.startswith("${", sign):
            variable, at = _variable(text, sign, 0)
            found.append(variable)
        else:
            found.append("$")
            at = sign + 1
    return [piece for piece in found if piece != ""]


def _variable(text: str, start: int, depth: int) -> tuple[Variable, int]:
    """Return the variable that begins at an offset, and where it ends."""
    at = start + 2
    is_length = text.startswith("#", at)
    name = _NAME.match(text, at + is_length)
    if name is None or depth > _DEEPEST:
        raise SubstitutionError(f"no name of a variable in {text[start : start + 40]!r}")
    at = name.end()
    if is_length:
        return _closed(text, start, at, (name[0], "length", ()))
    operator = _OPERATOR.match(text, at)
    if operator is None:
        return _closed(text, start, at, (name[0], "", ()))
    sign, at = operator[0], operator.end()
    arguments: list[tuple[Piece, ...]] = []
    if sign[0] not in ",^":
        ends = {":": ":}", "/": "/"}.get(sign[0] if sign not in DEFAULTS else "", "}")
        first, at = _argument(text, at, ends, depth)
        arguments.append(first)
        if sign not in DEFAULTS and sign[0] in ":/" and text[at : at + 1] == ends[0]:
            second, at = _argument(text, at + 1, "}", depth)
            arguments.append(second)
    return _closed(text, start, at, (name[0], sign, tuple(arguments)))


def _closed(
    text: str, start: int, at: int, found: tuple[str, str, tuple[tuple[Piece, ...], ...]]
) -> tuple[Variable, int]:
    if not text.startswith("}", at):
        raise SubstitutionError(f"no closing brace in {text[start : start + 40]!r}")
    return Variable(*found, text[start : at + 1]), at + 1


def _argument(text: str, at: int, ends: str, depth: int) -> tuple[tuple[Piece, ...], int]:
    """Return an argument, which may contain variables, and where it ends."""
    found: list[Piece] = []
    while at < len(text) and text[at] not in ends:
        if text.startswith("${", at):
            variable, at = _variable(text, at, depth + 1)
            found.append(variable)
            continue
        # In a replacement, a backslash lets a slash stand for itself.
        is_escaped = "/" in ends and text[at] == "\\" and text[at + 1 : at + 2] in ("/", "\\")
        at += is_escaped
        found.append(text[at : at + 1])
        at += 1
    return tuple(found), at


def _expanded(piece: Piece, lookup: Lookup) -> str:
    if isinstance(piece, str):
        return piece
    value = lookup(piece.name)
    arguments: list[str] = []
    for argument in piece.arguments:
        if any(isinstance(each, Variable) and not _is_known(each, lookup) for each in argument):
            # A default that is not known matters only without a value.
            if not (value and piece.operator in DEFAULTS):
                return piece.written
            continue
        arguments.append("".join(_expanded(each, lookup) for each in argument))
    if value is None or _is_too_special(value, piece.operator, arguments):
        return piece.written
    found = _applied(value, piece.operator, arguments)
    allocate(size_of(found))
    return found


def _is_too_special(value: str, operator: str, arguments: list[str]) -> bool:
    """Return whether a pattern has sets or escapes, which are not read, or much to match."""
    if operator[:1] not in ("#", "%"):
        return False
    return len(value) > _LONGEST or any(sign in arguments[0] for sign in "[\\")


def _is_known(variable: Variable, lookup: Lookup) -> bool:
    return lookup(variable.name) is not None and all(
        _is_known(each, lookup)
        for argument in variable.arguments
        for each in argument
        if isinstance(each, Variable)
    )


def names_in(pieces: list[Piece]) -> set[str]:
    """Return the names of all variables, also of those in arguments."""
    found: set[str] = set()
    pending = list(pieces)
    while pending:
        piece = pending.pop()
        if isinstance(piece, Variable):
            found.add(piece.name)
            pending += [each for argument in piece.arguments for each in argument]
    return found


def _applied(value: str, operator: str, arguments: list[str]) -> str:
    if operator in DEFAULTS or operator == "":
        return value or "".join(arguments)
    if operator in _CHANGES:
        return _CHANGES[operator](value)
    first, second = (*arguments, "", "")[:2]
    if operator == ":":
        return _slice(value, arguments)
    if operator[0] == "/":
        return _replaced(value, operator, first, second)
    return _trimmed(value, operator, first)


_CHANGES: dict[str, Callable[[str], str]] = {
    "length": lambda value: str(len(value.encode())),
    ",": lambda value: value[:1].lower() + value[1:],
    ",,": str.lower,
    "^": lambda value: value[:1].upper() + value[1:],
    "^^": str.upper,
}


def _slice(value: str, arguments: list[str]) -> str:
    """Return a part by position and length, which count bytes."""
    raw = value.encode()
    if not all(map(_NUMBER.fullmatch, arguments)):
        return value
    start, *rest = map(int, arguments)
    start = max(start + len(raw), 0) if start < 0 else start
    end = start + rest[0] if rest else len(raw)
    return raw[start : max(end, start)].decode("utf-8", "replace")


def _replaced(value: str, operator: str, wanted: str, by: str) -> str:
    if operator == "/#":
        return by + value[len(wanted) :] if value.startswith(wanted) else value
    if operator == "/%":
        is_end = value.endswith(wanted)
        return value[: len(value) - len(wanted)] + by if is_end else value
    times = value.count(wanted) if operator == "//" else 1
    allocate((len(value) + times * len(by)) * width_of(value, by))
    return value.replace(wanted, by, times)


def _trimmed(value: str, operator: str, pattern: str) -> str:
    """Return a text without the shortest or longest beginning or end that matches a pattern.

    Flux compares an end with the pattern read backwards.
    """
    is_end = operator[0] == "%"
    text, pattern = (value[::-1], pattern[::-1]) if is_end else (value, pattern)
    regex = compile_regex(_as_regex(pattern))
    lengths = [length for length in range(len(text), 0, -1) if regex.matches(text[:length])]
    if lengths:
        text = text[lengths[0] if len(operator) == 2 else lengths[-1] :]
    return text[::-1] if is_end else text


def _as_regex(pattern: str) -> str:
    """Return a pattern of a shell as a regular expression of Go: ``*`` and ``?`` are special."""
    signs = {"*": ".*", "?": "."}
    return f"(?s)^{''.join(signs.get(sign) or re.escape(sign) for sign in pattern)}$"

"""Text to tokens (the lexer rules of CEL.g4), and literals to values."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..errors import CompileError, Issue
from ..numbers import UInt, decimal_integer

_TOKEN = re.compile(
    r"""
    (?P<blank>[\t \r\n\f]+|//[^\n]*)
  | (?P<float>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<uint>(?:0x[0-9a-fA-F]+|\d+)[uU])
  | (?P<int>0x[0-9a-fA-F]+|\d+)
  | (?P<string>(?P<prefix>[bB]?[rR]?)(?P<quote>'''|\"\"\"|'|"))
  | (?P<ident>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<escaped>`[A-Za-z0-9_.\-/ ]+`)
  | (?P<operator>==|!=|<=|>=|&&|\|\||[\[\]{}().,\-!?:+*/%<>])
    """,
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(
    r"\\(?:[abfnrtv\"'\\?`]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"
)
_SIMPLE = dict(zip("abfnrtv\"'\\?`", "\a\b\f\n\r\t\v\"'\\?`", strict=True))
_INT_MAX = 2**63


class Token(NamedTuple):
    """A token: ``kind`` is ``end``, ``ident``, ``operator`` or ``literal``."""

    kind: str
    text: str
    at: int
    value: Any = None


def tokenize(source: str) -> list[Token]:
    """Split an expression into tokens, with one of kind ``end`` last. Raises ``CompileError``."""
    tokens: list[Token] = []
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            text = f"Syntax error: token recognition error at: '{source[at]}'"
            raise CompileError(source, [Issue(at, text)])
        kind = match.lastgroup if match["string"] is None else "string"
        end = match.end()
        if kind == "string":
            token, end = _string(source, match)
            tokens.append(token)
        elif kind in ("int", "uint", "float"):
            tokens.append(_number(source, kind, match))
        elif kind != "blank":
            tokens.append(Token(kind or "", match.group(), at))
        at = end
    tokens.append(Token("end", "<EOF>", len(source)))
    return tokens


def _number(source: str, kind: str, match: re.Match[str]) -> Token:
    text = match.group()
    value: Any
    if kind == "float":
        value = float(text)
    else:
        digits = text.rstrip("uU")
        number = int(digits, 16) if digits.startswith("0x") else decimal_integer(digits)
        # 2**63 itself is let through: a minus sign may stand before it.
        if number > (_INT_MAX if kind == "int" else 2 * _INT_MAX - 1):
            raise CompileError(source, [Issue(match.start(), f"invalid {kind} literal")])
        value = UInt(number) if kind == "uint" else number
    return Token("literal", text, match.start(), value)


def _string(source: str, match: re.Match[str]) -> tuple[Token, int]:
    start, begin, quote = match.start(), match.end(), match["quote"]
    prefix = match["prefix"].lower()
    is_raw, is_bytes, is_long = "r" in prefix, "b" in prefix, len(quote) == 3
    at = begin
    while True:
        if at >= len(source) or (not is_long and source[at] in "\r\n"):
            text = f"Syntax error: token recognition error at: '{source[start:at]}'"
            raise CompileError(source, [Issue(start, text)])
        if source.startswith(quote, at):
            break
        at += 1
        if source[at - 1] == "\\" and not is_raw:
            escape = _ESCAPE.match(source, at - 1)
            if escape is None:
                text = f"Syntax error: token recognition error at: '{source[start : at + 1]}'"
                raise CompileError(source, [Issue(start, text)])
            at = escape.end()
    body = source[begin:at].replace("\r\n", "\n").replace("\r", "\n")
    try:
        value = _bytes(body, is_raw) if is_bytes else _text(body, is_raw)
    except ValueError as error:
        raise CompileError(source, [Issue(start, str(error))]) from None
    end = at + len(quote)
    return Token("literal", source[start:end], start, value), end


def _text(body: str, is_raw: bool) -> str:
    return body if is_raw else _ESCAPE.sub(lambda match: _character(match.group()), body)


def _character(escape: str) -> str:
    if escape[1] in _SIMPLE:
        return _SIMPLE[escape[1]]
    code = _code(escape)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise ValueError("invalid unicode code point")
    return chr(code)


def _code(escape: str) -> int:
    digits, base = (escape[2:], 16) if escape[1] in "xXuU" else (escape[1:], 8)
    return int(digits, base)


def _bytes(body: str, is_raw: bool) -> bytes:
    """In bytes, ``\\xff`` and ``\\377`` are octets, and Unicode escapes are refused."""
    found = bytearray()
    at = 0
    while at < len(body):
        escape = None if is_raw else _ESCAPE.match(body, at)
        if escape is None:
            found += body[at].encode()
            at += 1
            continue
        text = escape.group()
        if text[1] in "uU":
            raise ValueError("unable to unescape string")
        found += _SIMPLE[text[1]].encode() if text[1] in _SIMPLE else bytes([_code(text)])
        at = escape.end()
    return bytes(found)

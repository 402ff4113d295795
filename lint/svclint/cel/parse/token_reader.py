"""Stepping through tokens, with the error messages of cel-go's parser."""

from __future__ import annotations

from ..errors import CompileError, Issue
from .tokens import Token, tokenize

CONSTANTS = {"true": True, "false": False, "null": None}
_EXPECTED = (
    "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING,"
    " BYTES, IDENTIFIER}"
)


class TokenReader:
    """The tokens of an expression, and the position of the parser."""

    def __init__(self, source: str) -> None:
        self.source, self.tokens, self.place = source, tokenize(source), 0
        self.issues: list[Issue] = []
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    def fail(self, at: int, message: str) -> CompileError:
        """Return the error that ends parsing."""
        return CompileError(self.source, [*self.issues, Issue(at, message)])

    def unexpected(self, expected: str = _EXPECTED) -> CompileError:
        """Return the error for an unexpected token."""
        token = self.token
        how = "mismatched" if token.kind == "end" or expected != _EXPECTED else "extraneous"
        return self.fail(token.at, f"Syntax error: {how} input '{token.text}' expecting {expected}")

    def at(self, text: str) -> bool:
        """Return whether the next token is this one."""
        token = self.token
        return token.text == text and token.kind != "literal"

    def take(self, text: str) -> bool:
        """Step over a token if it is next; return whether it was."""
        if self.at(text):
            self.place += 1
            return True
        return False

    def need(self, text: str) -> Token:
        """Step over a token that must be next and return it. Raises ``CompileError``."""
        token = self.token
        if not self.take(text):
            raise self.unexpected(f"'{text}'")
        return token

    def name(self) -> str:
        """Step over a name and return it. Raises ``CompileError``."""
        token = self.token
        if token.kind == "escaped":
            # Kubernetes does not enable this part of the grammar.
            raise self.fail(token.at, "unsupported syntax: '`'")
        if token.kind != "ident" or token.text in CONSTANTS or token.text == "in":
            raise self.unexpected("IDENTIFIER")
        self.place += 1
        return token.text

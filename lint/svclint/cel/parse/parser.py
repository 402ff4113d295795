"""Tokens to a syntax tree (the grammar CEL.g4 of cel-go)."""

from __future__ import annotations

from ..errors import CompileError, Issue
from .macros import MacroError, expand
from .reserved import RESERVED
from .syntax_tree import (
    Call,
    Entry,
    Ident,
    ListLiteral,
    Literal,
    MapLiteral,
    Node,
    Select,
    StructLiteral,
)
from .token_reader import CONSTANTS, TokenReader
from .tokens import Token

# Limits of cel-go's parser.
_MOST_NESTED, _LONGEST = 250, 100_000
_BINDING = {"||": 1, "&&": 2, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
_BINDING.update(dict.fromkeys(("<", "<=", ">=", ">", "==", "!="), 3))


def parse(source: str) -> Node:
    """Parse an expression and expand its macros. Raises ``CompileError``."""
    if len(source) > _LONGEST:
        text = f"expression code point size exceeds limit: size: {len(source)}, limit {_LONGEST}"
        raise CompileError(source, [Issue(-1, text)])
    reader = _Parser(source)
    tree = reader.expression()
    if reader.token.kind != "end":
        text = f"Syntax error: extraneous input '{reader.token.text}' expecting <EOF>"
        reader.issues.append(Issue(reader.token.at, text))
    if reader.issues:
        raise CompileError(source, reader.issues)
    return tree


class _Parser(TokenReader):
    def expression(self) -> Node:
        self.depth += 1
        if self.depth > _MOST_NESTED:
            raise self.fail(-1, f"expression recursion limit exceeded: {_MOST_NESTED}")
        condition = self.operation(1)
        token = self.token
        if self.take("?"):
            yes = self.operation(1)
            self.need(":")
            no = self.expression()
            condition = Call(token.at, "_?_:_", [condition, yes, no])
        self.depth -= 1
        return condition

    def operation(self, least: int) -> Node:
        left = self.unary()
        while True:
            token = self.token
            binding = 0 if token.kind == "literal" else _BINDING.get(token.text, 0)
            if binding < least:
                return left
            self.place += 1
            right = self.operation(binding + 1)
            function = "@in" if token.text == "in" else f"_{token.text}_"
            left = Call(token.at, function, [left, right])

    def unary(self) -> Node:
        token = self.token
        if not (self.at("!") or self.at("-")):
            return self.member()
        count = 0
        while self.at(token.text):
            count += 1
            self.place += 1
        number = self.token
        if token.text == "-" and isinstance(number.value, (int, float)) and count == 1:
            negative = self.negative(token, number)
            if negative is not None:
                self.place += 1
                return self.suffixes(negative)
        operand = self.member()
        return operand if count % 2 == 0 else Call(token.at, f"{token.text}_", [operand])

    def negative(self, sign: Token, number: Token) -> Node | None:
        is_number = type(number.value) in (int, float) and number.kind == "literal"
        return Literal(sign.at, -number.value) if is_number else None

    def member(self) -> Node:
        return self.suffixes(self.primary())

    def suffixes(self, node: Node) -> Node:
        while True:
            token = self.token
            if self.take("."):
                is_optional = self.take("?")
                name = self.name()
                opening = self.token
                if not is_optional and self.take("("):
                    arguments = self.arguments()
                    node = self.expanded(Call(opening.at, name, arguments, node))
                else:
                    node = Select(token.at, node, name, is_optional=is_optional)
            elif self.take("["):
                function = "_[?_]" if self.take("?") else "_[_]"
                index = self.expression()
                self.need("]")
                node = Call(token.at, function, [node, index])
            else:
                return node

    def arguments(self) -> list[Node]:
        found: list[Node] = []
        if self.take(")"):
            return found
        while True:
            found.append(self.expression())
            if self.take(")"):
                return found
            self.need(",")

    def expanded(self, call: Call) -> Node:
        try:
            return expand(call)
        except MacroError as error:
            self.issues.append(error.issue)
            return Literal(call.at, None)

    def primary(self) -> Node:
        token = self.token
        if token.kind == "literal":
            self.place += 1
            if type(token.value) is int and token.value == 2**63:
                raise self.fail(token.at, "invalid int literal")
            return Literal(token.at, token.value)
        if token.text in CONSTANTS:
            self.place += 1
            return Literal(token.at, CONSTANTS[token.text])
        if self.at("-"):
            negative = self.negative(token, self.tokens[self.place + 1])
            if negative is not None:
                self.place += 2
                return negative
        if self.take("("):
            inner = self.expression()
            self.need(")")
            return inner
        if self.take("["):
            return self.list_literal(token.at)
        if self.take("{"):
            return self.map_literal(token.at)
        return self.named(token)

    def named(self, token: Token) -> Node:
        dot = "." if self.take(".") else ""
        if self.token.kind != "ident" or self.token.text == "in":
            raise self.unexpected()
        struct = self.struct_name()
        if struct:
            return self.struct_literal(dot + struct)
        name = self.name()
        if name in RESERVED:
            raise self.fail(token.at, f"reserved identifier: {name}")
        opening = self.token
        if self.take("("):
            return self.expanded(Call(opening.at, dot + name, self.arguments()))
        return Ident(token.at, dot + name)

    def struct_name(self) -> str:
        """Step over a dotted name before an opening brace and return it; empty without a brace."""
        place = self.place
        names = [self.tokens[place].text]
        while self.tokens[place + 1].text == "." and self.tokens[place + 2].kind == "ident":
            place += 2
            names.append(self.tokens[place].text)
        following = self.tokens[place + 1]
        if following.text != "{" or following.kind != "operator":
            return ""
        self.place = place + 1
        return ".".join(names)

    def list_literal(self, at: int) -> Node:
        elements: list[Node] = []
        optional: set[int] = set()
        self.lone_comma("]")
        while not self.take("]"):
            if self.take("?"):
                optional.add(len(elements))
            elements.append(self.expression())
            if not self.at("]"):
                self.need(",")
        return ListLiteral(at, elements, frozenset(optional))

    def lone_comma(self, closing: str) -> None:
        """Step over a comma that stands alone, which the grammar allows: ``[,]``."""
        if self.at(",") and self.tokens[self.place + 1].text == closing:
            self.place += 1

    def map_literal(self, at: int) -> Node:
        entries: list[Entry] = []
        self.lone_comma("}")
        while not self.take("}"):
            is_optional = self.take("?")
            key = self.expression()
            self.need(":")
            entries.append(Entry(key, self.expression(), is_optional))
            if not self.at("}"):
                self.need(",")
        return MapLiteral(at, entries)

    def struct_literal(self, name: str) -> Node:
        opening = self.need("{")
        fields: list[tuple[str, Node]] = []
        while not self.take("}"):
            self.take("?")
            field = self.name()
            self.need(":")
            fields.append((field, self.expression()))
            if not self.at("}"):
                self.need(",")
        return StructLiteral(opening.at, name, fields)

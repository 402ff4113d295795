"""The static type check (checker/checker.go of cel-go), with its error texts."""

from __future__ import annotations

from ..environment import NAMED_TYPES, Environment, functions
from ..errors import CompileError
from ..numbers import UInt
from ..parse.syntax_tree import (
    Call,
    Comprehension,
    Ident,
    ListLiteral,
    Literal,
    MapLiteral,
    Node,
    Select,
    StructLiteral,
)
from ..types import (
    BOOL,
    BYTES,
    DOUBLE,
    DYN,
    ERROR,
    INT,
    NULL,
    STRING,
    UINT,
    Overload,
    Type,
    list_of,
    map_of,
    optional_of,
    type_of,
)
from .comprehension_types import elements_of
from .constants import check_literals
from .type_state import TypeState, qualified_name, signature, type_variables
from .unification import (
    Bindings,
    is_dyn_or_error,
    substitute,
    unwrapped,
)

_LITERALS = {bool: BOOL, int: INT, UInt: UINT, float: DOUBLE, str: STRING, bytes: BYTES}


def check(source: str, tree: Node, environment: Environment) -> Type:
    """Set the type of every node of a tree; return that of the root. Raises ``CompileError``."""
    checker = _Checker(environment)
    checker.visit(tree)
    if not checker.issues:
        check_literals(tree, checker.final, checker.issues)
    if checker.issues:
        raise CompileError(source, checker.issues)
    return checker.final(tree)


class _Checker(TypeState):
    def visit(self, node: Node) -> None:
        if isinstance(node, Literal):
            node.type = NULL if node.value is None else _LITERALS[type(node.value)]
        elif isinstance(node, Ident):
            node.type = self.ident(node)
        elif isinstance(node, Select):
            node.type = self.known(self.select(node))
        elif isinstance(node, Call):
            node.type = self.call(node)
        elif isinstance(node, ListLiteral):
            node.type = self.list_literal(node)
        elif isinstance(node, MapLiteral):
            node.type = self.map_literal(node)
        elif isinstance(node, Comprehension):
            node.type = self.comprehension(node)
        elif isinstance(node, StructLiteral):
            node.type = self.struct(node)

    def ident(self, node: Ident) -> Type:
        found = self.look_up(node.name)
        if found is not None:
            return found
        named = NAMED_TYPES.get(node.name.removeprefix("."))
        if named is not None:
            node.named = named
            return type_of(named)
        self.undeclared(node, node.name)
        return ERROR

    def select(self, node: Select) -> Type:
        qualified = None if node.is_test or node.is_optional else qualified_name(node)
        if qualified is not None:
            found = self.look_up(qualified)
            if found is not None:
                return found
            named = NAMED_TYPES.get(qualified.removeprefix("."))
            if named is not None:
                node.named = named
                return type_of(named)
        self.visit(node.operand)
        target, was_optional = unwrapped(self.known(node.operand.type))
        result = self.field(node, target)
        if node.is_test:
            return BOOL
        return optional_of(result) if was_optional or node.is_optional else result

    def field(self, node: Select, target: Type) -> Type:
        if target.kind == "map":
            return target.parameters[1]
        if target.kind == "struct":
            found = self.environment.field(target, node.field)
            if found is None:
                self.complain(node, f"undefined field '{node.field}'")
                return ERROR
            return found
        if target.kind == "variable":
            self.fits(DYN, target)
        elif not is_dyn_or_error(target):
            self.complain(node, f"type '{target}' does not support field selection")
        return DYN

    def call(self, node: Call) -> Type:
        for argument in node.arguments:
            self.visit(argument)
        declared = functions()
        arguments = node.arguments
        if node.target is not None:
            prefix = qualified_name(node.target)
            qualified = f"{prefix}.{node.function}" if prefix is not None else ""
            if qualified.removeprefix(".") in declared:
                node.function, node.target = qualified.removeprefix("."), None
            else:
                self.visit(node.target)
                arguments = [node.target, *arguments]
        overloads = declared.get(node.function.removeprefix("."))
        if overloads is None:
            self.undeclared(node, node.function)
            return ERROR
        node.function = node.function.removeprefix(".")
        return self.resolve(node, overloads, arguments)

    def resolve(self, node: Call, overloads: list[Overload], arguments: list[Node]) -> Type:
        types = [argument.type for argument in arguments]
        if node.function in ("_&&_", "_||_"):
            return self.logical(arguments, types)
        result: Type | None = None
        node.overloads = []
        for overload in overloads:
            if overload.is_method != (node.target is not None):
                continue
            parameters, given = self.instance(overload)
            if len(types) != len(parameters):
                continue
            if self.fit(list(zip(types, parameters, strict=True))):
                node.overloads.append(overload)
                given = self.known(given)
                if result is None:
                    result = given
                elif result.kind != "dyn" and given != result:
                    result = DYN
        if result is not None:
            return result
        shown = [substitute(self.bindings, type_, is_final=True) for type_ in types]
        self.complain(
            node,
            f"found no matching overload for '{node.function}' applied to"
            f" '{signature(shown, is_method=node.target is not None)}'",
        )
        return ERROR

    def logical(self, arguments: list[Node], types: list[Type]) -> Type:
        result = BOOL
        for argument, type_ in zip(arguments, types, strict=True):
            if not self.fits(type_, BOOL):
                self.mismatch(argument, BOOL, type_)
                result = ERROR
        return result

    def instance(self, overload: Overload) -> tuple[tuple[Type, ...], Type]:
        """Return the parameter types and the result type of an overload, with new variables."""
        names: Bindings = {}
        for type_ in (*overload.parameters, overload.result):
            for name in sorted(type_variables(type_)):
                if name not in names:
                    names[name] = self.variable()
        if not names:
            return overload.parameters, overload.result
        parameters = tuple(substitute(names, each) for each in overload.parameters)
        return parameters, substitute(names, overload.result)

    def list_literal(self, node: ListLiteral) -> Type:
        joined: Type | None = None
        for index, element in enumerate(node.elements):
            self.visit(element)
            found = element.type
            if index in node.optional:
                found = self.unwrap(element)
            joined = self.join(joined, found)
        return list_of(self.variable() if joined is None else joined)

    def map_literal(self, node: MapLiteral) -> Type:
        keys: Type | None = None
        values: Type | None = None
        for entry in node.entries:
            self.visit(entry.key)
            keys = self.join(keys, entry.key.type)
            self.visit(entry.value)
            found = self.unwrap(entry.value) if entry.is_optional else entry.value.type
            values = self.join(values, found)
        return map_of(
            self.variable() if keys is None else keys, self.variable() if values is None else values
        )

    def struct(self, node: StructLiteral) -> Type:
        for _, value in node.fields:
            self.visit(value)
        declared = self.look_up(node.name)
        if declared is not None:
            self.complain(node, f"'{declared}' is not a type")
        elif node.name.removeprefix(".") in NAMED_TYPES:
            self.complain(node, f"'{node.name}' is not a message type")
        else:
            self.undeclared(node, node.name)
        return ERROR

    def comprehension(self, node: Comprehension) -> Type:
        self.visit(node.range)
        self.visit(node.initial)
        variable, second = elements_of(self, node, self.known(node.range.type))
        scope = len(self.locals)
        self.locals.append((node.accumulator, node.initial.type))
        self.locals.append((node.variable, variable))
        if node.second:
            self.locals.append((node.second, second))
        self.visit(node.condition)
        self.demand(node.condition, BOOL)
        self.visit(node.step)
        self.demand(node.step, node.initial.type)
        del self.locals[scope + 1 :]
        self.visit(node.result)
        del self.locals[scope:]
        return self.known(node.result.type)

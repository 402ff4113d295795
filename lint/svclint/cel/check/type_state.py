"""The state of a type check: declarations, type variables and the issues found so far."""

from __future__ import annotations

from ..environment import Environment
from ..errors import Issue
from ..parse.syntax_tree import Ident, Node, Select
from ..types import DYN, Type, optional_of
from .unification import Bindings, assigned, most_general, substitute, unwrapped


class TypeState:
    """What a check has found out so far; the checker adds the visit of each kind of node."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.issues: list[Issue] = []
        self.bindings: Bindings = {}
        self.locals: list[tuple[str, Type]] = []
        self.fresh = 0

    def complain(self, node: Node, message: str) -> None:
        """Add an issue at a node."""
        self.issues.append(Issue(node.at, message))

    def mismatch(self, node: Node, expected: Type, found: Type) -> None:
        """Add the issue that a node has another type than expected."""
        self.complain(node, f"expected type '{expected}' but found '{found}'")

    def undeclared(self, node: Node, name: str) -> None:
        """Add the issue that a name is not declared."""
        self.complain(node, f"undeclared reference to '{name}' (in container '')")

    def demand(self, node: Node, type_: Type) -> None:
        """Add an issue unless a node has a type that fits."""
        if not self.fits(type_, node.type):
            self.mismatch(node, type_, node.type)

    def final(self, node: Node) -> Type:
        """Return the type of a node with all variables replaced; unbound ones become ``dyn``."""
        return substitute(self.bindings, node.type, is_final=True)

    def known(self, type_: Type) -> Type:
        """Return a type with its bound variables replaced."""
        return substitute(self.bindings, type_)

    def variable(self) -> Type:
        """Return a new type variable."""
        self.fresh += 1
        return Type("variable", f"_var{self.fresh - 1}")

    def fits(self, one: Type, other: Type) -> bool:
        """Return whether one type may stand for another, and bind the variables that this needs."""
        return self.fit([(one, other)])

    def fit(self, pairs: list[tuple[Type, Type]]) -> bool:
        """Return whether all first types may stand for the second ones; bind variables if so."""
        found = assigned(self.bindings, pairs)
        if found is None:
            return False
        self.bindings = found
        return True

    def join(self, previous: Type | None, current: Type) -> Type:
        """Return a type for all elements of a literal; different ones are refused later."""
        if previous is None:
            return current
        return most_general(previous, current) if self.fits(previous, current) else DYN

    def unwrap(self, node: Node) -> Type:
        """Return the type inside an optional element; add an issue if it is not optional."""
        inner, is_optional = unwrapped(node.type)
        if not is_optional and inner.kind != "dyn":
            self.mismatch(node, optional_of(inner), inner)
        return inner

    def look_up(self, name: str) -> Type | None:
        """Return the type of a variable, the innermost of its name; ``None`` if undeclared."""
        for local, type_ in reversed(self.locals):
            if local == name:
                return type_
        return self.environment.variable(name)


def qualified_name(node: Node) -> str | None:
    """Return the dotted name that a node spells, ``None`` if it is anything else."""
    if isinstance(node, Ident):
        return node.name
    if isinstance(node, Select) and not node.is_test and not node.is_optional:
        prefix = qualified_name(node.operand)
        return None if prefix is None else f"{prefix}.{node.field}"
    return None


def signature(types: list[Type], *, is_method: bool) -> str:
    """Return the arguments of a call: ``(int, string)`` or ``string.(int)``."""
    target = f"{types[0]}." if is_method else ""
    return f"{target}({', '.join(map(str, types[1:] if is_method else types))})"


def type_variables(type_: Type) -> set[str]:
    """Return the names of the variables in a type."""
    if type_.kind == "variable":
        return {type_.name}
    return {name for each in type_.parameters for name in type_variables(each)}

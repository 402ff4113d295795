"""The state of a type check: what is declared, what type variables stand for, what is wrong."""

from __future__ import annotations

from svclint.cel.environment import Environment
from svclint.cel.errors import Issue
from svclint.cel.syntax import Ident, Node, Select
from svclint.cel.types import Type
from svclint.cel.unify import Bindings, assigned, substitute


class Typing:
    """What a check knows so far."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.issues: list[Issue] = []
        self.bindings: Bindings = {}
        self.locals: list[tuple[str, Type]] = []
        self.fresh = 0

    def complain(self, node: Node, message: str) -> None:
        """Report a fault at a node."""
        self.issues.append(Issue(node.at, message))

    def mismatch(self, node: Node, expected: Type, found: Type) -> None:
        """Report a type that is not the one expected."""
        self.complain(
            node, f"expected type '{self.shown(expected)}' but found '{self.shown(found)}'"
        )

    def shown(self, type_: Type) -> str:
        """Spell a type."""
        return str(type_)

    def final(self, node: Node) -> Type:
        """Give a node's type, with all variables replaced."""
        return substitute(self.bindings, node.type, is_final=True)

    def known(self, type_: Type) -> Type:
        """Give a type with the variables replaced that are bound."""
        return substitute(self.bindings, type_)

    def variable(self) -> Type:
        """Give a type variable of its own."""
        self.fresh += 1
        return Type("variable", f"_var{self.fresh - 1}")

    def fits(self, one: Type, other: Type) -> bool:
        """Try to let one type stand for another."""
        return self.fit([(one, other)])

    def fit(self, pairs: list[tuple[Type, Type]]) -> bool:
        """Try to let types stand for others, all together."""
        found = assigned(self.bindings, pairs)
        if found is None:
            return False
        self.bindings = found
        return True

    def look_up(self, name: str) -> Type | None:
        """Give the type of a variable, the innermost of its name."""
        for local, type_ in reversed(self.locals):
            if local == name:
                return type_
        return self.environment.variable(name)

    def undeclared(self, node: Node, name: str) -> None:
        """Report a name that nothing has."""
        self.complain(node, f"undeclared reference to '{name}' (in container '')")


def qualified_name(node: Node) -> str | None:
    """Give the dotted name that an expression spells, if it is nothing else."""
    if isinstance(node, Ident):
        return node.name
    if isinstance(node, Select) and not node.is_test and not node.is_optional:
        prefix = qualified_name(node.operand)
        return None if prefix is None else f"{prefix}.{node.field}"
    return None


def signature(types: list[Type], *, is_method: bool) -> str:
    """Spell the arguments of a call: ``(int, string)`` or ``string.(int)``."""
    target = f"{types[0]}." if is_method else ""
    return f"{target}({', '.join(map(str, types[1:] if is_method else types))})"


def type_variables(type_: Type) -> set[str]:
    """Give the names of the variables in a type."""
    if type_.kind == "variable":
        return {type_.name}
    return {name for each in type_.parameters for name in type_variables(each)}

"""Macros: calls that become other syntax before anything is checked.

Sources: parser/macro.go, ext/comprehensions.go, ext/lists.go and cel/library.go of cel-go.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import Issue
from .syntax_tree import (
    Call,
    Comprehension,
    Ident,
    ListLiteral,
    Literal,
    MapLiteral,
    Node,
    Select,
)

ACCUMULATOR = "@result"
_UNUSED = "#unused"


class MacroError(ValueError):
    """A macro with wrong arguments."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.issue = Issue(at, message)


def expand(call: Call) -> Node:
    """Return the expansion of a call; the call if no macro has its name and argument count."""
    if call.target is None:
        if call.function == "has" and len(call.arguments) == 1:
            return _has(call)
        return call
    macro = _MACROS.get((call.function, len(call.arguments)))
    return call if macro is None else macro(call, call.target, call.arguments)


def _has(call: Call) -> Node:
    tested = call.arguments[0]
    if not isinstance(tested, Select) or tested.is_optional:
        raise MacroError(tested.at, "invalid argument to has() macro")
    test = Select(call.at, tested.operand, tested.field)
    test.is_test = True
    return test


def _variable(node: Node, complaint: str) -> str:
    if not isinstance(node, Ident) or node.name.startswith("."):
        raise MacroError(node.at, complaint)
    if node.name in (ACCUMULATOR, "__result__"):
        raise MacroError(node.at, "iteration variable overwrites accumulator variable")
    return node.name


def _variables(arguments: list[Node], count: int) -> tuple[str, str]:
    complaint = "argument must be a simple name"
    first = _variable(arguments[0], complaint)
    if count == 1:
        return first, ""
    second = _variable(arguments[1], complaint)
    if first == second:
        raise MacroError(arguments[1].at, f"duplicate variable name: {first}")
    return first, second


def _comprehension(  # noqa: PLR0913, PLR0917 - one argument for each field
    call: Call, over: Node, names: tuple[str, str], initial: Node, condition: Node, step: Node
) -> Comprehension:
    result = Ident(call.at, ACCUMULATOR)
    return Comprehension(call.at, over, *names, ACCUMULATOR, initial, condition, step, result)


def _quantifier(operator: str, count: int) -> Callable[[Call, Node, list[Node]], Node]:
    """Return the macro ``all`` or ``exists``, which stop at the first false or true element."""

    def macro(call: Call, target: Node, arguments: list[Node]) -> Node:
        at, names = call.at, _variables(arguments, count)
        going: Node = Ident(at, ACCUMULATOR)
        if operator == "_||_":
            going = Call(at, "!_", [going])
        condition = Call(at, "@not_strictly_false", [going])
        step = Call(at, operator, [Ident(at, ACCUMULATOR), arguments[count]])
        return _comprehension(call, target, names, Literal(at, operator == "_&&_"), condition, step)

    return macro


def _exists_one(count: int) -> Callable[[Call, Node, list[Node]], Node]:
    def macro(call: Call, target: Node, arguments: list[Node]) -> Node:
        at, names = call.at, _variables(arguments, count)
        more = Call(at, "_+_", [Ident(at, ACCUMULATOR), Literal(at, 1)])
        step = Call(at, "_?_:_", [arguments[count], more, Ident(at, ACCUMULATOR)])
        result = _comprehension(call, target, names, Literal(at, 0), Literal(at, True), step)
        result.result = Call(at, "_==_", [Ident(at, ACCUMULATOR), Literal(at, 1)])
        return result

    return macro


def _collect(
    call: Call, target: Node, names: tuple[str, str], filtered: Node | None, one: Node
) -> Node:
    at = call.at
    step: Node = Call(at, "_+_", [Ident(at, ACCUMULATOR), ListLiteral(at, [one], frozenset())])
    return _filtered_comprehension(
        call, target, names, filtered, ListLiteral(at, [], frozenset()), step
    )


def _filtered_comprehension(  # noqa: PLR0913, PLR0917 - one argument for each field
    call: Call,
    target: Node,
    names: tuple[str, str],
    filtered: Node | None,
    initial: Node,
    step: Node,
) -> Node:
    if filtered is not None:
        step = Call(call.at, "_?_:_", [filtered, step, Ident(call.at, ACCUMULATOR)])
    return _comprehension(call, target, names, initial, Literal(call.at, True), step)


def _map(call: Call, target: Node, arguments: list[Node]) -> Node:
    name = _variable(arguments[0], "argument is not an identifier")
    filtered = arguments[1] if len(arguments) == 3 else None
    return _collect(call, target, (name, ""), filtered, arguments[-1])


def _filter(call: Call, target: Node, arguments: list[Node]) -> Node:
    name = _variable(arguments[0], "argument is not an identifier")
    return _collect(call, target, (name, ""), arguments[1], Ident(arguments[0].at, name))


def _transform_list(call: Call, target: Node, arguments: list[Node]) -> Node:
    filtered = arguments[2] if len(arguments) == 4 else None
    return _collect(call, target, _variables(arguments, 2), filtered, arguments[-1])


def _transform_map(call: Call, target: Node, arguments: list[Node]) -> Node:
    at, names = call.at, _variables(arguments, 2)
    filtered = arguments[2] if len(arguments) == 4 else None
    inserted: list[Node] = [Ident(at, ACCUMULATOR), arguments[-1]]
    if call.function == "transformMap":
        inserted.insert(1, Ident(at, names[0]))
    step = Call(at, "cel.@mapInsert", inserted)
    return _filtered_comprehension(call, target, names, filtered, MapLiteral(at, []), step)


def _sort_by(call: Call, target: Node, arguments: list[Node]) -> Node:
    """Return the expansion of ``sortBy``: bind the list once, then sort it by its keys."""
    at = call.at
    if not isinstance(target, (ListLiteral, Select, Ident, Comprehension, Call)):
        raise MacroError(
            target.at,
            "sortBy can only be applied to a list, identifier, comprehension, call or select"
            " expression",
        )
    name = _variable(arguments[0], "argument is not an identifier")
    bound = "@__sortBy_input__"
    keys = _map(
        Call(at, "map", [], None), Ident(at, bound), [Ident(arguments[0].at, name), arguments[1]]
    )
    ordered = Call(at, "@sortByAssociatedKeys", [Ident(at, bound), keys], Ident(at, bound))
    ordered.arguments = [keys]
    return _bound(at, bound, target, ordered)


def _bound(at: int, name: str, value: Node, result: Node) -> Comprehension:
    """Return ``cel.bind(name, value, result)``: a comprehension over an empty list."""
    nothing = ListLiteral(at, [], frozenset())
    same = Ident(at, name)
    return Comprehension(at, nothing, _UNUSED, "", name, value, Literal(at, False), same, result)


def _optional_map(*, is_flat: bool) -> Callable[[Call, Node, list[Node]], Node]:
    def macro(call: Call, target: Node, arguments: list[Node]) -> Node:
        at, function = call.at, "optFlatMap" if is_flat else "optMap"
        name = _variable(arguments[0], f"{function}() variable name must be a simple identifier")
        mapped: Node = _bound(at, name, Call(at, "value", [], target), arguments[1])
        if not is_flat:
            mapped = Call(at, "optional.of", [mapped])
        there = Call(at, "hasValue", [], target)
        return Call(at, "_?_:_", [there, mapped, Call(at, "optional.none", [])])

    return macro


_MACROS: dict[tuple[str, int], Callable[[Call, Node, list[Node]], Node]] = {
    ("all", 2): _quantifier("_&&_", 1),
    ("all", 3): _quantifier("_&&_", 2),
    ("exists", 2): _quantifier("_||_", 1),
    ("exists", 3): _quantifier("_||_", 2),
    ("exists_one", 2): _exists_one(1),
    ("exists_one", 3): _exists_one(2),
    ("existsOne", 3): _exists_one(2),
    ("map", 2): _map,
    ("map", 3): _map,
    ("filter", 2): _filter,
    ("transformList", 3): _transform_list,
    ("transformList", 4): _transform_list,
    ("transformMap", 3): _transform_map,
    ("transformMap", 4): _transform_map,
    ("transformMapEntry", 3): _transform_map,
    ("transformMapEntry", 4): _transform_map,
    ("sortBy", 2): _sort_by,
    ("optMap", 2): _optional_map(is_flat=False),
    ("optFlatMap", 2): _optional_map(is_flat=True),
}

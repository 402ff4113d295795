"""The types of the variables of a comprehension over a list or a map."""

from __future__ import annotations

from ..parse.syntax_tree import Comprehension
from ..types import DYN, ERROR, INT, Type
from .type_state import TypeState
from .unification import is_dyn_or_error


def elements_of(state: TypeState, node: Comprehension, over: Type) -> tuple[Type, Type]:
    """Return the types of the two variables that run over a list, or over the keys of a map."""
    if over.kind == "list":
        element = over.parameters[0]
        return (INT, element) if node.second else (element, element)
    if over.kind == "map":
        key, value = over.parameters
        return key, value
    if is_dyn_or_error(over) or over.kind == "variable":
        state.fits(DYN, over)
        return DYN, DYN
    state.complain(
        node.range,
        f"expression of type '{over}' cannot be range of a comprehension"
        " (must be list, map, or dynamic)",
    )
    return ERROR, ERROR

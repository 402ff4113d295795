"""Unification: whether one type may stand for another, and the variables that this binds.

Source: checker/types.go of cel-go.
"""

from __future__ import annotations

from ..types import DYN, Type

Bindings = dict[str, Type]


def is_dyn_or_error(type_: Type) -> bool:
    """Return whether a value of this type is accepted everywhere."""
    return type_.kind in ("dyn", "error")


def unwrapped(type_: Type) -> tuple[Type, bool]:
    """Return the type inside an optional type, and whether the type is optional."""
    if type_.name == "optional_type":
        return type_.parameters[0], True
    return type_, False


def substitute(bindings: Bindings, type_: Type, *, is_final: bool = False) -> Type:
    """Replace the bound variables of a type; if ``is_final``, replace unbound ones by ``dyn``."""
    if type_.kind == "variable":
        bound = bindings.get(type_.name)
        if bound is not None:
            return substitute(bindings, bound, is_final=is_final)
        return DYN if is_final else type_
    if not type_.parameters:
        return type_
    inner = tuple(substitute(bindings, each, is_final=is_final) for each in type_.parameters)
    return type_._replace(parameters=inner)


def assigned(bindings: Bindings, pairs: list[tuple[Type, Type]]) -> Bindings | None:
    """Return the bindings with which each first type may stand for the second; ``None`` if none."""
    tried = dict(bindings)
    return tried if all(_fits(tried, *pair) for pair in pairs) else None


def most_general(one: Type, other: Type) -> Type:
    """Return the less specific of two types that unify."""
    return one if _is_less_specific(one, other) else other


def _fits(bindings: Bindings, one: Type, other: Type) -> bool:
    if other.kind == "variable":
        is_valid, is_bound = _bind(bindings, one, other)
        if is_valid or is_bound:
            return is_valid
    if one.kind == "variable":
        return _bind(bindings, other, one)[0]
    if is_dyn_or_error(one) or is_dyn_or_error(other):
        return True
    if one.kind == "null" or other.kind == "null":
        return _is_nullable(other if one.kind == "null" else one)
    if one.kind == "type":
        return other.kind == "type"
    if one.kind in ("opaque", "list", "map"):
        return _fit_inside(bindings, one, other)
    return one == other


def _fit_inside(bindings: Bindings, one: Type, other: Type) -> bool:
    if one.name != other.name or len(one.parameters) != len(other.parameters):
        return False
    pairs = zip(one.parameters, other.parameters, strict=True)
    return all(_fits(bindings, *pair) for pair in pairs)


def _is_nullable(type_: Type) -> bool:
    return type_.kind in ("null", "opaque", "struct") or type_.name in ("duration", "timestamp")


def _bind(bindings: Bindings, type_: Type, variable: Type) -> tuple[bool, bool]:
    """Bind a variable to a type; return whether they fit, and whether it was bound before."""
    if type_ == variable:
        return True, True
    bound = bindings.get(variable.name)
    if bound is None:
        if _occurs(bindings, variable, type_):
            return False, False
        bindings[variable.name] = type_
        return True, False
    if type_ == bound:
        return True, True
    if not _fits(bindings, type_, bound):
        return False, True
    general = most_general(type_, bound)
    if not _occurs(bindings, variable, general):
        bindings[variable.name] = general
    return True, True


def _occurs(bindings: Bindings, variable: Type, within: Type) -> bool:
    if variable == within:
        return True
    if within.kind == "variable":
        bound = bindings.get(within.name)
        return bound is not None and _occurs(bindings, variable, bound)
    return any(_occurs(bindings, variable, each) for each in within.parameters)


def _is_less_specific(one: Type, other: Type) -> bool:
    if one.kind in ("dyn", "variable"):
        return True
    if other.kind in ("dyn", "variable") or one.kind != other.kind:
        return False
    if one.kind in ("opaque", "list", "map"):
        return one.name == other.name and all(
            _is_less_specific(*pair) for pair in zip(one.parameters, other.parameters, strict=True)
        )
    return one.kind == "type" or one == other

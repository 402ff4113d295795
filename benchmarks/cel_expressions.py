"""The expressions that the CEL runtimes evaluate, with the recorded answers of kube-apiserver."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.cel import compile_expression
from svclint.cel.library import standard, time_parts
from svclint.cel.parse.syntax_tree import Call, descendants
from svclint.cel.values import TypeName, Unknown

from benchmarks.cel_compilers import DECLARED, Names, attempt, svclint
from tests.conformance.expressions import KNOWN_MISSES, request
from tests.conformance.recorded import cases

KINDS = ("value", "standard value", "error", "rejection")


def is_standard(source: str) -> bool:
    """Return whether an expression calls only functions of standard CEL."""
    tree = compile_expression(source, DECLARED).tree
    called = {node.function for node in descendants(tree) if isinstance(node, Call)}
    own = {overload.function for overload in (*standard.OVERLOADS, *time_parts.OVERLOADS)}
    return all(name in own or not name.strip("@_").isalpha() for name in called)


def activation() -> Names:
    """Return the variables with which the recorded expressions were evaluated."""
    names = request().activation()
    variables = ("object", "oldObject", "request", "namespaceObject")
    return {name: without_unknowns(names[name]) for name in variables}


def without_unknowns(value: Any) -> Any:
    """Return a value with placeholders for what only a server knows; no result depends on them."""
    if isinstance(value, Unknown):
        return {"username": "", "groups": []} if value.name == "request.userInfo" else ""
    if isinstance(value, dict):
        return {key: without_unknowns(each) for key, each in value.items()}
    return [without_unknowns(each) for each in value] if isinstance(value, list) else value


def recorded(names: Names) -> Iterator[tuple[str, str, Any]]:
    """Yield each expression with the kind of the server's answer (see ``KINDS``) and its value.

    Values without an equivalent in Python, such as types, are left out, and so are the two
    expressions for which svclint is known to differ.
    """
    compiled = svclint()
    for case in cases("expressions"):
        expression = case["expression"]
        unavailable = ("variables", "authorizer", "params")
        if expression in KNOWN_MISSES or any(name in expression for name in unavailable):
            continue
        if "issues" in case:
            # It was recorded in this form: some expressions fail only because of the suffix.
            yield f"[{expression}].size() == 0", "rejection", None
        elif " resulted in error: " in case.get("says", ""):
            yield expression, "error", None
        elif case.get("says", "").startswith("is "):
            got, value = attempt(compiled, expression, names)
            assert got == "value", expression
            if not isinstance(value, TypeName):
                yield expression, "standard value" if is_standard(expression) else "value", value

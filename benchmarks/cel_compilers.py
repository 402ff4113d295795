"""The compilers of CEL runtimes for Python, each a function from source to an evaluator.

Each runtime is used as its package provides it, with all extensions.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from svclint.cel import compile_expression
from svclint.cel.values import Duration, Timestamp, value_of
from svclint.policy.expressions.variables import environment

Names = dict[str, Any]
Evaluate = Callable[[Names], Any]
Compile = Callable[[str], Evaluate]
DECLARED = environment(has_params=False, has_authorizer=True, variables={})
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def svclint() -> Compile:
    """Return svclint's own compiler."""

    def compiled(source: str) -> Evaluate:
        program = compile_expression(source, DECLARED)

        def evaluate(names: Names) -> Any:
            outcome = program.evaluate(names)
            if outcome.error:
                raise ValueError(outcome.error)
            return to_python(outcome.value)

        return evaluate

    return compiled


def cel_python() -> Compile:
    """Return the compiler of cel-python, an interpreter in Python."""
    module = importlib.import_module("celpy")
    runner = module.Environment()

    def compiled(source: str) -> Evaluate:
        program = runner.program(runner.compile(source))
        return lambda names: program.evaluate(
            {name: module.json_to_cel(value) for name, value in names.items()}
        )

    return compiled


def common_expression_language() -> Compile:
    """Return the compiler of common-expression-language, bindings to cel-rust."""
    module = importlib.import_module("cel")

    def compiled(source: str) -> Evaluate:
        execute: Evaluate = module.compile(source).execute
        return execute

    return compiled


def cel_expr_python() -> Compile:
    """Return the compiler of cel-expr-python, bindings to cel-cpp."""
    module = importlib.import_module("cel_expr_python.cel")
    extensions = [
        getattr(importlib.import_module(f"cel_expr_python.ext.ext_{name}"), f"Ext{name.title()}")()
        for name in ("strings", "optional", "math", "bindings", "encoders")
    ]
    kinds = module.Type
    names = ("object", "oldObject", "request", "namespaceObject")
    runner = module.NewEnv(variables=dict.fromkeys(names, kinds.DYN), extensions=extensions)

    def compiled(source: str) -> Evaluate:
        program = runner.compile(source)

        def evaluate(names: Names) -> Any:
            found = program.eval(data=names)
            if found.type() == kinds.ERROR:
                raise ValueError(str(found.value()))
            return found.plain_value()

        return evaluate

    return compiled


RUNTIMES: dict[str, Callable[[], Compile]] = {
    "svclint": svclint,
    "cel-python": cel_python,
    "common-expression-language": common_expression_language,
    "cel-expr-python": cel_expr_python,
}


def to_python(value: Any) -> Any:
    """Return a CEL value as standard Python objects."""
    if isinstance(value, list):
        return [to_python(each) for each in value]
    if isinstance(value, dict):
        return {value_of(key): to_python(each) for key, each in value.items()}
    if isinstance(value, Timestamp):
        return EPOCH + timedelta(microseconds=value.nanoseconds / 1000)
    return (
        timedelta(microseconds=value.nanoseconds / 1000) if isinstance(value, Duration) else value
    )


def attempt(compiled: Compile, source: str, names: Names) -> tuple[str, Any]:
    """Evaluate an expression; return the kind of the result, and the value if there is one."""
    try:
        evaluate = compiled(source)
    except Exception:
        return "rejection", None
    try:
        return "value", evaluate(names)
    except Exception:
        return "error", None

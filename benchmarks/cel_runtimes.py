"""Compare CEL runtimes for Python: agreement with recorded kube-apiserver answers, and speed.

Install svclint and any of the runtimes into one environment, and run this in a checkout::

    pip install . cel-python common-expression-language cel-expr-python
    python -m benchmarks.cel_runtimes

It prints a Markdown table, or writes it into the named document. Each runtime is used as its
package provides it, with all extensions; runtimes that are not installed are left out. A value is
correct if it equals that of the server (``tests/conformance/test_expressions.py`` checks those of
svclint), an error if there is any error, and a rejection if compilation fails. Each runtime runs in
its own process, because some crash.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

from svclint.cel import compile_expression
from svclint.cel.library import standard, time_parts
from svclint.cel.parse.syntax_tree import Call, descendants
from svclint.cel.values import Duration, Timestamp, TypeName, Unknown, value_of
from svclint.policy.expressions.variables import environment

from tests.conformance.expressions import KNOWN_MISSES, request
from tests.conformance.recorded import cases

Names = dict[str, Any]
Evaluate = Callable[[Names], Any]
Compile = Callable[[str], Evaluate]
BEGIN, END = "<!-- measured -->", "<!-- end -->"
TYPICAL = "object.spec.ports.all(p, p.port > 0 && p.protocol in ['TCP', 'UDP'])"
RUNS = 2000
KINDS = ("value", "standard value", "error", "rejection")
DECLARED = environment(has_params=False, has_authorizer=True, variables={})
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Row(NamedTuple):
    """The number of correct answers of a runtime, and its times.

    ``standard_values`` are those of expressions that use only functions of standard CEL.
    """

    values: int
    standard_values: int
    errors: int
    rejections: int
    compile_ms: float
    evaluate_us: float


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


def is_same(one: Any, other: Any) -> bool:
    """Return whether values are equal; true and 1 differ, subclasses count as their base class."""
    if isinstance(one, bool):
        return one == other and type(other) not in (int, float)
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    if isinstance(one, datetime) and isinstance(other, datetime) and other.tzinfo is None:
        other = other.replace(tzinfo=timezone.utc)
    try:
        return bool(one == other)
    except Exception:
        return False


def measure(name: str) -> Row:
    """Run all expressions with one runtime."""
    compiled, names = RUNTIMES[name](), activation()
    correct = dict.fromkeys(KINDS, 0)
    for source, kind, expected in recorded(names):
        got, value = attempt(compiled, source, names)
        if got == kind.split()[-1] and (got != "value" or is_same(expected, value)):
            correct[kind] += 1
    begun = time.perf_counter()
    for _ in range(RUNS // 10):
        evaluate = compiled(TYPICAL)
    middle = time.perf_counter()
    for _ in range(RUNS):
        assert evaluate(names)
    ended = time.perf_counter()
    return Row(
        correct["value"] + correct["standard value"],
        correct["standard value"],
        correct["error"],
        correct["rejection"],
        (middle - begun) / (RUNS // 10) * 1000,
        (ended - middle) / RUNS * 1_000_000,
    )


def table() -> Iterator[str]:
    """Yield the lines of the table and the totals of its shares."""
    kinds = [kind for _, kind, _ in recorded(activation())]
    standard_values, rejections = kinds.count("standard value"), kinds.count("rejection")
    values = standard_values + kinds.count("value")
    totals = [values, standard_values, kinds.count("error"), rejections]
    yield "| runtime | values | standard CEL | errors | rejections | compile | evaluate |"
    yield "| :--- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for package in RUNTIMES:
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            print(f"{package} is not installed", file=sys.stderr)
            continue
        command = [sys.executable, "-m", "benchmarks.cel_runtimes", package]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        row = Row(*json.loads(answer.stdout.splitlines()[-1]))
        counts = zip(row[:4], totals, strict=True)
        shares = [f"{100 * count / total:.1f}%" for count, total in counts]
        times = [f"{row.compile_ms:.2f} ms", f"{row.evaluate_us:.0f} µs"]
        yield f"| {package} {version} | {' | '.join([*shares, *times])} |"
    yield ""
    costs = sum("cost" in case for case in cases("expressions"))
    of_values = f"{values} values ({standard_values} from expressions that use only standard CEL)"
    yield f"Shares of {of_values}, {totals[2]} errors,"
    yield f"and {rejections} rejections. The cost is recorded for {costs} expressions."


def main() -> None:
    """Print the table, write it into a document, or print the row of one runtime as JSON."""
    if sys.argv[1:] and sys.argv[1] in RUNTIMES:
        print(json.dumps(measure(sys.argv[1])))
        return
    text = "\n".join(table())
    if len(sys.argv) == 1:
        print(text)
        return
    document = Path(sys.argv[1])
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Compare CEL runtimes for Python by what kube-apiserver recorded of expressions, and by speed.

Install svclint and any of the runtimes into one environment, and run it from a checkout::

    pip install . cel-python common-expression-language cel-expr-python
    python -m benchmarks.cel_runtimes

It prints a Markdown table, or puts it into the document that is named. Each runtime is as it comes
from its package, with all extensions that it has; one that is not installed has no line. A value is
right if it is the one that the server gave (svclint is held to those by
``tests/conformance/test_expressions.py``), an error if there is one, and a refusal if compiling
fails. Each runtime has a process of its own, for some end it.
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
from svclint.cel.library import standard, times
from svclint.cel.literals import descendants
from svclint.cel.syntax import Call
from svclint.cel.values import Duration, Timestamp, TypeName, Unknown, value_of
from svclint.policy.declarations import environment

from tests.conformance.expressions import KNOWN_MISSES, request
from tests.conformance.recorded import cases

Names = dict[str, Any]
Evaluate = Callable[[Names], Any]
Compile = Callable[[str], Evaluate]
BEGIN, END = "<!-- measured -->", "<!-- end -->"
TYPICAL = "object.spec.ports.all(p, p.port > 0 && p.protocol in ['TCP', 'UDP'])"
RUNS = 2000
KINDS = ("value", "plain value", "error", "refusal")
DECLARED = environment(has_params=False, has_authorizer=True, variables={})
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Row(NamedTuple):
    """What a runtime got right, and how long it takes.

    ``plain_values`` are those of expressions with no function but the language's own.
    """

    values: int
    plain_values: int
    errors: int
    refusals: int
    compile_ms: float
    evaluate_us: float


def svclint() -> Compile:
    """Give svclint's own."""

    def compiled(source: str) -> Evaluate:
        program = compile_expression(source, DECLARED)

        def evaluate(names: Names) -> Any:
            outcome = program.evaluate(names)
            if outcome.error:
                raise ValueError(outcome.error)
            return plain(outcome.value)

        return evaluate

    return compiled


def cel_python() -> Compile:
    """Give cel-python, an interpreter in Python."""
    module = importlib.import_module("celpy")
    runner = module.Environment()

    def compiled(source: str) -> Evaluate:
        program = runner.program(runner.compile(source))
        return lambda names: program.evaluate(
            {name: module.json_to_cel(value) for name, value in names.items()}
        )

    return compiled


def common_expression_language() -> Compile:
    """Give common-expression-language, which binds cel-rust."""
    module = importlib.import_module("cel")

    def compiled(source: str) -> Evaluate:
        execute: Evaluate = module.compile(source).execute
        return execute

    return compiled


def cel_expr_python() -> Compile:
    """Give cel-expr-python, which binds cel-cpp."""
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


def plain(value: Any) -> Any:
    """Give a value as plain Python has it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {value_of(key): plain(each) for key, each in value.items()}
    if isinstance(value, Timestamp):
        return EPOCH + timedelta(microseconds=value.nanoseconds / 1000)
    return (
        timedelta(microseconds=value.nanoseconds / 1000) if isinstance(value, Duration) else value
    )


def is_plain(source: str) -> bool:
    """Whether an expression calls only what the language itself has."""
    tree = compile_expression(source, DECLARED).tree
    called = {node.function for node in descendants(tree) if isinstance(node, Call)}
    own = {overload.function for overload in (*standard.OVERLOADS, *times.OVERLOADS)}
    return all(name in own or not name.strip("@_").isalpha() for name in called)


def seen() -> Names:
    """Give what the recorded expressions were evaluated on."""
    names = request().activation()
    wanted = ("object", "oldObject", "request", "namespaceObject")
    return {name: known(names[name]) for name in wanted}


def known(value: Any) -> Any:
    """Put something in the place of what only a server knows; no value hangs on it."""
    if isinstance(value, Unknown):
        return {"username": "", "groups": []} if value.name == "request.userInfo" else ""
    if isinstance(value, dict):
        return {key: known(each) for key, each in value.items()}
    return [known(each) for each in value] if isinstance(value, list) else value


def recorded(names: Names) -> Iterator[tuple[str, str, Any]]:
    """Give the expressions, of which of ``KINDS`` the server's answer is, and the value.

    Values that Python has no like of, such as types, are left out, and so are the two expressions
    with which svclint is known to disagree.
    """
    compiled = svclint()
    for case in cases("expressions"):
        expression = case["expression"]
        words = ("variables", "authorizer", "params")
        if expression in KNOWN_MISSES or any(word in expression for word in words):
            continue
        if "issues" in case:
            # That is how it was asked: some go wrong only at what follows.
            yield f"[{expression}].size() == 0", "refusal", None
        elif " resulted in error: " in case.get("says", ""):
            yield expression, "error", None
        elif case.get("says", "").startswith("is "):
            got, value = attempt(compiled, expression, names)
            assert got == "value", expression
            if not isinstance(value, TypeName):
                yield expression, "plain value" if is_plain(expression) else "value", value


def attempt(compiled: Compile, source: str, names: Names) -> tuple[str, Any]:
    """Say what becomes of an expression, and its value if it has one."""
    try:
        evaluate = compiled(source)
    except Exception:
        return "refusal", None
    try:
        return "value", evaluate(names)
    except Exception:
        return "error", None


def is_same(one: Any, other: Any) -> bool:
    """Compare values, with true and 1 apart; a runtime's own classes count as what they extend."""
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
    """Try one runtime on everything."""
    compiled, names = RUNTIMES[name](), seen()
    right = dict.fromkeys(KINDS, 0)
    for source, kind, want in recorded(names):
        got, value = attempt(compiled, source, names)
        if got == kind.split()[-1] and (got != "value" or is_same(want, value)):
            right[kind] += 1
    begun = time.perf_counter()
    for _ in range(RUNS // 10):
        evaluate = compiled(TYPICAL)
    middle = time.perf_counter()
    for _ in range(RUNS):
        assert evaluate(names)
    ended = time.perf_counter()
    return Row(
        right["value"] + right["plain value"],
        right["plain value"],
        right["error"],
        right["refusal"],
        (middle - begun) / (RUNS // 10) * 1000,
        (ended - middle) / RUNS * 1_000_000,
    )


def table() -> Iterator[str]:
    """Write the lines of the table, and what they are shares of."""
    kinds = [kind for _, kind, _ in recorded(seen())]
    plains, refusals = kinds.count("plain value"), kinds.count("refusal")
    of = [plains + kinds.count("value"), plains, kinds.count("error"), refusals]
    yield "| runtime | values | of the language itself | errors | refusals | compile | evaluate |"
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
        shares = [f"{100 * right / all_:.1f}%" for right, all_ in zip(row[:4], of, strict=True)]
        times = [f"{row.compile_ms:.2f} ms", f"{row.evaluate_us:.0f} µs"]
        yield f"| {package} {version} | {' | '.join([*shares, *times])} |"
    yield ""
    costs = sum("cost" in case for case in cases("expressions"))
    yield f"These are shares of {of[0]} values, {of[1]} of which use only what the language itself"
    yield f"has, of {of[2]} errors, and of {of[3]} refusals; of {costs} more, the cost is recorded."


def main() -> None:
    """Print the table, or put it into a document; or print one runtime's row as JSON."""
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

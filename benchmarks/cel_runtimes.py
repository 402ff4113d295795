"""Compare CEL runtimes for Python: agreement with recorded kube-apiserver answers, and speed.

Install svclint and any of the runtimes into one environment, and run this in a checkout::

    pip install . cel-python common-expression-language cel-expr-python
    python -m benchmarks.cel_runtimes

It prints a Markdown table, or writes it into the named document. Runtimes that are not installed
are left out. A value is correct if it equals that of the server
(``tests/conformance/test_expressions.py`` checks those of svclint), an error if there is any error,
and a rejection if compilation fails. Each runtime runs in its own process, because some crash.
"""

from __future__ import annotations

import importlib.metadata
import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.cel_compilers import RUNTIMES, attempt
from benchmarks.cel_expressions import KINDS, activation, recorded
from tests.conformance.recorded import cases

BEGIN, END = "<!-- measured -->", "<!-- end -->"
TYPICAL = "object.spec.ports.all(p, p.port > 0 && p.protocol in ['TCP', 'UDP'])"
RUNS = 2000


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

"""Report where svclint spends its time, from one run under cProfile."""

from __future__ import annotations

import pstats
import subprocess
from collections import defaultdict
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.measure import BenchmarkError
from benchmarks.subject import Svclint

SHOWN = 15
# (file, line, name): (primitive calls, calls, own seconds, seconds with callees, callers)
Statistics = dict[tuple[str, int, str], tuple[int, int, float, float, object]]


def profile(svclint: Svclint, corpus: Corpus, folder: Path) -> str:
    """Run svclint once in one process; return its slowest modules and functions as text."""
    output = folder / "profile"
    # cProfile measures only one process.
    arguments = svclint.arguments(corpus, 1 if svclint.has_jobs else None)
    answer = subprocess.run(
        _under_profiler(svclint, arguments, output),
        cwd=corpus.home,
        env=svclint.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if answer.returncode not in (0, 1) or not output.exists():
        raise BenchmarkError(f"svclint cannot be profiled:\n{answer.stderr[-2000:]}")
    statistics: Statistics = vars(pstats.Stats(str(output)))["stats"]
    return "\n".join([*_stages(statistics), "", *_functions(statistics)])


def _under_profiler(svclint: Svclint, arguments: list[str], output: Path) -> list[str]:
    program = svclint.command
    start = program[1:] if program[1:2] == ["-m"] else program
    profiler = ["-m", "cProfile", "-o", str(output)]
    return [*svclint.interpreter(), *profiler, *start, *arguments]


def _stages(statistics: Statistics) -> list[str]:
    own: dict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, seconds, _, _) in statistics.items():
        own[_stage(file, name)] += seconds
    total = sum(own.values())
    lines = ["| own seconds | share | stage |", "| ---: | ---: | :--- |"]
    for stage, seconds in sorted(own.items(), key=lambda item: -item[1])[:SHOWN]:
        lines.append(f"| {seconds:.3f} | {seconds / total:.0%} | `{stage}` |")
    return lines


def _stage(file: str, name: str) -> str:
    """Return the module of a function, or the name of a built-in function."""
    if file == "~":
        return name.strip("<>")
    parts = Path(file).parts
    for home in ("svclint", "rules", "site-packages"):
        if home in parts:
            last = len(parts) - 1 - parts[::-1].index(home)
            return "/".join(parts[last if home != "site-packages" else last + 1 :])
    return Path(file).name


def _functions(statistics: Statistics) -> list[str]:
    lines = ["| seconds with callees | own | calls | function |", "| ---: | ---: | ---: | :--- |"]
    hot = sorted(statistics.items(), key=lambda item: -item[1][2])[:SHOWN]
    for (file, line, name), (_, calls, own, whole, _) in hot:
        shown = f"{_stage(file, name)}:{line} {name}" if line else _stage(file, name)
        lines.append(f"| {whole:.3f} | {own:.3f} | {calls:,} | `{shown}` |")
    return lines

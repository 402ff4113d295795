"""Draw time and memory against size for adversarial shapes: ``python -m benchmarks.adversarial``.

With ``targets`` or ``diff`` behind it, what is measured is that command instead of ``check``.
Writes ``build/adversarial.svg`` and prints a table. CPU time is that of the process; memory is its
peak. Both include the start of svclint, which the first row shows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.adversarial_clusters import LIMITED_SHAPES
from benchmarks.adversarial_diffs import APPLIES
from benchmarks.adversarial_shapes import SHAPES

SIZES = (1000, 2000, 4000, 8000)
OUTPUT = Path("build/adversarial.svg")
_WIDTH, _HEIGHT, _GAP = 200, 100, 40


_OPTIONS = {"check": ("--no-cache", "--jobs=1", "-q"), "targets": (), "diff": ()}


def measure(command_name: str, text: str, live: str = "") -> tuple[float, float]:
    """Return CPU seconds and peak MiB of a command on one file, and on live objects."""
    with tempfile.TemporaryDirectory() as folder:
        file, snapshot = Path(folder) / "shape.yaml", Path(folder) / "live.json"
        file.write_text(text)
        snapshot.write_text(live)
        command = [sys.executable, "-m", "svclint", command_name, *_OPTIONS[command_name]]
        command += [str(file), *([f"--live={snapshot}"] if live else [])]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _line(values: list[float], top: float, colour: str) -> str:
    points = " ".join(
        f"{_WIDTH * size / SIZES[-1]:.0f},{_HEIGHT * (1 - value / top):.0f}"
        for size, value in zip(SIZES, values, strict=True)
    )
    return f'<polyline points="{points}" fill="none" stroke="{colour}"/>'


def drawing(results: dict[str, list[tuple[float, float]]]) -> str:
    """Return one picture for each shape: seconds in blue, MiB in red, each from 0 to its most."""
    parts: list[str] = []
    for number, (name, values) in enumerate(results.items()):
        seconds, memory = ([each[at] for each in values] for at in (0, 1))
        lines = _line(seconds, max(seconds), "blue") + _line(memory, max(memory), "red")
        caption = f"{name}: {max(seconds):.1f} s, {max(memory):.0f} MiB"
        text = f'<text y="{_HEIGHT + 12}" font-size="9">{caption}</text>'
        left, above = number % 4 * (_WIDTH + _GAP), number // 4 * (_HEIGHT + _GAP)
        parts.append(f'<g transform="translate({left + 10} {above + 10})">{lines}{text}</g>')
    size = f'width="{4 * (_WIDTH + _GAP)}" height="{(len(results) + 3) // 4 * (_HEIGHT + _GAP)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'


def _shapes(command: str) -> dict[str, Callable[[int], tuple[str, ...]]]:
    """Return what each shape writes in a size: the manifests, and for ``diff`` the live objects."""
    if command == "diff":
        return {**APPLIES}
    shapes = {**SHAPES, **LIMITED_SHAPES}
    return {name: partial(_manifests, shape) for name, shape in shapes.items()}


def _manifests(shape: Callable[[int], str], size: int) -> tuple[str, ...]:
    return (shape(size),)


def main() -> None:
    """Measure every shape of a command in every size."""
    command = sys.argv[1] if len(sys.argv) > 1 else "check"
    start = measure("check", "")
    print(f"{'start of svclint':30} {start[0]:6.2f} s {start[1]:6.0f} MiB")
    results: dict[str, list[tuple[float, float]]] = {}
    for name, shape in _shapes(command).items():
        results[name] = [measure(command, *shape(size)) for size in SIZES]
        shown = "  ".join(
            f"{seconds:6.2f} s {memory:5.0f} MiB" for seconds, memory in results[name]
        )
        print(f"{name:30} {shown}", flush=True)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(drawing(results))


if __name__ == "__main__":
    main()

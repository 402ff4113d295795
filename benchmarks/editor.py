"""Measure how long a keystroke takes to be checked, in its file and in all others.

``python -m benchmarks.editor [FILES]`` writes a workspace of that many files (10,000) and one of
200 documents, opens both, types into them, and prints a table. The limits are those that the
language server promises: 100 ms for the file, 300 ms for findings elsewhere.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from svclint.app.requests import CheckRequest
from svclint.app.workspace.workspace import Workspace

from benchmarks.corpora import application, write_mixed

KEYSTROKES = 20
OWN_LIMIT, ELSEWHERE_LIMIT = 0.1, 0.3
# More than any number in the mixed files.
FIRST = 1_000_000


def main() -> None:
    """Measure, print a table, and exit with 1 if a limit is exceeded."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_mixed(Path("mixed"), count)
        Path("many.yaml").write_text(many_documents(200), encoding="utf-8")
        sys.exit(measure(count))


def many_documents(count: int) -> str:
    """Return a file of so many documents."""
    documents: list[str] = []
    number = FIRST
    while len(documents) < count:
        documents += application(number)
        number += 1
    return "---\n".join(documents[:count])


def measure(count: int) -> int:
    """Print a table of what a keystroke takes; return the exit code."""
    began = perf_counter()
    workspace = Workspace(CheckRequest(paths=(".",)))
    for _ in workspace.load():
        pass
    loaded = perf_counter() - began
    for _ in workspace.check_rest():
        pass
    checked = perf_counter() - began
    # As the language server does.
    gc.freeze()
    print(f"{count:,} files: loaded in {loaded:.1f} s, checked in {checked:.1f} s")
    print("\nMedians in ms of CPU; the first and the slowest keystrokes likewise.\n")
    one = next(file for file in workspace.files if file.endswith(f"application-{count // 2}.yaml"))
    print("| file | documents | keystroke | own | elsewhere | first | slowest |")
    print("| :--- | ---: | :--- | ---: | ---: | ---: | ---: |")
    is_good = True
    for file in (one, "./many.yaml"):
        for what, texts in keystrokes(workspace.text(file).decode()):
            is_good &= _row(workspace, file, what, texts)
    return 0 if is_good else 1


def keystrokes(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield some texts, one for each keystroke, of different kinds of edits."""
    at = text.index("kind: Service\n")
    name = text.index("name: ", at) + len("name: ")
    end = text.index("\n", name)
    port = text.index("- name: ", at)
    numbers = range(1, KEYSTROKES + 1)
    yield "rename a Service", [text[:end] + "x" * each + text[end:] for each in numbers]
    yield "a comment", [text[:port] + f"# {'y' * each}\n  " + text[port:] for each in numbers]
    yield "new lines above", ["\n" * each + text for each in numbers]
    broken = [text[:port] + "'" + "z" * each + text[port:] for each in numbers]
    yield "broken YAML", broken


def _row(workspace: Workspace, file: str, what: str, texts: list[str]) -> bool:
    own: list[float] = []
    elsewhere: list[float] = []
    before = workspace.text(file)
    workspace.change(file, before)
    for text in texts:
        began = process_time()
        workspace.change(file, text.encode())
        workspace.reported(file)
        own.append(process_time() - began)
        rest = workspace.check_rest()
        while not workspace.is_nearly_done:
            for touched in next(rest, ()):
                workspace.reported(touched)
        elsewhere.append(process_time() - began)
    workspace.change(file, before)
    for _ in workspace.check_rest():
        pass
    number = len(workspace.files[file].results)
    shown = " | ".join(
        f"{each * 1000:.0f}"
        for each in (median(own), median(elsewhere), elsewhere[0], max(elsewhere))
    )
    print(f"| `{file}` | {number} | {what} | {shown} |", flush=True)
    return median(own) < OWN_LIMIT and median(elsewhere) < ELSEWHERE_LIMIT


if __name__ == "__main__":
    main()

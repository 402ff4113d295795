"""Measure the share of rejected manifests that each tool finds, and its false alarms.

The manifests and the server's answers are the recordings of the conformance tests. Tools that are
not installed are left out and listed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.comparison_mistakes import table
from benchmarks.comparison_tools import Case, Files, Tool, available_tools
from tests.conformance.recorded import cases

TOP = Path(__file__).resolve().parents[1]
PAGE = TOP / "docs/comparison.md"
# The recordings of each table.
SETS = {
    "Services": ("create", "extra"),
    "Ingresses, EndpointSlices and other kinds": ("family",),
}
START, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
# The step at which the server rejected a manifest, derived from its status.
STAGES = {
    "structure": "a field, a type or the YAML is wrong",
    "values": "a value is invalid, or two values contradict each other",
    "allocation": "an address or a port that this cluster cannot allocate",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; write the table into the page, or print it with ``--print``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the table instead")
    parser.add_argument("--tools", type=Path, help="folder of the programs (default: PATH)")
    options = parser.parse_args(arguments)
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for title, recordings in SETS.items():
            place = Path(folder, recordings[0])
            place.mkdir()
            lines += [f"### {title}", "", *_verdicts(recordings, options.tools, place), ""]
        lines += ["### Planted mistakes", "", *table(options.tools, Path(folder))]
    text = "\n".join(lines) + "\n"
    if options.print:
        print(text, end="")
        return 0
    before = PAGE.read_text(encoding="utf-8")
    head, _, rest = before.partition(START)
    PAGE.write_text(head + START + text + END + rest.partition(END)[2], encoding="utf-8")
    return 0


def _verdicts(recordings: Sequence[str], home: Path | None, folder: Path) -> list[str]:
    """Measure the tools on some recordings; return the table and what is below it."""
    known = [case for name in recordings for case in cases(name)]
    every = [case for case in known if not is_contested(case)]
    files = _written(every, folder)
    tools, absent = available_tools(every, home, folder)
    found: list[tuple[Tool, set[str]]] = []
    for tool in tools:
        print(f"{tool.name} …", file=sys.stderr)
        found.append((tool, tool.find(files)))
    lines = table_lines(every, found, absent)
    if len(known) > len(every):
        lines.append(
            f"- left out: {len(known) - len(every)} of {len(known)} manifests, on which kubectl "
            "and the server disagree (such as duplicate keys, of which kubectl sends the last)"
        )
    return lines


def _written(every: Sequence[Case], folder: Path) -> Files:
    files: Files = {}
    for case in every:
        files[case["id"]] = folder / "cases" / f"{case['id']}.yaml"
        files[case["id"]].parent.mkdir(exist_ok=True)
        files[case["id"]].write_text(case["manifest"], encoding="utf-8")
    return files


def is_contested(case: Case) -> bool:
    """Return whether kubectl and the server disagree on whether a manifest is valid."""
    kubectl = case.get("kubectl")
    return kubectl is not None and (kubectl["exit"] != 0) != (case["status"] >= 400)


def stage_of(case: Case) -> str:
    """Return the step at which the server rejected a manifest."""
    if case["status"] in (400, 404):
        return "structure"
    messages = "allocat|provided (IP|range)|not in the valid range|failed to allocate"
    is_allocation = case["status"] == 500 or re.search(messages, case["message"])
    return "allocation" if is_allocation else "values"


def table_lines(
    every: Sequence[Case], found: Sequence[tuple[Tool, set[str]]], absent: Sequence[str]
) -> list[str]:
    """Return the lines of the table, the meaning of its columns, and the tools not measured."""
    rejected = {case["id"]: stage_of(case) for case in every if case["status"] >= 400}
    accepted = {case["id"] for case in every} - set(rejected)
    sizes = Counter(rejected.values())
    heads = " | ".join(f"{stage} ({sizes[stage]})" for stage in STAGES)
    lines = [
        f"| tool | found of {len(rejected)} | {heads} | false alarms of {len(accepted)} |",
        "|---|---|---|---|---|---|",
    ]
    for tool, faulty in found:
        hits = Counter(rejected[name] for name in faulty & set(rejected))
        shares = (_share(hits[stage], sizes[stage]) for stage in STAGES)
        total = _share(sum(hits.values()), len(rejected))
        alarms = _share(len(faulty & accepted), len(accepted))
        lines.append(f"| {tool.name} | **{total}** | {' | '.join(shares)} | {alarms} |")
    lines += ["", *(f"- *{stage}*: {meaning}." for stage, meaning in STAGES.items()), ""]
    lines += [f"- {tool.name}: `{tool.command}`" for tool, _ in found]
    lines += [f"- not measured: {name}" for name in absent]
    return lines


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"

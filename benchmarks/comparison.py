"""Measure the share of rejected manifests that each tool finds, and its false alarms.

The manifests and the server's answers are the recordings of the conformance tests. A tool finds a
fault if it would fail a job, by its exit code or by its report on the file. Tools that are not
installed are left out and listed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner
from svclint.cli import group

from benchmarks import peer
from tests.conformance.recorded import CIDRS, cases

TOP = Path(__file__).resolve().parents[1]
PAGE = TOP / "docs/comparison.md"
START, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
# The step at which the server rejected a manifest, derived from its status.
STAGES = {
    "structure": "a field, a type or the YAML is wrong",
    "values": "a value is invalid, or two values contradict each other",
    "allocation": "an address or a port that this cluster cannot allocate",
}
Case = dict[str, Any]
Files = dict[str, Path]


class Tool(NamedTuple):
    """A tool: name with version, command, and a function that returns the cases it finds faulty."""

    name: str
    command: str
    find: Callable[[Files], set[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; write the table into the page, or print it with ``--print``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the table instead")
    parser.add_argument("--tools", type=Path, help="folder of the programs (default: PATH)")
    options = parser.parse_args(arguments)
    known = [case for name in ("create", "extra") for case in cases(name)]
    every = [case for case in known if not is_contested(case)]
    with tempfile.TemporaryDirectory() as folder:
        files = _written(every, Path(folder))
        tools, absent = _tools(every, options.tools, Path(folder))
        found: list[tuple[Tool, set[str]]] = []
        for tool in tools:
            print(f"{tool.name} …", file=sys.stderr)
            found.append((tool, tool.find(files)))
    left_out = f"- left out: {len(known) - len(every)} of {len(known)} manifests, on which kubectl "
    left_out += "and the server disagree (such as duplicate keys, of which kubectl sends the last)"
    text = "\n".join((*_lines(every, found, absent), left_out)) + "\n"
    if options.print:
        print(text, end="")
        return 0
    before = PAGE.read_text(encoding="utf-8")
    head, _, rest = before.partition(START)
    PAGE.write_text(head + START + text + END + rest.partition(END)[2], encoding="utf-8")
    return 0


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


def _lines(
    every: Sequence[Case], found: Sequence[tuple[Tool, set[str]]], absent: Sequence[str]
) -> list[str]:
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


def _tools(every: Sequence[Case], home: Path | None, folder: Path) -> tuple[list[Tool], list[str]]:
    by_id = {case["id"]: case for case in every}
    own = metadata.version("svclint")
    tools = [
        Tool(
            f"svclint {own}, cluster known",
            "svclint check --kubernetes-version 1.36 --service-cidr … --node-port-range … --live …",
            lambda files: _each(
                files, lambda name, file: _svclint(_cluster_options(by_id[name], folder), file)
            ),
        ),
        Tool(
            f"svclint {own}, files alone",
            "svclint check",
            lambda files: _each(files, lambda _name, file: _svclint((), file)),
        ),
    ]
    absent: list[str] = []
    for make in (_kubeconform, _kubectl_validate, _kubernetes_validate):
        made = make(home, folder)
        if isinstance(made, Tool):
            tools.append(made)
        else:
            absent.append(made)
    return tools, absent


def _each(files: Files, is_bad: Callable[[str, Path], bool]) -> set[str]:
    return {name for name, file in files.items() if is_bad(name, file)}


def _svclint(options: Sequence[str], file: Path) -> bool:
    """Return whether ``svclint check`` fails on a file; runs in this process, which is faster."""
    arguments = ["check", "--no-config", "--no-cache", "--quiet", *options, str(file)]
    done = CliRunner().invoke(group, arguments, prog_name="svclint")
    return done.exit_code != 0


def _cluster_options(case: Case, folder: Path) -> list[str]:
    """Return the options of svclint that describe the cluster of a case and its live objects."""
    ports = "20000-20100" if case["profile"] == "np" else "30000-32767"
    options = ["--kubernetes-version", "1.36", "--node-port-range", ports]
    options += ["--service-cidr", CIDRS[case["profile"]], "-n", case.get("ns") or "default"]
    if case.get("others"):
        live = folder / f"live-{case['id']}.json"
        whole = {"apiVersion": "v1", "kind": "List", "items": case["others"]}
        live.write_text(json.dumps(whole), encoding="utf-8")
        options += ["--live", str(live)]
    return options


def _kubeconform(home: Path | None, folder: Path) -> Tool | str:
    found = _which("kubeconform", home)
    source = peer.find(folder)
    if found is None or isinstance(source, str):
        return "kubeconform (`go install github.com/yannh/kubeconform/cmd/kubeconform@latest`)"
    strict = _strict_schemas(source.schemas, folder / "strict")
    location = f"{strict}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
    program = [found, "-strict", "-output", "json", "-verbose", "-schema-location", location]

    def find(files: Files) -> set[str]:
        done = _run([*program, *map(str, files.values())])
        resources = json.loads(done.stdout)["resources"]
        faulty = {each["filename"] for each in resources if each["status"] != "statusValid"}
        # A file that is not in the report has passed: a job would not fail.
        return {name for name, file in files.items() if str(file) in faulty}

    version = _module_version(found)
    return Tool(f"kubeconform {version}", "kubeconform -strict -schema-location …", find)


def _strict_schemas(source: Path, target: Path) -> Path:
    """Write the schemas without unknown fields, like kubeconform's published strict schemas."""
    target.mkdir()
    for file in source.glob("*.json"):
        (target / file.name).write_text(json.dumps(_closed(json.loads(file.read_text()))))
    return target


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(each) for key, each in schema.items()}
    if isinstance(schema.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


def _kubectl_validate(home: Path | None, _folder: Path) -> Tool | str:
    found = _which("kubectl-validate", home)
    if found is None:
        return "kubectl-validate (`go install sigs.k8s.io/kubectl-validate@latest`)"

    def find(files: Files) -> set[str]:
        def failed(answers: Any) -> bool:
            return any(each.get("status") != "Success" for each in answers)

        done = _run([found, "--output", "json", *map(str, files.values())])
        report = json.loads(done.stdout)
        # A file that is not in the report has passed: the exit code is 0.
        return {name for name, file in files.items() if failed(report.get(str(file), ()))}

    version = _module_version(found)
    return Tool(f"kubectl-validate {version}", "kubectl-validate --output json", find)


def _kubernetes_validate(home: Path | None, _folder: Path) -> Tool | str:
    found = _which("kubernetes-validate", home)
    if found is None:
        return "kubernetes-validate (`pip install kubernetes-validate`)"
    program = [found, "--strict", "-k", "1.36"]
    version = _run([found, "--version"]).stdout.split()[-1]
    command = "kubernetes-validate --strict -k 1.36"

    def find(files: Files) -> set[str]:
        lines = _run([*program, *map(str, files.values())]).stdout.splitlines()
        passed = {line.split()[1] for line in lines if line.startswith("INFO ")}
        # One file can end the whole run, so files that are not in the report are checked alone.
        reported = passed | {line.split()[1] for line in lines if line.startswith("ERROR ")}

        def is_bad(_name: str, file: Path) -> bool:
            if str(file) in reported:
                return str(file) not in passed
            return bool(_run([*program, str(file)]).returncode)

        return _each(files, is_bad)

    return Tool(f"kubernetes-validate {version}", command, find)


def _which(name: str, home: Path | None) -> str | None:
    return shutil.which(name, path=str(home)) if home else shutil.which(name)


def _module_version(program: str) -> str:
    """Return the module version that the Go toolchain recorded in a program."""
    done = _run(["go", "version", "-m", program])
    return next((line.split()[2] for line in done.stdout.splitlines() if "\tmod\t" in line), "")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(command), capture_output=True, text=True, check=False, timeout=1800)

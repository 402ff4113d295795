"""Which share of what an API server refuses each tool finds, and how often it cries wolf.

The manifests and the server's answers are those that the conformance tests have recorded. A tool
finds a manifest bad where it would fail a job: with its exit code, or with what its report says of
that file. Tools that are not installed are left out, and named.
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
# What the server's status says of where a manifest failed.
STAGES = {
    "structure": "a field, a type or the YAML is wrong",
    "values": "a value, or two that do not go together",
    "allocation": "an address or a port that this cluster cannot give",
}
Case = dict[str, Any]
Files = dict[str, Path]


class Tool(NamedTuple):
    """A tool: its name with version, how it is called, and what it says of each case."""

    name: str
    command: str
    find: Callable[[Files], set[str]]


def main(words: Sequence[str] | None = None) -> int:
    """Measure, and write the table into the page, or with ``--print`` to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="leave the page as it is")
    parser.add_argument("--tools", type=Path, help="a folder to look for programs in, before PATH")
    options = parser.parse_args(words)
    known = [case for name in ("create", "extra") for case in cases(name)]
    every = [case for case in known if not is_contested(case)]
    with tempfile.TemporaryDirectory() as folder:
        files = _written(every, Path(folder))
        tools, absent = _tools(every, options.tools, Path(folder))
        found: list[tuple[Tool, set[str]]] = []
        for tool in tools:
            print(f"{tool.name} …", file=sys.stderr)
            found.append((tool, tool.find(files)))
    left_out = f"- left out: {len(known) - len(every)} manifests of {len(known)}, on which kubectl "
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
    """Whether kubectl refuses what the server takes, or repairs what the server refuses."""
    kubectl = case.get("kubectl")
    return kubectl is not None and (kubectl["exit"] != 0) != (case["status"] >= 400)


def stage_of(case: Case) -> str:
    """Say at which step the server refused a manifest."""
    if case["status"] in (400, 404):
        return "structure"
    words = "allocat|provided (IP|range)|not in the valid range|failed to allocate"
    return "allocation" if case["status"] == 500 or re.search(words, case["message"]) else "values"


def _lines(
    every: Sequence[Case], found: Sequence[tuple[Tool, set[str]]], absent: Sequence[str]
) -> list[str]:
    refused = {case["id"]: stage_of(case) for case in every if case["status"] >= 400}
    taken = {case["id"] for case in every} - set(refused)
    sizes = Counter(refused.values())
    heads = (f"{stage} ({sizes[stage]})" for stage in STAGES)
    lines = [
        f"| tool | found of {len(refused)} | {' | '.join(heads)} | false alarms of {len(taken)} |",
        "|---|---|---|---|---|---|",
    ]
    for tool, said in found:
        hits = Counter(refused[name] for name in said & set(refused))
        shares = (_share(hits[stage], sizes[stage]) for stage in STAGES)
        total = _share(sum(hits.values()), len(refused))
        alarms = _share(len(said & taken), len(taken))
        lines.append(f"| {tool.name} | **{total}** | {' | '.join(shares)} | {alarms} |")
    lines += ["", *(f"- *{stage}*: {words}." for stage, words in STAGES.items()), ""]
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
            f"svclint {own}, told of the cluster",
            "svclint check --kubernetes-version 1.36 --service-cidr … --node-port-range … --live …",
            lambda files: _each(
                files, lambda name, file: _svclint(_told(by_id[name], folder), file)
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
    """Whether ``svclint check`` fails on a file; without its own process, to spare the start."""
    words = ["check", "--no-config", "--no-cache", "--quiet", *options, str(file)]
    done = CliRunner().invoke(group, words, prog_name="svclint")
    return done.exit_code != 0


def _told(case: Case, folder: Path) -> list[str]:
    """Give svclint's options that say what the manifest's cluster is like, and what lives there."""
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
        said = {each["filename"] for each in resources if each["status"] != "statusValid"}
        # A file of which it says nothing has passed: a job would not fail.
        return {name for name, file in files.items() if str(file) in said}

    version = _module_version(found)
    return Tool(f"kubeconform {version}", "kubeconform -strict -schema-location …", find)


def _strict_schemas(source: Path, target: Path) -> Path:
    """Forbid fields that no schema names, as kubeconform's published strict schemas do."""
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
        said = json.loads(done.stdout)
        # A file of which it says nothing has passed: it exits with 0 then.
        return {name for name, file in files.items() if failed(said.get(str(file), ()))}

    version = _module_version(found)
    return Tool(f"kubectl-validate {version}", "kubectl-validate --output json", find)


def _kubernetes_validate(home: Path | None, _folder: Path) -> Tool | str:
    found = _which("kubernetes-validate", home)
    if found is None:
        return "kubernetes-validate (`pip install kubernetes-validate`)"
    program = [found, "--strict", "-k", "1.36"]
    version = _run([found, "--version"]).stdout.split()[-1]
    words = "kubernetes-validate --strict -k 1.36"

    def find(files: Files) -> set[str]:
        said = _run([*program, *map(str, files.values())]).stdout.splitlines()
        passed = {line.split()[1] for line in said if line.startswith("INFO ")}
        # One file can end the whole run: what nothing was said of is tried by itself.
        told = passed | {line.split()[1] for line in said if line.startswith("ERROR ")}

        def is_bad(_name: str, file: Path) -> bool:
            if str(file) in told:
                return str(file) not in passed
            return bool(_run([*program, str(file)]).returncode)

        return _each(files, is_bad)

    return Tool(f"kubernetes-validate {version}", words, find)


def _which(name: str, home: Path | None) -> str | None:
    return shutil.which(name, path=str(home)) if home else shutil.which(name)


def _module_version(program: str) -> str:
    """Give the version that the Go toolchain wrote into a program."""
    done = _run(["go", "version", "-m", program])
    return next((line.split()[2] for line in done.stdout.splitlines() if "\tmod\t" in line), "")


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(words), capture_output=True, text=True, check=False, timeout=1800)

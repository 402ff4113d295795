"""The tools that the comparison measures, each with a function that returns the faulty cases.

A tool finds a fault if it would fail a job, by its exit code or by its report on the file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner
from svclint.cli import group

from benchmarks import peer
from tests.conformance.recorded import CIDRS

Case = dict[str, Any]
Files = dict[str, Path]


class Tool(NamedTuple):
    """A tool: name with version, command, and a function that returns the cases it finds faulty."""

    name: str
    command: str
    find: Callable[[Files], set[str]]


def available_tools(
    every: Sequence[Case], home: Path | None, folder: Path
) -> tuple[list[Tool], list[str]]:
    """Return the tools that are installed, and the names of the others with how to install them."""
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
    found = which("kubeconform", home)
    source = peer.find(folder)
    if found is None or isinstance(source, str):
        return "kubeconform (`go install github.com/yannh/kubeconform/cmd/kubeconform@latest`)"
    strict = write_strict_schemas(source.schemas, folder / "strict")
    location = f"{strict}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
    program = [found, "-strict", "-output", "json", "-verbose", "-schema-location", location]

    def find(files: Files) -> set[str]:
        done = _run([*program, *map(str, files.values())])
        resources = json.loads(done.stdout)["resources"]
        faulty = {each["filename"] for each in resources if each["status"] != "statusValid"}
        # A file that is not in the report has passed: a job would not fail.
        return {name for name, file in files.items() if str(file) in faulty}

    version = module_version(found)
    return Tool(f"kubeconform {version}", "kubeconform -strict -schema-location …", find)


def write_strict_schemas(source: Path, target: Path) -> Path:
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
    found = which("kubectl-validate", home)
    if found is None:
        return "kubectl-validate (`go install sigs.k8s.io/kubectl-validate@latest`)"

    def find(files: Files) -> set[str]:
        def failed(answers: Any) -> bool:
            return any(each.get("status") != "Success" for each in answers)

        done = _run([found, "--output", "json", *map(str, files.values())])
        report = json.loads(done.stdout)
        # A file that is not in the report has passed: the exit code is 0.
        return {name for name, file in files.items() if failed(report.get(str(file), ()))}

    version = module_version(found)
    return Tool(f"kubectl-validate {version}", "kubectl-validate --output json", find)


def _kubernetes_validate(home: Path | None, _folder: Path) -> Tool | str:
    found = which("kubernetes-validate", home)
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


def which(name: str, home: Path | None) -> str | None:
    """Return the path of a program in a folder, or on PATH if that is ``None``."""
    return shutil.which(name, path=str(home)) if home else shutil.which(name)


def module_version(program: str) -> str:
    """Return the module version that the Go toolchain recorded in a program."""
    done = _run(["go", "version", "-m", program])
    return next((line.split()[2] for line in done.stdout.splitlines() if "\tmod\t" in line), "")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(command), capture_output=True, text=True, check=False, timeout=1800)

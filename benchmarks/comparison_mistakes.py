"""Count the planted mistakes that each tool reports.

A mistake is planted alone into an application that is right. A tool reports it if its report on
the application with the mistake contains something that its report on the other one lacks, whatever
that is: an error or a warning counts, a note does not.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner
from svclint.cli import group

from benchmarks import peer
from benchmarks.comparison_tools import module_version, which, write_strict_schemas
from tests.rules.test_planted_mistakes import PLANTED, SHOP
from tests.unit.shop import SHOP as CALLERS
from tests.unit.shop_mistakes import MISTAKES

TOP = Path(__file__).resolve().parents[1]
CHART = TOP / "examples/rendered/chart"
# Values with which the chart is right, and mistakes in its values.
_RIGHT = {"service.targetPort": "web"}
_CHART_MISTAKES = (
    *({"service.port": value} for value in ("80443", "0", "http")),
    *({"service.targetPort": value} for value in ("http", "8081", "wbe", "Web")),
    *({"service.type": value} for value in ("Nodeport", "clusterip")),
    *({"container.portName": value} for value in ("http", "web-interface-http")),
    *({"container.port": value} for value in ("80800", "-1")),
)

Report = Callable[[Path], Counter[str]]


class Planted(NamedTuple):
    """A mistake: which application it is in, and the text without and with it."""

    application: str
    right: str
    wrong: str


class Reporter(NamedTuple):
    """A tool, its command, and what it reports on a file."""

    name: str
    command: str
    report: Report


def planted(home: Path | None) -> Iterator[Planted]:
    """Yield every mistake; those in a chart only if Helm is installed."""
    for old, new, *_ in PLANTED.values():
        yield Planted("pods and load balancers", SHOP, SHOP.replace(old, new))
    for each in MISTAKES.values():
        yield Planted("callers", CALLERS, CALLERS.replace(each.right, each.wrong))
    helm = which("helm", home)
    if helm is not None:
        right = _rendered(helm, _RIGHT)
        for values in _CHART_MISTAKES:
            yield Planted("values of a chart", right, _rendered(helm, {**_RIGHT, **values}))


def _rendered(helm: str, values: dict[str, str]) -> str:
    options = [word for key, value in values.items() for word in ("--set", f"{key}={value}")]
    command = [helm, "template", str(CHART), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def table(home: Path | None, folder: Path) -> list[str]:
    """Return the lines of the table."""
    mistakes = list(planted(home))
    sizes = Counter(each.application for each in mistakes)
    heads = " | ".join(f"{name} ({size})" for name, size in sizes.items())
    tools = list(_reporters(home, folder))
    lines = [f"| tool | reported of {len(mistakes)} | {heads} |", f"|---|---|{'---|' * len(sizes)}"]
    for tool in tools:
        found = Counter(_reported(tool.report, mistakes, folder))
        shares = (f"{found[name]}" for name in sizes)
        lines.append(f"| {tool.name} | **{found.total()}** | {' | '.join(shares)} |")
    return [*lines, "", *(f"- {tool.name}: `{tool.command}`" for tool in tools)]


def _reported(report: Report, mistakes: Sequence[Planted], folder: Path) -> Iterator[str]:
    """Yield the application of each mistake that is reported."""
    before: dict[str, Counter[str]] = {}
    file = folder / "application.yaml"
    for each in mistakes:
        if each.right not in before:
            file.write_text(each.right, encoding="utf-8")
            before[each.right] = report(file)
        file.write_text(each.wrong, encoding="utf-8")
        if report(file) - before[each.right]:
            yield each.application


def _reporters(home: Path | None, folder: Path) -> Iterator[Reporter]:
    yield Reporter("svclint", "svclint check", _svclint)
    source = peer.find(folder)
    kubeconform, validate = which("kubeconform", home), which("kubectl-validate", home)
    if kubeconform is not None and not isinstance(source, str):
        strict = write_strict_schemas(source.schemas, folder / "strict-of-mistakes")
        location = f"{strict}/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
        options = ["-strict", "-ignore-missing-schemas", "-schema-location", location]
        yield Reporter(
            f"kubeconform {module_version(kubeconform)}",
            "kubeconform -strict -ignore-missing-schemas -schema-location …",
            lambda file: Counter(_lines([kubeconform, *options, str(file)])),
        )
    if validate is not None:
        yield Reporter(
            f"kubectl-validate {module_version(validate)}",
            "kubectl-validate",
            lambda file: Counter(_lines([validate, str(file)])),
        )
    if (score := which("kube-score", home)) is not None:
        yield Reporter(
            f"kube-score {module_version(score)}",
            "kube-score score --output-format ci",
            lambda file: Counter(
                line
                for line in _lines([score, "score", "--output-format", "ci", str(file)])
                if line.startswith(("[CRITICAL]", "[WARNING]"))
            ),
        )


def _svclint(file: Path) -> Counter[str]:
    arguments = ["check", "--no-config", "--no-cache", "--format", "json", str(file)]
    done = CliRunner().invoke(group, arguments, prog_name="svclint")
    findings = json.loads(done.stdout)["findings"]
    return Counter(each["rule"] for each in findings if each["severity"] != "note")


def _lines(command: Sequence[str]) -> list[str]:
    done = subprocess.run(list(command), capture_output=True, text=True, check=False, timeout=600)
    return (done.stdout + done.stderr).splitlines()

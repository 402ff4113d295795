"""What the reference rules report is drawn as broken by ``svclint targets --broken``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from svclint import CheckRequest, Severity, TargetsRequest, check, targets
from svclint.report.targets.tree import render
from svclint.rule.page import without_expectations

from tests.rules.pages import Example, examples

EXAMPLES = [
    each for each in examples() if each.page.parent.name == "references" and each.verdict == "bad"
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.rule}:{each.line}")
def test_everything_but_notes_is_broken_in_the_drawing(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = example.options.get("file", "manifest.yaml")
    Path(file).write_text(without_expectations(example.text), encoding="utf-8")
    cluster = {
        "kubernetes_version": example.options.get("kubernetes-version"),
        "namespace": example.options.get("namespace"),
        "service_cidrs": tuple(filter(None, [example.options.get("service-cidr")])),
    }
    asked: dict[str, Any] = {name: value for name, value in cluster.items() if value}
    reported = {
        each.message
        for each in check(CheckRequest(paths=(file,), **asked)).findings
        if each.rule == example.rule and each.severity >= Severity.WARNING
    }
    drawn = targets(TargetsRequest(paths=(file,), broken=True, **asked))
    broken = [line for line in render(drawn.entries).splitlines() if "✗" in line]
    unseen = [message for message in reported if not any(line.endswith(message) for line in broken)]
    assert unseen == []
    assert reported <= set(_texts([drawn.services, drawn.others]))


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, str):
            found.append(here)
        elif isinstance(here, dict):
            pending += here.values()
        elif isinstance(here, list | tuple):
            pending += here
    return found

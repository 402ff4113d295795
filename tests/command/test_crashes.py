"""A bug in svclint costs only what it touches: an error names it, and the rest is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from svclint import check
from svclint.engine import alone, run_rules
from svclint.kubernetes.inventory import Inventory
from svclint.source import loading

from tests.command.runs import svclint

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {ports: [{port: 80}]}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.yaml").write_text(SERVICE % "A")
    (tmp_path / "b.yaml").write_text(SERVICE % "B")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def failing(function: Callable[..., Any], is_hit: Callable[..., bool]) -> Callable[..., Any]:
    def fail(*arguments: Any, **options: Any) -> Any:
        if is_hit(*arguments):
            raise KeyError("unexpected")
        return function(*arguments, **options)

    return fail


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("module", "name", "is_hit", "message"),
    [
        (
            loading,
            "documents",
            lambda file, *_: file == "a.yaml",
            "a.yaml was not checked completely: KeyError, which is a bug in svclint",
        ),
        (
            alone,
            "drop_unread_fields",
            lambda document: document.file == "a.yaml",
            "the check failed on Service A in a.yaml: this is a bug in svclint",
        ),
        (
            run_rules,
            "finding_from_report",
            lambda rule, document, _: document.file == "a.yaml" and rule.name == "name-invalid",
            "rule name-invalid failed on Service A in a.yaml: this is a bug in svclint",
        ),
        (
            Inventory,
            "add",
            lambda _self, document, *_: document.file == "a.yaml",
            "the inventory failed on Service A in a.yaml: this is a bug in svclint",
        ),
    ],
)
def test_a_crash_costs_one_document(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, is_hit: Any, message: str
) -> None:
    monkeypatch.setattr(module, name, failing(getattr(module, name), is_hit))
    done = svclint("check", "--no-cache", "a.yaml", "b.yaml")
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert "b.yaml:3:18: error: the name 'B'" in done.stdout


@pytest.mark.usefixtures("folder")
def test_debug_prints_where_a_rule_failed_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = run_rules.finding_from_report
    hit = failing(real, lambda rule, *_: rule.name == "name-invalid")
    monkeypatch.setattr(run_rules, "finding_from_report", hit)
    error, *trace = svclint("check", "--no-cache", "--debug", "a.yaml").stderr.splitlines()
    assert error.endswith("this is a bug in svclint")
    assert trace[0] == "  | Traceback (most recent call last):"
    assert trace[-1] == "  | KeyError: 'unexpected'"
    assert all(line.startswith("  | ") for line in trace)


@pytest.mark.usefixtures("folder")
def test_any_other_crash_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svclint.cli.check.check", failing(check, lambda *_: True))
    done = svclint("check", "--no-cache")
    assert done.exit_code == 2
    expected = "svclint: error: failed: KeyError, which is a bug in svclint; --debug shows where\n"
    assert done.stderr == expected
    done = svclint("check", "--no-cache", "--debug")
    assert done.exit_code == 2
    assert "Traceback" in done.stderr

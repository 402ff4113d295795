"""``--timeout`` and ``--max-file-size``: what exceeds a limit is an error, and the rest is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from svclint import CheckRequest, check
from svclint.engine import check_document
from svclint.kubernetes.inventory import Inventory
from svclint.model import time_limit

from tests.command.runs import svclint

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: A}\nspec: {ports: [{port: 80}]}\n"


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the check of a Service with the name ``stuck`` take forever."""
    decode = check_document.schema_violations

    def wait(document: Any, facts: Any) -> Any:
        while document.object_name.name == "stuck":
            pass
        return decode(document, facts)

    monkeypatch.setattr(check_document, "schema_violations", wait)
    monkeypatch.setattr(check_document, "_accepts_without_nulls", lambda *_: lambda _: False)


@pytest.mark.usefixtures("stuck")
def test_what_takes_too_long_is_an_error_and_the_rest_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SERVICE)
    (tmp_path / "b.yaml").write_text(f"{SERVICE}---\n{SERVICE.replace('A', 'stuck')}")
    (tmp_path / "c.yaml").write_text(SERVICE)
    result = check(CheckRequest(paths=(str(tmp_path),), jobs=1, timeout=2))
    assert [each.location.file[-6:] for each in result.findings] == ["a.yaml", "b.yaml"]
    b, c = result.errors
    assert b.file.endswith("b.yaml")
    assert b.message == "was not checked completely: the time limit of 2 s is reached"
    assert c.message == "and what follows it was not checked: the time limit of 2 s is reached"
    assert not time_limit.is_reached()


@pytest.mark.usefixtures("stuck")
def test_workers_have_the_same_limit(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:02}.yaml").write_text(SERVICE.replace("A", f"A{number}"))
    (tmp_path / "50.yaml").write_text(SERVICE.replace("A", "stuck"))
    result = check(CheckRequest(paths=(str(tmp_path),), jobs=2, timeout=2))
    assert len(result.findings) >= 40
    assert any("50.yaml" in each.file for each in result.errors)


def test_a_slow_check_across_documents_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(*_: object) -> None:
        while True:
            pass

    selecting = SERVICE.replace("spec: {", "spec: {selector: {app: web}, ")
    (tmp_path / "a.yaml").write_text(selecting)
    monkeypatch.setattr(Inventory, "is_closed", wait)
    rules = ("validity", "selector-matches-nothing")
    result = check(CheckRequest(paths=(str(tmp_path),), timeout=2, select=rules))
    assert [each.rule for each in result.findings] == ["name-invalid"]
    assert "the check across documents of Service A in" in result.errors[0].message
    assert "is incomplete: the time limit of 2 s is reached" in result.errors[0].message


@pytest.mark.parametrize("command", ["check", "targets"])
def test_a_larger_file_is_not_read(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.yaml").write_text(SERVICE)
    done = svclint(command, "--max-file-size", "80", str(tmp_path / "a.yaml"))
    assert f"has {len(SERVICE)} bytes" not in done.stderr
    done = svclint(command, "--max-file-size", "70", str(tmp_path / "a.yaml"))
    assert done.exit_code == 2
    assert f"a.yaml has {len(SERVICE)} bytes, more than 70 bytes; split it" in done.stderr


def test_the_limit_holds_for_what_the_cache_knows(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.yaml").write_text(SERVICE.replace("A", "a"))
    assert svclint("check", str(tmp_path)).exit_code == 0
    assert svclint("check", str(tmp_path)).exit_code == 0
    assert svclint("check", "--max-file-size", "70", str(tmp_path)).exit_code == 2


@pytest.mark.parametrize(("size", "code"), [("1K", 0), ("1k", 0), ("0", 2), ("x", 2), ("1.5M", 2)])
def test_sizes(tmp_path: Path, size: str, code: int) -> None:
    (tmp_path / "a.yaml").write_text(SERVICE.replace("A", "a"))
    assert svclint("check", "--max-file-size", size, str(tmp_path)).exit_code == code


def test_a_limit_that_is_never_reached(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SERVICE.replace("A", "a"))
    assert svclint("check", "--timeout", "1e300", str(tmp_path)).exit_code == 0

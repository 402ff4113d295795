"""A rule that scripts/new_rule.py creates can be imported."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from scripts import new_rule


@pytest.mark.parametrize("group", ["validity", "validity/ingress", *new_rule.SCOPES])
def test_a_new_rule_loads(group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules" / group).mkdir(parents=True)
    shutil.copy(new_rule.RULES.parent / "pyproject.toml", tmp_path)
    monkeypatch.setattr(new_rule, "RULES", tmp_path / "rules")
    monkeypatch.setattr(sys, "argv", ["new_rule.py", group, "port-too-lucky", "A port is 7777."])
    new_rule.main()
    file = tmp_path / "rules" / group / "port_too_lucky.py"
    module = ModuleType("port_too_lucky")
    SourceFileLoader(module.__name__, str(file)).exec_module(module)
    assert (module.rule.name, module.rule.scope) == (
        "port-too-lucky",
        new_rule.SCOPES.get(group, "object"),
    )
    assert file.with_suffix(".md").read_text(encoding="utf-8").startswith("# port-too-lucky\n")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "I,F401", str(file)]
    assert subprocess.run(command, check=False).returncode == 0

"""Mistakes of callers, planted one by one into a small application that has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.model import Severity

from tests.unit.shop import SHOP
from tests.unit.shop_mistakes import MISTAKES


def found(folder: Path, text: str) -> set[str]:
    """Return the rules that report more than a note about a text."""
    file = folder / "shop.yaml"
    file.write_text(text)
    findings = check(CheckRequest(paths=(str(file),), use_config=False)).findings
    return {each.rule for each in findings if each.severity > Severity.NOTE}


def test_the_shop_has_no_findings_above_a_note(tmp_path: Path) -> None:
    assert found(tmp_path, SHOP) == set()


@pytest.mark.parametrize("name", list(MISTAKES))
def test_a_planted_mistake_is_reported(name: str, tmp_path: Path) -> None:
    mistake = MISTAKES[name]
    assert SHOP.count(mistake.right) == 1, "the place of a mistake is unique"
    assert mistake.rule in found(tmp_path, SHOP.replace(mistake.right, mistake.wrong))

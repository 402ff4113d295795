"""An object of any kind with items is a list for kubectl, which applies each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check

ITEM = """\
  - apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {ports: [{port: 99999}]}
"""
HEAD = "apiVersion: v1\nkind: %s\nmetadata: {name: web}\nitems:\n"


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Deployment", "Order"])
def test_the_items_are_checked(kind: str, tmp_path: Path) -> None:
    # In a folder, objects of other kinds are passed over unread.
    (tmp_path / "web.yaml").write_text(HEAD % kind + ITEM)
    rules = {each.rule for each in check(CheckRequest(paths=(str(tmp_path),))).findings}
    assert "port-out-of-range" in rules


def test_other_items_are_no_objects(tmp_path: Path) -> None:
    text = HEAD % "ConfigMap" + ITEM + "  - {name: x}\n"
    (tmp_path / "web.yaml").write_text(text)
    assert not check(CheckRequest(paths=(str(tmp_path),))).findings

"""``--format rdjson`` has what reviewdog reads, with columns in bytes and safe fixes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from svclint.report import rdjson
from svclint.report.safe import safe

from tests.report.hostile import hostile_result
from tests.report.runs import HOSTILE, VALIDITY, svclint

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {note: "größer"}, labels: {team: Bär}}
spec:
  ports: [{port: 80, protocol: tcp}]
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "web.yaml").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diagnostics() -> dict[str, Any]:
    done = svclint("check", *VALIDITY, "--format", "rdjson", "web.yaml")
    return {each["code"]["value"]: each for each in json.loads(done.stdout)["diagnostics"]}


def test_columns_count_bytes(tree: Path) -> None:
    found = diagnostics()["label-invalid"]["location"]
    line = SERVICE.splitlines()[2].encode()
    start, end = (found["range"][edge]["column"] - 1 for edge in ("start", "end"))
    assert found["path"] == "web.yaml"
    assert found["range"]["start"]["line"] == found["range"]["end"]["line"] == 3
    assert line[start:end].decode() == "Bär"


def test_a_safe_fix_is_a_suggestion(tree: Path) -> None:
    found = diagnostics()
    (suggestion,) = found["protocol-unsupported"]["suggestions"]
    line = SERVICE.splitlines()[4]
    start, end = (suggestion["range"][edge]["column"] - 1 for edge in ("start", "end"))
    assert line[:start] + suggestion["text"] + line[end:] == line.replace("tcp", "TCP")
    assert "suggestions" not in found["label-invalid"]


def test_hostile_names_are_names() -> None:
    shown = rdjson.render(hostile_result())
    assert shown.isascii()
    assert "##[" not in shown
    found = json.loads(shown)["diagnostics"]
    assert len(found) == 2 * len(HOSTILE)
    for each, text in zip(found, HOSTILE, strict=False):
        assert each["message"].startswith(safe(text))

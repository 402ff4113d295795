"""What the comparison with other tools counts, and that its page contains a table."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.comparison import END, PAGE, START, stage_of, table_lines
from benchmarks.comparison_tools import Tool, write_strict_schemas

CASES = [
    {"id": "a", "group": "create", "status": 400, "message": "unknown field", "causes": []},
    {"id": "b", "group": "create", "status": 422, "message": "must be a number", "causes": []},
    {"id": "c", "group": "create", "status": 422, "message": "port is already allocated"},
    {"id": "d", "group": "create", "status": 201, "message": ""},
    {"id": "e", "group": "create", "status": 201, "message": ""},
]
for case in CASES:
    case.update(causes=[], warnings=[])


def test_each_refusal_has_its_stage() -> None:
    assert [stage_of(case) for case in CASES[:3]] == ["structure", "values", "allocation"]


def test_shares_are_of_what_the_server_refuses_and_of_what_it_takes() -> None:
    tool = Tool("one", "one --strict", lambda _files: set())
    lines = table_lines(CASES, [(tool, {"a", "b", "d"})], ["another"])
    assert lines[0].startswith(
        "| tool | found of 3 | structure (1) | values (1) | allocation (1) |"
    )
    assert lines[2] == "| one | **66.7 %** | 100.0 % | 100.0 % | 0.0 % | 50.0 % |"
    assert "- one: `one --strict`" in lines
    assert lines[-1] == "- not measured: another"


def test_strict_schemas_take_no_other_fields(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = '{"properties": {"a": {"properties": {}}, "b": {"additionalProperties": true}}}'
    (tmp_path / "in/x.json").write_text(text)
    closed = (write_strict_schemas(tmp_path / "in", tmp_path / "out") / "x.json").read_text()
    assert closed.count('"additionalProperties": false') == 2
    assert '"b": {"additionalProperties": true}' in closed


def test_the_page_holds_what_was_measured() -> None:
    table = PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]
    rows = re.findall(r"^\| (\S+) .*\*\*([\d.]+) %\*\*", table, re.MULTILINE)
    assert {"svclint", "kubeconform", "kubectl-validate"} <= {name for name, _ in rows}

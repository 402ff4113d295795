"""Findings in the cache are what was found, and nothing else is taken for a finding."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from svclint.engine.acceleration.json_findings import DamagedError, decode_finding
from svclint.model import EditedAt, Finding, Location, ObjectName, Severity

NAME = ObjectName("v1", "Service", "", "web")
FINDING = Finding(Location("a.yaml", 1, 2), "rule", Severity.NOTE, ".spec", "a", "b", NAME, None)


def decoded(finding: Finding) -> Finding:
    value: Any = json.loads(json.dumps(finding))
    return decode_finding(value)


@pytest.mark.parametrize("place", get_args(EditedAt))
def test_where_a_value_is_edited_is_kept(place: EditedAt) -> None:
    finding = FINDING._replace(edited_at=place, part="80")
    assert decoded(finding) == finding


def test_a_place_that_is_unknown_is_damage() -> None:
    value: Any = json.loads(json.dumps(FINDING))
    value[-1] = "elsewhere"
    with pytest.raises(DamagedError):
        decode_finding(value)

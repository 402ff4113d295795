"""No fix leaves the file unchanged, because it would be applied again and again."""

from __future__ import annotations

import pytest
from svclint.fix.rounds import fix_in_rounds
from svclint.model import Finding, Fix, Location, ObjectName, Severity, set_to

TEXT = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n"


@pytest.mark.parametrize(("name", "is_made"), [("web", False), ("api", True)])
def test_what_is_written_already_is_not_written_again(name: str, *, is_made: bool) -> None:
    fix: Fix = set_to(("metadata", "name"), name)._replace(line=1)
    place, named = Location("s.yaml", 4, 9), ObjectName("v1", "Service", "", "web")
    finding = Finding(place, "rule", Severity.ERROR, ".metadata.name", "", "", named, None, fix=fix)
    rounds: list[str] = []

    def judge(texts: object) -> list[Finding]:
        rounds.append(str(texts))
        return []

    done = fix_in_rounds([finding], judge, lambda _file: TEXT.encode())
    assert bool(done.changes) is is_made
    assert len(rounds) == is_made

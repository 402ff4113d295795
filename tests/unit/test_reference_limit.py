"""What refers to what is followed up to a limit, which an error names."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.kubernetes import reference_limit

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: S%d}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: p%d, labels: {app: web}}
spec: {containers: [{name: c, image: x}]}
"""


def test_many_services_of_many_pods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_limit, "_STEPS", 1000)
    monkeypatch.setattr(reference_limit, "_OBJECT_STEPS", 10)
    texts = [text % number for number in range(60) for text in (SERVICE, POD)]
    (tmp_path / "a.yaml").write_text("---\n".join(texts))
    done = check(CheckRequest(paths=(str(tmp_path),), jobs=1))
    (error,) = done.errors
    assert "following references between objects may take 2,200 steps" in str(error)
    assert "and what follows it, did not run" in str(error)
    # What each object says alone is still reported.
    assert sum(each.rule == "name-invalid" for each in done.findings) == 60

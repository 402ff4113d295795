"""What refers to what is followed up to a limit, which an error names."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.app.requests import TargetsRequest
from svclint.app.targets import targets
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


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with 60 Services of the same 60 pods, beside a low limit."""
    monkeypatch.setattr(reference_limit, "_FOUND", 1000)
    monkeypatch.setattr(reference_limit, "_FOUND_BY_OBJECT", 10)
    texts = [text % number for number in range(60) for text in (SERVICE, POD)]
    (tmp_path / "a.yaml").write_text("---\n".join(texts))
    return tmp_path


def test_many_services_of_many_pods(many: Path) -> None:
    done = check(CheckRequest(paths=(str(many),), jobs=1))
    (error,) = done.errors
    assert "following references between objects may lead to 2,200 objects" in str(error)
    assert "and what follows it, did not run" in str(error)
    # What each object says alone is still reported.
    assert sum(each.rule == "name-invalid" for each in done.findings) == 60


def test_processes_share_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_limit, "_FOUND", 100)
    limit = reference_limit.ReferenceLimit(0)

    def find() -> None:
        with limit.in_force():
            reference_limit.count_found(60)

    process = get_context("fork").Process(target=find)
    process.start()
    process.join()
    with pytest.raises(reference_limit.TooManyReferences):
        find()


def test_targets_of_many_services_of_many_pods(many: Path) -> None:
    done = targets(TargetsRequest(paths=(str(many),)))
    (error,) = done.errors
    assert "and of what follows are missing: following references between objects" in str(error)
    assert "may lead to 2,200 objects" in str(error)
    # What was found before is still shown.
    assert 0 < len(done.services) == len(done.entries) < 60

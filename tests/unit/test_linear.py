"""The work for adversarial shapes grows as their size: calls are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from svclint import CheckRequest, DiffRequest, TargetsRequest, check, diff, targets
from svclint.app.requests import ApplyMethod
from svclint.kubernetes import reference_limit
from svclint.kubernetes.service import Service
from svclint.model import ObjectName
from svclint.policy import checker
from svclint.rule.registry import rule_named

from benchmarks.adversarial_clusters import LIMITED_SHAPES
from benchmarks.adversarial_diffs import APPLIES
from benchmarks.adversarial_shapes import SHAPES

SIZE, TIMES = 60, 4


def calls(file: Path, text: str) -> int:
    """Return how many functions a check of a text calls, those written in C included."""
    file.write_text(text)
    return calls_for(file)


def calls_for(path: Path) -> int:
    """Return how many functions a check of a file or folder calls."""
    return calls_of(partial(check, CheckRequest(paths=(str(path),), jobs=1)))


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions a function calls, directly or not."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", SHAPES)
def test_the_work_is_linear(tmp_path: Path, name: str) -> None:
    file, shape = tmp_path / "shape.yaml", SHAPES[name]
    # Imports and indexes of the first run.
    calls(file, shape(2))
    least = calls(file, shape(1))
    one, several = (calls(file, shape(size)) - least for size in (SIZE, SIZE * TIMES))
    # A quadratic step would make it sixteen times as much.
    assert several <= max(one, 1000) * TIMES * 1.5


@pytest.mark.parametrize("name", SHAPES)
def test_the_work_of_targets_is_linear(tmp_path: Path, name: str) -> None:
    file, shape = tmp_path / "shape.yaml", SHAPES[name]

    def work(size: int) -> int:
        file.write_text(shape(size))
        return calls_of(partial(targets, TargetsRequest(paths=(str(file),))))

    least = min(work(2), work(1))
    one, several = (work(size) - least for size in (SIZE, SIZE * TIMES))
    assert several <= max(one, 1000) * TIMES * 1.5


@pytest.mark.parametrize("method", ["client", "server", "flux"])
@pytest.mark.parametrize("name", APPLIES)
def test_the_work_of_diff_is_linear(tmp_path: Path, name: str, method: ApplyMethod) -> None:
    file, live = tmp_path / "shape.json", tmp_path / "live.json"

    def work(size: int) -> int:
        shape = APPLIES[name](size)
        file.write_text(shape.manifests)
        live.write_text(shape.live)
        request = DiffRequest(paths=(str(file),), live=(str(live),), apply=method)
        return calls_of(partial(diff, request))

    least = min(work(2), work(1))
    one, several = (work(size) - least for size in (SIZE, SIZE * TIMES))
    assert several <= max(one, 1000) * TIMES * 1.5


def test_the_targets_of_all_ports_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_limit, "_FOUND", 1000)
    monkeypatch.setattr(reference_limit, "_FOUND_BY_OBJECT", 0)
    file, ports, pods = tmp_path / "web.yaml", "", ""
    for number in range(1, 41):
        ports += f"  - {{name: p{number}, port: {number}}}\n"
        pods += f"---\napiVersion: v1\nkind: Pod\nmetadata: {{name: w{number}, labels: {{a: b}}}}\n"
        pods += "spec: {containers: [{name: a, image: b}]}\n"
    head = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {a: b}\n"
    file.write_text(f"{head}  ports:\n{ports}{pods}")
    (error,) = targets(TargetsRequest(paths=(str(file),))).errors
    assert "the targets of Service web" in str(error)


@pytest.mark.parametrize("name", LIMITED_SHAPES)
def test_the_work_is_limited(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_limit, "_FOUND", 0)
    monkeypatch.setattr(reference_limit, "_FOUND_BY_OBJECT", 5)
    monkeypatch.setattr(checker, "RUN_STEPS", 0)
    monkeypatch.setattr(checker, "SERVICE_STEPS", 1000)
    file, shape = tmp_path / "shape.yaml", LIMITED_SHAPES[name]
    calls(file, shape(2))
    one, several = (calls(file, shape(size)) for size in (SIZE, SIZE * TIMES))
    assert several <= one * TIMES * 1.5


def test_the_work_is_linear_in_the_depth_of_folders(tmp_path: Path) -> None:
    shallow, deep = (nested(tmp_path / str(depth), depth) for depth in (100, 400))
    calls_for(nested(tmp_path / "1", 1))
    assert calls_for(deep) <= max(calls_for(shallow), 1000) * TIMES * 1.5


def test_a_file_may_be_in_more_folders_than_calls_may_be_nested(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() + 200
    file = nested(tmp_path, depth) / ("a/" * depth) / "web.yaml"
    assert len(check(CheckRequest(paths=(str(file),), jobs=1)).files) == 1
    # What removes the folders of tests calls itself for each level.
    file.unlink()
    for level in range(depth, 0, -1):
        (tmp_path / ("a/" * level)).rmdir()


def nested(top: Path, depth: int) -> Path:
    """Write a manifest into the innermost of nested folders."""
    folder = top / ("a/" * depth)
    for level in range(depth + 1):
        (top / ("a/" * level)).mkdir(exist_ok=True)
    (folder / "web.yaml").write_text(SHAPES["equal Services"](1))
    return top


class Counted(int):
    """A number that counts how often it is compared: what C compares are no calls."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return int(self) == other

    __hash__ = int.__hash__


def test_ports_are_not_compared_with_all_others() -> None:
    ports = [{"port": Counted(number), "protocol": "TCP"} for number in range(1, 401)]
    spec = {"type": "ClusterIP", "ports": ports}
    service = Service(
        {"spec": spec}, {"spec": spec}, ObjectName("v1", "Service", "", "web"), (1, 36)
    )
    Counted.compared = 0
    assert len(list(rule_named("port-name-missing").check(service))) == len(ports)
    assert Counted.compared <= 10 * len(ports)

"""Findings are the same from one worker or several, remembered or not, with or without skipping."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from svclint.app import CheckRequest, CheckResult
from svclint.app.check import check
from svclint.engine.execution import Execution
from svclint.settings.config.finding import nearest_config
from svclint.source.document import Document
from svclint.source.file_ranges import Range, documents_in, ranges_of, read_range
from svclint.source.file_search import find_files
from svclint.source.kustomization import _patches_above, kustomization_in

TOP_FOLDER = Path(__file__).parents[2]
LONG_AGO = 1_600_000_000
ACCELERATION = "svclint.engine.acceleration"
FAULTY = """\
apiVersion: v1
kind: Service
metadata: {name: faulty-NUMBER, namespace: team-1}
spec:
  type: NodePort
  clusterIP: 10.96.0.300  # svclint: ignore[cluster-ip-invalid, duplicate-port] known
  selector: {app: nothing-NUMBER}
  ports: [{port: 99999, nodePort: 30080}, {port: 80, name: UPPER, unknown: 1}]
"""
TEMPLATE = """\
apiVersion: v1
kind: Service
metadata: {name: REPLACEME-NUMBER}
spec: {selector: {app: REPLACEME}, ports: [{port: 80}]}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand files as benchmarks have them, with faults in some, and one large file."""
    folder = tmp_path_factory.mktemp("corpus")
    made = folder / "made"
    program = TOP_FOLDER / "benchmarks" / "run"
    command = [sys.executable, str(program), "--only", "1000", "--corpus-only", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    files = sorted(made.rglob("*.yaml"))
    for number, file in enumerate(files[::9]):
        file.write_text(f"{file.read_text()}\n---\n{FAULTY.replace('NUMBER', str(number))}")
    for number, file in enumerate(files[1::9]):
        added = [TEMPLATE.replace("NUMBER", f"{number}-{each}") for each in ("stable", "canary")]
        file.write_text("\n---\n".join([file.read_text(), *added]))
    files[4].write_text("kind: [")
    files[5].write_text("# nothing\n")
    files[6].write_text("kind: Service\nname: {{ .Values.name }}\n")
    (made / "large.yaml").write_text("\n---\n".join(file.read_text() for file in files[7:]))
    for file in made.rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return made


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files count as old at once, and the cache is empty."""
    monkeypatch.setattr("svclint.engine.acceleration.state._FRESH", -(10**12))
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))


def checked(paths: list[str], jobs: int | None = 1, *, use_cache: bool = False) -> CheckResult:
    return check(CheckRequest(paths=tuple(paths), jobs=jobs, use_cache=use_cache))


def slowly(paths: list[str]) -> CheckResult:
    """Check the long way: skip nothing, parse all by libyaml, let jsonschema see it all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("svclint.app.check_files.KINDS_READ", ALL)
        patch.setattr("svclint.source.yaml_reader.read_plain", lambda _: None)
        patch.setattr("svclint.source.stream.read_plain", lambda _: None)
        patch.setattr("svclint.engine.check_document.accepts", lambda *_: lambda _: False)
        patch.setattr(
            "svclint.engine.check_document._accepts_without_nulls", lambda *_: lambda _: False
        )
        return checked(paths)


class _All(frozenset[str]):
    def __contains__(self, _: object) -> bool:
        return True

    def __or__(self, _: object) -> frozenset[str]:
        return self


ALL = _All()


@pytest.fixture(scope="module")
def expected(corpus: Path) -> CheckResult:
    outcome = checked([str(corpus)])
    assert not outcome.errors
    assert len({finding.rule for finding in outcome.findings}) > 8
    assert "suppression-unused" in {finding.rule for finding in outcome.findings}
    assert {each.finding.rule for each in outcome.suppressed} == {"cluster-ip-invalid"}
    return outcome


@pytest.mark.parametrize("jobs", [None, 2, 3])
def test_at_any_number_of_workers(
    corpus: Path, expected: CheckResult, jobs: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svclint.engine.acceleration.fast_execution.MIN_RESULTS", 500)
    assert checked([str(corpus)], jobs) == expected


def test_without_the_package_that_makes_it_fast(
    corpus: Path, expected: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing needs workers, cache or packing: the simple execution finds the same."""
    for name in [name for name in sys.modules if name.startswith(ACCELERATION)]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr("svclint.app.check_files.execution_for", lambda *_: Execution())
    with pytest.raises(ImportError):
        importlib.import_module(ACCELERATION)
    assert checked([str(corpus)]) == expected


def test_packed_documents(
    corpus: Path, expected: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("svclint.engine.acceleration.packing.MAX_UNPACKED", 100)
    assert checked([str(corpus)], 2) == expected


def test_without_any_shortcut(corpus: Path, expected: CheckResult) -> None:
    assert slowly([str(corpus)]).findings == expected.findings


def test_recorded_manifests_are_judged_alike() -> None:
    paths = [str(TOP_FOLDER / "examples"), str(TOP_FOLDER / "tests" / "conformance")]
    assert checked(paths, 1).findings == slowly(paths).findings
    assert checked(paths, 1) == checked(paths, 2)


@pytest.mark.usefixtures("settled")
def test_remembered_or_not(corpus: Path, expected: CheckResult) -> None:
    for _ in range(2):
        assert checked([str(corpus)], 2, use_cache=True) == expected


@pytest.mark.usefixtures("settled")
def test_any_other_file_that_changes_is_seen(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(next(each for each in corpus.rglob("0000")), copy)
    changes: list[Callable[[], object]] = [
        lambda: (copy / "new.yaml").write_text(FAULTY),
        (copy / "new.yaml").unlink,
        lambda: (copy / ".svclint.yaml").write_text("ignore: [selector-matches-nothing]\n"),
        lambda: (tmp_path / "base.yaml").write_text("ignore: [selector-matches-nothing]\n"),
        lambda: (copy / ".svclint.yaml").write_text("extends: ../base.yaml\n"),
        lambda: (tmp_path / "base.yaml").write_text("ignore: [duplicate-port]\n"),
        lambda: (tmp_path / "base.yaml").write_text("rules: {duplicate-port: {severity: note}}\n"),
        lambda: (copy / "kustomization.yaml").write_text("namespace: elsewhere\nresources: [.]\n"),
    ]
    for change in changes:
        change()
        nearest_config.cache_clear()
        kustomization_in.cache_clear()
        for _ in range(2):
            remembered = checked([str(copy)], use_cache=True)
            assert remembered == checked([str(copy)])


def rewritten(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.usefixtures("settled")
def test_what_single_files_come_to_is_remembered(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(next(each for each in corpus.rglob("0000")), copy)
    files = sorted(copy.rglob("*.yaml"))
    judged: list[str] = []

    def noted(part: Range, *others: Any, **options: Any) -> Iterator[Document]:
        judged.append(os.path.basename(part.file))
        return documents_in(part, *others, **options)

    monkeypatch.setattr("svclint.engine.acceleration.fast_execution.documents_in", noted)
    base = tmp_path / "base.yaml"
    base.write_text("ignore: [target-port-not-declared]\n")
    config = copy / ".svclint.yaml"
    steps: list[tuple[Callable[[], object], set[str] | None]] = [
        (lambda: None, None),
        # Nothing but the times of a file.
        (lambda: os.utime(files[20], (LONG_AGO + 9, LONG_AGO + 9)), set()),
        # Its references are judged anew, those of others to it as well.
        (lambda: rewritten(files[10], "kind: Deployment", "kind: ReplicaSet"), {files[10].name}),
        (files[11].unlink, set()),
        (lambda: (copy / "new.yaml").write_text(FAULTY), {"new.yaml"}),
        (lambda: config.write_text("nodePortRange: 20000-20100\n"), None),
        (lambda: config.write_text("extends: ../base.yaml\n"), None),
        (lambda: base.write_text("namespace: elsewhere\n"), None),
        (lambda: (copy / "kustomization.yaml").write_text("patches: [{path: new.yaml}]\n"), None),
    ]
    for change, expected in steps:
        change()
        nearest_config.cache_clear()
        kustomization_in.cache_clear()
        _patches_above.cache_clear()
        judged.clear()
        remembered = checked([str(copy)], use_cache=True)
        assert set(judged) == ({f.name for f in find(copy)} if expected is None else expected)
        assert remembered == checked([str(copy)])


def find(folder: Path) -> list[Path]:
    return [Path(str(file)) for file in find_files([str(folder)])]


def test_parts_of_a_file_are_the_documents_of_the_whole(corpus: Path) -> None:
    file = str(corpus / "large.yaml")
    size = os.stat(file).st_size
    parts = list(ranges_of(file, size, 100_000, size))
    assert len(parts) > 10

    def shown(part: Range) -> list[tuple[object, ...]]:
        raw = read_range(part, size)
        assert isinstance(raw, bytes)
        documents = documents_in(part, raw, ALL)
        return [(d.chunk.first_line, d.chunk.span, d.chunk.text, d.data) for d in documents]

    assert [each for part in parts for each in shown(part)] == shown(Range(file, size))

"""The stream splitter in C is built, and gives the same results as Python or none."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from svclint.source import stream_pieces
from svclint.source.kinds import REFERENCE_KINDS, SERVICE_KINDS
from svclint.source.stream_pieces import pieces_in_python

from tests.unit.damage import damaged

TOP = Path(__file__).parents[2]
SOURCE = TOP / "lint/svclint/source/native_stream.c"
MODULE = "svclint.source.native_stream"
IS_BUILT = MODULE in sys.modules
pieces = vars(stream_pieces)["pieces"]
built = pytest.mark.skipif(not IS_BUILT, reason=f"{MODULE} is not built")
FILES = sorted(
    file for home in ("examples", "tests") for file in (TOP / home).rglob("*.y*ml")
)  # fmt: skip
STREAMS = [raw for file in FILES if len(raw := file.read_bytes()) < 8192]
KINDS: list[Any] = [None, frozenset(), SERVICE_KINDS, SERVICE_KINDS | REFERENCE_KINDS]
LINES = st.sampled_from(
    [
        *(b"---", b"--- ", b"---\t# c", b"--- x", b"---x", b"----", b"---#", b" ---", b"--"),
        *(b"kind: ConfigMap", b"kind: Role", b"kind: Service", b"kind: RoleList", b"kind: Ro"),
        *(b"kind:", b"kind:Role", b"kind: 'Role'", b"kind: role", b"kind:\tRole # c", b"kinds: a"),
        *(b"kind: Role#c", b"kind: Role x", b"kind: Role \r", b"  kind: Role", b" kind:", b"kind"),
        *(b"apiVersion: v1", b"apiVersion: rbac.authorization.k8s.io/v1", b"apiVersion: v"),
        *(b"apiVersion: a/b/v1", b"apiVersion: v1/v1", b"apiVersion: /v1", b"apiVersion: v.1"),
        *(b"apiVersion:v1", b"apiVersion: 'v1'", b"apiVersion: v1 # c", b"apiVersion: a/v1 x"),
        *(b"# c", b"  # c", b"# svclint: ignore", b"", b" ", b"\t", b"\x0b", b"a: b", b"  a: b"),
        *(b"- a", b"{}", b"[a]", b"? a", b"&a b", b"!a b", b"*a", b"<<: a", b'"a": b', b"'a': b"),
        *(b"%YAML 1.1", b"\rkind: Role", b"\x85", "\x85".encode(), "a: \u2028".encode()),
        *("a: \u2029b".encode(), "é: ü".encode(), b"\xef\xbb\xbf---", b"\0", b"..."),
    ]
)
ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\r", b""])
TEXTS = st.lists(st.tuples(LINES, ENDS).map(b"".join), max_size=12).map(b"".join)
INSERTED = st.binary(max_size=3) | LINES | ENDS | TEXTS


def agree(raw: bytes) -> bool:
    """Check that both split a stream alike; return whether C could split it."""
    is_known = False
    for kinds in KINDS:
        found = pieces(raw, kinds)
        if found is not None:
            is_known = True
            assert found == pieces_in_python(raw, kinds)
            assert all(start < end for start, end, _ in found)
    return is_known


def test_it_is_built_wherever_there_is_a_compiler() -> None:
    if IS_BUILT:
        made = Path(sys.modules[MODULE].__file__ or "")
        assert made.stat().st_mtime >= SOURCE.stat().st_mtime, "it is outdated: pip install -e ."
        return
    if os.environ.get("CI"):
        pytest.fail(f"{MODULE} is not built; pip install -e . builds it")
    pytest.skip(f"{MODULE} is not built")


def test_without_it_python_splits() -> None:
    program = f"import sys; sys.modules['{MODULE}'] = None\n"
    program += "from svclint.source.stream import documents\n"
    program += "print([each.kind for each in documents('a.yaml', b'kind: A\\n---\\nkind: B')])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "['A', 'B']\n"


@settings(max_examples=5000)
@given(TEXTS)
@example(b"# svclint: ignore\n---\na: b\n---\nkind: Role\n")
@example(b"apiVersion: a/v1\n  kind: a\nkind: Role\n")
@example(b"---\t# c\r---\nkind: ConfigMap\napiVersion: v1\n")
@example(b"---\n---\nkind: Role\napiVersion: a/v1\n---")
def test_streams(raw: bytes) -> None:
    agree(raw)


@settings(max_examples=3000)
@given(damaged(STREAMS, INSERTED))
def test_damaged_manifests(raw: bytes) -> None:
    agree(raw)


@built
def test_it_splits_most_manifests() -> None:
    assert sum(map(agree, STREAMS)) > len(STREAMS) * 0.9


@built
@pytest.mark.parametrize("wrong", [(), (b"a",), ("a", None), (b"a", 1), (b"a", None, 1)], ids=repr)
def test_another_type_is_an_error(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        pieces(*(wrong if wrong != (b"a", 1) else (b"kind: Role\napiVersion: a/v1\n", 1)))


@built
def test_no_reference_and_no_block_is_lost() -> None:
    def split_all() -> None:
        for raw in STREAMS:
            for kinds in KINDS:
                pieces(raw, kinds)

    split_all()
    gc.collect()
    before, blocks = sys.getrefcount(None), sys.getallocatedblocks()
    for _ in range(20):
        split_all()
    assert abs(sys.getrefcount(None) - before) < 20
    assert sys.getallocatedblocks() - blocks < 20


@built
def test_memory_that_runs_out_anywhere_is_no_crash_and_no_loss() -> None:
    testing = pytest.importorskip("_testcapi", reason="this Python has no _testcapi")
    raw = b"".join(b"a: b\n---\nkind: Role%d\napiVersion: a/v1\n---\n" % n for n in range(300, 310))
    failures = 0
    while True:
        testing.set_nomemory(failures + 1, 0)
        try:
            found = pieces(raw, SERVICE_KINDS)
        except MemoryError:
            failures += 1
        else:
            break
        finally:
            testing.remove_mem_hooks()
    assert failures > 10
    assert found is not None
    assert len(found) == 10

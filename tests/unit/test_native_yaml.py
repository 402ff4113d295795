"""The C reader: it is built, agrees with libyaml on damaged texts, and leaks no memory."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.source import yaml_reader
from svclint.source.parse_result import ParsedDocument
from svclint.source.scalars import resolve_plain
from svclint.source.yaml_reader import parse_any_yaml, read_plain

from tests.unit.damage import damaged

TOP = Path(__file__).parents[2]
SOURCE = TOP / "lint/svclint/source/native_yaml.c"
IS_BUILT = yaml_reader.read_plain.__module__ != yaml_reader.__name__
built = pytest.mark.skipif(not IS_BUILT, reason="svclint.source.native_yaml is not built")
FILES = sorted(
    file for home in ("examples", "tests") for file in (TOP / home).rglob("*.y*ml")
)  # fmt: skip
MANIFESTS = [
    piece for file in FILES for piece in file.read_bytes().split(b"\n---\n") if len(piece) < 4096
]
INSERTED = (
    st.sampled_from([b"", b" ", b"  ", b"\n", b"- ", b": ", b":", b"#", b" #", b"'", b'"', b"\\"])
    | st.sampled_from([b"{", b"}", b"[", b"]", b", ", b"-", b"0", b"~", b"\t", b"\r", b"\0", b"|"])
    | st.sampled_from(["é".encode(), "本".encode(), b"\xff", b"\x7f", b"\xc2\x85", b"\n---\n"])
    | st.binary(max_size=3)
)
# In each, the reader meets a key and a value before what makes it leave the text to libyaml.
LEFT_OFF = [
    "known-key: known-value\nknown-key: known-value\n",
    "known-key:\nknown-key:\n",
    "known-key:\n  known-key: known-value\n  known-key: |\n",
    "known-key: |\n",
    "known-key:\n  words\n",
    "known-key: .inf\n",
    "a:\n  known-key: known-value\n b: known-value\n",
    "a:\n- known-key:\n- known-value\n- known-key: known-value\n  known-key:\n",
    "- known-key: known-value\n",
    "a: {known-key: known-value, known-key: known-value}\n",
    "a: {known-key: known-value, known-key: .nan}\n",
    "a: {known-key: known-value, known-key}\n",
    "a: {known-key: {}}\n",
    "a: [known-value, 'known-value', known-value, []]\n",
    "a: [known-value, known-value\n",
    "a: 'known-value'\nb: 'known-value' known-value\n",
    "a: 12345678\nb: 1.5e300\nc: 12345678 |\nnull: 1.5e300\n",
    "".join("  " * depth + "known-key:\n" for depth in range(80)),
    "".join("  " * depth + "- known-key: known-value\n" for depth in range(80)),
    "known-key: é\nknown-value: \x07\n",
    "known-key: \ud800\n",
    f"{'k' * 129}: 1\n",
]
READ = [
    "known-key: known-value\n",
    "known-key:\n",
    "known-key: " + "v" * 1000 + "\n",
    f"{'k' * 128}: 1\n",
]


def test_it_is_built_wherever_there_is_a_compiler() -> None:
    if IS_BUILT:
        made = Path(sys.modules["svclint.source.native_yaml"].__file__ or "")
        assert made.stat().st_mtime >= SOURCE.stat().st_mtime, "it is outdated: pip install -e ."
        return
    compiler = shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0])
    reason = f"the C reader is not built; compiler: {compiler}; pip install -e . builds it"
    if compiler and os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def test_without_it_libyaml_reads() -> None:
    program = "import sys; sys.modules['svclint.source.native_yaml'] = None\n"
    program += "from svclint.source.yaml_reader import parse_yaml, read_plain\n"
    program += "print(read_plain('a: 1'), parse_yaml('a: 1'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "None ParsedDocument(data={'a': 1}, duplicate_keys=[], trailing_line=0)\n"
    )


@settings(max_examples=3000)
@given(damaged(MANIFESTS, INSERTED))
def test_damaged_manifests(raw: bytes) -> None:
    for text in (raw.decode("utf-8", "replace"), raw.decode("latin-1")):
        data = read_plain(text)
        if data is not None:
            assert repr(parse_any_yaml(text)) == repr(ParsedDocument(data, [], 0))


@built
def test_most_manifests_are_plain_to_it() -> None:
    texts = [raw.decode() for raw in MANIFESTS]
    assert sum(read_plain(text) is not None for text in texts) > len(texts) // 2


@pytest.mark.parametrize("text", LEFT_OFF)
def test_texts_that_break_off_anywhere(text: str) -> None:
    assert read_plain(text) is None


@built
@pytest.mark.parametrize("text", READ)
def test_texts_at_its_limits(text: str) -> None:
    data = read_plain(text)
    assert data is not None
    assert repr(data) == repr(parse_any_yaml(text).data)


@built
@pytest.mark.parametrize("wrong", [b"a: 1", None, 1], ids=repr)
def test_another_type_is_an_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        read_plain(wrong)


def counts() -> list[int]:
    """Return the reference counts of shared objects: keys, values, and None."""
    data: Any = read_plain("known-key: known-value\na: 'known-value'\nb: 12345678\nc: 1.5e300")
    gc.collect()
    return [sys.getrefcount(each) for each in (*data, *data.values(), None, True)]


@built
def test_no_reference_and_no_block_is_lost() -> None:
    texts = [*LEFT_OFF, *READ, *(raw.decode() for raw in MANIFESTS)]
    passes = 20

    def read_all() -> None:
        for text in texts:
            read_plain(text)

    read_all()
    before, blocks = counts(), sys.getallocatedblocks()
    for _ in range(passes):
        read_all()
    after, more = counts(), sys.getallocatedblocks() - blocks
    # A leaked reference would be leaked in every pass.
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) < passes
    assert more < passes


@built
def test_its_tables_are_freed_with_the_module() -> None:
    spec = find_spec("svclint.source.native_yaml")
    assert spec is not None
    assert spec.loader is not None
    other = module_from_spec(spec)
    spec.loader.exec_module(other)
    data = other.read_plain("a: a-value\nb: 'b-value'\nc: 12345678\n")
    before = list(map(sys.getrefcount, data.values()))
    del other
    gc.collect()
    # The text and its value; without quotes or digits, both are one object.
    lost = zip(before, map(sys.getrefcount, data.values()), strict=True)
    assert [one - after for one, after in lost] == [2, 2, 1]


@built
def test_reading_while_reading() -> None:
    text = "a: 1234.5678\n"
    inner: list[dict[str, Any]] = []

    def read_again(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is resolve_plain.__code__ and not inner:
            inner.append({})
            inner[0] = read_plain(text) or {}

    sys.setprofile(read_again)
    try:
        data = read_plain(text) or {}
    finally:
        sys.setprofile(None)
    assert inner == [data] == [{"a": 1234.5678}]
    # The outer call ended later: its value is kept in the table, and the other is not.
    assert sys.getrefcount(inner[0]["a"]) == sys.getrefcount(data["a"]) - 1


@built
def test_keys_are_the_constants_of_rules() -> None:
    constant = sys.intern("a-constant-of-a-rule")
    text = "-".join(("a", "constant", "of", "a", "rule"))
    assert text is not constant
    (key,) = read_plain(f"{text}: 1") or {}
    assert key is constant


@built
def test_memory_that_runs_out_anywhere_is_no_crash_and_no_loss() -> None:
    testing = pytest.importorskip("_testcapi", reason="this Python has no _testcapi")
    before = counts()[:4]
    failures = 0
    while not read_short_of_memory(testing, failures):
        failures += 1
    assert failures > 20
    assert counts()[:4] == before


def read_short_of_memory(testing: Any, left: int) -> bool:
    """Read a text with memory for a number of objects; return whether there was enough."""
    # Texts in the tables would need none.
    new = f"new-{left}-"
    text = (
        f"known-key: known-value\n{new}a:\n- known-key: [known-value, {new}b, '{new}c']\n"
        f"  {new}d: {{known-key: known-value, {new}e: {new}f}}\n- {new}g\n"
        f"{new}h:\n  known-key: 1{new}0\n  {new}j: '{new}k'\n"
    )
    testing.set_nomemory(left + 1, 0)
    try:
        data = read_plain(text)
    except MemoryError:
        return False
    finally:
        testing.remove_mem_hooks()
    assert data == parse_any_yaml(text).data
    return True

"""The use of PyYAML's parser does not affect other users of PyYAML."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest
import yaml
from svclint.source.fold import FoldError, fold_any

LATER = """
from svclint.source.fold import fold_any
import sys
assert "yaml.constructor" not in sys.modules, "the rest of PyYAML is slow to load"
fold_any("a: 1")
import yaml
assert yaml.safe_load("a: 2001-01-01")["a"].year == 2001
assert yaml.load("a: [1]", yaml.CSafeLoader) == {"a": [1]}
assert [type(event) for event in yaml.parse("a", yaml.CLoader)][2] is yaml.events.ScalarEvent
for text, error in (("a: [", yaml.parser.ParserError), ("a: '", yaml.scanner.ScannerError),
                    ("a: \\0", yaml.reader.ReaderError)):
    try:
        yaml.load(text, yaml.CSafeLoader)
    except error:
        continue
    raise AssertionError(error)
assert fold_any("a: 1").data == {"a": 1}
"""
EARLIER = """
import yaml
from svclint.source.fold import FoldError, fold_any
assert fold_any("a: 1").data == {"a": 1}
for text in ("a: [", "a: \\0"):
    try:
        fold_any(text)
    except FoldError:
        continue
    raise AssertionError(text)
assert yaml.load("a: [1]", yaml.CSafeLoader) == {"a": [1]}
"""


@pytest.mark.parametrize("program", [LATER, EARLIER])
def test_pyyaml_is_whole_whoever_comes_first(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("text", ["a: 1", "a: [", "a: *x", "~: 1", "a: \0"])
def test_event_classes_are_back_after_each_text(text: str) -> None:
    extension: Any = import_module("yaml._yaml")
    with contextlib.suppress(FoldError):
        fold_any(text)
    assert extension.ScalarEvent is yaml.events.ScalarEvent
    assert extension.MappingStartEvent is yaml.events.MappingStartEvent

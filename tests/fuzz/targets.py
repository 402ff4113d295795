"""What is fuzzed: each target takes bytes, and raises if svclint does what it must not do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from random import Random
from typing import Any

from svclint.cel import (
    Budget,
    CompileError,
    Environment,
    LimitExceeded,
    Outcome,
    compile_expression,
)
from svclint.cel.types import DYN
from svclint.model import ConfigError
from svclint.settings.config.reading import read_config
from svclint.settings.rule_settings import require_valid
from svclint.source.files import OWN_FILE
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes
from svclint.source.native_stream import pieces
from svclint.source.native_yaml import plain_positions, read_plain
from svclint.source.parse_result import ParseError
from svclint.source.path_patterns import PathPatterns, pattern_problem
from svclint.source.stream_pieces import pieces_in_python
from svclint.source.yaml_positions import positions_by_libyaml
from svclint.source.yaml_reader import parse_any_yaml

from tests.fuzz.applying import applying
from tests.fuzz.editing import editing
from tests.fuzz.rendering import rendering
from tests.fuzz.running import FORMATS, run


def readers(raw: bytes) -> None:
    """Read bytes as a stream; the C readers find what the Python readers find."""
    found = pieces(raw, KINDS_READ)
    if found is not None:
        assert found == pieces_in_python(raw, KINDS_READ), "pieces differ"
    for document in documents_of_bytes("x.yaml", raw, KINDS_READ):
        document.locate(("spec", "ports", 0, "port"))
    text = raw.decode("utf-8", "replace")
    data = read_plain(text)
    if data is not None:
        try:
            assert parse_any_yaml(text).data == data, "values differ"
        except ParseError as error:
            raise AssertionError("libyaml refuses what is read") from error
        assert plain_positions(text) == positions_by_libyaml(text), "positions differ"


def expressions(raw: bytes) -> None:
    """Compile and evaluate a CEL expression on an object."""
    source, _, value = raw.decode("utf-8", "replace").partition("\n")
    environment = Environment({"object": DYN, "x": DYN}, {})
    names = {
        "object": {"metadata": {"annotations": {"a": value}}, "spec": {"ports": []}},
        "x": value,
    }
    try:
        program = compile_expression(source, environment)
        with Budget("a fuzzer", 200_000, 1 << 24).in_force():
            outcome = program.evaluate(names)
    except (CompileError, LimitExceeded):
        return
    assert isinstance(outcome, Outcome)


def patterns(raw: bytes) -> None:
    """Match paths against patterns."""
    lines = raw.decode("utf-8", "replace").split("\n")
    for line in lines:
        pattern_problem(line)
    found = PathPatterns(lines)
    for path in ("a/b/c.yaml", "a" * 100, "/".join("a" * 30), *lines[:3]):
        found.matches(path.strip("/") or "a")


def configurations(raw: bytes) -> None:
    """Read a configuration."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, OWN_FILE)
        with open(file, "wb") as stream:
            stream.write(raw)
        try:
            require_valid(read_config(file))
        except ConfigError as error:
            has_place = str(error).startswith(folder)
        else:
            has_place = True
    assert has_place, "an error without the file"


def command(raw: bytes) -> None:
    """Run the whole command over a folder that consists of the bytes, whatever they are."""
    random = Random(len(raw) + sum(raw[:64]))
    with tempfile.TemporaryDirectory() as folder:
        file = _folder(folder, raw, random)
        format_name = random.choice(FORMATS)
        drawn = random.choice(["tree", "json", "dot", "mermaid", "html"])
        listed = random.choice(["text", "json"])
        run("check", "--no-cache", f"--format={format_name}", folder, output=format_name)
        runs = {
            ("check", "--no-cache", "--diff", "--unsafe-fixes", file): "text",
            ("check", "--no-cache", "--policy", file, file): "text",
            ("targets", "--format", drawn, file): drawn,
            ("diff", "--format", listed, file, "--live", file): listed,
            ("baseline", "--output", os.path.join(folder, "b.json"), file): "text",
        }
        for words in random.sample(list(runs), 2):
            run(*words, output=runs[words])


def _folder(folder: str, raw: bytes, random: Random) -> str:
    """Write the bytes to a manifest, and perhaps to files that svclint reads beside it."""
    file = os.path.join(folder, random.choice(["a.yaml", "b.json", "c.yml"]))
    names = [OWN_FILE, ".gitignore", "kustomization.yaml"]
    for path in (file, *(os.path.join(folder, each) for each in names if random.random() < 0.2)):
        with open(path, "wb") as stream:
            stream.write(raw)
    return file


TARGETS: dict[str, Callable[[bytes], Any]] = {
    "readers": readers,
    "expressions": expressions,
    "patterns": patterns,
    "configurations": configurations,
    "command": command,
}
# These take trees of files, as ``trees.py`` writes them.
OF_TREES: dict[str, Callable[[bytes], Any]] = {
    "rendering": rendering,
    "applying": applying,
    "editing": editing,
}

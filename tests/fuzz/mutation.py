"""Change manifests, configurations and other texts at random: by structure, by lines, by bytes."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.fuzz.shapes import anything, object_of

TOP = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
# Texts that have been trouble for readers of YAML, JSON, patterns or numbers.
TOKENS = [
    *("null", "~", "[]", "{}", "''", "-1", "1e9", "0x50", "9" * 40, "9" * 5000, "0b" + "1" * 80),
    *("<<: *x", "&x", "*x", "!!binary aGk=", "|\n  text", ">-", "---", "--- a", "...", "%YAML 1.1"),
    *(
        "\t",
        "\r",
        "\r\n",
        "\x85",
        "\u2028",
        "\ufeff",
        "\x1b[31m",
        "\u202e",
        "\0",
        "{{",
        "$",
    ),
    *("::error::x", "##vso[task]", "svclint: ignore[", "# svclint: ignore[port-unnamed] x", "\\0"),
    *("*a*a*a*ab", "**/", "!", "\\", "[", "extends: ./x.yaml", "[" * 200, "{a: " * 140, "- " * 150),
]


def seeds() -> list[bytes]:
    """Return the corpus: its own files, and the examples of the documentation."""
    kept = [file for file in sorted(CORPUS.iterdir()) if file.suffix != ".tree"]
    return [file.read_bytes() for file in [*kept, *sorted((TOP / "examples").rglob("*.yaml"))]]


def mutated(random: Random, corpus: list[bytes]) -> bytes:
    """Return a text made from the corpus, or of objects of any shape."""
    choice = random.random()
    if choice < 0.4:
        raw = written(random, [object_of(random) for _ in range(random.randint(1, 4))])
    else:
        raw = random.choice(corpus)
        raw = _restructured(random, raw) if choice < 0.7 else raw
    return _edited(random, raw, random.choice([0, 0, 1, 1, 2, 4]))


def changed(random: Random, raw: bytes) -> bytes:
    """Return a text that differs from another one a little."""
    if random.random() < 0.5:
        return _restructured(random, raw)
    return _edited(random, raw, random.choice([1, 1, 2]))


def _edited(random: Random, raw: bytes, times: int) -> bytes:
    for _ in range(times):
        raw = _line_changed(random, raw) if random.random() < 0.7 else _bytes_changed(random, raw)
    return raw


def written(random: Random, objects: list[Any]) -> bytes:
    """Return objects as JSON, as a List, or as YAML in flow or block style."""
    choice = random.randint(0, 3)
    if choice == 0:
        return "\n".join(map(_json, objects)).encode()
    if choice == 1:
        return _json({"apiVersion": "v1", "kind": "List", "items": objects}).encode()
    flow = None if choice == 2 else False
    return yaml.safe_dump_all(objects, default_flow_style=flow, allow_unicode=True).encode()


def _json(value: Any) -> str:
    """Return a value as JSON; YAML has binary values, and keys of any type, which JSON has not."""
    return json.dumps(value, default=repr, skipkeys=True)


def _restructured(random: Random, raw: bytes) -> bytes:
    """Replace, delete or repeat some values of a text's documents."""
    try:
        documents = [each for each in yaml.safe_load_all(raw) if isinstance(each, dict)]
    except (yaml.YAMLError, ValueError):
        return raw
    for document in documents:
        for _ in range(random.randint(1, 3)):
            _change_value(random, document)
    return written(random, documents) if documents else raw


def _change_value(random: Random, value: Any) -> None:
    for _ in range(random.randint(0, 6)):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        inner = [key for key in keys if isinstance(value[key], (dict, list)) and value[key]]
        if not inner:
            break
        value = value[random.choice(inner)]
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = random.choice(keys)
    choice = random.random()
    if choice < 0.6:
        value[key] = anything(random)
    elif choice < 0.8:
        del value[key]
    elif isinstance(value, list):
        value.append(value[key])
    else:
        value[random.choice(["name", "spec", "x", "ports"])] = value[key]


def _line_changed(random: Random, raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    at = random.randrange(len(lines))
    token = random.choice(TOKENS).encode("utf-8", "surrogatepass")
    choice = random.randint(0, 5)
    if choice == 0:
        del lines[at]
    elif choice == 1:
        lines.insert(at, random.choice(lines))
    elif choice == 2:
        lines[at] = lines[at].partition(b":")[0] + b": " + token
    elif choice == 3:
        lines[at] += b" " + token
    elif choice == 4:
        lines[at] = lines[at].replace(b"  ", b"", 1)
    else:
        lines.insert(at, token)
    return b"\n".join(lines)


def _bytes_changed(random: Random, raw: bytes) -> bytes:
    at = random.randrange(len(raw) + 1)
    inserted = random.randbytes(random.randint(0, 3))
    return raw[:at] + inserted + raw[at + random.randint(0, 3) :]

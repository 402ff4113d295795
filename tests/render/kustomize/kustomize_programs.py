"""The real kustomize and kubectl of the tests, and the fields of what they build."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from svclint.model import ConfigError
from svclint.model import Path as FieldPath
from svclint.source import Document
from svclint.source.stream import documents

from tests.render import real_tools

TREE = Path(__file__).parent / "tree"
_VERBS = {"kustomize": "build", "kubectl": "kustomize"}


def builder(program: str) -> Callable[[str], bytes]:
    """Return a function that builds a folder with one of the programs, or skip the test."""
    found = real_tools.program(program)

    def build(folder: str) -> bytes:
        command = [found, _VERBS[program], folder]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise ConfigError(done.stderr.decode())
        return done.stdout

    return build


def leaves(document: Document) -> Iterator[tuple[FieldPath, Any]]:
    """Yield the path and value of each scalar of a document."""
    pending: list[tuple[FieldPath, Any]] = [((), document.data)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += [((*path, key), value[key]) for key in reversed(value)]
        elif isinstance(value, list):
            pending += [((*path, at), item) for at, item in reversed(list(enumerate(value)))]
        else:
            yield path, value


def read(raw: bytes) -> list[Document]:
    """Return the documents of an output."""
    return list(documents("", raw))

"""Sessions that were recorded from Neovim replay without a wrong position.

``python -m tests.lsp.record`` records them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.protocol import default_converter
from svclint.app import CheckRequest
from svclint.app.check import check
from svclint.lsp.session import Session
from svclint.report.result import is_skipped

RECORDINGS = sorted((Path(__file__).parent / "recordings").glob("*.jsonl"))
# Of an object whose text is broken, the last good one counts for others.
ACROSS = ("object-defined-twice", "services-share-pods", "selector-matches-nothing")


class Shown:
    """An editor that remembers what it shows of each version."""

    def __init__(self) -> None:
        self.found: dict[int | None, list[types.Diagnostic]] = {}

    def publish(self, _uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.found[version] = found

    def log(self, message: str, kind: types.MessageType) -> None:
        raise AssertionError((kind, message))

    def refresh(self) -> None:
        """Nothing depends on other files here."""


def parameters(recording: Path, kind: str) -> Iterator[Any]:
    converter: Any = default_converter()  # type: ignore[no-untyped-call]
    for line in recording.read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        if message["method"].endswith(kind):
            made = {"didOpen": types.DidOpenTextDocumentParams}.get(
                kind, types.DidChangeTextDocumentParams
            )
            yield converter.structure(message["params"], made)


def applied(text: str, change: Any) -> str:
    """Return a text after a change, computed in UTF-16 as the protocol describes it."""
    lines = text.split("\n")

    def offset(position: types.Position) -> int:
        before = sum(len(line.encode("utf-16-le")) // 2 + 1 for line in lines[: position.line])
        return 2 * (before + int(position.character))

    raw = text.encode("utf-16-le")
    start, end = offset(change.range.start), offset(change.range.end)
    inserted: bytes = change.text.encode("utf-16-le")
    return (raw[:start] + inserted + raw[end:]).decode("utf-16-le")


def expected(text: str) -> set[tuple[str, int, int]]:
    Path("service.yaml").write_bytes(text.encode())
    found = check(CheckRequest(paths=(".",), render="off")).findings
    lines = text.split("\n")
    return {
        (each.rule, each.location.line - 1, units(lines, each.location.line, each.location.column))
        for each in found
        if not is_skipped(each) and each.rule not in ACROSS
    }


def units(lines: list[str], line: int, column: int) -> int:
    return len(lines[line - 1][: column - 1].encode("utf-16-le")) // 2


@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: str(path.stem))
def test_a_recorded_session(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    uri = (tmp_path / "service.yaml").as_uri()

    async def replay() -> int:
        shown = Shown()
        session = Session(shown, str(tmp_path), CheckRequest(), "utf-16")
        [first] = parameters(recording, "didOpen")
        text = first.text_document.text
        session.open(uri, text, first.text_document.version)
        await session.load()
        number = 0
        for each in parameters(recording, "didChange"):
            version = each.text_document.version
            session.change(uri, each.content_changes, version)
            workspace = session.flush()
            assert workspace is not None
            for _ in workspace.check_rest():
                pass
            # What needs other documents is known now.
            session.change(uri, [], version)
            session.flush()
            for change in each.content_changes:
                text = applied(text, change)
            assert session.opened["./service.yaml"].text.source == text
            found = {
                (str(each.code), each.range.start.line, each.range.start.character)
                for each in shown.found[version]
                if each.code not in ACROSS
            }
            assert found == expected(text), (version, text)
            number += 1
        return number

    assert asyncio.run(replay()) > 150

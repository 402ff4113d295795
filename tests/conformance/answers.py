"""Recorded answers of kube-apiserver: one JSON object a line, in a gzip file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.live.client import Answer


def read_answers(file: Path) -> tuple[dict[str, Any], ...]:
    """Return the rows of a file of answers."""
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return tuple(json.loads(line) for line in stream)


def write_answers(file: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows to a file of answers; equal rows give equal bytes."""
    text = "".join(json.dumps(row, sort_keys=True, ensure_ascii=False) + "\n" for row in rows)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))


def verdict(answer: Answer, longest_message: int | None = None) -> dict[str, Any]:
    """Return the status, the message, the causes and the warnings of an answer."""
    body = answer.body if isinstance(answer.body, dict) else {}
    causes = (body.get("details") or {}).get("causes") or []
    return {
        "status": answer.status,
        "message": (body.get("message") or "")[:longest_message],
        "causes": [{"reason": c.get("reason"), "field": c.get("field")} for c in causes],
        "warnings": list(answer.warnings),
    }

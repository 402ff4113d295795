"""What was found of one document as plain data, which marshal takes: for workers and the cache."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator

from svclint.engine.alone import FactsFor
from svclint.engine.packing import DocumentResult
from svclint.engine.rules import Findings, RuleCrash
from svclint.engine.wire import (
    Plain,
    finding_of,
    plain_finding,
    plain_suppression,
    suppression_of,
)
from svclint.model import Finding
from svclint.model.cluster import ClusterFacts
from svclint.source.document import Chunk, Document
from svclint.source.files import ReadError

Item = DocumentResult | ReadError


def plain_of(items: Iterable[Item]) -> list[Plain]:
    """Turn what was found of some documents, and the trouble of files, into plain data."""
    return list(map(plain_item, items))


def plain_item(item: Item) -> Plain:
    """Turn what was found of one document, or the trouble of a file, into plain data."""
    return tuple(item) if isinstance(item, ReadError) else _plain_judged(item)


def pack(plain: list[Plain]) -> bytes:
    """Pack plain data."""
    return marshal.dumps(plain)


def unpack(packed: bytes) -> list[Plain]:
    """Unpack it again; only what svclint itself has packed is ever read."""
    found: list[Plain] = marshal.loads(packed)  # noqa: S302
    return found


def items_of(plain: Iterable[Plain], file: str, facts_for: FactsFor) -> Iterator[Item]:
    """Turn plain data of a file back."""
    chunk: Chunk | None = None
    facts = facts_for(file)
    for each in plain:
        if len(each) == 2:
            yield ReadError(*each)
        else:
            judged = _judged(each, file, facts, chunk)
            chunk = judged.document.chunk
            yield judged


def plain_found(item: Finding | RuleCrash) -> Plain:
    """Turn what a rule found, or that it failed, into plain data."""
    return (str(item), item.trace) if isinstance(item, RuleCrash) else plain_finding(item)


def found_of(plain: Plain) -> Finding | RuleCrash:
    """Turn plain data back."""
    return RuleCrash(*plain) if len(plain) == 2 else finding_of(plain)


def _plain_judged(judged: DocumentResult) -> Plain:
    document = judged.document
    chunk = document.chunk
    # Only a document that others may refer to, or that refers to others, is asked for again.
    data = document.data if isinstance(document.data, dict) else None
    text = None if chunk.span is not None or data is None else chunk.text
    # Most have neither findings nor suppressions.
    found = judged.findings and list(map(plain_found, judged.findings))
    marks = judged.suppressions and tuple(map(plain_suppression, judged.suppressions))
    where = chunk.first_line, chunk.span, text
    return (*where, document.kind, data, document.prefix, found, judged.is_sound, marks)


def _judged(plain: Plain, file: str, facts: ClusterFacts, before: Chunk | None) -> DocumentResult:
    first_line, span, text, kind, data, prefix, found, is_sound, marks = plain
    chunk = Chunk(file, text if text is not None or span is not None else "", first_line, span)
    if before is not None and chunk.is_same(before):
        # The objects of a List share one, and with it the places in it.
        chunk = before
    document = Document(chunk, data, prefix)
    document.kind = kind
    items: Findings = found and list(map(found_of, found))
    return DocumentResult(
        items, document, facts, is_sound, marks and tuple(map(suppression_of, marks))
    )

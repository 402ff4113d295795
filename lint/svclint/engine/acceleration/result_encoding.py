"""What is sent from worker processes and cached of each document.

``ResultFields`` are the fields of a ``DocumentResult`` that cannot be found out again. Workers
send them as they are, pickled; in the cache they are JSON text, whose types are checked: an entry
that somebody else wrote cannot execute code. With ``marshal`` in both places, a cold run of 10,000
files took 0.2 to 0.5 s less CPU of 3 s if it wrote the cache. A run that the cache answers takes
0.19 s either way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from svclint.engine.acceleration.json_findings import (
    DamagedError,
    Json,
    decode_finding,
    decode_name,
    decode_suppression,
    fields,
    items,
    path_of,
)
from svclint.engine.execution import Item
from svclint.engine.results import DocumentResult
from svclint.engine.run_rules import Findings, RuleCrash
from svclint.model import Data, Finding, ObjectName, Path
from svclint.model.cluster import ClusterFacts
from svclint.model.suppression import Suppression
from svclint.source.document import Chunk, Document
from svclint.source.files import ReadError
from svclint.source.parse_result import Problem


class ResultFields(NamedTuple):
    """The result of a document, without what its file says: ``text`` if it has no ``span``.

    ``name`` is as the file declares it; ``data`` lacks it where a placeholder is part of it.
    """

    first_line: int
    column: int
    span: tuple[int, int] | None
    text: str | None
    name: ObjectName
    data: Data | None
    prefix: Path
    findings: Findings
    can_check_across: bool
    suppressions: tuple[Suppression, ...]
    readings: tuple[Data, ...]
    problem: str


ItemFields = ResultFields | ReadError

_NONE = type(None)
_TYPES = (
    int,
    int,
    (list, _NONE),
    (str, _NONE),
    list,
    (dict, _NONE),
    list,
    list,
    bool,
    list,
    list,
    str,
)
# Data of manifests contains no cycles.
_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def fields_of(item: Item) -> ItemFields:
    """Return the fields of a result to send or to cache."""
    if isinstance(item, ReadError):
        return item
    findings, document, _, can_check_across, suppressions, _, readings = item
    chunk = document.chunk
    # Without data, nothing is looked up in the document any more.
    data = document.data if isinstance(document.data, dict) else None
    text = None if chunk.span is not None or data is None else chunk.text
    return ResultFields(
        *(chunk.first_line, chunk.column, chunk.span, text, document.object_name, data),
        *(document.prefix, findings, can_check_across, suppressions, readings),
        # Its message and place are in the findings.
        "" if document.problem is None else document.problem.kind,
    )


def items_of(found: Iterable[ItemFields], file: str, facts: ClusterFacts) -> Iterator[Item]:
    """Yield the results in a file, from their fields."""
    before: Chunk | None = None
    for each in found:
        if isinstance(each, ReadError):
            yield each
            continue
        first_line, column, span, text, name, data, prefix, findings = each[:8]
        text = "" if text is None and span is None else text
        chunk = Chunk(file, text, first_line, span, column)
        if before is not None and chunk.is_same(before):
            # The objects of a List share a chunk, and with it the places in it.
            chunk = before
        before = chunk
        can_check_across, suppressions, readings, problem = each[8:]
        document = Document(chunk, data, prefix, Problem(problem, "", 1, 1) if problem else None)
        document.object_name = name
        document.api_version, document.kind = name[:2]
        if readings and data is not None:
            from svclint.engine.unknown_values import unknown_fields  # noqa: PLC0415 - fixes

            document.unknown_fields = unknown_fields(data, readings)
        yield DocumentResult(
            findings, document, facts, can_check_across, suppressions, readings=readings
        )


def encode(found: Sequence[ItemFields]) -> str:
    """Return the fields of results as JSON text."""
    return _to_json(found)


def decode(text: str) -> list[ItemFields]:
    """Return the fields of results from JSON text. Raises ``DamagedError``."""
    try:
        return list(map(_item, items(json.loads(text), list)))
    except (ValueError, RecursionError):
        raise DamagedError from None


def _item(value: Json) -> ItemFields:
    if len(value) == 2:
        return ReadError(*fields(value, (str, str)))
    first_line, column, span, text, name, data, prefix, findings, *others = fields(value, _TYPES)
    can_check_across, marks, readings, problem = others
    if span is not None:
        start, end = fields(span, (int, int))
        span = start, end
    return ResultFields(
        *(
            first_line,
            column,
            span,
            text,
            decode_name(name),
            data,
            path_of(prefix) if prefix else (),
        ),
        [_finding(each) for each in findings] if findings else findings,
        can_check_across,
        tuple(map(decode_suppression, marks)) if marks else (),
        tuple(items(readings, dict)),
        problem,
    )


def _finding(value: Json) -> Finding | RuleCrash:
    if len(value) == 2:
        return RuleCrash(*fields(value, (str, str)))
    return decode_finding(value)

"""Offer a fix only if the next run does not reject what it writes.

A fix that brings an error is still offered if further safe fixes correct that at once. A safe fix
of an unknown value may also show errors in other fields: checks that depend on it run at last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from svclint.engine.run_rules import Findings, is_rejection, is_unsupported
from svclint.fix.errors import UnfixableError
from svclint.fix.object_edits import apply_to_data, resolve
from svclint.model import Data, Edit, Finding, Severity, spell
from svclint.source import Document

# They change the text, and not the data.
_TEXTUAL = ("deduplicate", "separate")
# Far more than fixes that build on one another need.
_MOST_STEPS = 5
# Of one object: each of them is tried by a check of the whole object.
_MOST_FIXES = 100
# Of all these checks: what is wrong a thousand times is found again by each.
_MOST_FOUND = 20_000
_INDEX = re.compile(r"\[\d+\]")
CheckAgain = Callable[[Document], Findings]


def with_verified_fixes(document: Document, findings: Findings, check: CheckAgain) -> Findings:
    """Return the findings, without fixes that bring errors; ``check`` checks one document.

    So many fixes that nobody writes their causes by hand are not offered at once.
    """
    known = {_key(each) for each in _errors(findings)}
    kept: Findings = []
    tried, most = 0, min(_MOST_FIXES, _MOST_FOUND // max(len(findings), 1))
    for item in findings:
        if isinstance(item, Finding) and item.fix:
            tried += 1
            if tried > most or _brings_error(item, document, known, check):
                kept.append(item._replace(fix=None))
                continue
        kept.append(item)
    return kept


def _brings_error(
    finding: Finding, document: Document, known: set[tuple[str, str]], check: CheckAgain
) -> bool:
    assert finding.fix is not None
    if any(edit.kind in _TEXTUAL for edit in finding.fix.edits):
        return False
    # A guess that shows errors in other fields is likely to be wrong.
    is_sure = finding.fix.is_safe and _is_unknown(finding)
    touched = list(_touched(finding.fix.edits)) if is_sure else [""]
    data: Data = document.data
    fixes = [finding]
    for _ in range(_MOST_STEPS):
        try:
            data = _fixed(document, data, fixes)
        except UnfixableError:
            # Another object is written there: the fix itself reports it.
            return False
        found = check(Document(document.chunk, data, document.prefix))
        fixes = [
            each
            for each in _errors(found)
            if _key(each) not in known and any(map(_field(each).startswith, touched))
        ]
        if not fixes:
            return False
        if any(each.fix is None or not each.fix.is_safe for each in fixes):
            return True
    return True


def _is_unknown(finding: Finding) -> bool:
    """Return whether a finding says that a value means nothing to the server."""
    answer = finding.server
    does_not_decode = answer is not None and answer.reason == "BadRequest"
    return is_unsupported(finding) or (does_not_decode and is_rejection(finding))


def _fixed(document: Document, data: Data, findings: Iterable[Finding]) -> Data:
    for edit in (edit for each in findings if each.fix for edit in each.fix.edits):
        raw = str(document.value(edit.path)) if edit.kind == "quote" else ""
        data = apply_to_data(data, resolve(data, edit), raw)
    return data


def _touched(edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the fields that edits write, without indices: entries of a list depend on others."""
    for edit in edits:
        path = (*edit.path[:-1], str(edit.value)) if edit.kind == "rename" else edit.path
        yield _INDEX.sub("[]", spell(path))


def _errors(findings: Findings) -> Iterator[Finding]:
    for item in findings:
        if isinstance(item, Finding) and item.severity == Severity.ERROR:
            yield item


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, _field(finding)


def _field(finding: Finding) -> str:
    return _INDEX.sub("[]", finding.field)

"""Fingerprints of findings, which stay the same when lines move."""

from __future__ import annotations

import re
from hashlib import sha256

from svclint.model.finding import Finding

# A word of a message; the names of manifests end in these.
_WORD = re.compile(r"[^\s'\"]+")
_ENDING = re.compile(r"\.(?:ya?ml|json)")
_LINE_AND_COLUMN = re.compile(r"(?::[0-9]+){0,2}")


def fingerprint(finding: Finding) -> str:
    """Return 32 hexadecimal digits made of rule, object, field and message, but not of the line.

    Two findings may have the same, for example if an object is defined in two files.
    """
    identity = (
        finding.rule,
        *finding.object,
        finding.field,
        _WORD.sub(_without_place, finding.message),
    )
    return sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without_place(match: re.Match[str]) -> str:
    """Return a word of a message, without folder and line if it is a place FILE:LINE.

    Neither is part of the fault. Each word is read once, however long it is.
    """
    word = match[0]
    endings = [
        each for each in _ENDING.finditer(word) if each.start() and word[each.start() - 1] != "/"
    ]
    if not endings:
        return word
    end = endings[-1].end()
    name = word[word.rfind("/", 0, end) + 1 : end]
    place = _LINE_AND_COLUMN.match(word, end)
    return name + word[place.end() if place else end :]

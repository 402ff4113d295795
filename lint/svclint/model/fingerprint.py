"""Fingerprints of findings, which stay the same when lines move."""

from __future__ import annotations

import re
from hashlib import sha256

from svclint.model.finding import Finding

# Messages refer to other places as FILE:LINE; neither folder nor line are part of the fault.
_PLACE = re.compile(r"(?:[^\s'\"]*/)?([^\s/'\"]+\.(?:ya?ml|json))(?::\d+){0,2}")


def fingerprint(finding: Finding) -> str:
    """Return 32 hexadecimal digits made of rule, object, field and message, but not of the line.

    Two findings may have the same, for example if an object is defined in two files.
    """
    identity = (finding.rule, *finding.object, finding.field, _PLACE.sub(r"\1", finding.message))
    return sha256("\0".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:32]

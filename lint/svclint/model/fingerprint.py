"""What makes a finding the same finding after lines have moved."""

from __future__ import annotations

import re
from hashlib import sha256

from svclint.model.finding import Finding

# Messages name other places as FILE:LINE; neither the line nor the way there is part of the fault.
_PLACE = re.compile(r"(?:[^\s'\"]*/)?([^\s/'\"]+\.(?:ya?ml|json))(?::\d+){0,2}")


def fingerprint(finding: Finding) -> str:
    """Give 32 hexadecimal digits made of rule, object, field and message, but of no line.

    Two findings may have the same: one object defined in two files, say.
    """
    words = (finding.rule, *finding.object, finding.field, _PLACE.sub(r"\1", finding.message))
    return sha256("\0".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:32]

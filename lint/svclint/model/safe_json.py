"""JSON that carries no command to a CI system, for files and logs."""

from __future__ import annotations

import json
import re
from typing import Any

# GitHub and Azure Pipelines execute these anywhere in a line of a log.
_COMMAND = re.compile(r"(##(?:vso)?)\[", re.IGNORECASE)


def safe_json(
    value: Any, indent: int | None = None, separators: tuple[str, str] | None = None
) -> str:
    """Return JSON in ASCII, with control characters and the commands of CI systems escaped."""
    text = json.dumps(value, indent=indent, separators=separators).replace("\x7f", "\\u007f")
    return _COMMAND.sub(r"\1\\u005b", text) if "##" in text else text

"""JSON that carries no command to a CI system, for files and logs."""

from __future__ import annotations

import json
from typing import Any

# GitHub and Azure Pipelines execute these anywhere in a line of a log.
COMMANDS = ("##[", "##vso[")


def safe_json(value: Any, indent: int | None = None) -> str:
    """Return JSON in ASCII, with control characters and the commands of CI systems escaped."""
    text = json.dumps(value, indent=indent).replace("\x7f", "\\u007f")
    for command in COMMANDS:
        text = text.replace(command, f"{command[:-1]}\\u005b")
    return text

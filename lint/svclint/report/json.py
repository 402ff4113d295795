"""The JSON that other programs read; its shape is a promise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from svclint.model import Finding
from svclint.source.files import ReadError


def render(findings: Sequence[Finding], errors: Sequence[ReadError]) -> str:
    """Write findings and errors as one JSON object, in ASCII."""
    shown = {
        "findings": [finding_object(finding) for finding in findings],
        "errors": [{"file": error.file, "message": error.message} for error in errors],
    }
    return json.dumps(shown, indent=2) + "\n"


def finding_object(finding: Finding) -> dict[str, Any]:
    """Give a finding as JSON holds it."""
    name, server = finding.object, finding.server
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "remedy": finding.remedy,
        "field": finding.field,
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "object": {
            "apiVersion": name.api_version,
            "kind": name.kind,
            "namespace": name.namespace,
            "name": name.name,
        },
        "server": server and server._asdict(),
    }

"""The application: one pipeline behind check, diff and targets, for the CLI and for Python."""

from __future__ import annotations

from svclint.app.errors import RequestError
from svclint.app.requests import CheckRequest, DiffRequest, TargetsRequest
from svclint.app.results import CheckResult, DiffResult, TargetsResult

__all__ = [
    "CheckRequest",
    "CheckResult",
    "DiffRequest",
    "DiffResult",
    "RequestError",
    "TargetsRequest",
    "TargetsResult",
]

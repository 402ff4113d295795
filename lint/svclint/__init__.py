"""Check Kubernetes Service manifests as the API server would, before they are applied.

from svclint import CheckRequest, check

result = check(CheckRequest(paths=("manifests/",)))
for finding in result.findings:
    print(finding.location.line, finding.message)
"""

from __future__ import annotations

import gc

from svclint.app import (
    CheckRequest,
    CheckResult,
    DiffRequest,
    DiffResult,
    RequestError,
    TargetsRequest,
    TargetsResult,
)
from svclint.model import Finding, Location, ObjectName, ServerAnswer, Severity, SvclintError

__all__ = [
    "CheckRequest",
    "CheckResult",
    "DiffRequest",
    "DiffResult",
    "Finding",
    "Location",
    "ObjectName",
    "RequestError",
    "ServerAnswer",
    "Severity",
    "SvclintError",
    "TargetsRequest",
    "TargetsResult",
    "check",
    "diff",
    "targets",
]

# Each function imports its part of the application when it is called: most callers need one.
# A run freezes the garbage collector's view of its objects; the caller's own objects are in it.


def check(request: CheckRequest) -> CheckResult:
    """Check the Services in files, folders, rendered charts and kustomizations.

    Files are changed only if the request asks for fixes. Raises ``SvclintError`` for a request,
    configuration, snapshot or cluster that cannot be used; a file that cannot be read is one of
    the result's ``errors``.
    """
    from svclint.app.check import check as run  # noqa: PLC0415

    try:
        return run(request)
    finally:
        gc.unfreeze()


def diff(request: DiffRequest) -> DiffResult:
    """Predict, for each Service, what applying it would change.

    Nothing is changed anywhere. Raises ``SvclintError`` as ``check`` does.
    """
    from svclint.app.diff import diff as run  # noqa: PLC0415

    try:
        return run(request)
    finally:
        gc.unfreeze()


def targets(request: TargetsRequest) -> TargetsResult:
    """Resolve which workloads and ports each Service reaches, and who calls it.

    Raises ``SvclintError`` as ``check`` does.
    """
    from svclint.app.targets import targets as run  # noqa: PLC0415

    try:
        return run(request)
    finally:
        gc.unfreeze()

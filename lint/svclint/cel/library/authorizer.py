"""The declarations of ``authorizer`` (cel/library/authz.go of Kubernetes).

Who may do what is known to the cluster alone: these check, and never run.
"""

from __future__ import annotations

from typing import Any

from ..errors import Unknowable
from .table import overloads

NAME = "authorizer"


def _unknowable(*arguments: Any) -> Any:
    raise Unknowable(NAME)


_SIGNATURES = (
    ".path(authorizer, string) -> path_check",
    ".check(path_check, string) -> decision",
    ".group(authorizer, string) -> group_check",
    ".resource(group_check, string) -> resource_check",
    ".subresource(resource_check, string) -> resource_check",
    ".namespace(resource_check, string) -> resource_check",
    ".name(resource_check, string) -> resource_check",
    ".fieldSelector(resource_check, string) -> resource_check",
    ".labelSelector(resource_check, string) -> resource_check",
    ".check(resource_check, string) -> decision",
    ".serviceAccount(authorizer, string, string) -> authorizer",
    ".errored(decision) -> bool",
    ".error(decision) -> string",
    ".allowed(decision) -> bool",
    ".reason(decision) -> string",
)
OVERLOADS = overloads(dict.fromkeys(_SIGNATURES, _unknowable))

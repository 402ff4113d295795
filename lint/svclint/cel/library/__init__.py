"""All functions: the language's own, cel-go's extensions that Kubernetes enables, Kubernetes' own.

Source of what is enabled: pkg/cel/environment/base.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib import import_module

from svclint.cel.types import Overload

# The order is that in which the server tries the overloads of one name.
_MODULES = [
    "standard",
    "times",
    "strings",
    "lists",
    "collections",
    "optionals",
    "patterns",
    "urls",
    "addresses",
    "quantities",
    "versions",
    "formats",
    "authorizer",
]


def all_overloads() -> Mapping[str, list[Overload]]:
    """Give every function's overloads, in order of declaration."""
    found: dict[str, list[Overload]] = defaultdict(list)
    for name in _MODULES:
        overloads: list[Overload] = import_module(f"{__name__}.{name}").OVERLOADS
        for overload in overloads:
            found[overload.function].append(overload)
    return dict(found)

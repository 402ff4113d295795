"""All functions: the language's own, cel-go's extensions that Kubernetes enables, Kubernetes' own.

Source of what is enabled: pkg/cel/environment/base.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from svclint.policy.cel.library import (
    addresses,
    authorizer,
    collections,
    formats,
    lists,
    optionals,
    patterns,
    quantities,
    standard,
    strings,
    times,
    urls,
    versions,
)
from svclint.policy.cel.types import Overload

_MODULES = (
    standard,
    times,
    strings,
    lists,
    collections,
    optionals,
    patterns,
    urls,
    addresses,
    quantities,
    versions,
    formats,
    authorizer,
)


def all_overloads() -> Mapping[str, list[Overload]]:
    """Give every function's overloads, in order of declaration."""
    found: dict[str, list[Overload]] = defaultdict(list)
    for module in _MODULES:
        for overload in module.OVERLOADS:
            found[overload.function].append(overload)
    return dict(found)

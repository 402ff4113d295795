"""The functions of CEL: the language's own, cel-go's extensions, and those that Kubernetes adds.

Source of what is enabled: pkg/cel/environment/base.go of k8s.io/apiserver 1.36.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ..types import Overload
from . import (
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
    time_parts,
    urls,
    versions,
)

# The order is that in which the server tries the overloads of one name.
_LIBRARIES = (
    standard,
    time_parts,
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
    """Return the overloads of every function by its name, in order of declaration."""
    found: dict[str, list[Overload]] = defaultdict(list)
    for library in _LIBRARIES:
        for overload in library.OVERLOADS:
            found[overload.function].append(overload)
    return dict(found)

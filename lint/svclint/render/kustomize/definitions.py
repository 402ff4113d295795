"""Leave out the large objects of a build that no rule reads."""

from __future__ import annotations

import re

# kustomize writes the keys of an object in this order.
_DEFINITION = re.compile(
    rb"apiVersion: apiextensions\.k8s\.io/\w+\nkind: CustomResourceDefinition\n"
)
_SEPARATOR = b"\n---\n"
_CONVERSION = re.compile(rb"[cC]lientConfig")


def without_definitions(raw: bytes) -> bytes:
    """Return what kustomize prints without CustomResourceDefinitions, which can be most of it.

    One with a conversion webhook, which refers to a Service, stays.
    """
    kept = (
        each
        for each in raw.split(_SEPARATOR)
        if not _DEFINITION.match(each) or _CONVERSION.search(each)
    )
    return _SEPARATOR.join(kept)

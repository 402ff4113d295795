"""Whether a label selector selects labels that may be known only in part.

Source: k8s.io/apimachinery, pkg/labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svclint.model.data import mapping, sequence


def selects(selector: Any, labels: Mapping[str, Any], *, are_all: bool = True) -> bool | None:
    """Return whether a selector selects labels; ``None`` if that depends on unknown labels.

    ``are_all``: there are no other labels than those given.
    """
    labelled = mapping(mapping(selector).get("matchLabels"))
    expressions = map(mapping, sequence(mapping(selector).get("matchExpressions")))
    requirements: list[tuple[Any, Any, list[Any]]] = [
        *((key, "In", [value]) for key, value in labelled.items()),
        *(
            (each.get("key"), each.get("operator"), sequence(each.get("values")))
            for each in expressions
        ),
    ]
    answers = [_meets(*requirement, labels, are_all=are_all) for requirement in requirements]
    if False in answers:
        return False
    return None if None in answers else True


def _meets(
    key: Any, operator: Any, values: list[Any], labels: Mapping[str, Any], *, are_all: bool
) -> bool | None:
    if key not in labels and not are_all:
        return None
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    is_listed = key in labels and labels[key] in values
    return is_listed if operator == "In" else not is_listed

"""Label selectors: whether they are valid, and whether they select, as far as labels are known.

Source: k8s.io/apimachinery, pkg/apis/meta/v1/validation and pkg/labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from svclint.cel import names
from svclint.model import Data, Path
from svclint.policy.objects import items, mapping, text
from svclint.policy.problems import Problem, invalid, refused, required
from svclint.source import Document


def selector_problems(document: Document, path: Path) -> Iterator[Problem]:
    """Report what the server refuses of a selector."""
    labels = mapping(document.value((*path, "matchLabels")))
    for key, value in labels.items():
        for why in names.qualified_name(str(key)):
            yield invalid(document, (*path, "matchLabels"), key, why)
        for why in names.label_value(str(value)):
            yield invalid(document, (*path, "matchLabels"), value, why)
    for index, found in enumerate(items(document.value((*path, "matchExpressions")))):
        yield from _expression(document, (*path, "matchExpressions", index), mapping(found))


def _expression(document: Document, path: Path, found: Data) -> Iterator[Problem]:
    operator, values = found.get("operator"), items(found.get("values"))
    if operator in ("In", "NotIn"):
        if not values:
            why = "must be specified when `operator` is 'In' or 'NotIn'"
            yield required(document, (*path, "values"), why)
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            why = "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            yield refused(document, (*path, "values"), "FieldValueForbidden", why)
    else:
        yield invalid(document, (*path, "operator"), operator, "not a valid selector operator")
    for why in names.qualified_name(text(found.get("key"))):
        yield invalid(document, (*path, "key"), found.get("key"), why)
    for index, value in enumerate(values):
        for why in names.label_value(str(value)):
            yield invalid(document, (*path, "values", index), value, why)


def selects(selector: Any, labels: Mapping[str, Any], *, are_all: bool = True) -> bool | None:
    """Say whether a selector takes some labels; ``None`` where that hangs on unknown ones.

    ``are_all`` says whether there are no other labels than those given.
    """
    labelled = mapping(mapping(selector).get("matchLabels"))
    expressions = map(mapping, items(mapping(selector).get("matchExpressions")))
    requirements: list[tuple[Any, Any, list[Any]]] = [
        *((key, "In", [value]) for key, value in labelled.items()),
        *(
            (each.get("key"), each.get("operator"), items(each.get("values")))
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

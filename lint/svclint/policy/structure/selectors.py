"""What the server refuses of a label selector.

Source: k8s.io/apimachinery, pkg/apis/meta/v1/validation.
"""

from __future__ import annotations

from collections.abc import Iterator

from svclint.cel.text import name_errors
from svclint.model import Data, Path
from svclint.model.data import mapping, sequence, text
from svclint.policy.problem import Problem, invalid, refused, required
from svclint.source import Document


def selector_problems(document: Document, path: Path) -> Iterator[Problem]:
    """Report what is wrong with a selector."""
    labels = mapping(document.value((*path, "matchLabels")))
    for key, value in labels.items():
        for why in name_errors.qualified_name(str(key)):
            yield invalid(document, (*path, "matchLabels"), key, why)
        for why in name_errors.label_value(str(value)):
            yield invalid(document, (*path, "matchLabels"), value, why)
    for index, found in enumerate(sequence(document.value((*path, "matchExpressions")))):
        yield from _expression(document, (*path, "matchExpressions", index), mapping(found))


def _expression(document: Document, path: Path, found: Data) -> Iterator[Problem]:
    operator, values = found.get("operator"), sequence(found.get("values"))
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
    for why in name_errors.qualified_name(text(found.get("key"))):
        yield invalid(document, (*path, "key"), found.get("key"), why)
    for index, value in enumerate(values):
        for why in name_errors.label_value(str(value)):
            yield invalid(document, (*path, "values", index), value, why)

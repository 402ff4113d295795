"""References from one object to another: the API group, kind and name that they contain."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.syntax import path_segment_problem, subdomain_problem
from svclint.model import Data, Path, Report, refused


def name_reports(
    path: Path, reference: Data, subject: str, fields: tuple[str, ...]
) -> Iterator[Report]:
    """Report fields of a reference that are missing or cannot be part of a URL.

    ``subject`` is the reference in a sentence, with its verb: "the parent has". Source:
    ``validateIngressTypedLocalObjectReference`` in ``pkg/apis/networking/validation``.
    """
    for field in fields:
        text = reference.get(field, "")
        if text:
            yield from segment_reports((*path, field), text)
        else:
            yield refused(
                (*path, field),
                f"{subject} no {field}",
                f"set {field}",
                reason="FieldValueRequired",
            )


def segment_reports(path: Path, text: str) -> Iterator[Report]:
    """Report text that cannot be part of a URL."""
    problem = path_segment_problem(text)
    if problem is not None:
        yield refused(path, f"the {path[-1]} {text!r} {problem}", f"correct the {path[-1]}")


def group_reports(path: Path, group: str) -> Iterator[Report]:
    """Report text that is not an API group."""
    problem = subdomain_problem(group)
    if problem is not None:
        yield refused(
            path,
            f"the {path[-1]} {group!r} {problem}",
            f"write the API group without a version, or leave {path[-1]} out",
        )

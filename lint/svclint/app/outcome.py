"""The outcome of a run over some files, before it is narrowed, fixed or compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from svclint.model import Finding
from svclint.model.suppression import Suppressed
from svclint.source.files import ReadError
from svclint.source.walking import LeftOut


class Reported(NamedTuple):
    """The findings to show, those that are suppressed, and those about suppressions."""

    shown: list[Finding]
    hidden: list[Suppressed]
    reviews: list[Finding]


class Outcome:
    """What a run over some files found; narrowing and fixing change it in place.

    ``files`` are those with documents, each with the number of its objects by kind.
    ``extended`` are the files that configurations extend. ``unrendered`` are charts and
    kustomizations that could not be rendered, each with the reason.
    """

    def __init__(
        self,
        findings: Iterable[Finding] = (),
        suppressed: Iterable[Suppressed] = (),
        errors: Iterable[ReadError] = (),
        files: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
        extended: Iterable[str] = (),
    ) -> None:
        self.findings, self.suppressed = list(findings), list(suppressed)
        self.errors, self.files, self.extended = list(errors), dict(files), list(extended)
        self.unrendered: list[LeftOut] = []

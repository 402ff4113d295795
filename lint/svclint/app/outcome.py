"""The outcome of a run over some files, before it is narrowed, fixed or compared."""

from __future__ import annotations

from dataclasses import dataclass, field

from svclint.model import Finding
from svclint.model.suppression import Suppressed
from svclint.source.files import ReadError


@dataclass
class Outcome:
    """What a run over some files found; narrowing and fixing change it in place.

    ``files`` are those with documents, each with the number of its Services. ``extended`` are
    the files that configurations extend.
    """

    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Suppressed] = field(default_factory=list)
    errors: list[ReadError] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    extended: list[str] = field(default_factory=list)

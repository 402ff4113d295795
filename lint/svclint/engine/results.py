"""The results of documents that were checked alone, kept until all documents are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from svclint.engine.run_rules import Findings
from svclint.model import Data, Suppression
from svclint.model.cluster import ClusterFacts
from svclint.source import Document

if TYPE_CHECKING:
    # Predictions take milliseconds to import, and most runs have no live objects.
    from svclint.kubernetes.objects.prediction import Prediction


class DocumentResult(NamedTuple):
    """Result of checking one document alone; ``can_check_across``: cross-document rules may run.

    ``prediction`` is that of the apply, where the run predicts. ``readings`` are what the object
    may be, if some of its values mean nothing to the server; ``document`` is then what is certain.
    """

    findings: Findings
    document: Document
    facts: ClusterFacts
    can_check_across: bool
    suppressions: tuple[Suppression, ...] = ()
    prediction: Prediction[Any] | None = None
    readings: tuple[Data, ...] = ()


class Results:
    """The results of documents, without their suppressions; most have no finding so far."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._facts: list[ClusterFacts] = []
        self._findings: dict[int, Findings] = {}
        self._unsound: set[int] = set()
        self._predictions: dict[int, Prediction[Any]] = {}
        self._readings: dict[int, tuple[Data, ...]] = {}

    def add(self, result: DocumentResult) -> None:
        """Keep the result of one document."""
        number = len(self._documents)
        self._documents.append(result.document)
        self._facts.append(result.facts)
        if result.findings:
            self._findings[number] = result.findings
        if not result.can_check_across:
            self._unsound.add(number)
        if result.prediction is not None:
            self._predictions[number] = result.prediction
        if result.readings:
            self._readings[number] = result.readings

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, number: int) -> DocumentResult:
        return DocumentResult(
            self._findings.get(number, []),
            self._documents[number],
            self._facts[number],
            number not in self._unsound,
            prediction=self._predictions.get(number),
            readings=self._readings.get(number, ()),
        )

    def __iter__(self) -> Iterator[DocumentResult]:
        return map(self.__getitem__, range(len(self)))

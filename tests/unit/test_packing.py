"""Documents with packed data have the same findings as others."""

from __future__ import annotations

from functools import lru_cache

import pytest
from svclint.engine.acceleration.batch import Batch
from svclint.engine.acceleration.packing import BatchPacker
from svclint.engine.execution import Execution
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.conformance.test_where import findings
from tests.rules.pages import Example, examples

DATA = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"x": [1, None]}}


@pytest.fixture
def one_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep at most one batch unpacked."""
    monkeypatch.setattr(
        "svclint.engine.acceleration.batch._unpacked", lru_cache(maxsize=1)(Batch.unpack)
    )


@pytest.mark.usefixtures("one_unpacked")
def test_data_and_chunks_are_unpacked_on_demand() -> None:
    spans = [(0, 9), None, (9, 30)]
    documents = [
        Document(Chunk("f", "text", n, spans[n % 3]), {**DATA, "number": n}) for n in range(9)
    ]
    for together in (documents[:5], documents[5:]):
        batch = Batch(together)
        for number, document in enumerate(together):
            document.move_to(batch, number)
    for document in (*documents, *reversed(documents)):
        number = documents.index(document)
        assert document.data == {**DATA, "number": number}
        assert document.value(("spec", "x", 0)) == 1
        chunk = document.chunk
        assert (chunk.file, chunk.first_line, chunk.span) == ("f", number, spans[number % 3])
        # Only a document with a span can be read again; the file does not exist.
        assert chunk.text == ("" if chunk.span else "text")


@pytest.mark.usefixtures("one_unpacked")
@pytest.mark.parametrize("example", list(examples()), ids=lambda e: f"{e.rule}:{e.line}")
def test_findings_are_the_same(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    case = {"profile": "v4"}
    found = findings(example.text, case, all_rules(), (1, 36))
    monkeypatch.setattr("svclint.engine.acceleration.packing.MAX_UNPACKED", 0)
    monkeypatch.setattr(Execution, "packer", lambda _: BatchPacker())
    assert findings(example.text, case, all_rules(), (1, 36)) == found

"""Documents whose data are packed are judged like others."""

from __future__ import annotations

import pytest
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document, rest

from tests.conformance.test_where import findings
from tests.rules.pages import Example, examples

DATA = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"x": [1, None]}}


def test_data_come_back_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("svclint.source.document._MOST_AWAKE", 3)
    documents = [Document(Chunk("f", "", 1), {**DATA, "number": n}) for n in range(9)]
    rest(documents[:5])
    rest(documents[5:])
    for document in (*documents, *reversed(documents)):
        assert document.data == {**DATA, "number": documents.index(document)}
        assert document.value(("spec", "x", 0)) == 1
    with pytest.raises(AttributeError):
        getattr(documents[0], "nothing")  # noqa: B009 - types know that it is not there


@pytest.mark.parametrize("example", list(examples()), ids=lambda e: f"{e.rule}:{e.line}")
def test_findings_are_the_same(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    case = {"profile": "v4"}
    found = findings(example.text, case, all_rules(), (1, 36))
    monkeypatch.setattr("svclint.engine.run._MOST_AT_HAND", 0)
    monkeypatch.setattr("svclint.source.document._MOST_AWAKE", 1)
    assert findings(example.text, case, all_rules(), (1, 36)) == found

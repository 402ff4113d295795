"""Files in other encodings than UTF-8 are read or refused as kubectl does it."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from svclint.source.files import ReadError
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import load_paths

from tests.unit.load_problems import SERVICE, TABBED, problems


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SERVICE, '{"apiVersion": "v1", "kind": "Service"}'])
def test_utf_16_is_read(tmp_path: Path, encoding: str, text: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE
    (tmp_path / "a.yaml").write_bytes(mark + text.encode(encoding))
    (document,) = load_paths([str(tmp_path)], KINDS_READ)
    assert not isinstance(document, ReadError)
    assert (document.kind, document.chunk.line(1)) == ("Service", text.splitlines()[0])


@pytest.mark.parametrize("mark", [codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE])
def test_utf_32_is_refused_as_kubectl_refuses_it(tmp_path: Path, mark: bytes) -> None:
    encoding = "utf-32-le" if mark == codecs.BOM_UTF32_LE else "utf-32-be"
    found = problems(tmp_path, {"a.yaml": mark + SERVICE.encode(encoding)})["a.yaml"]
    assert found == [("syntax", "the file is UTF-32, which kubectl does not read")]


def test_bytes_that_are_not_utf_8_are_read_as_kubectl_reads_them(tmp_path: Path) -> None:
    raw = b"# Gr\xf6\xdfe\n" + SERVICE.encode() + b"---\n" + SERVICE.encode()
    (tmp_path / "a.yaml").write_bytes(raw)
    (tmp_path / "b.json").write_bytes(b'{"apiVersion": "v1", "kind": "Service", "a": "\xf6"}')
    found = list(load_paths([str(tmp_path)], KINDS_READ))
    kinds = [
        each.problem.kind if each.problem else each.kind
        for each in found
        if not isinstance(each, ReadError)
    ]
    assert kinds == ["encoding", "Service", "Service", "encoding", "Service"]


def test_a_broken_text_that_is_not_utf_8_has_one_problem(tmp_path: Path) -> None:
    found = problems(tmp_path, {"a.yaml": b"# \xf6\n" + TABBED.encode()})["a.yaml"]
    assert [kind for kind, _ in found] == ["syntax"]

"""From bytes to Documents, as ``kubectl`` splits and reads a file.

A stream whose first character is ``{`` is JSON, one value after another. Any other stream is split
at lines that begin with ``---``, and each piece is YAML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from svclint.model import Path
from svclint.source.custom_resources import custom_resources
from svclint.source.document import Chunk, Document
from svclint.source.encoding import repaired, undecodable_byte
from svclint.source.json_reader import AS_JSON, JsonError, YamlFollows, json_values
from svclint.source.kind_sniffing import is_other_kind
from svclint.source.kinds import API_VERSIONS, TYPED_LISTS
from svclint.source.missing_separators import separated_objects
from svclint.source.misspelt_separators import REMEDY, objects_around_misspelt_separators
from svclint.source.parse_result import DuplicateKey, ParseError, Problem
from svclint.source.stream_pieces import split, text_on_separator, wanted_pieces
from svclint.source.yaml_reader import parse_any_yaml, read_plain

_NEITHER = "the file begins with `{`, but is neither JSON nor YAML: "


class Begin(NamedTuple):
    """The line and the offset of the first byte within a file.

    The offset is ``None`` if the bytes cannot be read again from the file.
    """

    line: int
    offset: int | None


NOWHERE = Begin(1, None)
TOP = Begin(1, 0)


def documents(
    file: str, raw: bytes, kinds: Collection[str] | None = None, begin: Begin = NOWHERE
) -> Iterator[Document]:
    """Yield the documents of a file, without pieces whose kind is surely not among ``kinds``.

    A text that cannot be read yields a Document with a ``problem`` instead of data; empty pieces
    yield nothing. Bytes that do not begin at the top of a file are read as YAML.
    """
    if begin.offset or is_yaml_stream(raw):
        return _stream(file, raw, begin, kinds)
    return _json(file, raw, begin, kinds)


def is_yaml_stream(raw: bytes) -> bool:
    """Return whether a file in UTF-8 is a YAML stream, not JSON."""
    return raw[:4096].lstrip()[:1] != b"{"


def is_all_read(raw: bytes, kinds: Collection[str]) -> bool:
    """Return whether no piece of a stream is skipped for its kind."""
    return len(wanted_pieces(raw, kinds)) == len(wanted_pieces(raw, None))


def _stream(
    file: str, raw: bytes, begin: Begin, kinds: Collection[str] | None
) -> Iterator[Document]:
    first_line, offset = begin
    wanted = wanted_pieces(raw, kinds)
    if kinds is not None:
        yield from custom_resources(file, raw, wanted, split)
    for start, end, line in wanted:
        if start == end:
            chunk = Chunk(file, "", first_line + line)
            yield Document(chunk, problem=_text_follows(raw, start))
        else:
            span = None if offset is None else (offset + start, offset + end)
            yield from _yaml(file, raw[start:end], first_line + line, span, kinds)


def documents_of_piece(
    file: str, raw: bytes, line: int, kinds: Collection[str]
) -> Sequence[Document]:
    """Return the documents of a piece of a YAML stream that begins on a line of its file."""
    return _yaml(file, raw, line, None, kinds)


def _text_follows(raw: bytes, at: int) -> Problem:
    shown = text_on_separator(raw, at)[:60].decode("utf-8", "replace")
    message = f"text follows the document separator `---`: {shown}; kubectl reads nothing after it"
    return Problem("syntax", message, 1, 4, remedy=REMEDY)


def _yaml(
    file: str, raw: bytes, line: int, span: tuple[int, int] | None, kinds: Collection[str] | None
) -> Sequence[Document]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        undecodable = Document(Chunk(file, "", line), problem=undecodable_byte(raw, error))
        return _as_decoded(undecodable, _yaml(file, repaired(raw), line, None, kinds))
    chunk = Chunk(file, text, line, span)
    data = read_plain(text)
    return _any_yaml(chunk, raw, kinds) if data is None else _objects(chunk, data)


def _any_yaml(chunk: Chunk, raw: bytes, kinds: Collection[str] | None) -> Sequence[Document]:
    read = partial(_yaml, kinds=kinds)
    try:
        data, duplicate_keys, trailing_line = parse_any_yaml(chunk.text)
    except ParseError as error:
        if separated := objects_around_misspelt_separators(chunk, raw, read):
            return separated
        problem = error.problem
        if kinds is not None and is_other_kind(raw, kinds):
            problem = problem._replace(kind="foreign")
        return (Document(chunk, problem=problem),)
    if duplicate_keys and (separated := separated_objects(chunk, raw, duplicate_keys, read)):
        return separated
    found = _objects(chunk, data)
    if duplicate_keys or trailing_line:
        by_prefix: dict[Path, list[DuplicateKey]] = defaultdict(list)
        for path, is_same_value in duplicate_keys:
            by_prefix[path[:2]].append(DuplicateKey(path[2:], is_same_value))
        for document in found:
            document.duplicates = by_prefix[document.prefix] if document.prefix else duplicate_keys
            document.trailing_line = trailing_line
    return found


def _json(file: str, raw: bytes, begin: Begin, kinds: Collection[str] | None) -> Iterator[Document]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        undecodable = Document(Chunk(file, "", 1), problem=undecodable_byte(raw, error))
        yield from _as_decoded(undecodable, list(_json(file, repaired(raw), NOWHERE, kinds)))
        return
    is_first = True
    try:
        for value, piece, span, first_line, column, duplicate_keys in json_values(text):
            is_first = False
            own_span = None if begin.offset is None else span
            for document in _objects(Chunk(file, piece, first_line, own_span, column), value):
                document.duplicates = duplicate_keys if not document.prefix else []
                yield document
    except JsonError as error:
        refused = Document(Chunk(file, text, 1), problem=error.problem)
        yield from (is_first and _as_yaml(file, raw, refused)) or [refused]
    except YamlFollows as follows:
        line = text.count("\n", 0, follows.position) + 1
        yield from _stream(file, text[follows.position :].encode(), Begin(line, None), kinds)


def _as_yaml(file: str, raw: bytes, refused: Document) -> list[Document]:
    """Return the documents of a text that begins as JSON, as kubectl 1.33 and newer read it.

    There are none if it is YAML without an object; if it is not YAML either, nothing is read.
    """
    found = list(_stream(file, raw, NOWHERE, None))
    problem = refused.problem
    if problem is not None and any(document.problem is not None for document in found):
        message = problem.message.replace(AS_JSON, _NEITHER, 1)
        return [Document(refused.chunk, problem=problem._replace(message=message))]
    for document in found:
        if not document.kind:
            return []
        document.json_problem = problem
    return found


def _objects(chunk: Chunk, data: Any) -> Sequence[Document]:
    """Return the object itself, or the items of a List, as kubectl takes it apart."""
    if data is None:
        return ()
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or (kind != "List" and kind not in TYPED_LISTS):
        items = data.get("items") if isinstance(data, dict) else None
        if isinstance(items, list) and items and all(map(_is_whole, items)):
            return [Document(chunk, item, ("items", index)) for index, item in enumerate(items)]
        return (Document(chunk, data),)
    item_kind = TYPED_LISTS.get(kind, "")
    items, api_version = data.get("items"), API_VERSIONS.get(item_kind, "v1")
    if data.get("apiVersion") != api_version or not isinstance(items, list) or not items:
        return (Document(chunk, data),)
    if item_kind:
        own = {"apiVersion": api_version, "kind": item_kind}
        items = [own | item if isinstance(item, dict) else item for item in items]
    return [Document(chunk, item, ("items", index)) for index, item in enumerate(items)]


def _is_whole(item: Any) -> bool:
    """Return whether an item is an object by itself: kubectl takes it out of an object of any kind.

    Source: ``UnstructuredJSONScheme`` of k8s.io/apimachinery, which asks only for ``items``.
    """
    names = (item.get("apiVersion"), item.get("kind")) if isinstance(item, dict) else ()
    return bool(names) and all(isinstance(each, str) and each for each in names)


def _as_decoded(undecodable: Document, documents: Sequence[Document]) -> Sequence[Document]:
    """Return the documents of a repaired text, after the problem if they can be read."""
    is_read = all(each.problem is None and each.kind for each in documents)
    return [undecodable, *documents] if is_read else documents

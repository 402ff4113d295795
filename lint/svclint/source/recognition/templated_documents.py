"""Which documents of a file are templates: a document beside them may be as it is applied.

A document is a template if marks of a template engine break its YAML or stand in a value of it, or
if it is in a block that such marks begin and end. Where the blocks cannot be told, all are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from svclint.source.charts import chart_over
from svclint.source.document import Chunk, Document
from svclint.source.kinds import API_VERSIONS
from svclint.source.parse_result import Problem
from svclint.source.paths import real_folder_of
from svclint.source.recognition.other_files import other_file
from svclint.source.recognition.template_blocks import Lines, blocks_of
from svclint.source.recognition.templates import (
    contains_control,
    contains_mark,
    engine_of,
    explains_syntax_error,
    first_mark,
    is_controlled_by_lines,
    is_ytt,
    lines_with_ytt,
)

# A line, other than a comment, that hardly any file but a manifest has.
_MANIFEST = (
    rb"^[^#\n]*?(?:\bapiVersion[\"']?[ \t]*:|\bkind[\"']?[ \t]*:[ \t]*[\"']?(?:"
    + "|".join(API_VERSIONS).encode()
    + rb")\b)|^spec:"
)
# Commands that print what a template becomes.
_RENDERERS = {
    "a Helm template": "helm template CHART",
    "a ytt template": "ytt -f FOLDER",
    "a template with placeholders": "envsubst <FILE",
}


def with_templates_marked(
    file: str, raw: bytes, documents: Sequence[Document], *, is_isolated: bool = False
) -> list[Document]:
    """Return the documents of a file; in place of each template, one that says that it is one.

    One such document stands for the whole file if no object is left. In isolation, whatever kubectl
    would read is no template: only a document that cannot be read is, and what follows it.
    """
    marked = _marked(file, raw, documents, is_isolated=is_isolated)
    if not marked:
        return list(documents)
    data = next((each.data for each in documents if _has_mark(each)), None)
    text = decoded(raw)
    engine = engine_of(file, text)
    tool = other_file(file, data) or ("" if looks_like_manifest(raw) else engine)
    kept = [each for each in documents if id(each.chunk) not in marked]
    if not any(each.problem is None and each.kind for each in kept):
        problem = other_tool(tool) if tool else template_problem(engine, text)
        return [Document(Chunk(file, "", 1), problem=problem)]
    found: list[Document] = []
    chunk: Chunk | None = None
    for each in documents:
        if id(each.chunk) not in marked:
            found.append(each)
        elif each.chunk is not chunk:
            # The items of a List share a chunk.
            chunk = each.chunk
            problem = template_problem(engine, chunk.text, "document")
            if tool:
                problem = other_tool(tool)
            found.append(Document(chunk, problem=problem))
    return found


def _marked(file: str, raw: bytes, documents: Sequence[Document], *, is_isolated: bool) -> set[int]:
    """Return the identities of the chunks that are templates."""
    text = decoded(raw)
    is_rendered = "{{" in text and bool(chart_over(real_folder_of(file)))
    broken = [_is_broken_template(each, raw, is_rendered) for each in documents]
    first = 0
    if is_isolated:
        # kubectl applies what stands before a document that it cannot read.
        first = broken.index(True) if True in broken else len(broken)
    rest = documents[first:]
    ytt = lines_with_ytt(text) if is_ytt(text) else Lines(())
    own = [
        is_broken or _has_mark(each) or _meets(each, ytt)
        for each, is_broken in zip(rest, broken[first:], strict=True)
    ]
    if not any(own):
        return set()
    blocks = None
    if not is_controlled_by_lines(text):
        blocks = blocks_of(text, is_ytt=is_ytt(text))
    return {
        id(each.chunk)
        for each, is_marked in zip(rest, own, strict=True)
        if is_marked or blocks is None or _is_unreadable(each) or _meets(each, blocks)
    }


def _is_broken_template(document: Document, raw: bytes, is_rendered: bool) -> bool:
    return _is_unreadable(document) and (is_rendered or is_broken_by_marks(document, raw))


def is_broken_by_marks(document: Document, raw: bytes) -> bool:
    """Return whether marks are what makes a document unreadable; ``raw`` are those of its file."""
    if document.chunk.text:
        return explains_syntax_error(document.chunk.text)
    # kubectl stops at a line of `---` with text on it, of which a tag `!<name>` is no placeholder.
    number = document.chunk.first_line
    return any(map(contains_control, map(decoded, raw.split(b"\n")[number - 1 : number])))


def _is_unreadable(document: Document) -> bool:
    return document.problem is not None and document.problem.kind == "syntax"


def _has_mark(document: Document) -> bool:
    """Return whether a value of an object of a checked kind, or of no object, is to be rendered."""
    is_any = document.kind not in ("", *API_VERSIONS)
    return not is_any and document.problem is None and contains_mark(document.data)


def _meets(document: Document, ranges: Lines) -> bool:
    """Return whether the content of a document has a line in common with any range."""
    chunk = document.chunk
    lines = [
        number
        for number, line in enumerate(chunk.text.split("\n"), chunk.first_line)
        if line.strip() and not line.lstrip().startswith("#") and not line.startswith("---")
    ]
    return bool(lines) and ranges.meet(lines[0], lines[-1])


def looks_like_manifest(raw: bytes) -> bool:
    """Return whether a file that cannot be read is surely meant for Kubernetes."""
    return re.search(_MANIFEST, raw, re.MULTILINE) is not None


def template_problem(engine: str, text: str, what: str = "file") -> Problem:
    """Return the problem of a text that is a template of an engine."""
    program = _RENDERERS.get(engine)
    example = f": {program} | svclint check -" if program else ""
    remedy = f"render it, and check the output{example}"
    message = f"this {what} is {engine} and is not checked"
    return Problem("template", message, *first_mark(text), remedy)


def other_tool(what: str) -> Problem:
    """Return the problem of a file that is not a manifest, such as ``a GitHub workflow``."""
    return Problem("other", f"this file is {what}, not a Kubernetes manifest", 1, 1)


def decoded(raw: bytes) -> str:
    """Return the text of a file."""
    return raw.decode("utf-8", "replace")

"""Decide what a document is that the API server could not take as an object."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from svclint.model import Data
from svclint.source.charts import chart_over
from svclint.source.document import Chunk, Document
from svclint.source.kinds import (
    API_VERSIONS,
    CORE_KINDS,
    TYPED_LISTS,
    begins_as_object,
    is_surely_checked,
    looks_like_api_version,
)
from svclint.source.parse_result import Problem
from svclint.source.paths import real_folder_of
from svclint.source.recognition.encrypted import encryption_of, is_encrypted_by_sops
from svclint.source.recognition.other_files import (
    broken_json,
    other_file,
    output_of_helm,
    test_suite,
    tool_of,
)
from svclint.source.recognition.partial import KUSTOMIZE_PATCH, compared_file, part_of
from svclint.source.recognition.templates import (
    contains_mark,
    engine_of,
    explains_syntax_error,
    first_mark,
    is_ytt,
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
PATCH_REMEDY = "check the built result: kustomize build | svclint check -"
PART_REMEDY = "check the complete object, as it is applied"
_LISTS = ("List", *TYPED_LISTS)
_UNREADABLE = ("syntax",)
_CONTENT = r"^(?!---|#|[ \t\r]*$|[ \t]+#)."


def looks_like_manifest(raw: bytes) -> bool:
    """Return whether a file that cannot be read is surely meant for Kubernetes."""
    return re.search(_MANIFEST, raw, re.MULTILINE) is not None


def compared(file: str) -> Document | None:
    """Return what stands for a file that a test compares with; ``None`` for any other."""
    what = compared_file(file)
    if not what:
        return None
    message = f"this file is {what}, not a complete manifest"
    return Document(Chunk(file, "", 1), problem=Problem("part", message, 1, 1, PART_REMEDY))


def snapshot(file: str) -> Document:
    """Return what stands for a snapshot of svclint."""
    return Document(Chunk(file, "", 1), problem=_other("a snapshot of svclint"))


def template_in(file: str, raw: bytes, documents: Iterable[Document]) -> Document | None:
    """Return what stands for a file that is a template; ``None`` if it is none.

    A file with marks is a template if they break its YAML or are in a value of an object.
    """
    text = _text(raw)
    found: Document | None = None
    if not is_ytt(text):
        is_rendered = "{{" in text and bool(chart_over(real_folder_of(file)))
        found = next((each for each in documents if _is_template(each, raw, is_rendered)), None)
        if found is None:
            return None
    what = other_file(file, found.data if found else None)
    if what or not looks_like_manifest(raw):
        problem = _other(what or engine_of(file, text))
    else:
        problem = _template(engine_of(file, text), text)
    return Document(Chunk(file, "", 1), problem=problem)


def _is_template(document: Document, raw: bytes, is_rendered: bool) -> bool:
    if document.problem is not None:
        # What is not JSON has no text of its own.
        text = document.chunk.text or _text(raw)
        is_broken = document.problem.kind == "syntax"
        return is_broken and (is_rendered or explains_syntax_error(text))
    is_any = document.kind not in ("", *API_VERSIONS)
    return not is_any and contains_mark(document.data)


def recognized(
    document: Document, raw: bytes, others: Callable[[], Sequence[Document]]
) -> Document:
    """Return a document as it is, or one with a ``problem`` that says what it is instead.

    ``raw`` are the bytes of its file, and ``others`` returns all documents of the file.
    """
    problem = document.problem
    if problem is not None:
        found = _unreadable(document, problem, raw)
    elif document.kind in API_VERSIONS:
        # Hot: nearly every document that is read.
        found = _incomplete(document, others)
    else:
        found = _no_object(document, raw)
    return document if found is None else Document(document.chunk, problem=found)


def _unreadable(document: Document, problem: Problem, raw: bytes) -> Problem | None:
    """Return what a text is that cannot be read; ``None`` for a manifest with a mistake."""
    if problem.kind not in _UNREADABLE:
        return None
    text = document.chunk.text or _text(raw)
    what = encryption_of(raw) or other_file(document.file) or test_suite(text)
    what = what or output_of_helm(_text(raw))
    if what:
        return _other(what)
    if looks_like_manifest(raw):
        if not explains_syntax_error(text):
            return None
        return _template("a template with placeholders", text)
    return _other(broken_json(_text(raw)) or "text that is not YAML")


def _incomplete(document: Document, others: Callable[[], Sequence[Document]]) -> Problem | None:
    if document.api_version != API_VERSIONS[document.kind] and _is_of_no_api(document.data):
        message = f"the document has a kind {document.kind}, but no apiVersion of Kubernetes"
        return Problem("other", message, _first_line(document), 1)
    what = part_of(document, others)
    if what:
        message = f"this {document.kind} is {what}, not a complete object"
        remedy = PATCH_REMEDY if what == KUSTOMIZE_PATCH else PART_REMEDY
        return Problem("part", message, 1, 1, remedy)
    if "sops" in document.data and is_encrypted_by_sops(document.data):
        return _other("encrypted by SOPS")
    return None


def _is_of_no_api(data: Data) -> bool:
    """Return whether data with a checked kind has nothing else in common with an object."""
    has_version = not data.get("apiVersion") or looks_like_api_version(data["apiVersion"])
    return not has_version and not {"metadata", "spec"} <= data.keys()


def _no_object(document: Document, raw: bytes) -> Problem | None:
    """Return what a document is that is not an object; ``None`` for an object of any kind."""
    data = document.data
    if document.prefix or data is None:
        return None
    if not isinstance(data, dict):
        what = encryption_of(raw) or other_file(document.file)
        name = "a list" if isinstance(data, list) else "a plain value"
        message = f"the document is {name}, not an object"
        return _other(what) if what else Problem("other", message, _first_line(document), 1)
    if document.api_version and document.kind:
        what = tool_of(document.api_version, document.kind)
        return _other(what) if what else None
    # text-after-document-end reports an object that ends too early, list-invalid a List.
    is_cut = document.trailing_line and begins_as_object(data)
    # kind-unknown reports a kind or an apiVersion that is not a string.
    version, kind = data.get("apiVersion"), data.get("kind")
    is_known = isinstance(kind, str) and (kind in CORE_KINDS or kind in API_VERSIONS)
    is_meant = isinstance(version, str) or is_known
    has_names = version and kind and isinstance(data.get("metadata"), dict) and is_meant
    if is_cut or has_names or document.kind in _LISTS or is_surely_checked(data):
        return None
    what = "encrypted by SOPS" if is_encrypted_by_sops(data) else other_file(document.file, data)
    if what:
        return _other(what)
    missing = [name for name in ("apiVersion", "kind") if data.get(name) in (None, "")]
    message = f"the document has no {' and no '.join(missing)}"
    if not missing:
        message = "the document has no kind and apiVersion of Kubernetes"
    return Problem("other", message, _first_line(document), 1)


def _first_line(document: Document) -> int:
    """Return the line within a document where its content begins."""
    text = document.chunk.text
    found = re.search(_CONTENT, text, re.MULTILINE)
    return 1 if found is None else text.count("\n", 0, found.start()) + 1


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _template(what: str, text: str) -> Problem:
    program = _RENDERERS.get(what)
    example = f": {program} | svclint check -" if program else ""
    remedy = f"render it, and check the output{example}"
    message = f"this file is {what} and is not checked"
    return Problem("template", message, *first_mark(text), remedy)


def _other(what: str) -> Problem:
    return Problem("other", _not_a_manifest(what), 1, 1)


def _not_a_manifest(what: str) -> str:
    return f"this file is {what}, not a Kubernetes manifest"

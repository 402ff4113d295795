"""Decide what a document is that the API server could not take as an object."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from svclint.model import Data
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
from svclint.source.recognition.encrypted import encryption_of, is_encrypted_by_sops
from svclint.source.recognition.other_files import (
    broken_json,
    other_file,
    output_of_helm,
    test_suite,
    tool_of,
)
from svclint.source.recognition.partial import KUSTOMIZE_PATCH, compared_file, part_of
from svclint.source.recognition.templated_documents import (
    decoded,
    is_broken_by_marks,
    looks_like_manifest,
    other_tool,
    template_problem,
)

PATCH_REMEDY = "check the built result: kustomize build | svclint check -"
PART_REMEDY = "check the complete object, as it is applied"
_LISTS = ("List", *TYPED_LISTS)
_UNREADABLE = ("syntax",)
_CONTENT = r"^(?!---|#|[ \t\r]*$|[ \t]+#)."


def compared(file: str) -> Document | None:
    """Return what stands for a file that a test compares with; ``None`` for any other."""
    what = compared_file(file)
    if not what:
        return None
    message = f"this file is {what}, not a complete manifest"
    return Document(Chunk(file, "", 1), problem=Problem("part", message, 1, 1, PART_REMEDY))


def snapshot(file: str) -> Document:
    """Return what stands for a snapshot of svclint."""
    return Document(Chunk(file, "", 1), problem=other_tool("a snapshot of svclint"))


def recognized(
    document: Document,
    raw: bytes,
    others: Callable[[], Sequence[Document]],
    *,
    is_isolated: bool = False,
) -> Document:
    """Return a document as it is, or one with a ``problem`` that says what it is instead.

    ``raw`` are the bytes of its file, and ``others`` returns all documents of the file. In
    isolation, an object that could be applied is no part of another, whatever directive it has.
    """
    problem = document.problem
    if problem is not None:
        found = _unreadable(document, problem, raw)
    elif document.kind in API_VERSIONS:
        # Hot: nearly every document that is read.
        found = _incomplete(document, others, is_isolated=is_isolated)
    else:
        found = _no_object(document, raw)
    return document if found is None else Document(document.chunk, problem=found)


def _unreadable(document: Document, problem: Problem, raw: bytes) -> Problem | None:
    """Return what a text is that cannot be read; ``None`` for a manifest with a mistake."""
    if problem.kind not in _UNREADABLE:
        return None
    text = document.chunk.text or decoded(raw)
    what = encryption_of(raw) or other_file(document.file) or test_suite(text)
    what = what or output_of_helm(decoded(raw))
    if what:
        return other_tool(what)
    if looks_like_manifest(raw):
        if not is_broken_by_marks(document, raw):
            return None
        return template_problem("a template with placeholders", text)
    return other_tool(broken_json(decoded(raw)) or "text that is not YAML")


def _incomplete(
    document: Document, others: Callable[[], Sequence[Document]], *, is_isolated: bool
) -> Problem | None:
    if document.api_version != API_VERSIONS[document.kind] and _is_of_no_api(document.data):
        message = f"the document has a kind {document.kind}, but no apiVersion of Kubernetes"
        return Problem("other", message, _first_line(document), 1)
    what = part_of(document, others, is_isolated=is_isolated)
    if what:
        message = f"this {document.kind} is {what}, not a complete object"
        remedy = PATCH_REMEDY if what == KUSTOMIZE_PATCH else PART_REMEDY
        return Problem("part", message, 1, 1, remedy)
    # Whoever adds such metadata to an object would hide it.
    if not is_isolated and "sops" in document.data and is_encrypted_by_sops(document.data):
        return other_tool("encrypted by SOPS")
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
        return other_tool(what) if what else Problem("other", message, _first_line(document), 1)
    if document.api_version and document.kind:
        what = tool_of(document.api_version, document.kind)
        return other_tool(what) if what else None
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
        return other_tool(what)
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

"""Recognise parts of manifests, which something else completes or only compares with."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable

from svclint.model.data import Data, mapping
from svclint.source.document import Document
from svclint.source.kustomization import is_patch
from svclint.source.patch_variants import is_in_patch_file, is_variant_of_patch
from svclint.source.paths import real_folder_of, real_path
from svclint.source.recognition.compared_files import compared_above, is_of_test

KUSTOMIZE_PATCH = "a kustomize patch"
# Source: https://kuttl.dev/docs/testing/steps.html#format: NN-assert.yaml and NN-errors.yaml.
_ASSERTION = r"(?:^|[-_.])asser(?:t|ts|tion|tions)(?:[-_.]|$)"
_KUTTL_ERRORS = r"^\d+-errors?(?:[-_.]|$)"
_PATCH = r"(?:^|[-_.])patch(?:es)?(?:[-_.]|$)"
_DELETION = (
    r"(?:^|[-_.])(?:deletes?|deleted|removed?|cleanup|clean|prune|teardown|uninstall|destroy|"
    r"obsolete|gone)(?:[-_.]|$)"
)
_IDENTITY = frozenset(("apiVersion", "kind", "metadata"))
_NAMES = frozenset(("name", "namespace"))


def part_of(
    document: Document, others: Callable[[], Iterable[Document]], *, is_isolated: bool = False
) -> str:
    """Return what part an object of a checked kind is; empty for a whole one.

    ``others`` returns all documents of the file; it is called for an object that is but a name. In
    isolation, only an object that lacks what every object of its kind has is a part by a directive
    or the name of its file; patches that kustomizations list are parts in any case.
    """
    if is_isolated and not _is_incomplete(document.kind, document.data):
        return KUSTOMIZE_PATCH if is_in_patch_file(document) else ""
    if is_isolated and (what := compared_file(document.file)):
        return what
    if is_patch(document) or is_variant_of_patch(document):
        return KUSTOMIZE_PATCH
    file, data = document.file, document.data
    if _is_incomplete(document.kind, data):
        what = "a patch, as its file name says" if _names_any(file, _PATCH) else ""
        if what := what or _compared_by_name(file):
            return what
    if not data.keys() <= _IDENTITY or not mapping(data.get("metadata")).keys() <= _NAMES:
        return ""
    is_single = document.kind == "IngressClass"
    if _names_any(file, _DELETION) or (not is_single and _are_all_bare(others())):
        return "an entry of a list for kubectl delete"
    return ""


def _are_all_bare(documents: Iterable[Document]) -> bool:
    """Return whether several objects are nothing but names: nobody creates such objects."""
    found = [each.data for each in documents if each.data is not None]
    are_bare = (isinstance(each, dict) and each.keys() <= _IDENTITY for each in found)
    return len(found) > 1 and all(are_bare)


def _is_incomplete(kind: str, data: Data) -> bool:
    metadata = mapping(data.get("metadata"))
    if not metadata.get("name") and not metadata.get("generateName"):
        return True
    if kind != "Service":
        return set(data) <= _IDENTITY
    spec = mapping(data.get("spec"))
    return not spec.get("ports") and not {"externalName", "clusterIP"} & spec.keys()


def _names_any(file: str, pattern: str) -> bool:
    """Return whether the name of a file contains a word, or that of its folder is the word."""
    folder, name = os.path.split(file.lower())
    stem = os.path.splitext(name)[0]
    return bool(re.search(pattern, stem) or re.fullmatch(pattern, os.path.basename(folder)))


def _compared_by_name(file: str) -> str:
    stem = os.path.splitext(os.path.basename(file))[0]
    # Hot: asked for every file.
    if "asser" in stem and re.search(_ASSERTION, stem):
        return "an assertion of a test"
    if stem[:1].isdigit() and re.search(_KUTTL_ERRORS, stem):
        return "an expected error of KUTTL"
    return ""


def compared_file(file: str) -> str:
    """Return what a file is that a test of Chainsaw or KUTTL compares with; empty for others."""
    if file.startswith("<"):
        return ""
    what = _compared_by_name(file)
    if what and is_of_test(real_folder_of(file)):
        return what
    compared = compared_above(real_folder_of(file))
    # Few folders have any.
    return compared.get(real_path(file), "") if compared else ""

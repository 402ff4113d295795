"""The files that tests of Chainsaw and KUTTL name: to compare objects with, or to be refused.

Sources: https://kyverno.github.io/chainsaw (Test, v1alpha1) and
https://kuttl.dev/docs/testing/reference.html#teststep.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from svclint.model.data import mapping, sequence, text
from svclint.source.checkout import tree_of
from svclint.source.file_cache import cached_from_files
from svclint.source.kustomization import data_of, folders_above

CHAINSAW_NAMES = ("chainsaw-test.yaml", "chainsaw-test.yml")
_CHAINSAW_OPERATIONS = {
    "assert": "an assertion of Chainsaw",
    "error": "an expected error of Chainsaw",
    "delete": "a list for deletion by Chainsaw",
}
_CHAINSAW_CHANGES = frozenset(("apply", "create", "patch", "update"))
_SUITES = (*CHAINSAW_NAMES, "kuttl-test.yaml", "kuttl-test.yml")
_FOLDER_OF_TESTS = re.compile(r"(?:[\w.]+[-_])?(?:tests?|testing|e2e|kuttl|chainsaw)")
_COMPARED_STEP = re.compile(r"[0-9]+-(?:assert|errors?)\b.*")
_KUTTL_STEP = re.compile(r"[0-9]+-.+\.ya?ml")
_KUTTL_LISTS = {"assert": "an assertion of KUTTL", "error": "an expected error of KUTTL"}


@cached_from_files
def is_of_test(folder: str) -> bool:
    """Return whether a folder, by real path, belongs to a test, beside what it compares with.

    It has other steps, a suite is in it or in a folder above, or one of them is named after tests.
    """
    if any(
        _KUTTL_STEP.fullmatch(each) and not _COMPARED_STEP.match(each) for each in _names_in(folder)
    ):
        return True
    tree = tree_of(folder)
    for above in folders_above(os.path.join(folder, "file")):
        if any(os.path.isfile(os.path.join(above, name)) for name in _SUITES):
            return True
        if above == tree:
            return False
        if _FOLDER_OF_TESTS.fullmatch(os.path.basename(above).lower()):
            return True
    return False


@cached_from_files
def compared_above(folder: str) -> dict[str, str]:
    """Return what files are, by real path, that the tests of a folder and those above name."""
    found: dict[str, str] = {}
    for above in folders_above(os.path.join(folder, "file")):
        found.update(_compared_in(above))
    return found


@cached_from_files
def _compared_in(folder: str) -> dict[str, str]:
    named: list[tuple[str, str]] = []
    for name in CHAINSAW_NAMES:
        named += _of_chainsaw(data_of(os.path.join(folder, name)))
    for name in _names_in(folder):
        if _KUTTL_STEP.fullmatch(name):
            named += _of_kuttl(os.path.join(folder, name))
    return {os.path.realpath(os.path.join(folder, path)): what for what, path in named}


def _names_in(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _of_kuttl(file: str) -> Iterator[tuple[str, str]]:
    # Most files with a number are manifests: parsing them takes time.
    step = data_of(file, b"TestStep")
    if step.get("kind") != "TestStep" or "kuttl" not in text(step.get("apiVersion")):
        return
    for name, what in _KUTTL_LISTS.items():
        yield from ((what, path) for path in sequence(step.get(name)) if isinstance(path, str))


def _of_chainsaw(test: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for step in map(mapping, sequence(mapping(test.get("spec")).get("steps"))):
        for block in ("try", "catch", "finally", "cleanup"):
            for operation in map(mapping, sequence(step.get(block))):
                for name, options in operation.items():
                    what = _role_of_file(name, mapping(options))
                    path = mapping(options).get("file")
                    if what and isinstance(path, str):
                        yield what, path


def _role_of_file(operation: str, options: dict[str, Any]) -> str:
    """Return what the file of an operation of Chainsaw is; empty if it is to be applied."""
    # Expectations are about $error if the server is to refuse the object.
    if operation in _CHAINSAW_CHANGES and "($error" in str(options.get("expect")):
        return "what a test of Chainsaw expects to be refused"
    return _CHAINSAW_OPERATIONS.get(operation, "")

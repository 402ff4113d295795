"""Fixes of thousands of recorded manifests, in many styles of YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from svclint.model import Path
from svclint.source.parse_result import ParseError
from svclint.source.stream import documents
from svclint.source.yaml_reader import parse_yaml

from tests.conformance.recorded import cases, facts_of
from tests.fix.fixing import Fixed, fix

DATA = ("create", "extra", "update")
SHARES = 8


@lru_cache(maxsize=1)
def manifests() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Yield each recorded manifest once, with its case."""
    found: dict[str, dict[str, Any]] = {}
    for name in DATA:
        for case in cases(name):
            for text in texts_of(case):
                found.setdefault(text, case)
    return tuple(found.items())


def texts_of(case: dict[str, Any]) -> Iterator[str]:
    for value in (case.get("manifest"), case.get("first"), case.get("second")):
        if isinstance(value, str):
            yield value


@lru_cache(maxsize=1 << 14)
def of_recorded(number: int, *, unsafe: bool) -> Fixed:
    """Return a recorded manifest after its fixes; several tests use each of them."""
    text, case = manifests()[number]
    return changed(text, case, unsafe=unsafe)


def share(number: int, *, unsafe: bool) -> Iterator[tuple[str, dict[str, Any], Fixed]]:
    """Yield a share of the manifests, with their fixed texts."""
    for at in range(number, len(manifests()), SHARES):
        yield *manifests()[at], of_recorded(at, unsafe=unsafe)


def changed(text: str, case: dict[str, Any], *, unsafe: bool) -> Fixed:
    return fix(text.encode("utf-8", "surrogatepass"), facts_of(case), unsafe=unsafe)


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "all"])
@pytest.mark.parametrize("number", range(SHARES))
def test_nothing_fixable_is_left_and_a_second_run_changes_nothing(
    number: int, unsafe: bool
) -> None:
    fixes = 0
    for text, case, done in share(number, unsafe=unsafe):
        fixes += len(done.repair.fixed)
        failed = set(done.repair.failed)
        open_ = [f for f in done.left if f.fix and (f.fix.is_safe or unsafe) and f not in failed]
        assert not open_, text
        if done.repair.changes:
            again = fix(done.raw, facts_of(case), unsafe=unsafe)
            assert again.raw == done.raw, text
    assert fixes > (20 if unsafe else 10)


@pytest.mark.parametrize("number", range(SHARES))
def test_objects_change_only_where_an_edit_says_so(number: int) -> None:
    for text, _, done in share(number, unsafe=True):
        if not done.repair.changes:
            continue
        touched = {
            (finding.fix.prefix, edit.path[:-1])
            for finding in done.repair.fixed
            if finding.fix
            for edit in finding.fix.edits
        }
        before = list(documents("a", text.encode("utf-8", "surrogatepass")))
        after = list(documents("a", done.raw))
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            for path in differences(one.data, other.data):
                above = [path[:at] for at in range(len(path) + 1)]
                # The removal of the last field also removes its mapping.
                below = [held for prefix, held in touched if prefix == one.prefix]
                assert any(held in above or path == held[: len(path)] for held in below), text


def differences(one: Any, other: Any, path: Path = ()) -> Iterator[Path]:
    """Return the paths at which two objects differ, none below another."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            if key in one and key in other:
                yield from differences(one[key], other[key], (*path, key))
            else:
                yield (*path, key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (each, its) in enumerate(zip(one, other, strict=True)):
            yield from differences(each, its, (*path, index))
    elif json.dumps(one) != json.dumps(other):
        yield path


@pytest.mark.parametrize("number", range(SHARES))
def test_line_ends_marks_and_neighbours_make_no_difference(number: int) -> None:
    for text, case, done in share(number, unsafe=True):
        if not done.repair.changes or "\r" in text or "..." in text or text.startswith("{"):
            continue
        after = done.text
        assert changed(f"\ufeff{text}", case, unsafe=True).text == f"\ufeff{after}"
        assert changed(f"# first\n---\n{text}", case, unsafe=True).text.endswith(after)
        if text.endswith("\n") and "|" not in text and ">" not in text:
            assert changed(text[:-1], case, unsafe=True).text == after[:-1]
            crlf = changed(text.replace("\n", "\r\n"), case, unsafe=True)
            assert crlf.text == after.replace("\n", "\r\n")


@pytest.mark.parametrize("number", range(SHARES))
def test_json_is_fixed_to_the_same_objects(number: int) -> None:
    for text, case, done in share(number, unsafe=False):
        found = [each.data for each in documents("a", text.encode("utf-8", "surrogatepass"))]
        is_one = len(found) == 1 and isinstance(found[0], dict) and "\n---" not in text
        if not done.repair.changes or done.repair.failed or not is_one or "quote" in kinds(done):
            continue
        # Duplicate keys and texts that resolve to numbers do not exist in JSON.
        if any(edit == "deduplicate" for edit in kinds(done)) or "items" in found[0]:
            continue
        (wanted,) = [each.data for each in documents("a", done.raw)]
        for layout in ({"indent": 2}, {"separators": (",", ":")}):
            as_json = changed(json.dumps(found[0], **layout), case, unsafe=False)
            assert json.loads(as_json.text) == wanted, text


def kinds(done: Fixed) -> set[str]:
    return {edit.kind for each in done.repair.fixed if each.fix for edit in each.fix.edits}


@pytest.mark.parametrize("number", range(SHARES))
def test_comments_stay(number: int) -> None:
    for text, case, done in share(number, unsafe=True):
        lines = text.split("\n")[:-1]
        commented = "".join(f"{line}  # c{at}\n# own {at}\n" for at, line in enumerate(lines))
        if not done.repair.changes or text.startswith("{") or not same(text, commented):
            continue
        after = changed(commented, case, unsafe=True)
        if after.repair.failed:
            continue
        # After a dash, the comment stands between it and the rest.
        bare = re.sub(r"^# own \d+\n|(?<=- )# own \d+\n +", "", after.text, flags=re.MULTILINE)
        bare = re.sub(r"  # c\d+$", "", bare, flags=re.MULTILINE)
        assert bare == done.text
        own = set(re.findall(r"# own \d+$", commented, re.MULTILINE))
        kept = set(re.findall(r"# own \d+$", after.text, re.MULTILINE))
        gone = len(own - kept)
        # Comments are removed only with the lines of a removed field.
        assert gone == 0 or kinds(after) & {"remove", "deduplicate"}, after.text


def same(text: str, other: str) -> bool:
    try:
        return bool(parse_yaml(text).data == parse_yaml(other).data)
    except ParseError:
        return False

"""Which known names are suggested for names that do not exist."""

from __future__ import annotations

import pytest
from svclint.model.suggestions import (
    LONGEST_NAME,
    closest,
    closest_folded,
    did_you_mean,
    edit_distance,
    likely_value,
    similarity,
)

POLICIES = ("SingleStack", "PreferDualStack", "RequireDualStack")


@pytest.mark.parametrize(
    ("value", "supported", "found"),
    [
        ("Locale", ("Cluster", "Local"), "Local"),
        ("prefer-dual_stack", POLICIES, "PreferDualStack"),
        ("DualStack", POLICIES, None),
        ("IPv5", ("IPv4", "IPv6"), None),
        ("x" * 10_000, POLICIES, None),
    ],
)
def test_a_value_is_likely_if_only_one_is_similar(
    value: str, supported: tuple[str, ...], found: str | None
) -> None:
    assert likely_value(value, supported) == found


def test_case_and_separators_do_not_count() -> None:
    known = ("targetPort", "port", "nodePort")
    assert closest_folded("target_port", known, most=3, cutoff=0.75) == ["targetPort"]


@pytest.mark.parametrize(
    ("one", "other", "most", "distance"),
    [
        ("schema", "schema", 0, 0),
        ("shceme", "scheme", 2, 1),
        ("schem", "scheme", 1, 1),
        ("internal", "external", 1, None),
        ("internal", "external", 2, 2),
        ("", "abc", 2, None),
    ],
)
def test_edit_distance_counts_a_swap_once(
    one: str, other: str, most: int, distance: int | None
) -> None:
    assert edit_distance(one, other, most) == distance


def test_all_names_are_listed_if_none_is_close_and_they_are_few() -> None:
    assert did_you_mean("fatal", ["note", "error"]) == "; known are note, error"
    assert did_you_mean("eror", ["note", "error"]) == "; did you mean error?"
    assert did_you_mean("fatal", [f"rule-{number}" for number in range(21)]) == ""


@pytest.mark.parametrize(
    ("name", "known"), [("list", ["lsp", "help"]), ("nodes", ["node-port-type"]), ("foo", ["port"])]
)
def test_what_is_far_is_not_suggested(name: str, known: list[str]) -> None:
    assert "did you mean" not in did_you_mean(name, known)


def test_a_name_longer_than_any_in_kubernetes_resembles_nothing() -> None:
    name = "a" * (LONGEST_NAME + 1)
    assert closest(name, [name + "b"]) == []
    assert similarity(name, name) == 0
    assert closest(name[1:], [name[2:]]) == [name[2:]]

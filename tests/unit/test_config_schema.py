"""The reader of configurations and the schema for editors accept the same."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from svclint.rule.registry import all_rules
from svclint.settings.rule_settings import whole_schema

from tests.unit.configurations import WHOLE, is_read

SCHEMA = whole_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one_and_has_all_rules_and_options() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "urn:svclint:config"
    rules = SCHEMA["properties"]["rules"]["properties"]
    assert set(rules) == {rule.name for rule in all_rules()}
    added = rules["sensitive-port-exposed"]["properties"]["added"]
    assert added["default"] == {}
    assert rules["recommended-label-missing"]["properties"]["labels"]["default"] == [
        "app.kubernetes.io/name"
    ]


def test_reader_and_schema_take_what_says_everything(tmp_path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(WHOLE)] == []
    assert set(WHOLE) == set(SCHEMA["properties"])
    assert is_read(tmp_path, WHOLE)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kubernetesVersion", "v1.36.2"),
        ("nodePortRange", " 1 - 65535 "),
        ("extends", "base.yaml"),
        ("rules", {"port-unnamed": None}),
        *((key, None) for key in WHOLE),
    ],
)
def test_reader_and_schema_take_other_spellings(tmp_path: Path, key: str, value: Any) -> None:
    (tmp_path / "base.yaml").write_text("")
    assert VALIDATOR.is_valid({key: value})
    assert is_read(tmp_path, {key: value})


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        inner = [found for key in value for found in paths_in(value[key], (*path, key))]
    elif isinstance(value, list):
        inner = [found for at, each in enumerate(value) for found in paths_in(each, (*path, at))]
    else:
        inner = []
    return [path, *inner]


ODD: list[Any] = [None, True, 1, 1.5, "", "port-unnamed", "nonsense", [], ["x"], [1], {}, {"a": 1}]
# A schema cannot know valid CIDRs, versions, patterns and files.
NOT_KNOWN_TO_SCHEMA = {
    *("clusters", "exclude", "extends", "include", "kubernetesVersion", "overrides", "render"),
    "serviceCIDRs",
}


@given(
    st.sampled_from(paths_in(WHOLE)),
    st.sampled_from(ODD),
    st.sampled_from(["replace", "add", "remove"]),
)
def test_reader_and_schema_refuse_the_same(
    tmp_path_factory: pytest.TempPathFactory, path: tuple[Any, ...], odd: Any, how: str
) -> None:
    data = copy.deepcopy(WHOLE)
    place: Any = {"": data}
    for step in ("", *path[:-1]) if path else ():
        place = place[step]
    last = path[-1] if path else ""
    if how == "add" and isinstance(place[last], dict):
        place[last]["unheard"] = odd
    elif how == "remove" and path:
        del place[last]
    else:
        place[last] = odd
    data = data if path else place.get("", data)
    # An empty file is valid, but JSON Schema has no empty document.
    assume(data is not None)
    folder = tmp_path_factory.mktemp("config")
    is_accepted = is_read(folder, data)
    if is_accepted:
        assert VALIDATOR.is_valid(data)
    elif VALIDATOR.is_valid(data):
        assert path[0] in NOT_KNOWN_TO_SCHEMA

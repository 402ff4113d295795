"""Merged values lead to the file and line that has the last word."""

from __future__ import annotations

from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from svclint.model import Location
from svclint.model import Path as FieldPath
from svclint.render.helm.named_values import direct, named
from svclint.render.helm.written_values import Layer, Values, ValuesPlace

KEYS = st.sampled_from(["a", "b", "c d", "1"])
SCALARS = st.one_of(st.integers(0, 99), st.text("ab: #'-", max_size=4), st.booleans(), st.none())
DATA = st.recursive(
    SCALARS, lambda each: st.lists(each, max_size=3) | st.dictionaries(KEYS, each, max_size=3)
)
FILES = st.lists(st.dictionaries(KEYS, DATA, max_size=3), min_size=1, max_size=3)


def placed(values: Values, path: FieldPath) -> ValuesPlace:
    place = values.place(path)
    assert place is not None
    return place


def layer(number: int, data: dict[str, object], prefix: tuple[str, ...] = ()) -> Layer:
    return Layer(f"{number}.yaml", False, prefix, data, yaml.safe_dump(data))


@given(FILES)
def test_each_scalar_stands_where_the_values_say(contents: list[dict[str, object]]) -> None:
    layers = [layer(number, data) for number, data in enumerate(contents)]
    values = Values(layers)
    for path, written in values.written.items():
        place = placed(values, path)
        source = layers[int(place.location.file.partition(".")[0])]
        line = source.text.split("\n")[place.location.line - 1]
        shown = yaml.safe_load(line[place.location.column - 1 :].partition("\n")[0])
        assert shown == written.value or isinstance(written.value, str)
        found: object = values.data
        for step in path:
            found = found[step]  # type: ignore[index]
        assert found == written.value


def test_later_files_and_outer_charts_win() -> None:
    sub: dict[str, object] = {"port": 1, "name": "sub", "list": [{"a": 1}, {"a": 2}]}
    own: dict[str, object] = {"sub": {"port": 2}}
    file: dict[str, object] = {"sub": {"list": [{"a": 3}], "name": None}}
    values = Values([layer(0, sub, ("sub",)), layer(1, own), layer(2, file)])
    assert values.data == {"sub": {"port": 2, "name": None, "list": [{"a": 3}]}}
    places = {path: placed(values, path) for path in values.written}
    assert {path: (each.location.file, each.key) for path, each in places.items()} == {
        ("sub", "port"): ("1.yaml", "sub.port"),
        ("sub", "list", 0, "a"): ("2.yaml", "sub.list[0].a"),
    }
    assert not values.written["sub", "port"].is_once
    assert placed(values, ("sub", "list")).location == Location("2.yaml", 2, 3)


def test_values_in_an_archive_are_set_from_outside(tmp_path: Path) -> None:
    file = "charts/sub.tgz/values.yaml"
    packed = Layer(file, True, ("sub",), {"port": 1}, "port: 1\n")
    place = Values([packed]).place(("sub", "port"))
    assert place == ValuesPlace(Location(file, 1, 7), "port", True, ("sub",))


def test_a_key_that_cannot_be_placed_is_not_claimed() -> None:
    other = Layer("values.yaml", False, (), {"port": 1}, "# nothing\n")
    place = Values([other]).place(("port",))
    assert place == ValuesPlace(Location("values.yaml", 1, 1), "port", is_exact=False)


def test_values_that_actions_name() -> None:
    code = 'include "x" (dict "a" .Values.one.two "b" $.Values.three)'
    assert named(code, ("sub",)) == [("sub", "one", "two"), ("sub", "three")]
    for text in ("x", "$.Values.x | quote", "toYaml .Values.x | nindent 4", "int .Values.x"):
        expected = None if text == "x" else ("x",)
        assert direct(text, ()) == expected
    for text in (".Values.x | default 1", "add .Values.x 1", "index .Values.x 0", ".Values"):
        assert direct(text, ()) is None

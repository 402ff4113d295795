"""``NamedTuple`` and ``IntEnum`` do what the library's own do, as far as the house asks for it."""

from __future__ import annotations

import copy
import enum
import pickle
import runpy
import sys
import typing
from types import ModuleType
from typing import Any

import pytest
from svclint import typed


class Ours(typed.NamedTuple):
    """A place."""

    file: str
    line: int = 1
    column: int = 1

    @property
    def words(self) -> str:
        return f"{self.file}:{self.line}"


class Theirs(typing.NamedTuple):
    """A place."""

    file: str
    line: int = 1
    column: int = 1


@pytest.mark.parametrize("values", [("a",), ("a", 2), ("a", 2, 3)])
def test_it_is_the_tuple_that_typing_makes(values: tuple[Any, ...]) -> None:
    ours: Any = Ours(*values)
    theirs: Any = Theirs(*values)
    assert ours == theirs == tuple(theirs)
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert ours._asdict() == theirs._asdict()
    assert (ours.file, ours.line, ours.column) == theirs
    assert ours.words == f"a:{theirs.line}"


def test_its_class_says_the_same_of_itself() -> None:
    assert Ours._fields == Theirs._fields == Ours.__match_args__
    assert Ours._field_defaults == Theirs._field_defaults
    assert Ours.__doc__ == "A place."
    assert issubclass(Ours, tuple)
    assert not hasattr(Ours("a"), "__dict__")


def test_it_is_made_by_name_and_changed_in_a_copy() -> None:
    place = Ours(column=4, file="b")
    assert place == ("b", 1, 4)
    assert place._replace(line=2) == Ours._make(("b", 2, 4))
    assert type(place._replace(line=2)) is Ours
    assert [copy.deepcopy(place), pickle.loads(pickle.dumps(place))] == [place, place]
    match place:
        case Ours(file, line):
            assert (file, line) == ("b", 1)


def test_it_refuses_what_it_has_no_field_for() -> None:
    make: Any = Ours
    for values, named in ((), {}), (("a", 1, 2, 3), {}), (("a",), {"row": 1}):
        with pytest.raises(TypeError):
            make(*values, **named)
    with pytest.raises(TypeError, match="Ours has no field row"):
        make("a")._replace(row=1)


class Loud(typed.IntEnum):
    """How loud."""

    LOW = 1
    HIGH = 2

    def __str__(self) -> str:
        return self.name.lower()


class Loudness(enum.IntEnum):
    """How loud."""

    LOW = 1
    HIGH = 2


def test_numbers_have_the_names_that_enum_gives() -> None:
    ours: Any = Loud
    assert list(ours) == list(Loudness)
    assert [each.name for each in reversed(ours)] == [each.name for each in reversed(Loudness)]
    for theirs in Loudness:
        member = getattr(ours, theirs.name)
        assert ours[theirs.name] is ours(theirs.value) is member
        assert (member.name, member.value) == (theirs.name, theirs.value)
        assert (hash(member), int(member)) == (hash(theirs), theirs)
    assert max(Loud) is Loud.HIGH
    assert (str(Loud.LOW), f"{Loud.LOW:5}|", f"{Loud.LOW}") == ("low", "    1|", "low")


def test_a_number_or_name_of_none_is_refused() -> None:
    with pytest.raises(ValueError, match="3 is no Loud"):
        Loud(3)
    with pytest.raises(KeyError):
        Loud["MID"]


def test_it_can_do_without_what_only_cpython_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_collections", ModuleType("_collections"))
    base: Any = runpy.run_path(str(typed.__file__))["NamedTuple"]

    class Place(base):  # type: ignore[misc]
        file: str
        line: int = 1

    assert (Place("a").file, Place("a", 2).line, Place("a")) == ("a", 2, ("a", 1))

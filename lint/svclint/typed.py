"""What the house takes of ``typing`` and ``enum``: their imports and classes were half of a start.

``typing`` loads seven modules, and compiles the type of each field of a ``NamedTuple``, and a maker
for the class. Here types are left as they are written, and a maker is compiled when it is needed.
"""

from __future__ import annotations

__all__ = ["TYPE_CHECKING", "Any", "IntEnum", "NamedTuple", "NoReturn"]
TYPE_CHECKING = False

if TYPE_CHECKING:
    from enum import IntEnum
    from typing import Any, NamedTuple, NoReturn
else:
    try:
        from _collections import _tuplegetter
    except ImportError:
        # Only CPython has it.
        from operator import itemgetter

        def _tuplegetter(place, _doc):
            return property(itemgetter(place))

    Any = NoReturn = object

    class _Fields(tuple):
        """What is the same for all of them."""

        __slots__ = ()

        def __new__(cls, /, *values, **named):
            """Compile the maker of the class, for this and every later time."""
            fields = ", ".join(cls._fields)
            text = f"lambda _cls, {fields}: _new(_cls, ({fields},))"
            maker = eval(text, {"_new": tuple.__new__})  # noqa: S307 - the names of fields
            maker.__defaults__ = tuple(cls._field_defaults.values())
            cls.__new__ = staticmethod(maker)
            return maker(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} has {len(cls._fields)} fields, not {len(made)}")
            return made

        def _replace(self, /, **changes):
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            """Tell ``copy`` and ``pickle`` what to call the class with."""
            return tuple(self)

    class _Declared(type):
        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body["__annotations__"])
            defaults = {field: body[field] for field in fields if field in body}
            body |= {field: _tuplegetter(place, None) for place, field in enumerate(fields)}
            body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields}
            return type(name, (_Fields,), body | {"__slots__": ()})

    class NamedTuple(metaclass=_Declared):
        """The base of classes that are tuples with a name for each place."""

    class _Members(type):
        def __new__(cls, name, bases, body):
            made = super().__new__(cls, name, bases or (int,), body)
            made._members = {}
            for key, number in body.items():
                if key.isupper():
                    member = made._members[key] = int.__new__(made, number)
                    member.name, member.value = key, number
                    setattr(made, key, member)
            return made

        def __call__(cls, number):
            for member in cls:
                if member == number:
                    return member
            raise ValueError(f"{number!r} is no {cls.__name__}")

        def __getitem__(cls, key):
            return cls._members[key]

        def __iter__(cls):
            return iter(cls._members.values())

        def __reversed__(cls):
            return reversed(cls._members.values())

    class IntEnum(metaclass=_Members):
        """The base of classes that have a name for each of some numbers."""

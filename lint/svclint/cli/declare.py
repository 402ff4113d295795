"""Declare commands in click's words, and load click (20 ms) only for what is not plain.

A command line of known long options and paths is read here; help, mistakes, completion and
abbreviations are click's business.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeVar

    Function = TypeVar("Function", bound=Callable[..., Any])
_DECLARED = "__declared__"
# Where help shows options without a heading, if others have one.
REST = "Other options"
# Settings that only click understands.
_CLICKS_OWN = ("callback", "count", "envvar", "flag_value", "prompt")


class Later(NamedTuple):
    """A type of click's, by name, with what it is made of."""

    name: str
    arguments: tuple[Any, ...]


class Parameter(NamedTuple):
    """An option or argument: its names and settings are those that click takes."""

    maker: str
    names: tuple[str, ...]
    settings: dict[str, Any]
    heading: str = ""

    @property
    def destination(self) -> str:
        """The name of its value."""
        plain = [name for name in self.names if not name.startswith("-")]
        longest = next((name for name in self.names if name.startswith("--")), self.names[0])
        return plain[0] if plain else longest.partition("/")[0].strip("-").replace("-", "_")

    @property
    def default(self) -> Any:
        """The value where the command line says nothing."""
        if self.settings.get("multiple") or self.settings.get("nargs") == -1:
            return ()
        return self.settings.get("default", False if self.settings.get("is_flag") else None)


class Command:
    """A command: click's own on demand, or a function with plain values."""

    def __init__(self, name: str, settings: dict[str, Any], function: Callable[..., Any]) -> None:
        self.name, self.settings, self.function = name, settings, function
        self.parameters: list[Parameter] = getattr(function, _DECLARED, [])[::-1]

    def build(self) -> Any:
        """Make it a command of click's."""
        import click  # noqa: PLC0415

        from svclint.cli.help import GroupedCommand  # noqa: PLC0415 - it needs click

        function = self.function
        for parameter in self.parameters[::-1]:
            settings = {name: _real(value) for name, value in parameter.settings.items()}
            function = getattr(click, parameter.maker)(*parameter.names, **settings)(function)
        headings = {each.destination: each.heading for each in self.parameters}
        made = click.command(self.name, cls=GroupedCommand, headings=headings, **self.settings)
        return made(function)

    def plain_values(self, words: Sequence[str]) -> dict[str, Any] | None:
        """Read a command line; ``None`` where any of it asks for click."""
        options = {name: each for each in self.parameters for name in each.names if name[0] == "-"}
        values = {each.destination: each.default for each in self.parameters}
        places: list[str] = []
        rest = iter(words)
        for word in rest:
            if not word.startswith("-") or word == "-":
                places.append(word)
                continue
            name, equals, value = word.partition("=")
            option = options.get(name) if name.startswith("--") else None
            if option is None or not _take(option, equals, value, rest, values):
                return None
        return values if _place(self.parameters, places, values) else None


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], Command]:
    """Declare a command, as ``click.command`` does."""
    return lambda function: Command(name, settings, function)


def option(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """Declare an option, as ``click.option`` does."""
    return _declaring(Parameter("option", names, settings))


def argument(*names: str, **settings: Any) -> Callable[[Function], Function]:
    """Declare an argument, as ``click.argument`` does."""
    return _declaring(Parameter("argument", names, settings))


def under(heading: str, *options: Callable[[Any], Any]) -> Callable[[Function], Function]:
    """Declare options in this order, and show those without a heading under this one."""

    def declare(function: Function) -> Function:
        before = len(getattr(function, _DECLARED, []))
        for each in reversed(options):
            function = each(function)
        declared: list[Parameter] = getattr(function, _DECLARED)
        declared[before:] = [
            each if each.heading else each._replace(heading=heading) for each in declared[before:]
        ]
        return function

    return declare


def Choice(choices: Sequence[str]) -> Later:  # noqa: N802 - click's name
    """One of some words."""
    return Later("Choice", (tuple(choices),))


def IntRange(low: int, high: int) -> Later:  # noqa: N802 - click's name
    """A whole number between two others."""
    return Later("IntRange", (low, high))


def echo(text: str = "", *, err: bool = False, nl: bool = True, color: bool | None = None) -> None:
    """Print; whoever gives ``color`` has made sure that there are codes only where wanted."""
    del color
    stream = sys.stderr if err else sys.stdout
    stream.write(text + "\n" if nl else text)
    stream.flush()


def __getattr__(name: str) -> Any:
    """Give what else click has, such as its errors."""
    if name.startswith("__"):
        # Python asks every module for these when it imports from it.
        raise AttributeError(name)
    import click  # noqa: PLC0415

    return getattr(click, name)


def _declaring(parameter: Parameter) -> Callable[[Function], Function]:
    def declare(function: Function) -> Function:
        declared = getattr(function, _DECLARED, [])
        setattr(function, _DECLARED, [*declared, parameter])
        return function

    return declare


def _real(value: Any) -> Any:
    if not isinstance(value, Later):
        return value
    import click  # noqa: PLC0415

    return getattr(click, value.name)(*value.arguments)


def _take(option: Parameter, equals: str, value: str, rest: Any, values: dict[str, Any]) -> bool:
    """Take an option's value; false where click has to see to it."""
    settings, into = option.settings, option.destination
    if settings.get("is_flag"):
        values[into] = True
        return not equals
    if any("/" in name for name in option.names):
        return False
    if not equals:
        value = next(rest, "-")
        if value.startswith("-"):
            return False
    converted = _converted(value, settings.get("type"))
    if converted is None:
        return False
    values[into] = (*values[into], converted) if settings.get("multiple") else converted
    return True


def _converted(value: str, kind: Any) -> Any:
    if kind is None:
        return value
    if not isinstance(kind, Later):
        return None
    if kind.name == "Choice":
        return value if value in kind.arguments[0] else None
    low, high = kind.arguments
    is_plain = value.isascii() and value.isdigit() and len(value) < 9
    return int(value) if is_plain and low <= int(value) <= high else None


def _place(parameters: Sequence[Parameter], places: list[str], values: dict[str, Any]) -> bool:
    if any(each.settings.get("required") for each in parameters):
        return False
    arguments = [each for each in parameters if each.maker == "argument"]
    if any(each.settings.get(name) is not None for each in parameters for name in _CLICKS_OWN):
        return False
    if [each.settings.get("nargs") for each in arguments] != [-1]:
        return False
    values[arguments[0].destination] = tuple(places)
    return True

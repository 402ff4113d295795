"""Find the call of a named template whose argument a field shows, by another argument in its place.

The argument of a call is not always printed as it is written: ``printf "%s-svc" .name``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import count

from svclint.model import ConfigError
from svclint.render.helm.causes import Asked
from svclint.render.helm.field_places import FieldPlaces
from svclint.render.helm.include_calls import Operand, commands_of
from svclint.render.helm.marks import Place
from svclint.render.helm.named_values import spelled
from svclint.render.helm.rendered_documents import RenderedDocument, rendered_documents
from svclint.source.stream import documents

# Render with another code in some actions. Raises ``ConfigError``.
RenderWithCodes = Callable[[Mapping[Place, str]], bytes]
_MOST_RENDERS = 6
_LITERAL = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`|[0-9]+')
# Functions whose literals are keys, names or formats.
_KEYED = frozenset(("index", "get", "hasKey", "include", "tpl", "dig", "pluck", "fromYaml"))


class CallArguments:
    """Finds the calls whose arguments fields show, in the output of one chart."""

    def __init__(self, found: Sequence[RenderedDocument], render: RenderWithCodes) -> None:
        self._documents, self._render = found, render

    def callers(self, fields: Mapping[Asked, FieldPlaces]) -> dict[Asked, int]:
        """Return the index of the place of the call whose argument each field shows."""
        numbers = count()
        written = dict.fromkeys(place for each in fields.values() for place in each.places[1:])
        calls = {
            place: changed
            for place in written
            if (changed := _with_tokens(place.code, numbers)) is not None
        }
        found: dict[Asked, int] = {}
        waiting = [list(calls)] if calls else []
        renders = 0
        while waiting and renders < _MOST_RENDERS:
            group = waiting.pop(0)
            renders += 1
            shown = self._shown(fields, {place: calls[place][0] for place in group})
            tokens = {place: calls[place][1] for place in group}
            for field, text in (shown or {}).items():
                for index, place in enumerate(fields[field].places):
                    if any(token in text for token in tokens.get(place, ())):
                        found.setdefault(field, index)
            # A call that fails the render must not hide the others.
            if shown is None and len(group) > 1:
                middle = len(group) // 2
                waiting += (group[:middle], group[middle:])
        return found

    def _shown(
        self, fields: Iterable[Asked], codes: Mapping[Place, str]
    ) -> dict[Asked, str] | None:
        """Return the texts of fields with other arguments; ``None`` if Helm refuses them."""
        try:
            raw = self._render(codes)
        except ConfigError:
            return None
        loaded = rendered_documents(raw, documents("", raw))
        changed = {each.identity: each.document for each in loaded}
        shown: dict[Asked, str] = {}
        for number, path in fields:
            document = changed.get(self._documents[number].identity)
            value = None if document is None else document.value(path)
            if isinstance(value, str | int):
                shown[number, path] = spelled(value)
        return shown


def _with_tokens(code: str, numbers: Iterator[int]) -> tuple[str, tuple[str, ...]] | None:
    """Return a call with other literals in its argument, and these; ``None`` for other code."""
    commands = commands_of(code)
    if not commands or len(commands[0]) != 3 or commands[0][0].text != "include":
        return None
    tokens: list[str] = []
    changed, end = "", 0
    for each in _literals(commands[0][2]):
        is_number = each.text.isdigit()
        number = next(numbers)
        token = str(20000 + number % 10000) if is_number else f"zq{number:04d}x"
        tokens.append(token)
        changed += code[end : each.start] + (token if is_number else f'"{token}"')
        end = each.end
    return (changed + code[end:], tuple(tokens)) if tokens else None


def _literals(operand: Operand) -> Iterator[Operand]:
    """Yield the literals of an argument that are values, not keys, in their order."""
    if _LITERAL.fullmatch(operand.text):
        yield operand
    if not operand.text.startswith("("):
        return
    for command in commands_of(operand.text[1:-1]):
        name, *words = command
        is_keyed = name.text in _KEYED
        for index, word in enumerate(words):
            moved = word.moved(operand.start + 1)
            is_key = is_keyed or (name.text == "dict" and index % 2 == 0)
            if not (is_key and _LITERAL.fullmatch(word.text)):
                yield from _literals(moved)

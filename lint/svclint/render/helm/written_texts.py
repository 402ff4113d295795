"""Find where the text of a field is written: inside of a longer value, or in a template's text.

A template may print a part of a value (``split ":" .Values.listen``), a value that is YAML itself,
or what it has kept in a variable. Another text in each such place shows which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from svclint.model import ConfigError, Path, Scalar
from svclint.render.helm.causes import Asked
from svclint.render.helm.field_places import FieldPlaces
from svclint.render.helm.marking import Template
from svclint.render.helm.named_values import spelled
from svclint.render.helm.perturbation import Causes
from svclint.render.helm.rendered_documents import RenderedDocument, rendered_documents
from svclint.render.helm.written_values import Values
from svclint.source.stream import documents

# Render with other values, by path, or with changed templates, by file. Raises ``ConfigError``.
RenderValues = Callable[[Mapping[Path, Scalar]], bytes]
RenderTexts = Callable[[Mapping[str, str]], bytes]

# Renders for one chart, and places that are changed at once.
_MOST_RENDERS = 4
_MOST_PLACES = 200
# Actions that may print a literal, or keep it.
_KEEPING = frozenset(("print", "set"))


class _Written(NamedTuple):
    """A place where a text is written: in a value, or between two offsets of a template.

    ``begin`` is the offset of the action that contains it, or its own in a text.
    """

    text: str
    value: Path = ()
    template: Template | None = None
    start: int = 0
    end: int = 0
    begin: int = 0


class WrittenTexts:
    """Finds where the texts of fields are written in the values and templates of one chart."""

    def __init__(
        self,
        found: Sequence[RenderedDocument],
        values: Values,
        templates: Iterable[Template],
    ) -> None:
        self._documents, self._values, self._templates = found, values, list(templates)

    def in_values(
        self, fields: Mapping[Asked, FieldPlaces], render: RenderValues
    ) -> dict[Asked, Causes]:
        """Return the longer value that contains the text of each field."""
        texts = self._texts(fields)
        written = list(islice(self._in_values(set(texts.values())), _MOST_PLACES))

        def changed(tokens: Mapping[_Written, str]) -> bytes:
            return render({each.value: self._with_token(each, tokens[each]) for each in tokens})

        return {
            field: (each.value,) for field, each in self._shown(texts, written, changed).items()
        }

    def in_templates(
        self, fields: Mapping[Asked, FieldPlaces], render: RenderTexts
    ) -> dict[Asked, FieldPlaces]:
        """Return the ways of fields with the place in a template that spells out their texts."""
        texts = self._texts(fields)
        written = list(islice(self._in_templates(set(texts.values())), _MOST_PLACES))

        def changed(tokens: Mapping[_Written, str]) -> bytes:
            return render(_changed_templates(tokens))

        found = {
            field: each.template.place(each.begin)
            for field, each in self._shown(texts, written, changed).items()
            if each.template is not None
        }
        # An action that prints the field is on its way already.
        return {
            field: fields[field].written_at(place)
            for field, place in found.items()
            if place[:3] not in [each[:3] for each in fields[field].places]
        }

    def _texts(self, fields: Mapping[Asked, FieldPlaces]) -> dict[Asked, str]:
        """Return the scalars that actions print, and of which nothing else is known."""
        found: dict[Asked, str] = {}
        for field, places in fields.items():
            value = self._documents[field[0]].document.value(field[1])
            is_scalar = isinstance(value, str | int) and not isinstance(value, bool)
            if is_scalar and spelled(value) and places.places and places.places[0].code:
                found[field] = spelled(value)
        return found

    def _in_values(self, texts: Iterable[str]) -> Iterator[_Written]:
        for text in sorted(texts):
            pattern = _pattern(text)
            for path, written in self._values.written.items():
                own = written.value
                if isinstance(own, str) and own != text and pattern.search(own):
                    yield _Written(text, path)

    def _in_templates(self, texts: Iterable[str]) -> Iterator[_Written]:
        for text in sorted(texts):
            literal = _literal(text)
            for template in self._templates:
                for piece in template.pieces:
                    is_action = piece.keyword in _KEEPING
                    if piece.keyword and not is_action:
                        continue
                    pattern = literal if is_action else _pattern(text)
                    for match in pattern.finditer(template.text, piece.start, piece.end):
                        begin = piece.start if is_action else match.start()
                        yield _Written(text, (), template, *match.span(), begin)

    def _with_token(self, written: _Written, token: str) -> str:
        own = spelled(self._values.written[written.value].value)
        return _pattern(written.text).sub(token, own, count=1)

    def _shown(
        self,
        texts: Mapping[Asked, str],
        written: Sequence[_Written],
        render: Callable[[Mapping[_Written, str]], bytes],
    ) -> dict[Asked, _Written]:
        """Return the place whose other text each field shows."""
        found: dict[Asked, _Written] = {}
        waiting, renders = ([list(written)] if written else []), 0
        while waiting and renders < _MOST_RENDERS:
            group = waiting.pop(0)
            renders += 1
            # Some places may be one for Helm, such as two in one value.
            tokens = {each: _token(each.text, number) for number, each in enumerate(group)}
            by_token = {token: each for each, token in tokens.items()}
            try:
                shown = self._fields(texts, render(tokens))
            except ConfigError:
                # A place that fails the render must not hide the others.
                middle = len(group) // 2
                waiting += [half for half in (group[:middle], group[middle:]) if middle and half]
                continue
            for field, text in shown.items():
                if text in by_token and by_token[text].text == texts[field]:
                    found.setdefault(field, by_token[text])
        return found

    def _fields(self, fields: Iterable[Asked], raw: bytes) -> dict[Asked, str]:
        loaded = rendered_documents(raw, documents("", raw))
        changed = {each.identity: each.document for each in loaded}
        shown: dict[Asked, str] = {}
        for number, path in fields:
            document = changed.get(self._documents[number].identity)
            value = None if document is None else document.value(path)
            if isinstance(value, str | int):
                shown[number, path] = spelled(value)
        return shown


def _changed_templates(tokens: Mapping[_Written, str]) -> dict[str, str]:
    """Return the texts of templates, by file, with other texts in some places."""
    changed: dict[str, str] = {}
    # From the end of a file, since the places before it stay where they are.
    for each in sorted(tokens, key=lambda each: -each.start):
        if each.template is not None:
            own = changed.get(each.template.file, each.template.text)
            changed[each.template.file] = own[: each.start] + tokens[each] + own[each.end :]
    return changed


def _pattern(text: str) -> re.Pattern[str]:
    """Return what finds a text that is no part of a longer word or number."""
    return re.compile(rf"(?<![\w.-]){re.escape(text)}(?![\w-]|\.\w)")


def _literal(text: str) -> re.Pattern[str]:
    """Return what finds a text as a literal of Go, without its quotes."""
    quoted = rf'(?<=["`]){re.escape(text)}(?=["`])'
    return re.compile(rf"{quoted}|(?<![\w.\"`-]){text}(?![\w.\"`-])" if text.isdigit() else quoted)


def _token(text: str, number: int) -> str:
    return str(20100 + number) if text.isdigit() else f"zq{number:04d}x"

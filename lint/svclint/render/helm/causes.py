"""Find the values that cause fields, where possible without another render."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from svclint.model import Path, Scalar
from svclint.model.data import value_at
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.field_places import FieldPlaces
from svclint.render.helm.named_values import direct, field_of_value, named, spelled
from svclint.render.helm.perturbation import Causes, Field, Perturbation
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.skipped_blocks import EMPTY, TemplateBlocks, lacking_keys
from svclint.render.helm.written_values import Values

# A field that is traced: the number of its document, and its path there.
Asked = tuple[int, Path]
_PRINTED_VALUE = re.compile(r"\{\{-?\s*\$?\.Values(?:\.\w+)+\s*-?\}\}")


class CauseFinder:
    """Finds the value of the chart that each field shows."""

    def __init__(
        self,
        documents: Sequence[RenderedDocument],
        charts: Iterable[Instance],
        values: Values,
        perturbation: Perturbation,
    ) -> None:
        self._documents, self._values, self._perturbation = documents, values, perturbation
        self._charts = sorted(charts, key=lambda chart: -len(chart.name))
        self._blocks: dict[tuple[str, Path], TemplateBlocks] = {}
        self._by_text: dict[str, list[Path]] = defaultdict(list)
        for path in (*values.written, *values.shared):
            self._by_text[spelled(self._written(path)).lower()].append(path)

    def causes(self, asked: Mapping[Asked, FieldPlaces]) -> dict[Asked, Causes]:
        """Return the paths of the values, in the values of the outermost chart, of each field.

        A field that is a mapping or list has the path of the value that contains its own.
        """
        found: dict[Asked, Causes] = {}
        unknown: dict[Field, list[Path]] = {}
        texts: dict[Field, list[Path]] = {}
        waiting: dict[Asked, tuple[Field, int]] = {}
        for field, places in asked.items():
            leaf = self._leaf(field[0], places.path)
            if not places.codes or leaf is None:
                continue
            extra = len(leaf) - len(places.path)
            if extra and not places.places[0].code:
                # The template spells out the keys of a mapping, and prints only what they contain.
                continue
            cause = self._direct(field[0], leaf, places.codes[0])
            if cause is not None and len(cause) > extra:
                found[field] = (cause[: len(cause) - extra],)
                continue
            each = self._documents[field[0]]
            own = each.identity, leaf
            candidates, written = self._candidates(field[0], leaf, places.codes)
            if candidates:
                unknown[own] = candidates
            if written:
                texts[own] = written
            waiting[field] = own, extra
        shown = self._with_texts(self._shown(unknown, waiting, texts), texts, waiting)
        for field, (own, extra) in waiting.items():
            causes = shown.get(own, ())
            cause = causes[0] if causes else ()
            # A collection comes from a collection whose inner keys are the same.
            if not extra and causes:
                found[field] = causes
            elif len(cause) > extra and cause[-extra:] == own[1][-extra:]:
                found[field] = (cause[: len(cause) - extra],)
        return found

    def unset(self, field: Asked, places: FieldPlaces) -> list[Path]:
        """Return the values that a field names, and that are empty, so that it is incomplete."""
        number, path = field
        value = self._documents[number].document.value(path)
        text = "" if value in ([], {}) else spelled(value)
        codes = places.empty if text else (*places.empty, *places.codes)
        prefix = self._prefix(number)
        names = (path for code in codes for path in named(code, prefix))
        found = [each for each in names if value_at(self._values.data, each) in EMPTY]
        return self._set_at(found or self._unset_in_texts(text, prefix))

    def _set_at(self, paths: Iterable[Path]) -> list[Path]:
        """Return the paths at which some values are set, each once."""
        return list(dict.fromkeys(map(self._values.set_at, paths)))

    def _unset_in_texts(self, text: str, prefix: Path) -> Iterator[Path]:
        """Yield the empty values in a value that is a template, and prints a text without them."""
        for template in self._by_printed.get(text, ()):
            names = named(template, prefix)
            if all(value_at(self._values.data, each) in EMPTY for each in names):
                yield from names

    @cached_property
    def _by_printed(self) -> dict[str, list[str]]:
        """The values that are templates by what they print where the values in them are empty."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._templates:
            template = str(self._written(path))
            found[_PRINTED_VALUE.sub("", template)].append(template)
        return found

    def unset_around(self, field: Asked, places: FieldPlaces, folder: str) -> list[Path]:
        """Return the empty values for which the templates in a folder print no such field."""
        number, path = field
        keys = lacking_keys(self._documents[number].document.data, path)
        if not keys or not places.places:
            return []
        place = places.places[0]
        file, prefix = os.path.join(folder, place.file), self._prefix(number)
        if (file, prefix) not in self._blocks:
            with open(file, encoding="utf-8", errors="replace") as stream:
                template = stream.read()
            self._blocks[file, prefix] = TemplateBlocks(template, self._values.data, prefix)
        return self._set_at(self._blocks[file, prefix].empty_values(place.line, keys))

    def _shown(
        self,
        unknown: Mapping[Field, Sequence[Path]],
        waiting: Mapping[Asked, tuple[Field, int]],
        texts: Collection[Field],
    ) -> dict[Field, Causes]:
        """Return the values that each field shows, or the key, if a render with others does."""
        shown = self._perturbation.causes(unknown) if unknown else {}
        for (number, _), (own, extra) in waiting.items():
            if own in shown or own in texts or extra:
                continue
            text = self._documents[number].document.value(own[1])
            key = self._perturbation.key_cause(own, self._keys.get(text, ()))
            shown |= {} if key is None else {own: (key,)}
        return shown

    def _with_texts(
        self,
        shown: Mapping[Field, Causes],
        texts: Mapping[Field, Sequence[Path]],
        waiting: Mapping[Asked, tuple[Field, int]],
    ) -> dict[Field, Causes]:
        """Return causes with the values that are templates, through which others are shown.

        Such a text is what to edit, unless it shows another value as it is.
        """
        found = dict(shown)
        outer = self._perturbation.causes(texts) if texts else {}
        for (number, _), (own, _) in waiting.items():
            if own in outer:
                inner = tuple(each for each in shown.get(own, ()) if each not in outer[own])
                field = spelled(self._documents[number].document.value(own[1]))
                is_same = inner and spelled(self._values.written[inner[0]].value) == field
                found[own] = (*inner, *outer[own]) if is_same else (*outer[own], *inner)
        return found

    @cached_property
    def _keys(self) -> dict[Any, list[Path]]:
        """The keys of mappings in the values by their text."""
        found: dict[Any, dict[Path, None]] = defaultdict(dict)
        for path in self._values.written:
            for length in range(1, len(path) + 1):
                found[path[length - 1]][path[:length]] = None
        return {text: list(paths) for text, paths in found.items() if isinstance(text, str)}

    def _direct(self, number: int, field: Path, code: str) -> Path | None:
        """Return the value that the innermost action prints unchanged, if it is that."""
        path = direct(code, self._prefix(number))
        if path is None:
            return None
        return field_of_value(self._values, path, self._documents[number].document.data, field)

    def _candidates(
        self, number: int, field: Path, codes: Iterable[str]
    ) -> tuple[list[Path], list[Path]]:
        """Return the values that a field may come from, and the templates that may print them.

        They have the same text, or are named by its actions, or by values that are templates.
        """
        text = spelled(self._documents[number].document.value(field))
        prefix = self._prefix(number)
        names = [path for code in codes for path in named(code, prefix)]
        texts = self._texts_below(names)
        names += [each for path in texts for each in named(str(self._written(path)), prefix)]
        same = self._by_text.get(text.lower(), [])
        below = [path for path in same if any(path[: len(name)] == name for name in names)]
        if below:
            return self._set_at(below), texts
        # An empty value is not what a field shows.
        named_ones = [name for name in names if self._written(name) not in (None, "")]
        found = self._set_at((*same, *named_ones))
        return [each for each in found if each not in texts], texts

    def _texts_below(self, names: Sequence[Path]) -> list[Path]:
        """Return the values that are templates, at or below some names."""
        found = (
            path for path in self._templates if any(path[: len(name)] == name for name in names)
        )
        return self._set_at(found)

    @cached_property
    def _templates(self) -> list[Path]:
        """The values that are templates themselves."""
        paths = (*self._values.written, *self._values.shared)
        return [path for path in paths if "{{" in str(self._written(path))]

    def _written(self, path: Path) -> Scalar:
        """Return the value at a path; ``None`` if there is no scalar."""
        found = self._values.written.get(self._values.set_at(path))
        return found.value if found is not None else None

    def _prefix(self, number: int) -> Path:
        template = self._documents[number].rendered.template
        for chart in self._charts:
            if template.startswith(f"{chart.name}/"):
                return chart.prefix
        return ()

    def _leaf(self, number: int, path: Path) -> Path | None:
        """Return the path of the first scalar at or below a path."""
        value: Any = self._documents[number].document.value(path)
        while isinstance(value, (dict, list)) and value:
            step: Any = next(iter(value)) if isinstance(value, dict) else 0
            value, path = value[step], (*path, step)
        return None if value is None or isinstance(value, (dict, list)) else path

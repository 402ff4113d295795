"""Find the values that cause fields, where possible without another render."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from svclint.model import Path
from svclint.render.helm.chart_metadata import Instance
from svclint.render.helm.field_places import FieldPlaces
from svclint.render.helm.named_values import direct, field_of_value, named, spelled
from svclint.render.helm.perturbation import Field, Perturbation
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.written_values import Values

# A field that is traced: the number of its document, and its path there.
Asked = tuple[int, Path]


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
        self._by_text: dict[str, list[Path]] = defaultdict(list)
        for path, written in values.written.items():
            self._by_text[spelled(written.value)].append(path)

    def causes(self, asked: Mapping[Asked, FieldPlaces]) -> dict[Asked, Path]:
        """Return the path of the value, in the values of the outermost chart, of each field.

        A field that is a mapping or list has the path of the value that contains its own.
        """
        found: dict[Asked, Path] = {}
        unknown: dict[Field, list[Path]] = {}
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
                found[field] = cause[: len(cause) - extra]
                continue
            each = self._documents[field[0]]
            own = each.identity, leaf
            candidates = self._candidates(field[0], leaf, places.codes)
            if candidates:
                unknown[own] = candidates
            waiting[field] = own, extra
        shown = self._shown(unknown, waiting)
        for field, (own, extra) in waiting.items():
            cause = shown.get(own, ())
            # A collection comes from a collection whose inner keys are the same.
            if len(cause) > extra and (not extra or cause[-extra:] == own[1][-extra:]):
                found[field] = cause[: len(cause) - extra]
        return found

    def _shown(
        self,
        unknown: Mapping[Field, Sequence[Path]],
        waiting: Mapping[Asked, tuple[Field, int]],
    ) -> dict[Field, Path]:
        """Return the value that each field shows, or the key, if a render with another one does."""
        shown = self._perturbation.causes(unknown) if unknown else {}
        for (number, _), (own, extra) in waiting.items():
            if own in shown or extra:
                continue
            text = self._documents[number].document.value(own[1])
            key = self._perturbation.key_cause(own, self._keys.get(text, ()))
            shown |= {} if key is None else {own: key}
        return shown

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

    def _candidates(self, number: int, field: Path, codes: Iterable[str]) -> list[Path]:
        """Return the values that a field may come from: the same text, or named by its actions."""
        text = spelled(self._documents[number].document.value(field))
        prefix = self._prefix(number)
        names = [path for code in codes for path in named(code, prefix)]
        same = self._by_text.get(text, [])
        below = [path for path in same if any(path[: len(name)] == name for name in names)]
        if below:
            return below
        # An empty value is not what a field shows.
        named_ones = (name for name in names if name in self._values.written)
        return [*same, *(name for name in named_ones if self._values.written[name].value != "")]

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

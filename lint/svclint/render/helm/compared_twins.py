"""Render the twins of one chart that say where its fields come from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from svclint.render.fields import AskedFields
from svclint.render.helm.causes import Asked
from svclint.render.helm.field_places import FieldReader, TracedPlaces
from svclint.render.helm.marking import Template
from svclint.render.helm.marks import Place
from svclint.render.helm.parts_of_texts import is_character
from svclint.render.helm.rendered_documents import RenderedDocument
from svclint.render.helm.twin import Render, Twin, TwinRenderer


class ComparedTwins:
    """The twins of one chart: with marks, with other values, and with other arguments of calls.

    ``render`` renders a folder with the same options and values files, and further values files
    after them. ``work`` is a folder for these.
    """

    def __init__(self, twins: TwinRenderer, render: Render, work: str) -> None:
        self._twins, self._render, self._work = twins, render, work
        self._is_reduced = True
        self._plain = ""

    def places(
        self, documents: Sequence[RenderedDocument], fields: Iterable[Asked], parts: AskedFields
    ) -> TracedPlaces:
        """Return the places of fields and parts, by the smallest twin that prints the documents."""
        asked = list(fields)
        numbers = {number for number, _ in asked}
        self._is_reduced = True
        reader = FieldReader(documents, self._marked())
        if not reader.are_exact(numbers):
            self._is_reduced = False
            reader = FieldReader(documents, self._marked())
        found = {
            (field, part): reader.part_places(*field, part)
            for field, own in parts.items()
            for part in own
            if part and not is_character(part)
        }
        return TracedPlaces(
            {field: reader.places(*field) for field in asked},
            {each: places for each, places in found.items() if places is not None},
        )

    def _marked(self) -> Twin:
        return self._twins.marked(self._render, is_reduced=self._is_reduced)

    def render_values(self, override: str) -> bytes:
        """Render with other values, given as the content of a file. Raises ``ConfigError``."""
        if not self._plain:
            self._plain = self._twins.plain(is_reduced=self._is_reduced)
        file = os.path.join(self._work, "override.yaml")
        with open(file, "w", encoding="utf-8") as stream:
            stream.write(override)
        return self._render(self._plain, (file,))

    @property
    def texts(self) -> list[Template]:
        """The templates of the chart and its subcharts, and the files that they may print."""
        return self._twins.texts

    def render_texts(self, texts: Mapping[str, str]) -> bytes:
        """Render with other texts of templates, by file. Raises ``ConfigError``."""
        return self._render(self._twins.changed(texts), ())

    def render_codes(self, codes: Mapping[Place, str] = MappingProxyType({})) -> bytes:
        """Render with another code in some actions. Raises ``ConfigError``."""
        return self._render(self._twins.plain(is_reduced=self._is_reduced, codes=codes), ())

"""Trace fields of what a Kustomization of Flux deploys: also to the values of its variables."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from svclint.model import Data, Fix, IgnoredItem, Path
from svclint.render.flux.envsubst import SubstitutionError, Variable, names_in, parse
from svclint.render.flux.substitution import Variables, expanded_text
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.named_in_field import Named
from svclint.render.origins import LABEL_FIELDS, Origin, Relabelling
from svclint.source import Document
from svclint.source.parse_result import ParseError
from svclint.source.yaml_reader import parse_yaml


class FluxTracer:
    """Finds the origins of fields; ``built`` traces the output before the substitution."""

    def __init__(self, built: KustomizeTracer, variables: Variables) -> None:
        self._built, self._variables = built, variables

    def origin(self, document: int, path: Path, part: str = "") -> Origin | None:
        """Return where a field comes from: the value of a variable, if that is all of it.

        The way there passes the field that names the variable.
        """
        found = self._built.origin(document, path, part)
        written = self._built.value(document, path)
        if path[-1:] and path[-1] in LABEL_FIELDS and isinstance(written, dict):
            return self._of_labels(document, path, written) or found
        if found is None or not found.is_proven or not isinstance(written, str):
            return found
        try:
            pieces = parse(written)
        except SubstitutionError:
            return found
        known = {name: each for name, each in self._variables.known.items() if each.value}
        places = [known[name].place for name in sorted(names_in(pieces)) if name in known]
        first = pieces[0] if len(pieces) == 1 else ""
        if isinstance(first, Variable) and first.name in known:
            place = known[first.name].place
            way = (found.location, *found.through)
            return self._typed(Origin(place.location(), place.setting, way), written, found)
        locations = [place.location() for place in places]
        through = (*locations, *found.through)
        return self._typed(found._replace(through=through), written, found)

    def _of_labels(self, document: int, path: Path, labels: Data) -> Origin | None:
        """Return the origin of the only label of a mapping if that is the value of a variable."""
        if len(labels) != 1:
            return None
        inner = (*path, next(iter(labels)))
        found, written = self.origin(document, inner), self._built.origin(document, inner)
        is_variable = found is not None and written is not None and found[0] != written[0]
        return found if is_variable else None

    def _typed(self, origin: Origin, written: str, field: Origin) -> Origin:
        """Return an origin with the place of the field, where Flux makes no string of a text.

        kustomize prints the text without the quotes of the file, and Flux reads the result again.
        """
        try:
            value = parse_yaml(expanded_text(written, self._variables)).data
        except ParseError:
            return origin
        if value is None or isinstance(value, str | dict | list):
            return origin
        return origin._replace(typed=field.location, substituted=written)

    def change(self, document: int, path: Path, named: Named | None = None) -> Origin | None:
        """Return where the patch is written that has changed a field; ``None`` if none has."""
        return self._built.change(document, path, named)

    def relabelling(self, documents: Collection[int]) -> Relabelling | None:
        """Return the labels of a kustomization that let one of some objects select other pods."""
        return self._built.relabelling(documents)

    def ignored(self) -> Iterator[tuple[IgnoredItem, Document, Origin]]:
        """Yield the items of patches that change nothing, with the patch and where it is."""
        return self._built.ignored()

    def fix(self, document: int, fix: Fix) -> tuple[str, Fix] | None:
        """Return the fix of a manifest or patch; ``None`` where a variable is part of the field."""
        written = (self._built.value(document, edit.path) for edit in fix.edits)
        return None if any("$" in str(each) for each in written) else self._built.fix(document, fix)

"""Trace fields of what a Kustomization of Flux deploys: also to the values of its variables."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from svclint.model import Fix, IgnoredItem, Path
from svclint.render.flux.envsubst import SubstitutionError, Variable, names_in, parse
from svclint.render.flux.substitution import Variables
from svclint.render.kustomize.tracer import KustomizeTracer
from svclint.render.named_in_field import Named
from svclint.render.origins import Origin, Relabelling
from svclint.source import Document


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
            return Origin(place.location(), place.setting, (found.location, *found.through))
        locations = [place.location() for place in places]
        return found._replace(through=(*locations, *found.through))

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

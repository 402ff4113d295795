"""Where a person edits what a rendered document contains."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol

from svclint.model import Fix, Location, Path
from svclint.render.named_in_field import Named

# Mappings that are what their pairs are. Of others, a rule may report what they lack.
LABEL_FIELDS = frozenset(("selector", "matchLabels", "labels"))


class Origin(NamedTuple):
    """The place in a source file that a field of a rendered document comes from.

    ``key`` is the key of the values, or the setting of the kustomization, that causes the value
    (``service.port``); empty if there is none. ``through`` is the way from that place to the
    output: the line of the template, of the include, of the base. Without ``is_proven``, only
    the file of ``location`` is known, and its line is 1. ``unset`` are keys of the values that the
    field names, and that are empty. ``is_emptied``: a values file sets one of
    them so. ``called`` is the call of a template that others use as well,
    where ``location`` is in that template, or a value that names all objects of a release.
    ``typed`` is the place in a template that makes the value a string, or a number or boolean.
    ``joined`` are keys of the values that are joined there, of which any may be the wrong one.
    ``affix`` is the prefix or suffix of a kustomization that makes a name invalid which is valid
    without it. ``named`` is where a patch writes the name of the field, if not beside the value.
    ``substituted`` is the text with variables that Flux makes no string of, as it is written.
    """

    location: Location
    key: str = ""
    through: tuple[Location, ...] = ()
    is_proven: bool = True
    unset: tuple[str, ...] = ()
    is_emptied: bool = False
    called: Location | None = None
    typed: Location | None = None
    joined: tuple[str, ...] = ()
    affix: Location | None = None
    named: Location | None = None
    substituted: str = ""

    @property
    def at_affix(self) -> Origin:
        """The same origin at the prefix or suffix that makes it invalid, if there is one."""
        if self.affix is None:
            return self
        way = (self.location, *(each for each in self.through if each != self.affix))
        return self._replace(location=self.affix, through=way, affix=None)

    @property
    def at_type(self) -> Origin:
        """The same origin where its type is decided, if that is in a template."""
        if self.typed is None or self.typed == self.location:
            return self
        way = (self.location, *(each for each in self.through if each != self.typed))
        return self._replace(location=self.typed, through=way, key="", typed=None)

    @property
    def at_call(self) -> Origin:
        """The same origin at the call, if there is one."""
        if self.called is None:
            return self
        way = (self.location, *(each for each in self.through if each != self.called))
        return self._replace(location=self.called, through=way, key="", called=None)


class Relabelling(NamedTuple):
    """The labels of a kustomization that let a selector match other pods, and what they do."""

    origin: Origin
    fact: str
    remedy: str


class Tracer(Protocol):
    """Finds the origins of fields in the rendered output of one chart or kustomization."""

    def origin(self, document: int, path: Path, part: str = "", /) -> Origin | None:
        """Return where the field at a path comes from; ``None`` if not even the file is known.

        ``document`` counts the documents of the output from 0, as ``svclint.source`` splits it.
        ``path`` is the symbolic path of the field in that document. ``part`` is the text in its
        value that is meant, which may come from elsewhere than the rest.
        """
        ...

    def change(self, document: int, path: Path, named: Named | None = None, /) -> Origin | None:
        """Return the patch or the value that makes a field differ from a base or a chart.

        ``named`` is what another field names in vain: only what has taken it away counts. ``None``
        if the field is as the base or the defaults of the chart have it.
        """
        ...

    def fix(self, document: int, fix: Fix, /) -> tuple[str, Fix] | None:
        """Return the file and the fix in it that have the effect of a fix of the output.

        ``None`` unless each edit replaces a value that is proven to be written once.
        """
        ...

    def relabelling(self, documents: Collection[int], /) -> Relabelling | None:
        """Return the labels of a kustomization that let one of some objects select other pods.

        Those are the pods of another one of them, or of any if they are a single object. ``None``
        if the labels that the objects have without any setting let it select them, too.
        """
        ...


def unset_values(origin: Origin) -> str:
    """Return what a message says of the empty values that a chart needs."""
    verb = "is" if len(origin.unset) == 1 else "are"
    return f"; {' and '.join(origin.unset)} of the values {verb} empty"


def joined_values(origin: Origin) -> str:
    """Return what a message says of a text that several values make up; empty for others."""
    names = " and ".join(origin.joined)
    return f"; it is joined from {names} of the values, any of which may be wrong" if names else ""

"""Replace the variables of ``postBuild`` in what was built, and find where they are written.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
and SubstituteVariables in fluxcd/pkg/kustomize.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.cel import Budget
from svclint.model.data import mapping, sequence, text
from svclint.render.flux.envsubst import DEFAULTS, SubstitutionError, Variable, expand, parse
from svclint.render.kustomize.traced import Place
from svclint.source import Document
from svclint.source.stream import documents

_SWITCH = "kustomize.toolkit.fluxcd.io/substitute"
_POST_BUILD = ("spec", "postBuild")
# Of one output.
_STEPS, _BYTES = 20_000_000, 64 << 20


class Written(NamedTuple):
    """The value of a variable, and where it is written."""

    value: str
    place: Place


class Variables(NamedTuple):
    """The variables of a Kustomization; without ``is_complete``, there may be more."""

    known: Mapping[str, Written]
    is_complete: bool

    def lookup(self, name: str) -> str | None:
        """Return the value of a variable; ``None`` if nobody knows it."""
        return self.known[name].value if name in self.known else None

    def expanded(self, written: str) -> str:
        """Return a text with its variables replaced, as far as they are known.

        One that no source has is empty for Flux. A default shows that it was meant so; without
        one, something else may set it, such as a patch of the Kustomization.
        """
        if not self.is_complete:
            return expand(written, self.lookup)
        with_default = {
            piece.name
            for piece in parse(written)
            if isinstance(piece, Variable) and piece.operator in DEFAULTS
        }
        values = {name: each.value for name, each in self.known.items()}
        known = dict.fromkeys(with_default, "") | values
        return expand(written, known.get)


def references_of(document: Document) -> list[tuple[str, str, str]]:
    """Return kind, namespace and name of the ConfigMaps and Secrets with variables."""
    namespace = document.object_name.namespace
    return [
        (text(entry.get("kind")), namespace, text(entry.get("name")))
        for entry in map(mapping, sequence(document.value((*_POST_BUILD, "substituteFrom"))))
    ]


def variables_of(document: Document, found: Sequence[Document]) -> Variables:
    """Return the variables of a Kustomization; ``found`` are its ConfigMaps and Secrets."""
    known: dict[str, Written] = {}
    sources = {each.object_name[1:]: each for each in found}
    wanted = references_of(document)
    for reference in wanted:
        if reference in sources:
            known.update(_data_of(sources[reference]))
    for name, value in mapping(document.value((*_POST_BUILD, "substitute"))).items():
        if isinstance(value, str | int | float | bool):
            place = Place(
                document, (*_POST_BUILD, "substitute", name), f"postBuild.substitute.{name}"
            )
            known[name] = Written(_on_one_line(value), place)
    is_complete = bool(known) and all(reference in sources for reference in wanted)
    return Variables(known, is_complete)


def _on_one_line(value: object) -> str:
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return written.replace("\n", "")


def _data_of(source: Document) -> Iterator[tuple[str, Written]]:
    fields = ("data", "stringData") if source.kind == "Secret" else ("data",)
    for field in fields:
        for name, value in mapping(source.value((field,))).items():
            plain = text(value)
            if source.kind == "Secret" and field == "data":
                try:
                    plain = base64.b64decode(plain, validate=True).decode()
                except (binascii.Error, ValueError):
                    continue
            yield (
                name,
                Written(_on_one_line(plain), Place(source, (field, name), f"{field}.{name}")),
            )


def substituted(raw: bytes, variables: Variables) -> bytes:
    """Return an output with the variables replaced in each object that does not refuse it.

    An object with an expression that Flux does not accept stays as it is.
    """
    if not variables.known or b"$" not in raw:
        return raw
    return b"---\n".join(_pieces(raw, variables))


def expanded_text(written: str, variables: Variables) -> str:
    """Return a text with its variables replaced, or as it is if Flux does not accept it."""
    try:
        return variables.expanded(written) if variables.known and "$" in written else written
    except SubstitutionError:
        return written


def quotes_of_flux(written: str) -> str:
    """Return how a text with variables becomes a string, whatever their values are.

    Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
    """
    setting = "`quote: '\"'` in postBuild.substitute"
    reason = "quotes in the file are gone before Flux replaces variables"
    return f"write ${{quote}}{written}${{quote}}, with {setting}; {reason}"


def _pieces(raw: bytes, variables: Variables) -> Iterator[bytes]:
    last, budget = None, Budget("the variables of an output", _STEPS, _BYTES)
    for document in documents("", raw):
        if document.chunk is last:
            continue
        last = document.chunk
        written = document.chunk.text
        if not is_disabled(document):
            with budget.in_force():
                written = expanded_text(written, variables)
        yield written.removesuffix("---\n").rstrip("\n").encode() + b"\n"


def is_disabled(document: Document) -> bool:
    """Return whether an object is excluded from substitution."""
    metadata = mapping(document.value(("metadata",)))
    return any(
        mapping(metadata.get(field)).get(_SWITCH) == "disabled"
        for field in ("labels", "annotations")
    )

"""An annotation for Traefik or Kong names a middleware or plugin that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from svclint.kubernetes.controllers import TRAEFIK_GROUPS
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_meant, is_similar, nearly_absent, place_of
from svclint.model import Report, Severity
from svclint.model.data import mapping, text
from svclint.rule import reference_rule
from svclint.source import Document

_MIDDLEWARES = "traefik.ingress.kubernetes.io/router.middlewares"
_PROVIDER = "@kubernetescrd"
_PLUGINS = "konghq.com/plugins"
_KONG = "configuration.konghq.com"
_PLUGIN_KINDS = ("KongPlugin", "KongClusterPlugin")
# A larger run would feel a pass over all objects of a kind for each annotation.
_MOST = 2000


@reference_rule(
    "annotation-object-missing",
    Severity.WARNING,
    since="0.1",
    kinds=("Ingress", "Service", "HTTPRoute", "GRPCRoute"),
    beside=("Middleware", *_PLUGIN_KINDS),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """An annotation for Traefik or Kong names a middleware or plugin that does not exist."""
    annotations = mapping(document.value(("metadata", "annotations")))
    for written in _entries(annotations.get(_MIDDLEWARES) if document.kind == "Ingress" else ""):
        meant = _middleware_meant(document, written, inventory)
        if meant is not None:
            space = meant.object_name.namespace
            name = f"{space}-{meant.object_name.name}{_PROVIDER}"
            fact = f'Middleware "{written}" not found; did you mean "{name}" ({place_of(meant)})?'
            path = ("metadata", "annotations", _MIDDLEWARES)
            yield nearly_absent(Report(path, fact, f"write {name}"), document, inventory)
    for written in _entries(annotations.get(_PLUGINS)):
        meant = _plugin_meant(document, written, inventory)
        if meant is not None:
            name, space = meant.object_name.name, inventory.namespaces(document)[0]
            fact = (
                f'KongPlugin "{written}" not found in namespace "{space}"; did you mean "{name}" '
                f"({place_of(meant)})?"
            )
            path = ("metadata", "annotations", _PLUGINS)
            yield nearly_absent(Report(path, fact, f"write {name}"), document, inventory)


def _entries(value: object) -> list[str]:
    entries = [each.strip() for each in text(value).split(",")]
    return [each for each in entries if each and "$" not in each and "{" not in each]


def _middleware_meant(document: Document, written: str, inventory: Inventory) -> Document | None:
    """Return the Middleware that ``NAMESPACE-NAME@kubernetescrd`` was probably meant to name."""
    full, at, provider = written.partition("@")
    if at and at + provider != _PROVIDER:
        return None
    splits = [(full[:i], full[i + 1 :]) for i, letter in enumerate(full) if letter == "-"]
    is_there = at and any(
        inventory.find(document, group, "Middleware", name, space)
        or inventory.is_elsewhere(document, group, "Middleware", name, space)
        for group in TRAEFIK_GROUPS
        for space, name in splits
        if space and name
    )
    nearest = None
    for group in () if is_there else TRAEFIK_GROUPS:
        for other in islice(inventory.of_kind(group, "Middleware"), _MOST):
            name, space = other.object_name.name, other.object_name.namespace
            if not space and full.endswith(f"-{name}"):
                # It may be applied to the namespace that is named.
                return None
            is_near = full in (name, f"{space}-{name}") or any(
                (own == space and is_meant(rest, name)) or (rest == name and is_similar(own, space))
                for own, rest in splits
            )
            if nearest is None and space and is_near and inventory.are_together(document, other):
                nearest = other
    return nearest


def _plugin_meant(document: Document, written: str, inventory: Inventory) -> Document | None:
    """Return the plugin that a name was probably meant for, in the namespace of an object."""
    if ":" in written or any(
        inventory.find(document, _KONG, kind, written)
        or inventory.is_elsewhere(document, _KONG, kind, written)
        for kind in _PLUGIN_KINDS
    ):
        # Behind a colon is the name of a plugin in another namespace.
        return None
    spaces = inventory.namespaces(document)
    for other in islice(inventory.of_kind(_KONG, "KongPlugin"), _MOST):
        is_here = not set(inventory.namespaces(other)).isdisjoint(spaces)
        is_near = is_here and is_meant(written, other.object_name.name)
        if is_near and inventory.are_together(document, other):
            return other
    return None

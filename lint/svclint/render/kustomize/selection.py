"""Which objects a patch or a replacement changes.

Source: ``Selector`` of kustomize (api/types/selector.go): names are regular expressions that match
whole names, the first or the current one, and selectors of labels are those of Kubernetes. A patch
without a target may name any identity that the object had before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from svclint.cel.regex import RegexError, compile_regex
from svclint.model import Data
from svclint.model.data import group_of, mapping, sequence, text
from svclint.render.kustomize.changes import Change
from svclint.render.kustomize.ignored_items import Ignored
from svclint.render.kustomize.inclusion import Way
from svclint.render.kustomize.traced import Node, UntraceableError

_KIND = ("group", "version", "kind")
_SET_BASED = re.compile(r"^(\S+) +(in|notin) +\(([^()]*)\)$")
_SEPARATOR = re.compile(r",(?![^()]*\))")


class Identity(NamedTuple):
    """What kustomize knows an object by."""

    group: str
    version: str
    kind: str
    namespace: str
    name: str


class TracedObject:
    """An object on its way through the steps; ``identities`` are all that it had, oldest first.

    ``way`` are the entries of kustomizations that take it in, from the inside to the root.
    ``ignored`` are items of patches that change nothing of it, ``changes`` what patches change.
    ``unlabelled`` are the labels by path and key as they were before settings replaced them;
    ``None`` for those that were not there.
    """

    def __init__(self, root: Node, way: Way = ()) -> None:
        self.root, self.way = root, way
        self.identities = [identity_of(root)]
        self.is_deleted = False
        self.ignored: list[Ignored] = []
        self.changes: list[Change] = []
        self.unlabelled: dict[str, dict[str, Any]] = {}

    def note_identity(self) -> None:
        """Record the identity if it has changed."""
        current = identity_of(self.root)
        if current != self.identities[-1]:
            self.identities.append(current)


def identity_of(root: Node) -> Identity:
    """Return the identity of an object."""
    api_version = root.text("apiVersion")
    return Identity(
        group_of(api_version),
        api_version.rpartition("/")[2],
        root.text("kind"),
        root.text("metadata", "namespace"),
        root.text("metadata", "name"),
    )


def has_identity(target: TracedObject, wanted: Identity) -> bool:
    """Return whether an object is, or was, the one that a patch names."""
    return any(_normal(each) == _normal(wanted) for each in target.identities)


def _normal(identity: Identity) -> Identity:
    return identity._replace(namespace=_namespace(identity))


def is_selected(target: TracedObject, selector: Data) -> bool:
    """Return whether a selector with regular expressions selects an object."""
    if not _has_labels(target, selector):
        return False
    first, current = target.identities[0], target.identities[-1]
    return (
        all(_matches(text(selector.get(key)), (getattr(current, key),)) for key in _KIND)
        and _matches(text(selector.get("name")), (first.name, current.name))
        and _matches(text(selector.get("namespace")), (_namespace(first), _namespace(current)))
    )


def is_source(target: TracedObject, selector: Data) -> bool:
    """Return whether an object is the source of a replacement or of a var: names are exact."""
    return any(
        all(
            not text(selector.get(key)) or text(selector.get(key)) == getattr(each, key)
            for key in (*_KIND, "name")
        )
        and text(selector.get("namespace")) in ("", _namespace(each))
        for each in target.identities
    )


def is_replaced(target: TracedObject, entry: Data) -> bool:
    """Return whether a target of a replacement is an object."""
    selected, rejected = mapping(entry.get("select")), map(mapping, sequence(entry.get("reject")))
    if not _has_labels(target, selected):
        return False
    for selector in rejected:
        names_labels = selector.get("labelSelector") or selector.get("annotationSelector")
        if names_labels and _has_labels(target, selector):
            return False
        is_named = any(selector.get(key) for key in (*_KIND, "name", "namespace"))
        if is_named and any(_answers(each, selector) for each in target.identities):
            return False
    return any(_answers(each, selected) for each in target.identities)


def _answers(identity: Identity, selector: Data) -> bool:
    """Return whether one identity fits regular expressions."""
    names = (*_KIND, "name", "namespace")
    return all(_matches(text(selector.get(key)), (getattr(identity, key),)) for key in names)


def _namespace(identity: Identity) -> str:
    return identity.namespace or "default"


def _matches(pattern: str, names: Collection[str]) -> bool:
    """Return whether a regular expression matches one of several names as a whole."""
    if not pattern or pattern in names:
        return True
    try:
        regex = compile_regex(f"^(?:{pattern})$")
        return any(regex.matches(name) for name in names)
    except RegexError:
        raise UntraceableError from None


def _has_labels(target: TracedObject, selector: Data) -> bool:
    """Return whether the labels and annotations of an object are those that are selected."""
    return all(
        _labels_match(text(selector.get(name)), target.root.field("metadata", field))
        for name, field in (("labelSelector", "labels"), ("annotationSelector", "annotations"))
    )


def _labels_match(selector: str, node: Node | None) -> bool:
    given = {} if node is None else mapping(node.data())
    requirements = filter(None, map(str.strip, _SEPARATOR.split(selector)))
    return all(_requirement_holds(each, given) for each in requirements)


def _requirement_holds(requirement: str, given: Mapping[str, str]) -> bool:
    found = _SET_BASED.match(requirement)
    if found:
        name, operator, values = found.groups()
        is_among = given.get(name) in _split(values)
        return is_among if operator == "in" else not is_among
    for sign, is_equal in (("!=", False), ("==", True), ("=", True)):
        if sign in requirement:
            name, _, value = requirement.partition(sign)
            return (given.get(name.strip()) == value.strip()) is is_equal
    if requirement.startswith("!"):
        return requirement[1:].strip() not in given
    return requirement in given


def _split(values: str) -> list[str]:
    return [each.strip() for each in values.split(",")]

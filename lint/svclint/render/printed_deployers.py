"""Render what objects in rendered texts deploy: apps of apps, and HelmReleases with patches."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.render.closure import Closure
from svclint.render.rendering import Rendering
from svclint.render.roots import KUSTOMIZE, Root
from svclint.source.files import Rendered

# How deep objects may deploy others: nobody nests more than two.
_MOST_LEVELS = 4
# Renders some roots.
Render = Callable[[Sequence[tuple[Root, Closure]]], Rendering]
# Yields what objects in some texts deploy; the roots are by the names of the texts.
FindPrinted = Callable[[Sequence[Rendered], Mapping[str, Root]], Iterator[tuple[Root, Closure]]]


class _Split(NamedTuple):
    """Roots that are rendered first, and those whose deployer the former may change."""

    first: list[tuple[Root, Closure]]
    later: list[tuple[Root, Closure]]


def render_with_printed(
    found: Sequence[tuple[Root, Closure]],
    find_printed: FindPrinted,
    defaults: Mapping[str, tuple[Root, Closure]],
    render: Render,
) -> Rendering:
    """Render roots, and what the objects in their texts deploy, each once.

    What one of these deploys is not rendered as it lies there, and an object that another root
    takes in deploys what it is in the text of that root: a patch may have changed it.
    ``defaults`` are charts, by their real folder, for which there is no such object any more.
    """
    first, later = _split(found)
    rendering = render(first)
    pending = rendering.texts
    written = [each for each in later if _file(each[0]) not in rendering.taken_in]
    deployed: set[str] = set()
    for _ in range(_MOST_LEVELS):
        printed = {
            root.name: (root, closure) for root, closure in find_printed(pending, rendering.roots)
        }
        new_roots = {**{each[0].name: each for each in written}, **printed}
        new_roots = {name: each for name, each in new_roots.items() if name not in rendering.roots}
        written = []
        if not new_roots:
            break
        new = render(list(new_roots.values()))
        pending = new.texts
        deployed |= {_real(root) for name, root in new.roots.items() if name in printed}
        rendering = _together(rendering, new)
    rendering = _without_plain(rendering, deployed)
    tried = {_real(root) for root in _tried(rendering)}
    lost = {_real(root) for root, _ in later if _real(root) not in tried}
    remaining = [defaults[folder] for folder in sorted(lost & defaults.keys())]
    return _together(rendering, render(remaining)) if remaining else rendering


def _split(found: Sequence[tuple[Root, Closure]]) -> _Split:
    """Return which roots have no deployer that another one takes in, and which have."""
    taken_in = frozenset().union(*(closure.files for _, closure in found))
    split = _Split([], [])
    for each in found:
        # What a Kustomization of Flux builds is looked for in files alone.
        is_application = each[0].tool != KUSTOMIZE or bool(
            each[0].deployer and each[0].deployer.source
        )
        is_later = is_application and _file(each[0]) in taken_in
        (split.later if is_later else split.first).append(each)
    return split


def _tried(rendering: Rendering) -> Iterable[Root]:
    yield from rendering.roots.values()
    yield from (failure.root for failure in rendering.failures)


def _file(root: Root) -> str:
    """Return the real path of the file of the object that deploys a root; empty if none does."""
    return "" if root.deployer is None else os.path.realpath(root.deployer.place.file)


def _together(one: Rendering, other: Rendering) -> Rendering:
    return one._replace(
        roots={**one.roots, **other.roots},
        closures={**one.closures, **other.closures},
        texts=(*one.texts, *other.texts),
        failures=(*one.failures, *other.failures),
        taken_in={**one.taken_in, **other.taken_in},
        left_out=tuple(dict.fromkeys((*one.left_out, *other.left_out))),
    )


def _without_plain(rendering: Rendering, deployed: Collection[str]) -> Rendering:
    """Return a rendering without some real folders as they lie in the tree."""

    def is_kept(root: Root) -> bool:
        is_plain = not (root.is_named or root.deployer or root.values)
        return not is_plain or _real(root) not in deployed

    roots = {name: root for name, root in rendering.roots.items() if is_kept(root)}
    texts = [text for text in rendering.texts if text.name in roots]
    failures = [each for each in rendering.failures if is_kept(each.root)]
    return rendering._replace(roots=roots, texts=texts, failures=failures)


def _real(root: Root) -> str:
    return os.path.realpath(root.folder)

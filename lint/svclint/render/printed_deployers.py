"""Render what the Applications that a chart prints deploy from the tree: apps of apps."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence

from svclint.render.argo_deployments import find_printed
from svclint.render.closure import Closure
from svclint.render.deployed_roots import Surroundings
from svclint.render.rendering import Rendering
from svclint.render.roots import Root

# How deep Applications may deploy others: nobody nests more than two.
_MOST_LEVELS = 4
# Renders some roots.
Render = Callable[[Sequence[tuple[Root, Closure]]], Rendering]


def with_printed(
    rendering: Rendering, surroundings_of: Callable[[str], Surroundings], render: Render
) -> Rendering:
    """Return a rendering with what the Applications in it deploy, each once.

    What one of them deploys is not rendered as it lies there.
    """
    pending = rendering.texts
    deployed: set[str] = set()
    for _ in range(_MOST_LEVELS):
        found = {
            root.name: (root, closure)
            for root, closure in find_printed(pending, rendering.roots, surroundings_of)
            if root.name not in rendering.roots
        }
        if not found:
            break
        new = render(list(found.values()))
        pending = new.texts
        deployed |= {_real(root) for root in new.roots.values()}
        rendering = _together(rendering, new)
    return _without_plain(rendering, deployed)


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
    roots = {
        name: root
        for name, root in rendering.roots.items()
        if root.is_named or root.deployer or root.values or _real(root) not in deployed
    }
    texts = [text for text in rendering.texts if text.name in roots]
    return rendering._replace(roots=roots, texts=texts)


def _real(root: Root) -> str:
    return os.path.realpath(root.folder)

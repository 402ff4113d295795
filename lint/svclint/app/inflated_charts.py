"""Which kustomizations are built without the charts that they inflate, and the notes on them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from svclint.render.closure import Closure
from svclint.render.kustomize.blanked_fields import without_charts
from svclint.render.roots import KUSTOMIZE, Root
from svclint.source.walking import LeftOut


def kustomizations_without_charts(
    found: Iterable[tuple[Root, Closure]],
    is_required: Callable[[Root], bool],
    changed: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Return the kustomizations that are built without the charts that they inflate.

    They are by real path, as are the files in ``changed``. Of a root that the request names, or
    that is required, nothing is left out.
    """
    files: set[str] = set()
    strict: set[str] = set()
    for root, closure in found:
        if root.tool == KUSTOMIZE:
            is_strict = root.is_named or is_required(root)
            (strict if is_strict else files).update(closure.files)
    return without_charts(sorted(files - strict), changed)


def notes_on_charts(files: Iterable[str], names: Mapping[str, str]) -> list[LeftOut]:
    """Return what to say of kustomizations without their charts, whether they could be built.

    ``names`` are those of users, by real path.
    """
    found = (names.get(file, os.path.relpath(file)) for file in files)
    return [LeftOut(f"helmCharts of {name}", "svclint never inflates charts") for name in found]

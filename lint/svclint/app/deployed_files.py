"""Files that are read as they are written, although a chart or kustomization deploys them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from svclint.app.requests import Request
from svclint.source.kustomization import CHART_FILE, folders_above, kustomization_data
from svclint.source.paths import real_path


def notes_on_deployed(
    created: Iterable[str], files: Collection[str], request: Request
) -> Iterator[str]:
    """Yield a note on each of some files that is deployed with another name or namespace, perhaps.

    ``created`` are files with an object that no live one corresponds to. What is among the
    ``files`` of the run is rendered, or why it is not is known.
    """
    if request.render == "off":
        return
    read = set(map(real_path, files))

    # A folder has many files.
    @cache
    def deployed_by(folder: str) -> tuple[str, frozenset[str]]:
        return _deployed_in(folder, read)

    for file in dict.fromkeys(created):
        real = real_path(file)
        found = (deployed_by(folder) for folder in folders_above(real))
        deployer = next((name for name, taken_in in found if real in taken_in), "")
        if deployer:
            shown = os.path.relpath(deployer, os.path.realpath(os.curdir))
            yield (
                f"{file} contains an object that is not live, as it is written; {shown} deploys "
                "this file and may change names and namespaces: compare what it becomes with "
                "--among ."
            )


def _deployed_in(folder: str, read: Collection[str]) -> tuple[str, frozenset[str]]:
    """Return the kustomization or chart of a folder and what it takes in, unless it is read."""
    # Most files have neither above.
    from svclint.render.closure import chart_closure, kustomization_closure  # noqa: PLC0415

    found = kustomization_data(folder)
    if found is not None and found[0] not in read:
        return found[0], kustomization_closure(folder).files
    chart = os.path.join(folder, CHART_FILE)
    if os.path.isfile(chart) and chart not in read:
        return chart, chart_closure(folder).files
    return "", frozenset()

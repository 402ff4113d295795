"""Copy a chart so that Helm, which follows every link, reads nothing outside of the tree."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from typing import NamedTuple

from svclint.model import Data
from svclint.model.data import text
from svclint.render.helm.archives import unpack
from svclint.render.helm.chart_metadata import name_of_chart, read_metadata
from svclint.render.helm.limits import MAX_DEPTH, MAX_FILE_BYTES, Budget, ChartError
from svclint.source.checkout import is_inside
from svclint.source.kustomization import CHART_FILE
from svclint.source.walking import LeftOut

# Folders that Helm would read, and that never belong to a chart.
_SKIPPED = frozenset((".git", "node_modules"))


# Each exists on some systems only.
_FLAGS = [getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY")]
_READING = os.O_RDONLY | sum(_FLAGS)
_MISSING = "a chart depends on it, and the tree contains no such chart; run `helm dependency build`"


_FOLDER_NAME = re.compile(r"[A-Za-z0-9][-\w.]{0,250}")


class Source(NamedTuple):
    """The file that a file of the copy comes from, and its path in there if that is an archive.

    The path is below the folder of the packed chart.
    """

    file: str
    inner: str = ""

    @property
    def is_packed(self) -> bool:
        """Whether the file is in an archive, which nobody edits."""
        return bool(self.inner)

    @property
    def shown(self) -> str:
        """The path of the file, through the archive if it is in one."""
        return f"{self.file}/{self.inner}" if self.inner else self.file


class ChartCopy(NamedTuple):
    """A copy of a chart: its folder, the source of each of its files by path, and what is missing.

    The paths in ``sources`` are below the folder, with slashes.
    """

    folder: str
    sources: dict[str, Source]
    left_out: tuple[LeftOut, ...]


def copy_chart(
    folder: str, destination: str, tree: str, charts: Mapping[str, str] | None = None
) -> ChartCopy:
    """Copy a chart with its subcharts into a folder that does not exist yet.

    A link that stays inside ``tree`` becomes its content, any other is left out. Archives in
    ``charts/`` are unpacked. A dependency that is missing comes from its ``file://`` repository or
    from ``charts``, the folders of the tree's charts by name; otherwise it is taken out of the
    copy's ``Chart.yaml``. Raises ``ChartError``.
    """
    copying = _Copying(destination, tree, charts or {})
    outer = (os.path.realpath(folder),)
    copying.folder(folder, "", outer)
    copying.complete("", outer)
    return ChartCopy(destination, copying.sources, tuple(copying.left_out))


class _Copying:
    """One chart that is being copied."""

    def __init__(self, destination: str, tree: str, charts: Mapping[str, str]) -> None:
        self.destination, self.charts = destination, charts
        self.tree, self.real_tree = tree, os.path.realpath(tree)
        self.budget = Budget()
        self.sources: dict[str, Source] = {}
        self.left_out: list[LeftOut] = []

    def folder(self, folder: str, below: str, outer: tuple[str, ...]) -> None:
        """Copy the files of a folder and of those in it; ``outer`` are the real ones around it."""
        os.makedirs(os.path.join(self.destination, below), exist_ok=True)
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            path, inner = os.path.join(folder, name), f"{below}{name}"
            real = self.inside_tree(path)
            if real is None or name in _SKIPPED:
                continue
            if not os.path.isdir(real):
                self.file(path, real, inner)
            elif real not in outer and len(outer) < MAX_DEPTH:
                self.folder(path, f"{inner}/", (*outer, real))
            else:
                self.left_out.append(LeftOut(path, "it contains itself, or is too deep"))

    def inside_tree(self, path: str) -> str | None:
        """Return what a path stands for; ``None`` for a link that leaves the tree or is broken."""
        if not os.path.islink(path):
            return path
        real = os.path.realpath(path)
        inside = is_inside(real, self.real_tree)
        if inside and os.path.exists(real):
            return real
        where = "leaves the checked tree" if not inside else "leads to nothing"
        self.left_out.append(LeftOut(path, f"it is a link that {where}"))
        return None

    def file(self, path: str, real: str, inner: str) -> None:
        """Copy one regular file."""
        content = _read(real)
        if content is None:
            self.left_out.append(LeftOut(path, "it is not a readable file"))
            return
        if len(content) > MAX_FILE_BYTES:
            self.left_out.append(LeftOut(path, f"it is larger than {MAX_FILE_BYTES} bytes"))
            return
        self.budget.take(path, len(content))
        with open(os.path.join(self.destination, inner), "wb") as file:
            file.write(content)
        self.sources[inner] = Source(path if real == path else self.as_named(real))

    def as_named(self, real: str) -> str:
        """Return a real path as users name paths of the tree."""
        return os.path.normpath(os.path.join(self.tree, os.path.relpath(real, self.real_tree)))

    def complete(self, below: str, outer: tuple[str, ...]) -> None:
        """Unpack the archives in ``charts/``, and supply the dependencies that are missing.

        ``below`` is the path of the chart in the copy; ``outer`` are the real folders of the
        charts that it is a dependency of, and its own.
        """
        charts = f"{below}charts/"
        for archive in self.names_in(charts):
            if archive.endswith(".tgz") and charts + archive in self.sources:
                self.unpack(charts, archive)
        self.supply(below, outer)
        for name in self.names_in(charts):
            source = self.sources.get(f"{charts}{name}/{CHART_FILE}")
            if source is not None and name[0] not in "._":
                own = os.path.realpath(os.path.dirname(source.file))
                self.complete(f"{charts}{name}/", (*outer, own))

    def names_in(self, below: str) -> list[str]:
        """Return the names in a folder of the copy, which may not exist."""
        try:
            return sorted(os.listdir(os.path.join(self.destination, below)))
        except OSError:
            return []

    def unpack(self, charts: str, archive: str) -> None:
        """Replace an archive of the copy by a folder of its content."""
        source, outer = self.sources.pop(charts + archive)
        packed = os.path.join(self.destination, charts, archive)
        folder = archive.removesuffix(".tgz")
        while os.path.exists(os.path.join(self.destination, charts, folder)):
            folder += "-packed"
        try:
            target = os.path.join(self.destination, charts, folder)
            for name in unpack(packed, target, self.budget):
                inner = f"{outer}/{name}" if outer else name
                self.sources[f"{charts}{folder}/{name}"] = Source(source, inner)
        except ChartError as error:
            raise ChartError(str(error).replace(packed, source)) from None
        os.unlink(packed)

    def supply(self, below: str, outer: tuple[str, ...]) -> None:
        """Copy the missing dependencies of a chart from the tree, and drop those not in it."""
        metadata = read_metadata(os.path.join(self.destination, below))
        present = {
            name_of_chart(os.path.join(self.destination, below, "charts", name))
            for name in self.names_in(f"{below}charts/")
        }
        supplied: set[str] = set()
        kept: list[Data] = []
        for dependency in metadata.dependencies:
            name = text(dependency.get("name"))
            if name not in present and self.copied(below, dependency, outer):
                present.add(name)
                supplied.add(name)
            # The chart of the tree may be newer than what the dependency asks for.
            version = {"version": ">=0.0.0-0"} if name in supplied else {}
            if name in present:
                kept.append({**dependency, **version})
        if kept != metadata.dependencies:
            metadata.write(kept)

    def copied(self, below: str, dependency: Data, outer: tuple[str, ...]) -> bool:
        """Copy a missing dependency from the tree, and return whether it is there."""
        name, chart = text(dependency.get("name")), self.sources[f"{below}{CHART_FILE}"].file
        found = self.found(below, dependency)
        if found is None or os.path.realpath(found) in outer:
            folder = os.path.join(os.path.dirname(chart), "charts", name)
            self.left_out.append(LeftOut(folder, _MISSING))
            return False
        self.folder(found, f"{below}charts/{name}/", (os.path.realpath(found),))
        return True

    def found(self, below: str, dependency: Data) -> str | None:
        """Return the folder in the tree of the chart that a dependency names."""
        repository, name = text(dependency.get("repository")), text(dependency.get("name"))
        own = self.sources[f"{below}{CHART_FILE}"]
        # The copy gets the folder that the dependency names.
        if "\0" in repository or not _FOLDER_NAME.fullmatch(name):
            return None
        if repository.startswith("file://") and not own.is_packed:
            folder = os.path.join(os.path.dirname(own.file), repository.removeprefix("file://"))
        else:
            folder = self.charts.get(name, "")
        real = os.path.realpath(folder)
        if not folder or not is_inside(real, self.real_tree) or name_of_chart(real) != name:
            return None
        return os.path.normpath(folder)


def _read(path: str) -> bytes | None:
    """Return the content of a regular file; a link is not followed, a pipe is not read."""
    try:
        descriptor = os.open(path, _READING)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        try:
            return file.read(MAX_FILE_BYTES + 1)
        except OSError:
            return None

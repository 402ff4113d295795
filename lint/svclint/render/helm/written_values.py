"""The values of a chart as Helm merges them, with the place where each of them is written.

Source: ``coalesceValues`` of Helm's ``chart/util``: a value of the outer chart replaces one of the
subchart below its name or alias, and values files replace both; mappings are merged, lists are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from svclint.model import Location, Path, Scalar, spell
from svclint.model.data import value_at
from svclint.render.helm.value_merging import GLOBAL, leaves, merge, merge_globals
from svclint.source.positions import Entry, find
from svclint.source.yaml_reader import positions


class Single(NamedTuple):
    """A key that is set alone, such as a parameter: its path, and where its value is written."""

    path: Path
    location: Location


class ValuesFile(NamedTuple):
    """A file of values: the path that Helm reads, and the file whose lines it has.

    They differ for values that are cut out of another file, such as a HelmRelease: then
    ``is_part``; and for a file that is read with another content than it has. ``shown`` is empty
    for what is set on the command line. Of a ``single`` value, the rest of the file, such as the
    other items of its list, is as in the files before it.
    """

    path: str
    shown: str
    is_part: bool = False
    single: Single | None = None


class Written(NamedTuple):
    """A scalar of the merged values: its value, and its key in the file that it is written in.

    ``file`` counts the files of values. ``is_once`` is false where another file contains the key.
    """

    value: Scalar
    file: int
    key: Path
    is_once: bool


class ValuesPlace(NamedTuple):
    """Where a value is written, and its key there.

    Without ``is_exact``, only the file is known. ``packed_at`` is the prefix of the chart in whose
    archive it is written; ``None`` for a file that can be edited.
    """

    location: Location
    key: str
    is_exact: bool = True
    packed_at: Path | None = None


class Layer(NamedTuple):
    """A file of values that is merged at a prefix; one in an archive cannot be edited.

    ``is_editable``: keys of the values are those of the file. ``is_of_chart``: it contains the
    defaults of a chart. Of what a chart imports from another one, ``inside`` is the path in the
    file, and ``owner`` the prefix of the chart with that file; otherwise that is ``prefix``.
    ``single`` is the only key that a file does not repeat.
    """

    shown: str
    is_packed: bool
    prefix: Path
    data: dict[str, Any]
    text: str
    is_editable: bool = True
    is_of_chart: bool = True
    inside: Path = ()
    owner: Path | None = None
    single: Single | None = None

    def is_repeated(self, path: Path) -> bool:
        """Return whether a value of the file is one of the files before it."""
        return self.single is not None and path[: len(self.single.path)] != self.single.path


class Values:
    """Merged values: ``data``, and each scalar in them by its path in ``written``.

    ``empty`` are the files of nulls, and of lists and mappings without content. ``shared`` are the
    paths of those that subcharts have from the ``global`` of an outer chart, each with the path of
    that one.
    """

    def __init__(self, layers: Sequence[Layer], prefixes: Collection[Path] = ()) -> None:
        """``prefixes`` are the paths of the values of all charts: that of the outermost is ()."""
        self.layers, self._prefixes = layers, sorted(prefixes, key=len)
        self.data: dict[str, Any] = {}
        self.written: dict[Path, Written] = {}
        self.empty: dict[Path, int] = {}
        self._roots: dict[int, Entry] = {}
        owners: dict[Path, list[int]] = {}
        for number, layer in enumerate(layers):
            content: Any = layer.data
            for step in reversed(layer.prefix):
                content = {step: content}
            merge(self.data, content)
            for path, _ in leaves(content, ()):
                if not (layer.is_repeated(path) and path in owners):
                    owners.setdefault(path, []).append(number)
        self.shared = merge_globals(self.data, self._prefixes)
        self._replaced: dict[Path, list[Path]] = defaultdict(list)
        for path, source in self.shared.items():
            self._replaced[source].append(path)
        for path, value in leaves(self.data, ()):
            numbers = None if path in self.shared else owners.get(path)
            if numbers and (value is None or isinstance(value, list | dict)):
                self.empty[path] = numbers[-1]
            elif numbers:
                layer = layers[numbers[-1]]
                key = (*layer.inside, *path[len(layer.prefix) :])
                self.written[path] = Written(value, numbers[-1], key, len(numbers) == 1)

    def set_at(self, path: Path) -> Path:
        """Return the path at which a value is set, which a subchart may have from an outer one.

        What is not set is set for all charts below ``global`` of the outermost one.
        """
        if path not in self.shared and value_at(self.data, path) is None:
            for prefix in self._prefixes:
                if path[: len(prefix) + 1] == (*prefix, GLOBAL):
                    return path[len(prefix) :]
        return self.shared.get(path, path)

    def place(self, path: Path) -> ValuesPlace | None:
        """Return where a scalar of the merged values is written, or the collection around some.

        A scalar has the place of its value, a collection that of its key or list item. ``None``:
        it is set on the command line.
        """
        number = self._file_of(path)
        layer = self.layers[number]
        if not layer.shown:
            return None
        owner = layer.prefix if layer.owner is None else layer.owner
        packed_at = owner if layer.is_packed else None
        key = (*layer.inside, *path[len(layer.prefix) :])
        if layer.single is not None:
            return ValuesPlace(layer.single.location, spell(key)[1:])
        if number not in self._roots:
            self._roots[number] = positions(layer.text)
        found = find(self._roots[number], key, at_key=False)
        if found.steps < len(key):
            return ValuesPlace(Location(layer.shown, 1, 1), spell(key)[1:], False, packed_at)
        location = Location(layer.shown, found.line, found.column)
        return ValuesPlace(location, spell(key)[1:], True, packed_at)

    def _file_of(self, path: Path) -> int:
        """Return the file of a value; of a collection, that of the first scalar in it."""
        if path in self.empty:
            return self.empty[path]
        if path in self.written:
            return self.written[path].file
        return next(each.file for inner, each in self.written.items() if inner[: len(path)] == path)

    def default(self, path: Path) -> Any:
        """Return what a scalar is without the file that it is written in; ``None`` if nothing."""
        found = None
        for layer in self.layers[: self.written[path].file]:
            for own in (*self._replaced.get(path, ()), path):
                if own[: len(layer.prefix)] == layer.prefix:
                    value = value_at(layer.data, own[len(layer.prefix) :])
                    found = found if value is None else value
        return found

    def is_changed(self, path: Path) -> bool:
        """Return whether a scalar is not as the chart that uses it has it."""
        if path not in self.written:
            return False
        written, default = self.written[path], self.default(path)
        is_own = self.layers[written.file].is_of_chart and default is None
        return not is_own and default != written.value

    def is_emptied(self, path: Path) -> bool:
        """Return whether a file of values sets an empty value, which is no default of a chart."""
        is_set = path in self.empty or path in self.written
        return is_set and not self.layers[self._file_of(path)].is_of_chart

    def is_number_in_text(self, path: Path, shown: Any) -> bool:
        """Return whether a scalar is a number, such as a port, that a longer text contains.

        The text is not written where the number is.
        """
        written = self.written.get(path)
        if written is None or not isinstance(written.value, int | float):
            return False
        text = str(written.value)
        return isinstance(shown, str) and text in shown and text != shown

    def override(self, changes: Mapping[Path, Any]) -> dict[str, Any]:
        """Return values that change some of these.

        A list is repeated whole, since it replaces the other one.
        """
        found: dict[str, Any] = {}
        for path, value in changes.items():
            target: Any = found
            source: Any = self.data
            step: Any
            for step in path[:-1]:
                source = source[step]
                if isinstance(target, list):
                    target = target[step]
                elif isinstance(source, list):
                    target = target.setdefault(step, deepcopy(source))
                else:
                    target = target.setdefault(step, {})
            target[path[-1]] = value
        return found

"""Values that are placeholders: what a template makes of them is not what it will make of a value.

``int`` turns ``${port}`` into 0. A number stands for such a value while the chart is rendered, and
the placeholder takes its place in the output.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from svclint.model import ConfigError, Path
from svclint.render.helm.chart_copy import ChartCopy
from svclint.render.helm.chart_metadata import instances
from svclint.render.helm.merged_values import merged_values
from svclint.render.helm.written_values import Values, ValuesFile

# Render with one more values file, if there is one. Raises ``ConfigError``.
RenderWith = Callable[[Sequence[str]], bytes]
_PLACEHOLDER = re.compile(r"\$\{[^{}\n]*\}")
_WRITTEN = re.compile(rb"""[:-][ \t]+["']?\$\{[^{}\n]*\}""")
# A valid port, so that what a template computes from it is most likely one as well.
_FIRST = 40001
_MOST = 1000
_MOST_RENDERS = 12


class Output(NamedTuple):
    """What Helm prints for a chart, with numbers in the place of some placeholders.

    ``files`` contain these numbers as values, and ``placeholders`` are by number. ``unknown`` are
    the values that the chart requires, where nothing but placeholders in ``files`` sets them.
    """

    raw: bytes
    files: tuple[str, ...] = ()
    placeholders: Mapping[str, str] = MappingProxyType({})
    unknown: tuple[str, ...] = ()

    @property
    def with_placeholders(self) -> bytes:
        """The output as it is before anything replaces the placeholders."""
        if not self.placeholders:
            return self.raw
        lines = self.raw.decode("utf-8", "surrogateescape").split("\n")
        found = "\n".join(self._replaced(line) for line in lines)
        return found.encode("utf-8", "surrogateescape")

    def _replaced(self, line: str) -> str:
        # Braces end the value in flow style.
        if "{" in line or "[" in line:
            return line
        pattern = rf"(?<![\w.])(?:{'|'.join(self.placeholders)})(?![\w.])"
        return re.sub(pattern, lambda found: self.placeholders[found[0]], line)


def has_placeholders(copy: ChartCopy, files: Sequence[ValuesFile]) -> bool:
    """Return whether the values of a chart may contain placeholders."""
    own = [name for name in copy.sources if os.path.basename(name) == "values.yaml"]
    paths = [*(os.path.join(copy.folder, name) for name in own), *(each.path for each in files)]
    return any(map(_contains_placeholder, paths))


def output_of(
    copy: ChartCopy, files: Sequence[ValuesFile], render: RenderWith, work: str
) -> Output:
    """Render a chart whose values may contain placeholders. Raises ``ConfigError``.

    ``work`` is a folder for temporary files.
    """
    values = merged_values(copy, list(instances(copy.folder)), files)
    file = os.path.join(work, "numbers.yaml")

    def with_numbers(numbers: Mapping[Path, int]) -> bytes | None:
        with open(file, "w", encoding="utf-8") as stream:
            json.dump(values.override(numbers), stream)
        return _tried(render, (file,))[0]

    plain, error = _tried(render, ())
    accepted = _accepted(_numbers(values), with_numbers)
    changed = with_numbers(accepted) if accepted else None
    if changed is not None:
        written = {path: str(values.written[path].value) for path in accepted}
        lost = {
            path: number
            for path, number in accepted.items()
            if _count(str(number), changed) > _count(written[path], plain or b"")
        }
        raw = with_numbers(lost) if lost else None
        if raw is not None:
            placeholders = {str(number): written[path] for path, number in lost.items()}
            return Output(raw, (file,), placeholders)
    if plain is None:
        assert error is not None
        raise error
    return Output(plain)


def _accepted(
    numbers: Mapping[Path, int], with_numbers: Callable[[Mapping[Path, int]], object]
) -> dict[Path, int]:
    """Return the numbers with which the chart renders: some templates want a text."""
    accepted: dict[Path, int] = {}
    waiting = [list(numbers)] if numbers else []
    for _ in range(_MOST_RENDERS):
        if not waiting:
            break
        group = waiting.pop(0)
        tried = accepted | {path: numbers[path] for path in group}
        if with_numbers(tried) is not None:
            accepted = tried
        elif len(group) > 1:
            waiting += [group[: len(group) // 2], group[len(group) // 2 :]]
    return accepted


def _count(text: str, raw: bytes) -> int:
    return len(re.findall(rf"(?<!\w){re.escape(text)}(?!\w)".encode(), raw))


def _contains_placeholder(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _WRITTEN.search(file.read()) is not None
    except OSError:
        return False


def _numbers(values: Values) -> dict[Path, int]:
    """Return a number for each value that is a placeholder, and of which the chart has no text."""
    texts = [layer.text for layer in values.layers]
    number = _FIRST
    found: dict[Path, int] = {}
    for path, written in values.written.items():
        is_placeholder = isinstance(written.value, str) and _PLACEHOLDER.fullmatch(written.value)
        if not is_placeholder or len(found) == _MOST or _is_text(values.default(path)):
            continue
        while any(str(number) in text for text in texts):
            number += 1
        found[path] = number
        number += 1
    return found


def _is_text(default: Any) -> bool:
    return isinstance(default, str) and not default.isdigit() and default != ""


def _tried(render: RenderWith, files: Sequence[str]) -> tuple[bytes | None, ConfigError | None]:
    try:
        return render(files), None
    except ConfigError as error:
        return None, error

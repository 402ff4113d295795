"""Single values beside files of values: parameters of Argo CD, ``targetPath``, ``--set``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from svclint.model import Location, Path
from svclint.render.helm.merged_values import read_values
from svclint.render.helm.settings import SettingError, assign, assignments, typed
from svclint.render.helm.value_merging import merge
from svclint.render.helm.written_values import Single, ValuesFile
from svclint.render.object_values import ValuesText
from svclint.render.tools import RenderError
from svclint.source.yaml_reader import parse_yaml


class SingleValue(NamedTuple):
    """A setting such as ``ports[0].port=80``, where its value is written, and how Helm reads it."""

    setting: str
    location: Location
    read: Callable[[str], Any] = typed


def as_texts(values: Iterable[ValuesText | SingleValue]) -> Iterator[ValuesText]:
    """Yield values in Helm's order, each single one as a text. Raises ``RenderError``.

    An item of a list is set in the list of the values before it. Those do not include the defaults
    of the chart: Helm sets single values before it adds the defaults.
    """
    base: dict[str, Any] = {}
    unread: list[ValuesText] = []
    for each in values:
        if isinstance(each, ValuesText):
            unread.append(each)
            yield each
            continue
        for path, value in _assignments(each):
            if any(isinstance(step, int) for step in path):
                # Few charts have such values: the others are not read twice.
                for text in unread:
                    merge(base, _data(text))
                unread.clear()
            try:
                made = _with_lists(base, path, value)
            except SettingError as error:
                raise _error(each, error) from None
            single = Single(path, each.location)
            unread.append(ValuesText(each.location.file, json.dumps(made), single))
            yield unread[-1]


def settings_in_files(
    settings: Iterable[str], values: Iterable[ValuesFile], folder: str
) -> list[ValuesFile]:
    """Return files with the effect of settings of the command line. Raises ``RenderError``.

    ``values`` are the files before them; the new ones are written into ``folder``.
    """
    before = [ValuesText(each.path, "") for each in values]
    given = [SingleValue(setting, Location("", 1, 1)) for setting in settings]
    found: list[ValuesFile] = []
    for text in as_texts([*before, *given]):
        if text.single is not None:
            path = os.path.join(folder, f"setting-{len(found)}.yaml")
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text.text)
            found.append(ValuesFile(path, "", single=text.single))
    return found


def _assignments(value: SingleValue) -> list[tuple[Path, Any]]:
    try:
        return list(assignments(value.setting, value.read))
    except SettingError as error:
        raise _error(value, error) from None


def _error(value: SingleValue, error: SettingError) -> RenderError:
    name = value.setting.partition("=")[0]
    return RenderError(f"{name} ({value.location.file}:{value.location.line}): {error}")


def _data(text: ValuesText) -> dict[str, Any]:
    if not text.text:
        return read_values(text.file)[0]
    data = parse_yaml(text.text).data
    return data if isinstance(data, dict) else {}


def _with_lists(base: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Return values with one key, and with the whole of the list around it.

    ``base`` are the values before it; the key is set in them.
    """
    assign(base, path, value)
    outer = next((n for n, step in enumerate(path) if isinstance(step, int)), len(path))
    found: Any = base
    for step in path[:outer]:
        found = found[step]
    for step in reversed(path[:outer]):
        found = {step: found}
    made: dict[str, Any] = found
    return made

"""Baseline files: findings that are already known, and do not fail a run."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from svclint.model import ConfigError, Finding
from svclint.model.fingerprint import fingerprint
from svclint.model.safe_json import safe_json
from svclint.source.files import ReadError, read_file
from svclint.source.paths import real_path

VERSION = 1


class BaselineError(ConfigError):
    """A baseline cannot be used; the message says which and why."""


class BaselineEntry(NamedTuple):
    """Findings in one file that differ only in their lines.

    ``file`` is relative to the folder of the baseline, with slashes. Findings are identified by
    file and fingerprint; rule, object, field and message are for readers.
    """

    file: str
    rule: str
    object: str
    field: str
    message: str
    fingerprint: str
    times: int


def baseline_entries(findings: Iterable[Finding], folder: str) -> list[BaselineEntry]:
    """Return the sorted entries for some findings, for a baseline file in a folder."""
    first: dict[tuple[str, str], Finding] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        key = _relative(finding.location.file, folder), fingerprint(finding)
        first.setdefault(key, finding)
        counts[key] += 1
    entries = (
        BaselineEntry(
            *(file, each.rule, str(each.object), each.field, each.message, identity),
            counts[file, identity],
        )
        for (file, identity), each in first.items()
    )
    return sorted(entries)


def baseline_text(entries: Sequence[BaselineEntry]) -> str:
    """Return the text of a baseline file: one entry per line, so that it diffs well."""
    lines = ",\n".join(f"    {safe_json(entry._asdict())}" for entry in entries)
    array = f"[\n{lines}\n  ]" if entries else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {array}\n}}\n'


def read_baseline(file: str) -> list[BaselineEntry]:
    """Read a baseline. Raises ``BaselineError``."""
    raw = read_file(file)
    if isinstance(raw, ReadError):
        remedy = "write one with `svclint baseline`, or correct the path"
        raise BaselineError(f"baseline {file} {raw.message}; {remedy}")
    try:
        data = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        # The file may be another one: nothing of it is shown.
        data = None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise BaselineError(
            f"{file} is not a baseline of this version; create one with `svclint baseline`"
        )
    try:
        return [_entry(item) for item in data["findings"]]
    except (KeyError, TypeError, ValueError):
        raise BaselineError(
            f"baseline {file} is damaged; regenerate it with `svclint baseline`"
        ) from None


def compare_with_baseline(
    findings: Iterable[Finding],
    known: Sequence[BaselineEntry],
    folder: str,
    was_checked: Callable[[str, str], bool],
) -> tuple[list[Finding], list[BaselineEntry]]:
    """Return the new findings, and the entries that no longer occur.

    An entry covers ``times`` findings. If its file no longer exists, the rest of it covers
    findings in any other file, as the file may have been moved. ``was_checked`` returns whether
    this run applied a rule to a file.
    """
    left = Counter({(entry.file, entry.fingerprint): entry.times for entry in known})
    unknown = [
        finding
        for finding in findings
        if not _take(left, (_relative(finding.location.file, folder), fingerprint(finding)))
    ]
    moved: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in known:
        if left[entry.file, entry.fingerprint] and not _exists(entry, folder):
            moved[entry.fingerprint].append((entry.file, entry.fingerprint))
    new = [
        finding
        for finding in unknown
        if not any(_take(left, key) for key in moved.get(fingerprint(finding), ()))
    ]
    stale = [
        entry._replace(times=left[entry.file, entry.fingerprint])
        for entry in known
        if left[entry.file, entry.fingerprint]
        and (
            was_checked(os.path.join(folder, entry.file), entry.rule) or not _exists(entry, folder)
        )
    ]
    return new, stale


def _take(left: Counter[tuple[str, str]], key: tuple[str, str]) -> bool:
    if not left[key]:
        return False
    left[key] -= 1
    return True


def _exists(entry: BaselineEntry, folder: str) -> bool:
    return entry.file.startswith("<") or os.path.exists(os.path.join(folder, entry.file))


def _relative(file: str, folder: str) -> str:
    if file.startswith("<"):
        return file
    return os.path.relpath(real_path(file), os.path.realpath(folder)).replace(os.sep, "/")


def _entry(item: Any) -> BaselineEntry:
    *texts, times = (item[name] for name in BaselineEntry._fields)
    if not isinstance(times, int) or not all(isinstance(text, str) for text in texts):
        raise TypeError
    return BaselineEntry._make((*texts, times))

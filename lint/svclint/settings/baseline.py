"""Known findings: those of a baseline file pass, and those that are fixed are told."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from svclint.model import ConfigError, Finding
from svclint.model.fingerprint import fingerprint
from svclint.source.paths import real_path

VERSION = 1


class BaselineError(ConfigError):
    """A baseline cannot be used; the message says which and why."""


class Known(NamedTuple):
    """Some findings that are the same but for their lines, in one file.

    ``file`` is relative to the baseline's folder, with slashes. Rule, object, field and message
    are there for people; findings are known by file and fingerprint.
    """

    file: str
    rule: str
    object: str
    field: str
    message: str
    fingerprint: str
    times: int


def known_from(findings: Iterable[Finding], folder: str) -> list[Known]:
    """Turn findings into the entries of a baseline that is to lie in a folder, in a fixed order."""
    first: dict[tuple[str, str], Finding] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        key = _relative(finding.location.file, folder), fingerprint(finding)
        first.setdefault(key, finding)
        counts[key] += 1
    entries = (
        Known(file, each.rule, str(each.object), each.field, each.message, mark, counts[file, mark])
        for (file, mark), each in first.items()
    )
    return sorted(entries)


def baseline_text(entries: Sequence[Known]) -> str:
    """Write entries as a baseline file holds them: one a line, so that versions compare well."""
    lines = ",\n".join(f"    {json.dumps(entry._asdict())}" for entry in entries)
    found = f"[\n{lines}\n  ]" if entries else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {found}\n}}\n'


def read_baseline(file: str) -> list[Known]:
    """Read a baseline. Raises ``BaselineError``."""
    try:
        with open(file, encoding="utf-8") as stream:
            data = json.load(stream)
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        raise BaselineError(f"baseline {file} cannot be read: {said}") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise BaselineError(f"{file} is no baseline of this svclint; svclint baseline writes one")
    try:
        return [_entry(item) for item in data["findings"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BaselineError(f"baseline {file} is damaged: {error!r}; write it anew") from None


def compared(
    findings: Iterable[Finding],
    known: Sequence[Known],
    folder: str,
    was_judged: Callable[[str, str], bool],
) -> tuple[list[Finding], list[Known]]:
    """Give the findings that are new, and what is known but no longer found.

    Each entry covers as many findings as it counts. What is left of one whose file is gone covers
    findings of any other file, which was moved. ``was_judged`` says of a file and a rule whether
    this run could have found it.
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
        and (was_judged(os.path.join(folder, entry.file), entry.rule) or not _exists(entry, folder))
    ]
    return new, stale


def _take(left: Counter[tuple[str, str]], key: tuple[str, str]) -> bool:
    if not left[key]:
        return False
    left[key] -= 1
    return True


def _exists(entry: Known, folder: str) -> bool:
    return entry.file.startswith("<") or os.path.exists(os.path.join(folder, entry.file))


def _relative(file: str, folder: str) -> str:
    if file.startswith("<"):
        return file
    return os.path.relpath(real_path(file), os.path.realpath(folder)).replace(os.sep, "/")


def _entry(item: Any) -> Known:
    words = [item[name] for name in Known._fields[:-1]]
    times = item[Known._fields[-1]]
    if not isinstance(times, int) or not all(isinstance(word, str) for word in words):
        raise ValueError(item)
    return Known._make((*words, times))

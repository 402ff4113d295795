"""Fix files in rounds: what one fix brings to light, or keeps another from, the next one fixes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.fix.plan import Objects, applied, plans
from svclint.fix.proposal import Read, by_file
from svclint.model import Finding
from svclint.source.atomic_write import replace_file
from svclint.source.files import STDIN, ReadError, read_file

STDIN_NAME = "<stdin>"
# Far more than fixes that build on one another need; it bounds any that undo each other.
MOST_ROUNDS = 10
# Given the texts of files as they are to be, gives what would be found then and may be fixed.
Judge = Callable[[Mapping[str, bytes]], Sequence[Finding]]


class Change(NamedTuple):
    """The bytes of a file before and after."""

    before: bytes
    after: bytes


class Repair(NamedTuple):
    """What comes of fixing: files that change, what is fixed, and what cannot be, with the why."""

    changes: dict[str, Change]
    fixed: list[Finding]
    failed: dict[Finding, str]


def repair(findings: Sequence[Finding], judge: Judge, read: Read) -> Repair:
    """Fix findings, and what comes to light by that, in memory; nothing is written."""
    done = Repair({}, [], {})
    for _ in range(MOST_ROUNDS):
        if not _round(findings, read, done):
            break
        findings = judge({file: change.after for file, change in done.changes.items()})
    return done


def _round(findings: Sequence[Finding], read: Read, done: Repair) -> bool:
    """Fix what can be fixed at once; say whether that is anything."""
    before = len(done.fixed)
    done.failed.clear()
    for file, its in by_file(findings).items():
        known = done.changes.get(file)
        raw = known.after if known else read(file)
        if raw is None:
            continue
        objects = Objects(file, raw)
        *batches, failed = plans(objects, its)
        done.failed.update((each.finding, each.problem) for each in failed)
        if batches:
            after = applied(objects.text, batches[0]).encode("utf-8", "surrogateescape")
            done.changes[file] = Change(known.before if known else raw, after)
            done.fixed.extend(each.finding for each in batches[0])
    return len(done.fixed) > before


def bytes_of(file: str) -> bytes | None:
    """Read a file, or again standard input; ``None`` where there is nothing to be fixed."""
    if file.startswith("<") and file != STDIN_NAME:
        # What other programs printed has no file of its own.
        return None
    raw = read_file(STDIN if file == STDIN_NAME else file)
    return None if isinstance(raw, ReadError) else raw


def is_read_only(file: str) -> bool:
    """Whether nobody may write a file; replacing it would get around that."""
    try:
        return not os.stat(file).st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return False


def write(file: str, change: Change) -> ReadError | None:
    """Write a changed file, unless somebody else has changed it meanwhile; say what went wrong."""
    if read_file(file) != change.before:
        return ReadError(file, "changed while it was being fixed, and was left alone; run it again")
    try:
        replace_file(file, change.after)
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        return ReadError(file, f"cannot be written: {said}")
    return None

"""Fix files in rounds: the next round fixes what the last one revealed or had to leave."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.fix.batches import apply_batch, plan_batches
from svclint.fix.manifest_file import ManifestFile
from svclint.fix.proposed_fixes import ReadBytes, by_file
from svclint.model import Finding
from svclint.source.atomic_write import replace_file
from svclint.source.checkout import link_out_of_tree
from svclint.source.files import STDIN, ReadError, read_file
from svclint.source.paths import real_path

STDIN_NAME = "<stdin>"
# Far more than fixes that build on one another need; a limit for fixes that undo each other.
MAX_ROUNDS = 10
# Return the fixable findings in files with changed contents.
Check = Callable[[Mapping[str, bytes]], Sequence[Finding]]


class Change(NamedTuple):
    """The bytes of a file before and after."""

    before: bytes
    after: bytes


class FixResult(NamedTuple):
    """The changed files, the fixed findings, and those that cannot be fixed, with the reason."""

    changes: dict[str, Change]
    fixed: list[Finding]
    failed: dict[Finding, str]


def fix_in_rounds(findings: Sequence[Finding], check: Check, read: ReadBytes) -> FixResult:
    """Fix findings, and those that appear as a result, in memory; nothing is written."""
    done = FixResult({}, [], {})
    for _ in range(MAX_ROUNDS):
        if not _round(findings, read, done):
            break
        findings = check({file: change.after for file, change in done.changes.items()})
    return done


def _round(findings: Sequence[Finding], read: ReadBytes, done: FixResult) -> bool:
    """Fix everything that can be fixed together; return whether anything was fixed."""
    done.failed.clear()
    # Unsafe fixes come after all safe ones: these may show that they were not needed.
    safe = [each for each in findings if each.fix and each.fix.is_safe]
    if safe and _fix_files(safe, read, done):
        return True
    return _fix_files(findings, read, done)


def _fix_files(findings: Sequence[Finding], read: ReadBytes, done: FixResult) -> bool:
    before = len(done.fixed)
    for file, fixable in by_file(findings).items():
        known = done.changes.get(file)
        raw = known.after if known else read(file)
        if raw is None:
            continue
        objects = ManifestFile(file, raw)
        *batches, failed = plan_batches(objects, fixable)
        done.failed.update((each.finding, each.problem) for each in failed)
        if batches:
            after = apply_batch(objects.text, batches[0]).encode("utf-8", "surrogateescape")
            done.changes[file] = Change(known.before if known else raw, after)
            done.fixed.extend(each.finding for each in batches[0])
    return len(done.fixed) > before


def read_bytes(file: str) -> bytes | None:
    """Return the bytes of a file or of standard input; ``None`` if it cannot be fixed."""
    if file.startswith("<") and file != STDIN_NAME:
        # The output of another program is not a file.
        return None
    raw = read_file(STDIN if file == STDIN_NAME else file)
    return None if isinstance(raw, ReadError) else raw


def is_read_only(file: str) -> bool:
    """Return whether a file is read-only; replacing it would circumvent that."""
    try:
        return not os.stat(file).st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    except OSError:
        return False


def write_change(file: str, change: Change) -> ReadError | None:
    """Write a changed file, unless it has changed since; return the error if it fails.

    A link is replaced by nothing: the file that it leads to is written, if it is in the tree.
    """
    if target := link_out_of_tree(file):
        return ReadError(file, f"leads out of the tree, to {target}, and was not written")
    if read_file(file) != change.before:
        return ReadError(
            file, "changed while it was being fixed, and was not written; run it again"
        )
    try:
        replace_file(real_path(file), change.after)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return ReadError(file, f"cannot be written: {reason}")
    return None

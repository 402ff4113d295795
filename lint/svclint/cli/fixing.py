"""``svclint check --fix`` and ``--diff``: fix in memory, then write, or show what would change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from svclint.cli import declare as click
from svclint.cli.judging import Judging, Outcome, judge
from svclint.cli.notes import say_notes
from svclint.fix.patch import patch
from svclint.fix.repair import STDIN_NAME, Repair, bytes_of, is_read_only, repair, write
from svclint.model import Finding
from svclint.rendering import Rendered
from svclint.report.result import fixed_words
from svclint.report.safe import safe
from svclint.source.files import STDIN, ReadError, find_files


class Fixed(NamedTuple):
    """What is left when all is fixed, and what was done for it."""

    outcome: Outcome
    repair: Repair


def fixed(
    first: Outcome,
    judge_with: Callable[[Mapping[str, bytes]], Outcome],
    may_be_fixed: Callable[[Sequence[Finding]], Sequence[Finding]],
) -> Fixed:
    """Fix what a run found, as far as that may be; ``judge_with`` runs it with other texts."""
    outcomes = [first]
    read_only: dict[str, None] = {}

    def fixable(findings: Sequence[Finding]) -> list[Finding]:
        found = [each for each in may_be_fixed(findings) if each.fix is not None]
        for each in found:
            if is_read_only(each.location.file):
                read_only[each.location.file] = None
        return [each for each in found if each.location.file not in read_only]

    def again(texts: Mapping[str, bytes]) -> Sequence[Finding]:
        outcomes.append(judge_with(texts))
        return fixable(outcomes[-1].findings)

    done = repair(fixable(first.findings), again, bytes_of)
    last = outcomes[-1]
    last.errors[:] = dict.fromkeys((*first.errors, *last.errors))
    last.errors += [ReadError(file, "is read-only, and was not fixed") for file in read_only]
    return Fixed(last, done)


def judge_with(paths: Sequence[str], judging: Judging, texts: Mapping[str, bytes]) -> Outcome:
    """Judge some paths as if some of their files held other texts; in the order of the files."""
    files = [file for file in find_files(paths) if isinstance(file, str)]
    names = [STDIN_NAME if file == STDIN else file for file in files]
    others = [file for file, name in zip(files, names, strict=True) if name not in texts]
    rendered = tuple(Rendered(file, raw) for file, raw in texts.items())
    whole = judging._replace(rendered=(*judging.rendered, *rendered), is_cached=False)
    outcome = judge(others, whole)
    order = {name: number for number, name in enumerate(names)}
    outcome.findings.sort(key=lambda each: order.get(each.location.file, -1))
    for name in sorted(outcome.files, key=lambda name: order.get(name, -1)):
        outcome.files[name] = outcome.files.pop(name)
    return outcome


def write_changes(done: Fixed, *, has_input: bool) -> None:
    """Write what was fixed; standard input goes to standard output, changed or not."""
    for file, change in done.repair.changes.items():
        problem = None if file == STDIN_NAME else write(file, change)
        if problem is not None:
            done.outcome.errors.append(problem)
    if has_input:
        known = done.repair.changes.get(STDIN_NAME)
        _print(known.after if known else bytes_of(STDIN_NAME) or b"")


def show_patch(done: Fixed) -> None:
    """Print the changes as a patch, and what they fix to standard error."""
    whole = "".join(patch(file, change) for file, change in done.repair.changes.items())
    if sys.stdout.isatty():
        whole = "".join(f"{safe(line)}\n" for line in whole.split("\n")[:-1])
    _print(whole.encode("utf-8", "surrogateescape"))
    words = fixed_words(done.repair.fixed)
    click.echo(f"Would fix {words}" if words else "Nothing to fix", err=True)


def _print(raw: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say_failures(done: Fixed) -> None:
    """Say which findings have a fix that cannot be made where they stand."""
    say_notes(
        f"{each.location.file}:{each.location.line}:{each.location.column}: "
        f"{each.rule} is not fixed: {problem}"
        for each, problem in done.repair.failed.items()
    )

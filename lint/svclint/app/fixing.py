"""``svclint check --fix`` and ``--diff``: fix in memory, then write, or show what would change."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from svclint.app.judging import Judging, Outcome, judge
from svclint.cli import declare as click
from svclint.cli.gate import new_findings
from svclint.cli.notes import say_notes
from svclint.fix.patch import patch
from svclint.fix.proposal import proposals
from svclint.fix.repair import STDIN_NAME, Repair, bytes_of, is_read_only, repair, write
from svclint.model import Finding
from svclint.report.result import Result, fixed_words
from svclint.report.safe import safe
from svclint.source.files import STDIN, ReadError, find_files

Again = Callable[[Mapping[str, bytes]], Outcome]


class Fixed(NamedTuple):
    """What is left when all is fixed, and what was done for it."""

    outcome: Outcome
    repair: Repair


def fix(first: Outcome, values: dict[str, Any], again: Again, is_input_read: bool) -> Fixed:
    """Fix what a run found, as a command's values say, and write it or show it.

    ``again`` makes the run with other texts of some files; ``is_input_read`` where one of them is
    standard input. Raises ``ConfigError``.
    """
    is_unsafe, baseline = values["unsafe_fixes"], values["baseline"]

    def may_be_fixed(findings: Sequence[Finding]) -> list[Finding]:
        new = new_findings(findings, baseline) if baseline else findings
        return [each for each in new if each.fix and (each.fix.is_safe or is_unsafe)]

    done = _fixed(first, again, may_be_fixed)
    if values["verbose"]:
        _say_failures(done)
    if values["diff"]:
        _show(done)
    else:
        _write(done, is_input_read=is_input_read)
    return done


def with_fixes(result: Result, done: Fixed | None) -> Result:
    """Say of a result what was fixed, and how what is left can be."""

    def read(file: str) -> bytes | None:
        change = done.repair.changes.get(file) if done is not None else None
        return change.after if change else bytes_of(file)

    fixed = None if done is None else done.repair.fixed
    return result._replace(fixed=fixed, proposals=proposals(result.findings, read))


def _fixed(
    first: Outcome, again: Again, may_be_fixed: Callable[[Sequence[Finding]], list[Finding]]
) -> Fixed:
    outcomes = [first]
    read_only: dict[str, None] = {}

    def fixable(findings: Sequence[Finding]) -> list[Finding]:
        found = may_be_fixed(findings)
        for each in found:
            if is_read_only(each.location.file):
                read_only[each.location.file] = None
        return [each for each in found if each.location.file not in read_only]

    def judged(texts: Mapping[str, bytes]) -> list[Finding]:
        outcomes.append(again(texts))
        return fixable(outcomes[-1].findings)

    done = repair(fixable(first.findings), judged, bytes_of)
    last = outcomes[-1]
    last.errors[:] = dict.fromkeys((*first.errors, *last.errors))
    last.errors += [ReadError(file, "is read-only, and was not fixed") for file in read_only]
    return Fixed(last, done)


def judge_with(paths: Sequence[str], judging: Judging, texts: Mapping[str, bytes]) -> Outcome:
    """Judge some paths as if some of their files held other texts; in the order of the files."""
    from svclint.source.rendering import Rendered  # noqa: PLC0415 - a report of fixes has no need of it

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


def _write(done: Fixed, *, is_input_read: bool) -> None:
    """Write what was fixed; standard input goes to standard output, changed or not."""
    for file, change in done.repair.changes.items():
        problem = None if file == STDIN_NAME else write(file, change)
        if problem is not None:
            done.outcome.errors.append(problem)
    if is_input_read:
        known = done.repair.changes.get(STDIN_NAME)
        _print(known.after if known else bytes_of(STDIN_NAME) or b"")


def _show(done: Fixed) -> None:
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


def _say_failures(done: Fixed) -> None:
    """Say which findings have a fix that cannot be made where they stand."""
    say_notes(
        f"{each.location.file}:{each.location.line}:{each.location.column}: "
        f"{each.rule} is not fixed: {problem}"
        for each, problem in done.repair.failed.items()
    )

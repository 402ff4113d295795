"""Match regular expressions in time linear to the text, as Go's ``regexp`` does.

The pattern becomes a program of a few instructions; all its threads step through the text side by
side, the preferred first (Thompson's method, as Pike's virtual machine runs it).
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import Any

from ..budget import spend
from ..errors import LimitExceeded
from .classes import RegexError
from .sets import PERL, Characters
from .syntax import Tree, parse

__all__ = ["Regex", "RegexError", "check_regex", "compile_regex"]

_SET, _SPLIT, _AT, _MATCH = range(4)
# Go allows some millions.
_LONGEST = 50_000
# Characters whose membership of a set is known.
_MOST_KNOWN = 4096


@lru_cache(maxsize=64)
def compile_regex(pattern: str) -> Regex:
    """Compile a pattern. Raises ``RegexError`` and ``LimitExceeded``."""
    program: list[Any] = []
    _emit(parse(pattern), program, pattern)
    program.append((_MATCH,))
    return Regex(program)


def check_regex(pattern: str) -> None:
    """Check a pattern, without limits. Raises ``RegexError``."""
    with suppress(LimitExceeded):
        compile_regex(pattern)


def _emit(tree: Tree, program: list[Any], pattern: str) -> None:
    if len(program) > _LONGEST:
        raise LimitExceeded(f"a pattern may have {_LONGEST:,} instructions and needs more")
    kind = tree[0]
    if kind == "set":
        program.append(_set_instruction(tree[1]))
    elif kind == "at":
        program.append((_AT, tree[1]))
    elif kind == "join":
        for each in tree[1]:
            _emit(each, program, pattern)
    elif kind == "either":
        _emit_either(tree[1], program, pattern)
    else:
        _emit_repeat(tree, program, pattern)


@lru_cache(maxsize=1024)
def _set_instruction(characters: Characters) -> tuple[int, Characters, dict[str, bool]]:
    """Return the instruction of a set, which all its repetitions share."""
    return _SET, characters, {}


def _emit_either(choices: list[Tree], program: list[Any], pattern: str) -> None:
    ends: list[int] = []
    for each in choices[:-1]:
        split = len(program)
        program.append(None)
        _emit(each, program, pattern)
        ends.append(len(program))
        program.append(None)
        program[split] = (_SPLIT, split + 1, len(program))
    _emit(choices[-1], program, pattern)
    for end in ends:
        program[end] = (_SPLIT, len(program), len(program))


def _emit_repeat(tree: Tree, program: list[Any], pattern: str) -> None:
    _, inner, least, most, is_greedy = tree
    for _ in range(least):
        _emit(inner, program, pattern)
    if most < 0:
        split = len(program)
        program.append(None)
        _emit(inner, program, pattern)
        program.append((_SPLIT, split, split))
        program[split] = _split(split + 1, len(program), is_greedy)
        return
    splits: list[int] = []
    for _ in range(most - least):
        splits.append(len(program))
        program.append(None)
        _emit(inner, program, pattern)
    for split in splits:
        program[split] = _split(split + 1, len(program), is_greedy)


def _split(inside: int, after: int, is_greedy: bool) -> tuple[int, int, int]:
    return (_SPLIT, inside, after) if is_greedy else (_SPLIT, after, inside)


class Regex:
    """A compiled pattern."""

    __slots__ = ("_program",)

    def __init__(self, program: list[Any]) -> None:
        self._program = program

    def matches(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in a text."""
        return self._search(text, 0, is_test=True) is not None

    def find_all(self, text: str, most: int = -1) -> list[str]:
        """Return the matches, at most ``most``; all of them if it is negative."""
        found: list[str] = []
        at, previous = 0, -1
        while at <= len(text) and (most < 0 or len(found) < most):
            span = self._search(text, at, is_test=False)
            if span is None:
                break
            start, end = span
            # Go ignores an empty match right after another match.
            if end != at or start != previous:
                found.append(text[start:end])
            at = max(end, at + 1) if end == at else end
            previous = end
        return found

    def _search(self, text: str, at: int, *, is_test: bool) -> tuple[int, int] | None:
        program = self._program
        found: tuple[int, int] | None = None
        threads: list[tuple[int, int]] = []
        while True:
            if found is None:
                self._follow(threads, {place for place, _ in threads}, 0, at, text, at)
            if not threads and found is not None:
                return found
            seen: set[int] = set()
            following: list[tuple[int, int]] = []
            character = text[at : at + 1]
            spend(1 + len(threads))
            for place, start in threads:
                instruction = program[place]
                if instruction[0] == _MATCH:
                    found = (start, at)
                    if is_test:
                        return found
                    # Threads after this one are less preferred.
                    break
                if character and _has(instruction, character):
                    self._follow(following, seen, place + 1, start, text, at + 1)
            if at >= len(text):
                return found
            threads = following
            at += 1

    def _follow(  # noqa: PLR0913, PLR0917 - the state of a thread
        self,
        threads: list[tuple[int, int]],
        seen: set[int],
        place: int,
        start: int,
        text: str,
        at: int,
    ) -> None:
        """Add the threads that wait for a character at a place, in order of preference."""
        pending = [place]
        before = len(seen)
        while pending:
            place = pending.pop()
            if place in seen:
                continue
            seen.add(place)
            instruction = self._program[place]
            if instruction[0] == _SPLIT:
                pending += [instruction[2], instruction[1]]
            elif instruction[0] == _AT:
                if _is_at(instruction[1], text, at):
                    pending.append(place + 1)
            else:
                threads.append((place, start))
        spend(len(seen) - before)


def _has(instruction: Any, character: str) -> bool:
    characters: Characters
    _, characters, known = instruction
    answer = known.get(character)
    if answer is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        answer = known[character] = characters.has(character)
    return bool(answer)


def _is_at(place: str, text: str, at: int) -> bool:
    if place == "start":
        return at == 0
    if place == "end":
        return at == len(text)
    if place == "line start":
        return at == 0 or text[at - 1] == "\n"
    if place == "line end":
        return at == len(text) or text[at] == "\n"
    before = at > 0 and PERL["w"].has(text[at - 1])
    after = at < len(text) and PERL["w"].has(text[at])
    return (before != after) == (place == "boundary")

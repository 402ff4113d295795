"""Find the calls of named templates whose output Helm prints unchanged except its indentation."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

_TOKEN = re.compile(
    r"""\s*("(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`|[()|]|[^\s()|"'`]+)"""
)
# How templates name the outermost context that they got from their caller.
_CONTEXT = re.compile(r"[.$]|(?:[.$]|\$\.)(?:root|rootContext|context|ctx|top)", re.IGNORECASE)
_INDENTING = frozenset(("indent", "nindent"))
# Expressions that may name a file: there is no marked copy of a whole file.
_MAY_NAME_FILE = re.compile(r"BasePath|\.Template|templates/")


class Operand(NamedTuple):
    """A word or a parenthesised expression, and its range in the code."""

    text: str
    start: int
    end: int

    def moved(self, by: int) -> Operand:
        """Return the operand in a code that begins so much earlier."""
        return self._replace(start=self.start + by, end=self.end + by)


def marked_call(code: str, names: Collection[str], prefix: str, *, dynamic: bool) -> str:
    """Return the code of an ``include`` with the name of the marked copy; empty for other code.

    ``names`` are the templates that have a marked copy; with ``dynamic``, a computed name counts,
    too.
    """
    commands = commands_of(code)
    if not commands or len(commands[0]) != 3 or commands[0][0].text != "include":
        return ""
    if any(not command or command[0].text not in _INDENTING for command in commands[1:]):
        return ""
    name = commands[0][1]
    if name.text[0] in '"`':
        if name.text[1:-1] not in names:
            return ""
        marked = name.text[0] + prefix + name.text[1:]
    elif dynamic and not _MAY_NAME_FILE.search(name.text):
        marked = f'(print "{prefix}" {name.text})'
    else:
        return ""
    return code[: name.start] + marked + code[name.end :]


def passes_context_only(code: str) -> bool:
    """Return whether an action calls a named template with the whole context and nothing else."""
    commands = commands_of(code)
    words = [each.text for each in commands[0]] if commands else []
    is_call = words[:1] in (["include"], ["template"])
    return is_call and _CONTEXT.fullmatch(" ".join(words[2:])) is not None


def commands_of(code: str) -> list[list[Operand]]:
    """Return the commands of a pipeline, each a list of operands; empty for broken code."""
    commands: list[list[Operand]] = [[]]
    depth = at = begin = 0
    code_end = len(code.rstrip())
    while at < code_end:
        match = _TOKEN.match(code, at)
        if match is None:
            return []
        word, start, at = match[1], match.start(1), match.end()
        if word == "(":
            begin = start if depth == 0 else begin
            depth += 1
        elif word == ")":
            depth -= 1
            if depth == 0:
                commands[-1].append(Operand(code[begin:at], begin, at))
        elif depth == 0 and word == "|":
            commands.append([])
        elif depth == 0:
            commands[-1].append(Operand(word, start, at))
    return [] if depth else commands

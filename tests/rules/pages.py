"""Read the examples out of the rules' pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parents[2] / "rules"
PAGES = sorted(HOME.rglob("*.md"))
HEADINGS = ("What it finds", "Why it matters", "How to fix it", "Since", "Sources", "Bad", "Good")
_BLOCK = re.compile(
    r"^```(?:yaml|json|text) (bad|good|live)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_WANT = re.compile(
    r'# (error|warning|info): (?:(\d+):)?(\d+) \[([a-z0-9-]+)\] "(.*?)"(?= *(?:#|$))'
)


class Want(NamedTuple):
    """A finding that an example announces."""

    line: int
    column: int
    severity: str
    rule: str
    message: str


class Example(NamedTuple):
    """A fenced block of a page: its verdict, its options, its text, the live text before it."""

    page: Path
    line: int
    verdict: str
    options: dict[str, str]
    text: str
    live: str

    @property
    def rule(self) -> str:
        """The rule's name, from the page's file name."""
        return self.page.stem.replace("_", "-")

    @property
    def wants(self) -> list[Want]:
        """The findings announced in comments: ``# error: COLUMN [rule] "message"``.

        ``LINE:COLUMN`` stands for a place in another line than the comment's.
        """
        return sorted(
            Want(int(match[2] or number), int(match[3]), match[1], match[4], match[5])
            for number, line in enumerate(self.text.splitlines(), 1)
            for match in _WANT.finditer(line)
        )


def examples() -> Iterator[Example]:
    """Give every example of every page."""
    for page in PAGES:
        text, live = page.read_text(encoding="utf-8"), ""
        for match in _BLOCK.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            if match[1] == "live":
                live = match[3]
                continue
            options = dict(word.split("=", 1) for word in match[2].split())
            yield Example(page, line, match[1], options, match[3], live)
            live = ""

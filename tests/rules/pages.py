"""Read the examples from the rule pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from svclint.rule.page import EXAMPLE, EXPECTED

HOME = Path(__file__).parents[2] / "rules"
PAGES = sorted(HOME.rglob("*.md"))
HEADINGS = ("What it finds", "Why it matters", "How to fix it", "Since", "Sources", "Bad", "Good")

# The sentence that ends "How to fix it", by the fixes of the findings in the bad examples:
# a safe one (True), an unsafe one (False), or none.
FIX_LINES = {
    frozenset({None}): "There is no automatic fix.",
    frozenset({True}): "`svclint check --fix` fixes it.",
    frozenset({True, None}): "`svclint check --fix` fixes it when the correction is unambiguous.",
    frozenset({False}): "`svclint check --fix --unsafe-fixes` fixes it.",
    frozenset({False, None}): (
        "`svclint check --fix --unsafe-fixes` fixes it when one correction is likely."
    ),
    frozenset({True, False}): (
        "`svclint check --fix` fixes it when the correction is unambiguous,"
        " and with `--unsafe-fixes` when one is likely."
    ),
}


class Want(NamedTuple):
    """A finding that a comment in an example expects."""

    line: int
    column: int
    severity: str
    rule: str
    message: str


class Example(NamedTuple):
    """A fenced block of a page: its verdict, options and text, and the live object before it.

    ``fixed`` is the text after all fixes, without the comments that expect findings; empty if the
    page does not show it. ``unsafe``: unsafe fixes are applied as well.
    """

    page: Path
    line: int
    verdict: str
    options: dict[str, str]
    text: str
    live: str
    fixed: str = ""
    unsafe: bool = False

    @property
    def rule(self) -> str:
        """The name of the rule, from the file name of the page."""
        return self.page.stem.replace("_", "-")

    @property
    def wants(self) -> list[Want]:
        """The findings expected by comments: ``# error: COLUMN [rule] "message"``.

        ``LINE:COLUMN`` expects the finding on another line than that of the comment.
        """
        return sorted(
            Want(int(match[2] or number), int(match[3]), match[1], match[4], match[5])
            for number, line in enumerate(self.text.splitlines(), 1)
            for match in EXPECTED.finditer(line)
        )


def fix_line(text: str) -> str:
    """Return the sentence about automatic fixes: the last paragraph of "How to fix it"."""
    section = text.partition("\n## How to fix it\n")[2].partition("\n## ")[0]
    return " ".join(section.strip().rpartition("\n\n")[2].split())


def examples() -> Iterator[Example]:
    """Yield every example of every page."""
    for page in PAGES:
        yield from _examples(page)


def _examples(page: Path) -> list[Example]:
    text, live = page.read_text(encoding="utf-8"), ""
    found: list[Example] = []
    for match in EXAMPLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        options = dict(word.split("=", 1) for word in match[3].split())
        if match[2] == "live":
            live = match[4]
            continue
        if match[2] == "fixed":
            is_unsafe = options == {"unsafe": "yes"}
            assert is_unsafe or not options, f"{page}:{line}: {options}"
            assert found[-1].verdict == "bad", f"{page}:{line}: only a bad example has a fixed text"
            found[-1] = found[-1]._replace(fixed=match[4], unsafe=is_unsafe)
            continue
        found.append(Example(page, line, match[2], options, match[4], live))
        live = ""
    return found

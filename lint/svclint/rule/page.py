"""The page of a rule as people read it: a table on top, and findings drawn below their lines.

The Markdown file of a page is also its test: comments in its examples say which findings they have,
as ``# error: COLUMN [rule] "message"`` or with ``LINE:COLUMN``, and the first line of an example
says which options apply. Readers see neither.
"""

from __future__ import annotations

import re
from textwrap import wrap

from svclint.rule.definition import Rule
from svclint.rule.registry import page_text
from svclint.rule.site import with_absolute_links

# An example: its language, what it shows, its options, and its text.
EXAMPLE = re.compile(
    r"^```(yaml|json|text) (bad|good|live|fixed)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
# An expected finding: its severity, its line if it is another one, its column, rule and message.
EXPECTED = re.compile(
    r'# (error|warning|note): (?:(\d+):)?(\d+) \[([a-z0-9-]+)\] "(.*?)"(?= *(?:#|$))'
)
# The options of examples that are not those of svclint check with a value.
_OPTIONS = {
    "force": "--no-force-conflicts",
    "require-reason": "--require-reason",
    "assumed": "no facts about the cluster",
    "file": "the file name `{}`",
}
_FIX = "## How to fix it\n"
_SINCE = "## Since\n"
# The width to which findings below their lines are wrapped: that of a terminal.
_WIDTH = 80


def readable_page(rule: Rule) -> str:
    """Return the Markdown of a page for readers anywhere: it has no relative links."""
    return with_absolute_links(rule, site_page(rule, rule.group))


def site_page(rule: Rule, group: str) -> str:
    """Return the Markdown of a page on the site; ``group`` is the link to that of its group."""
    title, _, rest = page_text(rule).partition("\n")
    shown = EXAMPLE.sub(_shown_example, rest)
    return f"{title}\n\n{_table(rule, group, rest)}{shown}"


def without_expectations(text: str) -> str:
    """Return an example without the comments that expect findings."""
    return "".join(line for line in map(_bare, text.splitlines(keepends=True)) if line is not None)


def _bare(line: str) -> str | None:
    """Return a line without expectations; ``None`` if it consists of them."""
    bare = re.sub(rf" *{EXPECTED.pattern}", "", line)
    return bare if bare.strip() or not line.strip() else None


def _table(rule: Rule, group: str, text: str) -> str:
    cells = {
        "severity": str(rule.severity),
        "group": group,
        "profile": rule.profile,
        "fix": fix_kinds(text),
        "Kubernetes": _versions(text),
        "svclint": f"from {rule.since}",
    }
    if rule.options:
        cells["options"] = ", ".join(f"`{name}`" for name in rule.options)
    rows = (cells.keys(), ["---"] * len(cells), cells.values())
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def fix_kinds(text: str) -> str:
    """Return which fixes a page describes, by the last sentence of "How to fix it"."""
    section = text.partition(_FIX)[2].partition("\n## ")[0].strip()
    sentence = section.rpartition("\n\n")[2]
    kinds = (("safe", "--fix`"), ("unsafe", "--unsafe-fixes`"))
    return " or ".join(kind for kind, mark in kinds if mark in sentence) or "none"


def _versions(text: str) -> str:
    """Return the Kubernetes versions to which a rule applies, from the start of "Since"."""
    section = text.partition(_SINCE)[2].partition("\n## ")[0].strip()
    found = re.match(r"Kubernetes (1\.\d+)( only| and older)?", section)
    if found is None:
        return "all versions" if section.startswith(("All ", "Every ")) else "see below"
    return f"{found[1]}{found[2]}" if found[2] else f"from {found[1]}"


def _shown_example(found: re.Match[str]) -> str:
    language, verdict, options, text = found.groups()
    label = _label(verdict, dict(word.split("=", 1) for word in options.split()))
    heading = f"{label}:\n\n" if label else ""
    return f"{heading}```{language}\n{_drawn(text)}```"


def _label(verdict: str, options: dict[str, str]) -> str:
    """Return the line above an example; empty for one that needs none."""
    if verdict == "fixed":
        unsafe = " --unsafe-fixes" if options else ""
        return f"After `svclint check --fix{unsafe}`"
    if verdict == "live":
        return "The live object"
    shown = [_shown_option(name, value) for name, value in options.items()]
    return f"With {', '.join(shown)}" if shown else ""


def _shown_option(name: str, value: str) -> str:
    known = _OPTIONS.get(name)
    if known is None:
        return f"`--{name} {value}`"
    return known.format(value) if " " in known else f"`{known}`"


def _drawn(text: str) -> str:
    """Return an example with each finding as a comment below its line."""
    findings: dict[int, list[str]] = {}
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        for severity, elsewhere, column, _rule, message in EXPECTED.findall(line):
            # A fault may only show at the end of the file, below the last line.
            below = findings.setdefault(min(int(elsewhere or number), len(lines)), [])
            below += _pointed_out(int(column), f"{severity}: {message}")
    shown: list[str] = []
    for number, line in enumerate(lines, 1):
        shown += filter(None, [_bare(line)])
        shown += findings.get(number, [])
    return "".join(shown)


def _pointed_out(column: int, text: str) -> list[str]:
    """Return the lines of a comment that points to a column of the line above."""
    # The first column is taken by the mark of the comment.
    pointer = "#".ljust(max(column - 1, 1)) + "^"
    if len(pointer) + len(text) < _WIDTH:
        return [f"{pointer} {text}\n"]
    wrapped = wrap(text, _WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return [f"{line}\n" for line in (pointer, "# " + "\n#   ".join(wrapped))]

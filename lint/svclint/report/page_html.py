"""The page of a rule as HTML, for reports that contain it.

Only what pages of rules use of Markdown is known. Links are shown with their addresses: a report
leads nowhere but to itself.
"""

from __future__ import annotations

import re
from html import escape

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE_OR_LINK = re.compile(
    r"(?P<ticks>``?) ?(?P<code>.+?) ?(?P=ticks)(?!`)"
    r"|\[(?P<label>(?:[^\]`]|`[^`]*`)+)\]\((?P<address>[^)\s]+)\)",
    re.DOTALL,
)
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_RULER = re.compile(r"[|\s:-]+")


def page_html(markdown: str) -> str:
    """Return the page without its title."""
    text = markdown.partition("\n")[2]
    shown, end = "", 0
    for fence in _FENCE.finditer(text):
        shown += _blocks(text[end : fence.start()])
        shown += f"<pre>{escape(fence[1])}</pre>\n"
        end = fence.end()
    return shown + _blocks(text[end:])


def _blocks(text: str) -> str:
    return "".join(map(_block, filter(None, (block.strip() for block in text.split("\n\n")))))


def _block(block: str) -> str:
    if block.startswith("#"):
        return f"<h3>{_inline(block.lstrip('# '))}</h3>\n"
    if block.startswith("|"):
        return _table(block.splitlines())
    if block.startswith("- "):
        items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
        return f"<ul>{''.join(f'<li>{_inline(item.strip())}</li>' for item in items)}</ul>\n"
    return f"<p>{_inline(block)}</p>\n"


def _table(lines: list[str]) -> str:
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines]
    shown = [
        "".join(f"<{cell}>{_inline(each.strip())}</{cell}>" for each in row)
        for row, cell in zip(rows, ("th", *["td"] * len(rows)), strict=False)
        if not all(_RULER.fullmatch(each) for each in row)
    ]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in shown)}</table>\n"


def _inline(text: str) -> str:
    """Return a text with code, links and emphasis; nothing is markup within code."""
    shown, end = "", 0
    for found in _CODE_OR_LINK.finditer(text):
        shown += _emphasized(text[end : found.start()])
        code, label, address = found["code"], found["label"], found["address"]
        linked = f"{_inline(label)} ({escape(address)})" if label else ""
        shown += linked or f"<code>{escape(code)}</code>"
        end = found.end()
    return shown + _emphasized(text[end:])


def _emphasized(text: str) -> str:
    text = escape(text.replace("\\|", "|"), quote=False)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))

"""The pages of rules, as the HTML report contains them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from svclint.report.page_html import page_html
from svclint.rule import Rule
from svclint.rule.page import readable_page
from svclint.rule.registry import all_rules


def test_markup_becomes_html_and_code_stays_as_it_is() -> None:
    table = "| a | b |\n| --- | --- |\n| `x*y*` | *no* \\| 1<2 |"
    listed = "- one\n  more\n- [two: `x`](https://e.x)"
    assert page_html(f"# t\n\n{table}\n\n## What\n\n{listed}\n") == (
        "<table><tr><th>a</th><th>b</th></tr>"
        "<tr><td><code>x*y*</code></td><td><em>no</em> | 1&lt;2</td></tr></table>\n"
        "<h3>What</h3>\n<ul><li>one\n  more</li><li>two: <code>x</code> (https://e.x)</li></ul>\n"
    )


def test_a_block_of_code_is_not_markup() -> None:
    assert (
        page_html("# t\n\n```yaml\n# <a>\n\n- *b*\n```\n") == "<pre># &lt;a&gt;\n\n- *b*\n</pre>\n"
    )


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_page_is_shown_without_leftovers_of_its_markup(rule: Rule) -> None:
    markdown = readable_page(rule)
    shown = page_html(markdown)
    prose = re.sub(r"<(pre|code)>.*?</\1>", "", shown, flags=re.DOTALL)
    assert not re.search(r"```|`|^#|\]\(|\*\*", prose, re.MULTILINE), prose
    for code in re.findall(r"^```[^\n]*\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL):
        assert code in unescape(shown)
    assert shown.count("<p>") == shown.count("</p>")

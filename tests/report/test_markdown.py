"""The Markdown report, rendered by GitHub's parser: names cannot inject markup."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from svclint.model import Finding
from svclint.report import markdown

from tests.report.hostile import hostile_result
from tests.report.runs import BROKEN, HOSTILE, VALIDITY, svclint

# What GitHub and GitLab turn into links outside of code.
MENTIONS = re.compile(r"(?:^|[^\w])[@#!$%~&^*](?=[\w\[])|\bGH-\d|\w:[a-z]+:|https?://|www\.")
COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")


class Page(HTMLParser):
    """Counts the elements of a rendered comment, and collects the text outside of code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.prose: list[str] = []
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self._code += tag == "code"
        assert all(name == "align" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        if not self._code:
            self.prose.append(data)


def rendered(text: str) -> Page:
    """Render without filtering raw HTML: the report must not rely on a filter."""
    return Page(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


def test_a_comment_is_a_heading_and_a_table(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(BROKEN.format(name="web"))
    done = svclint("check", *VALIDITY, "--format", "markdown", tmp_path)
    assert done.stdout.startswith("### svclint: 1 error (1 Service in 1 file)\n")
    page = rendered(done.stdout)
    assert page.elements["tr"] == 2
    prose = "".join(page.prose)
    assert "nodePort 30080 may not be set on a Service of type ClusterIP, the default" in prose
    assert "→ set type: NodePort, or remove nodePort" in prose


def test_nothing_found_is_said() -> None:
    empty = hostile_result()._replace(findings=[], errors=[])
    text = markdown.render(empty)
    assert text.startswith("### svclint: nothing wrong (")
    assert "table" not in rendered(text).elements


def test_hostile_names_make_no_markup_link_or_mention() -> None:
    result = hostile_result()
    page = rendered(markdown.render(result))
    assert set(page.elements) == {
        "h3", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "p", "ul", "li",
    }  # fmt: skip
    assert page.elements["tr"] == len(HOSTILE) + 1
    assert page.elements["td"] == 4 * len(HOSTILE)
    assert page.elements["li"] == len(HOSTILE)
    for prose in page.prose:
        assert not MENTIONS.search(prose), prose
        assert not COMMIT.search(prose), prose


def test_the_names_themselves_are_still_to_be_read() -> None:
    html = cmarkgfm.github_flavored_markdown_to_html(
        markdown.render(hostile_result()), Options.CMARK_OPT_UNSAFE
    )
    for words in ("&lt;script&gt;alert(1)", "a|b|c is what it says", "@octocat", "owner/repo#1"):
        assert words in html


def test_a_comment_has_no_more_than_github_takes() -> None:
    result = hostile_result()
    many: list[Finding] = [*result.findings] * 200
    text = markdown.render(result._replace(findings=many))
    assert len(text) < 65_536
    assert re.search(r"… and \d+ more findings\.", text)

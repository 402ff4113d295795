"""The HTML report of hostile names: they are text, and the page needs nothing but itself."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from svclint.report import html
from svclint.report.safe import safe

from tests.report.hostile import hostile_result
from tests.report.pages import opened, shot, shown
from tests.report.runs import HOSTILE


def test_hostile_names_run_nothing_and_change_nothing(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(html.render(hostile_result()), encoding="utf-8")
    opened(browser, page)
    shot(browser, "hostile")
    assert len(shown(browser, "article")) == len(HOSTILE)
    assert browser.get_log("browser") == []
    found = browser.execute_script("return document.querySelectorAll('img, svg, x, b').length")
    assert found == 0
    assert len(browser.find_elements("tag name", "script")) == 1
    text = browser.execute_script("return document.querySelector('main').textContent")
    for words in HOSTILE:
        assert f"{safe(words)} is what it says" in text
    (option, *_), value = names(browser), "<script>alert(1)</script>.yaml"
    assert option == "all files"
    assert sum(value in each.get_attribute("value") for each in options(browser)) == 1


def options(browser: Any) -> list[Any]:
    return list(browser.find_elements("css selector", "select[name=file] option"))


def names(browser: Any) -> list[str]:
    return [option.text for option in options(browser)]


class Elements(HTMLParser):
    """Collects all elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_holds_all_it_needs() -> None:
    text = html.render(hostile_result())
    found = Elements(text).found
    assert not any({"src", "action"} & set(attributes) for _, attributes in found)
    links = {attributes["href"] for _, attributes in found if "href" in attributes}
    assert all(re.fullmatch("#rule-[a-z0-9-]+", link or "") for link in links)
    assert not any(name.startswith("on") for _, attributes in found for name in attributes)
    (policy,) = [each["content"] or "" for _, each in found if "http-equiv" in each]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert [tag for tag, _ in found].count("article") == len(HOSTILE)

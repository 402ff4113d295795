"""Search, jumps and legend of the page of ``svclint targets --format html``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from svclint.report.targets import html
from svclint.report.targets.entries import Entry, Link, ObjectRef, Port
from svclint.report.targets.faults import Fault
from svclint.report.targets.index import legend

from tests.report.pages import DESK, opened, shot, shown


def large(folder: Path) -> Path:
    ref = ObjectRef("Ingress", "front", "one")
    entries = [
        Entry(
            ObjectRef("Service", "shop", f"service-{number:03}"),
            "ClusterIP",
            (Port("80/TCP", "http", (), None if number % 10 else Fault("nothing answers")),),
            (Link(ref, 0, "80", place=f"shop.yaml:{number}", requests=(f"*/{number:03}",)),),
        )
        for number in range(200)
    ]
    out = folder / "large.html"
    out.write_text(html.render(entries), encoding="utf-8")
    return out


def test_a_large_page_is_searched_and_jumped_through(browser: Any, tmp_path: Path) -> None:
    opened(browser, large(tmp_path), DESK)
    shot(browser, f"targets-large-{DESK[0]}")
    output = browser.find_element("css selector", "output")
    assert output.text == "200 shown"
    browser.find_element("css selector", "summary").click()
    browser.find_element("link text", "shop/service-150").click()
    section = browser.find_element("css selector", "section:target")
    assert "service-150" in section.text
    top = browser.execute_script("return arguments[0].getBoundingClientRect().top", section)
    assert 0 <= top < DESK[1]
    search = browser.find_element("css selector", "input[type=search]")
    for words, found in (("SERVICE-150", 1), ("shop.yaml:7", 11), ("nothing answers", 20)):
        search.clear()
        search.send_keys(words)
        assert output.text == f"{found} of 200 shown"
        assert len(shown(browser, "nav a")) == found
    search.clear()
    search.send_keys(" ")
    browser.find_element("css selector", "input[name=broken]").click()
    assert output.text == "20 of 200 shown"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Entry(ObjectRef("Service", "a", "b"), "ClusterIP", (), ()), ["Service"]),
        (
            Entry(ObjectRef("Service", "a", "b"), "x", (Port("1", "", (), Fault("no")),), ()),
            ["Service", "✗"],
        ),
        (
            Entry(ObjectRef("Service", "a", "b"), "x", (), (), Fault("no", is_open=True)),
            ["Service", "?"],
        ),
    ],
)
def test_the_legend_explains_what_is_shown_and_nothing_else(entry: Entry, words: list[str]) -> None:
    keys = re.findall('class="key [a-z]+">([^ ]+)', legend([entry]))
    assert keys == words


@pytest.mark.parametrize("is_open", [False, True])
def test_only_broken_leaves_out_what_may_be_outside_the_checked_files(is_open: bool) -> None:
    fault = Fault("nothing answers", is_open=is_open)
    entry = Entry(ObjectRef("Service", "a", "b"), "x", (), (), fault)
    assert ("data-broken" in html.render([entry]).split("<script>")[0]) is not is_open

"""The HTML report in a real browser; without one, these tests are skipped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from svclint.report import html

from tests.report.hostile import hostile_result
from tests.report.pages import PHONE, opened, shot, shown
from tests.report.runs import BROKEN, svclint

TOP = Path(__file__).parents[2]
KINDS = {"Service", "Ingress", "IngressClass", "EndpointSlice", "Endpoints", "no"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the report of the examples and of a file with a long name."""
    folder = tmp_path_factory.mktemp("page")
    long = folder / ("a-very-long-folder-name/" * 4)
    long.mkdir(parents=True)
    (long / "web.yaml").write_text(BROKEN.format(name="web-" + "x" * 50))
    out = folder / "page.html"
    svclint("check", "--no-config", "--format", f"html:{out}", TOP / "examples", long)
    return out


def visible(browser: Any) -> list[Any]:
    return shown(browser, "article")


def test_everything_is_there_before_any_filter(browser: Any, page: Path) -> None:
    opened(browser, page)
    shot(browser, "desk")
    assert re.match(r"svclint: \d+ errors, ", browser.title)
    cards = visible(browser)
    assert len(cards) > 15
    assert browser.find_element("css selector", "output").text == f"{len(cards)} shown"
    assert "nodePort 30080 may not be set" in browser.find_element("tag name", "main").text


def test_filters_by_severity_rule_file_and_words(browser: Any, page: Path) -> None:
    opened(browser, page)
    total = len(visible(browser))
    for box in browser.find_elements("css selector", "input[name=severity]"):
        if box.get_attribute("value") != "error":
            box.click()
    errors = visible(browser)
    assert 0 < len(errors) < total
    assert {card.get_attribute("data-severity") for card in errors} == {"error"}
    select(browser, "rule", "node-port-forbidden")
    assert {card.get_attribute("data-rule") for card in visible(browser)} == {"node-port-forbidden"}
    assert len(visible(browser)) == 3
    select(browser, "file", "examples/broken/ports.yaml")
    (card,) = visible(browser)
    assert "nodePort: 30080" in card.text
    headings = browser.find_elements("css selector", "#findings h2")
    assert [each.text for each in headings if each.is_displayed()] == ["examples/broken/ports.yaml"]
    assert browser.find_element("css selector", "output").text == f"1 of {total} shown"
    shot(browser, "filtered")
    browser.find_element("css selector", "input[type=search]").send_keys("nothing has these words")
    assert visible(browser) == []
    opened(browser, page)
    browser.find_element("css selector", "input[type=search]").send_keys("CLUSTERIP")
    assert 0 < len(visible(browser)) < total


def test_a_view_lives_in_its_address(browser: Any, page: Path) -> None:
    opened(browser, page)
    browser.find_elements("css selector", "input[name=severity]")[-1].click()
    select(browser, "group", "object")
    browser.find_element("css selector", "input[type=search]").send_keys("nodeport")
    browser.find_element("css selector", "input[name=fixable]").click()
    shown = [card.text for card in visible(browser)]
    address = browser.current_url
    assert len(shown) > 0
    assert all("fixable" in text for text in shown)
    browser.get("about:blank")
    browser.get(address)
    assert [card.text for card in visible(browser)] == shown
    headings = browser.find_elements("css selector", "#findings h2")
    assert all(each.text.partition(" ")[0] in KINDS for each in headings if each.is_displayed())
    browser.find_element("css selector", "button[type=reset]").click()
    browser.execute_async_script("setTimeout(arguments[0], 50)")
    assert browser.current_url == page.as_uri()
    assert len(visible(browser)) > len(shown)


def test_the_worst_come_first(browser: Any, page: Path) -> None:
    opened(browser, page)
    order = ["error", "warning", "note"]
    ranks = [
        [order.index(card.get_attribute("data-severity")) for card in section]
        for section in (
            each.find_elements("css selector", "article")
            for each in browser.find_elements("css selector", "section")
        )
    ]
    assert all(section == sorted(section) for section in ranks)
    counts = [[-section.count(rank) for rank in range(3)] for section in ranks]
    assert counts == sorted(counts)


def test_the_name_of_a_rule_leads_to_its_page(browser: Any, page: Path) -> None:
    opened(browser, page)
    select(browser, "rule", "node-port-forbidden")
    visible(browser)[0].find_element("css selector", "a").click()
    rule_page = browser.find_element("id", "rule-node-port-forbidden")
    assert rule_page.find_element("css selector", "h3").text == "What it finds"
    assert len(visible(browser)) == 3


def test_thousands_of_findings_stay_quick(browser: Any, tmp_path: Path) -> None:
    for start in range(0, 5000, 1000):
        texts = (BROKEN.format(name=f"web-{start + number}") for number in range(1000))
        (tmp_path / f"web-{start}.yaml").write_text("---\n".join(texts))
    out = tmp_path / "page.html"
    svclint("check", "--select", "node-port-forbidden", "--format", f"html:{out}", tmp_path)
    opened(browser, out)
    took = browser.execute_script("""
      const begin = performance.now();
      for (const [name, value] of [["group", "object"], ["search", "web-49"], ["group", "file"]]) {
        form.elements[name].value = value;
        form.dispatchEvent(new Event("input"));
      }
      return performance.now() - begin;""")
    assert took < 3000
    count = "return document.querySelectorAll('article:not([hidden])').length"
    assert browser.execute_script(count) == 111


def select(browser: Any, name: str, value: str) -> None:
    support = pytest.importorskip("selenium.webdriver.support.select")
    element = browser.find_element("css selector", f"select[name={name}]")
    support.Select(element).select_by_value(value)


def test_the_keyboard_is_enough(browser: Any, page: Path) -> None:
    keys = pytest.importorskip("selenium.webdriver").Keys
    opened(browser, page)
    total = len(visible(browser))
    browser.find_element("tag name", "body").send_keys(keys.TAB)
    browser.switch_to.active_element.send_keys(keys.SPACE)
    assert len(visible(browser)) < total
    assert browser.switch_to.active_element.get_attribute("name") == "severity"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it_without_scrolling_sideways(browser: Any, page: Path, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened(browser, page, PHONE)
    shot(browser, f"phone-{scheme}")
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= PHONE[0]
    assert browser.execute_script(CONTRAST) >= 4.5
    for element in browser.find_elements("css selector", "form select, form label, form input"):
        if element.is_displayed() and element.get_attribute("type") != "checkbox":
            assert element.size["height"] >= 36


# The lowest contrast between a text and its background, by the formula of WCAG 2.2.
CONTRAST = """
const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const light = (s) => { const [r, g, b] = s.match(/[\\d.]+/g).map(Number).map(channel);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = (e) => { for (; e; e = e.parentElement) {
  const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; }
  return "rgb(255, 255, 255)"; };
return Math.min(...Array.from(document.querySelectorAll("h1, h2, p, span, pre, mark, code, label"))
  .map((e) => { const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }));
"""


def test_it_asks_no_network_and_breaks_no_policy(browser: Any, page: Path) -> None:
    opened(browser, page)
    assert browser.get_log("browser") == []
    requested = [
        line["message"]
        for line in browser.get_log("performance")
        if '"Network.requestWillBeSent"' in line["message"]
    ]
    assert len(requested) == 1


def test_nothing_found_is_a_page_too(browser: Any, tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.write_text(html.render(hostile_result()._replace(findings=[], errors=[])))
    opened(browser, page)
    assert browser.title == "svclint: nothing wrong"
    assert not browser.find_element("tag name", "form").is_displayed()

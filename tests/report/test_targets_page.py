"""The page of ``svclint targets --format html`` in a real browser; else skipped."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from svclint.report.safe import safe
from svclint.report.targets import html

from tests.report import pages
from tests.report.pages import DESK, PHONE, shown
from tests.report.runs import HOSTILE, svclint
from tests.report.targets import hostile_entries

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "shop.html"
    svclint("targets", "--format", "html", "--output", out, TOP / "examples" / "shop")
    return out


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("page") / "hostile.html"
    out.write_text(html.render(hostile_entries()), encoding="utf-8")
    return out


def opened(browser: Any, page: Path, size: tuple[int, int]) -> None:
    pages.opened(browser, page, size)
    pages.shot(browser, f"targets-{page.stem}-{size[0]}")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_picture_tells_who_reaches_whom(
    browser: Any, shop: Path, size: tuple[int, int]
) -> None:
    opened(browser, shop, size)
    assert browser.title == "svclint targets: 2 Services, 2 broken links"
    texts = [each.text for each in shown(browser, "svg text")]
    for words in (
        "Ingress · default",
        "shop",
        "80/TCP http → http",
        "web-canary",
        ":8081",
        ":9100",
    ):
        assert words in texts
    assert '✗ no port named "metrics"' in texts
    reasons = [each.text for each in shown(browser, "li")]
    assert len(reasons) == 2
    assert any('"web-canary" have no port named "metrics"' in words for words in reasons)
    assert {"✗1", "✗2"} <= set(texts)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_broken_links_are_red_and_no_others(
    browser: Any, shop: Path, size: tuple[int, int]
) -> None:
    opened(browser, shop, size)
    wires = shown(browser, "path.wire:not(.head)")
    colours = [each.value_of_css_property("stroke") for each in wires]
    red, grey = "rgb(179, 38, 30)", "rgb(123, 135, 148)"
    assert set(colours) == {red, grey}
    assert colours.count(red) == 2


@pytest.mark.parametrize("page", ["shop", "hostile"])
@pytest.mark.parametrize("size", [DESK, PHONE])
def test_everything_fits(
    browser: Any, page: str, size: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    opened(browser, request.getfixturevalue(page), size)
    width = browser.execute_script("return document.documentElement.scrollWidth")
    assert width <= size[0]
    outside = browser.execute_script(
        """
        return [...document.querySelectorAll("svg g")].flatMap(box => {
          const frame = box.querySelector("rect").getBoundingClientRect();
          return [...box.querySelectorAll("text")].filter(text => {
            const place = text.getBoundingClientRect();
            return place.width && (place.left < frame.left || place.right > frame.right + 1
              || place.top < frame.top || place.bottom > frame.bottom);
          }).map(text => text.textContent);
        });
        """
    )
    assert outside == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_text_is_large_enough_to_read(browser: Any, shop: Path, size: tuple[int, int]) -> None:
    opened(browser, shop, size)
    scales = browser.execute_script(
        "return [...document.querySelectorAll('svg')].filter(svg => svg.clientWidth)"
        ".map(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)"
    )
    assert min(scales) * 12 >= 11


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_boxes_do_not_lie_on_each_other(browser: Any, shop: Path, size: tuple[int, int]) -> None:
    opened(browser, shop, size)
    frames = [each.rect for each in shown(browser, "svg rect")]
    assert len(frames) >= 6
    for at, one in enumerate(frames):
        for other in frames[at + 1 :]:
            apart = (
                one["x"] + one["width"] <= other["x"]
                or other["x"] + other["width"] <= one["x"]
                or one["y"] + one["height"] <= other["y"]
                or other["y"] + other["height"] <= one["y"]
            )
            assert apart, (one, other)


def test_hostile_names_are_only_text(browser: Any, hostile: Path) -> None:
    opened(browser, hostile, DESK)
    assert browser.execute_script("return document.scripts.length") == 1
    allowed = "html head meta title style body header h1 p span main section h2 div svg g rect text"
    allowed += " form input label output nav details summary a script"
    tags = browser.execute_script(
        "return [...new Set([...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase()))]"
    )
    assert set(tags) <= {*allowed.split(), "path", "ol", "li"}
    attributes = browser.execute_script(
        "return [...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())"
    )
    assert not [name for name in attributes if name.startswith("on") or name == "src"]
    links = browser.execute_script(
        "return [...document.querySelectorAll('[href]')].map(e => e.getAttribute('href'))"
    )
    assert {re.sub("[0-9]+", "0", link) for link in links} == {"#s0"}
    said = browser.execute_script("return document.body.textContent")
    for name in HOSTILE:
        assert safe(name)[:20] in said
    assert not re.search("[\\x00-\\x08\\x1b\\u202e]", said)


@pytest.mark.parametrize("page", ["shop", "hostile"])
def test_nothing_is_fetched_and_nothing_is_refused(
    browser: Any, page: str, request: pytest.FixtureRequest
) -> None:
    opened(browser, request.getfixturevalue(page), DESK)
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [e for e in events if e["method"] == "Network.requestWillBeSent"]
    urls = {event["params"]["request"]["url"] for event in sent}
    assert not [url for url in urls if not url.startswith("file:")]
    assert len([url for url in urls if url.endswith(".html")]) == 1


def test_the_policy_lets_nothing_in(shop: Path) -> None:
    text = shop.read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert re.fullmatch(
        "default-src 'none'; style-src 'sha256-[^ ]+'; script-src 'sha256-[^ ]+'; "
        "base-uri 'none'; form-action 'none'",
        policy,
    )
    assert ' style="' not in text

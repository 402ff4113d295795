"""The documentation site: it builds without warnings and works in a browser offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from svclint.rule.registry import all_rules

from tests.browser import chrome

TOP = Path(__file__).parents[2]
PHONE, DESK = (390, 844), (1280, 900)


def build(top: Path, out: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(top / "scripts/build_site.py"), str(out)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="pip install '.[docs]'")
    out = tmp_path_factory.mktemp("site")
    done = build(TOP, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_every_page_is_there(site: Path) -> None:
    for rule in all_rules():
        name = "/".join(rule.module.split(".")[3:])
        page = (site / f"rules/{rule.group}/{name}.html").read_text(encoding="utf-8")
        assert f"<h1>{rule.name}" in page
        assert f"<td><p>from {rule.since}</p></td>" in page
        assert f'href="{rule.group}/{name}.html"' in (site / "rules/index.html").read_text()
    for guide in {*(TOP / "docs").glob("**/*.md")} - {TOP / "docs/site/index.md"}:
        name = guide.relative_to(TOP).as_posix().replace("README.md", "index.md")
        assert (site / name).with_suffix(".html").is_file(), name


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    for page in site.glob("**/*.html"):
        text = page.read_text(encoding="utf-8")
        for tag in ('<script src="', '<link rel="stylesheet" type="text/css" href="', '<img src="'):
            for part in text.split(tag)[1:]:
                assert not part.startswith(("http:", "https:", "//")), (page, part[:80])
    for style in site.glob("_static/**/*.css"):
        assert "url(http" not in style.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "link", ["no-such-page.md", "apply.md#no-such-heading", "#no-such-heading", "../no-such-file"]
)
def test_a_dead_link_fails_the_build(site: Path, tmp_path: Path, link: str) -> None:
    # The real tree with a page that has a dead link.
    top = tmp_path / "top"
    (top / "docs").mkdir(parents=True)
    for name in ("scripts", "docs/site"):
        shutil.copytree(TOP / name, top / name)
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "benchmarks"):
        (top / name).symlink_to(TOP / name)
    (top / "docs/apply.md").write_text("# Apply\n")
    (top / "docs/start.md").write_text(f"# Start\n\n[somewhere]({link})\n")
    done = build(top, tmp_path / "out")
    assert done.returncode != 0
    assert "start.md:3: WARNING" in done.stderr


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    driver = chrome()
    driver.implicitly_wait(20)
    yield driver
    driver.quit()


def opened(browser: Any, page: Path, size: tuple[int, int] = DESK) -> Any:
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(page.as_uri())
    return browser


def shot(browser: Any, name: str) -> None:
    """Save a screenshot if SVCLINT_SCREENSHOTS=FOLDER is set."""
    if folder := os.environ.get("SVCLINT_SCREENSHOTS"):
        browser.save_screenshot(f"{folder}/{name}.png")


def follow(browser: Any, text: str) -> None:
    link = browser.find_element("css selector", "article").find_element("link text", text)
    browser.execute_script("arguments[0].click()", link)


def heading(browser: Any) -> str:
    text: str = browser.find_element("css selector", "article h1").text
    return text.splitlines()[0].rstrip("#¶")


def test_the_start_page_leads_to_a_rule_and_its_group(browser: Any, site: Path) -> None:
    opened(browser, site / "index.html")
    shot(browser, "site-start")
    assert heading(browser) == "svclint"
    follow(browser, "what an apply does")
    assert heading(browser) == "What an apply does"
    follow(browser, "ip-family-changed")
    assert heading(browser) == "ip-family-changed"
    shot(browser, "site-rule")
    follow(browser, "change")
    assert heading(browser) == "change"
    assert browser.find_element("partial link text", "port-lost")


def test_the_search_finds_a_rule_without_a_server(browser: Any, site: Path) -> None:
    opened(browser, site / "index.html")
    keys = pytest.importorskip("selenium.webdriver").Keys
    browser.find_element("css selector", "input[name=q]").send_keys(
        "may not change once set", keys.ENTER
    )
    browser.find_element("css selector", "#search-results").find_element(
        "partial link text", "cluster-ip-changed"
    ).click()
    # A click does not wait for the next page.
    waiting = pytest.importorskip("selenium.webdriver.support.wait").WebDriverWait(browser, 30)
    waiting.until(lambda it: "cluster_ip_changed" in it.current_url)
    assert heading(browser) == "cluster-ip-changed"


def test_the_search_finds_rules_by_the_name_of_a_field(browser: Any, site: Path) -> None:
    opened(browser, site / "index.html")
    keys = pytest.importorskip("selenium.webdriver").Keys
    browser.find_element("css selector", "input[name=q]").send_keys(
        "healthCheckNodePort", keys.ENTER
    )
    results = browser.find_element("css selector", "#search-results")
    assert results.find_element("partial link text", "health-check-node-port-forbidden")


def test_code_scrolls_and_is_not_wrapped(browser: Any, site: Path) -> None:
    opened(browser, site / "index.html", PHONE)
    block = "document.querySelector('.highlight-console pre')"
    wide, height = browser.execute_script(
        f"return [{block}.scrollWidth > {block}.clientWidth, {block}.clientHeight]"
    )
    lines = browser.execute_script(f"return {block}.textContent.trim().split('\\n').length")
    assert wide
    assert height < 26 * lines + 40


def test_a_button_copies_the_commands_of_a_console_block(browser: Any, site: Path) -> None:
    opened(browser, site / "index.html")
    copied = browser.execute_script(
        "return copied(document.querySelector('.highlight-console .highlight'))"
    )
    assert copied == "svclint check --select type-unsupported,unknown-field examples/fixable"
    button = browser.find_element("css selector", ".highlight-console .copy")
    assert button.get_attribute("textContent") == "copy"


def test_a_block_marked_as_an_example_has_no_caption(site: Path) -> None:
    text = (site / "docs/ci/index.html").read_text(encoding="utf-8")
    assert "In any other system" in text
    assert '<span class="caption-text">example' not in text


@pytest.mark.parametrize(
    "page",
    ["index", "rules/index", "docs/tasks/selector", "rules/change/cluster_ip_changed",
     "docs/services/cluster-ip", "docs/exit-codes", "docs/output/schema", "docs/comparison"],
)  # fmt: skip
def test_a_phone_shows_it_without_scrolling_sideways(browser: Any, site: Path, page: str) -> None:
    opened(browser, site / f"{page}.html", PHONE)
    shot(browser, f"site-phone-{page.replace('/', '-')}")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= PHONE[0]
    tables = "Array.from(document.querySelectorAll('.table-wrapper'))"
    too_wide = browser.execute_script(
        f"return {tables}.filter((each) => each.scrollWidth > each.clientWidth).length"
    )
    assert too_wide == 0


def test_a_page_asks_no_network_and_has_no_error(browser: Any, site: Path) -> None:
    browser.get_log("performance")
    browser.get_log("browser")
    opened(browser, site / "docs/services/headless.html")
    asked = [each["message"] for each in browser.get_log("performance")]
    urls = [each for each in asked if '"Network.requestWillBeSent"' in each]
    assert urls
    assert not [each for each in urls if '"url":"http' in each]
    assert browser.get_log("browser") == []

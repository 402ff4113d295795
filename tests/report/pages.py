"""Pages that are opened in a browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

PHONE, DESK = (390, 844), (1280, 900)


def opened(browser: Any, page: Path, size: tuple[int, int] = DESK) -> Any:
    # A window cannot be as narrow as a phone, but the emulated screen can.
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(page.as_uri())
    return browser


def shown(browser: Any, selector: str) -> list[Any]:
    found = browser.find_elements("css selector", selector)
    return [each for each in found if each.is_displayed()]


def shot(browser: Any, name: str) -> None:
    """Save a screenshot if SVCLINT_SCREENSHOTS=FOLDER is set."""
    if folder := os.environ.get("SVCLINT_SCREENSHOTS"):
        browser.save_screenshot(f"{folder}/{name}.png")

"""The examples on the pages on CI."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

TOP = Path(__file__).parents[2]
PAGES = sorted((TOP / "docs/ci").glob("*.md"))
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """A fenced block with the name of its file."""

    page: str
    language: str
    file: str
    text: str


EXAMPLES = [
    Example(page.stem, *match) for page in PAGES for match in BLOCK.findall(page.read_text())
]


def examples(page: str, file: str) -> list[str]:
    found = [each.text for each in EXAMPLES if (each.page, each.file) == (page, file)]
    assert found, f"docs/ci/{page}.md has no {file}"
    return found


def steps(text: str) -> list[dict[str, Any]]:
    return [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]

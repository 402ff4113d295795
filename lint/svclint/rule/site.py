"""The address of the published site, of which every rule page is a part.

It is ``Documentation`` in ``[project.urls]`` of ``pyproject.toml``; without it, nothing is linked.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from svclint.rule.definition import Rule
from svclint.rule.registry import UnknownRuleError, rule_named

_RELATIVE_LINK = re.compile(r"\[([^\]]+)\]\((?![a-z]+:)([^)\s]+)\)")


@cache
def site_address() -> str:
    """Return the address of the site without a slash at its end; empty if there is none."""
    try:
        urls = metadata("svclint").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return ""
    named: dict[str, str] = dict(url.split(", ", 1) for url in urls)
    return named.get("Documentation", "").rstrip("/")


def page_url(rule: Rule) -> str:
    """Return the address of the page of a rule; empty if there is no site."""
    address = site_address()
    return f"{address}/{page_path(rule)}.html" if address else ""


def url_of(name: str) -> str:
    """Return the address of the page of the rule of a finding; empty for what has no page."""
    try:
        return page_url(rule_named(name))
    except UnknownRuleError:
        return ""


def page_path(rule: Rule) -> str:
    """Return the path of the page of a rule, in the repository and on the site, without its end."""
    return "/".join(("rules", *rule.module.split(".")[2:]))


def with_absolute_links(rule: Rule, text: str) -> str:
    """Return a page whose links lead somewhere from anywhere; without a site, only their text."""
    address, folder = site_address(), posixpath.dirname(page_path(rule))

    def absolute(found: re.Match[str]) -> str:
        shown, target = found.groups()
        if not address:
            return shown
        path = posixpath.normpath(posixpath.join(folder, target))
        page = re.sub(r"\.md(?=#|$)", ".html", path.replace("README.md", "index.md"))
        return f"[{shown}]({address}/{page})"

    return _RELATIVE_LINK.sub(absolute, text)

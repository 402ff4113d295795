"""The generated pages of the site: the lists of rules and the schema of the JSON output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from itertools import groupby
from typing import Any

from svclint.model.cluster import PROFILES
from svclint.rule import Rule
from svclint.rule.page import fix_kinds, site_page
from svclint.rule.registry import all_rules, page_text
from svclint.rule.site import page_path

GROUPS = {
    "validity": "What every API server rejects or warns about.",
    "cluster": "What fails in a given cluster: addresses, node ports and IP families.",
    "references": "References between Services and other objects.",
    "change": "What an apply does to a live Service.",
    "policy": "What your own policies report.",
    "practice": "Good practice: what works but causes trouble later.",
}
_HEAD = "| rule | severity | profile | fix | what it finds |\n|---|---|---|---|---|"
_Member = dict[str, Any]


def readable_rule_pages() -> dict[str, str]:
    """Return the pages of the rules as people read them, by file."""
    return {
        f"{page_path(rule)}.md": site_page(rule, f"[{rule.group}]({_index(rule)})")
        for rule in all_rules()
    }


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield the index of all rules and that of each group, as file name and text."""
    groups = {name: list(rules) for name, rules in groupby(all_rules(), lambda rule: rule.group)}
    names = [*GROUPS, *(name for name in groups if name not in GROUPS)]
    names = [name for name in names if name in groups]
    sections = [
        f"## [{name}]({name}/index.md)\n\n{GROUPS.get(name, '')}\n\n{_table(groups[name], name)}"
        for name in names
    ]
    yield (
        "rules/index.md",
        "\n\n".join(
            (
                f"# Rules\n\n{len(all_rules())} rules. {_PROFILES}",
                *sections,
                _toctree(names, "/index"),
            )
        ),
    )
    for name in names:
        pages = [_file(rule) for rule in groups[name]]
        text = f"# {name}\n\n{GROUPS.get(name, '')}\n\n{_table(groups[name])}\n\n{_toctree(pages)}"
        yield f"rules/{name}/index.md", text


_PROFILES = f"""\
Each rule belongs to a *profile* and to those after it: {", ".join(map("`{}`".format, PROFILES))}.
`--profile` selects one; `--select` and `--ignore` take names of rules and groups. An *error* fails
a run; a *warning* or *note* does not, unless `--fail-on` says so. `svclint explain RULE` prints the
page of a rule."""


def _table(rules: list[Rule], folder: str = "") -> str:
    rows = (
        f"| [{rule.name}]({folder}{'/' if folder else ''}{_file(rule)}.md) | {rule.severity} "
        f"| {rule.profile} | {_fix(rule)} | {_escaped(rule.summary)} |"
        for rule in rules
    )
    return "\n".join((_HEAD, *rows))


def _fix(rule: Rule) -> str:
    """Return which fixes a rule has; empty for none, so that those with one stand out."""
    kinds = fix_kinds(page_text(rule))
    return "" if kinds == "none" else kinds


def _index(rule: Rule) -> str:
    """Return the link from the page of a rule to the index of its group."""
    return "../" * _file(rule).count("/") + "index.md"


def _file(rule: Rule) -> str:
    return "/".join(rule.module.split(".")[3:])


def _toctree(names: list[str], ending: str = "") -> str:
    listed = "\n".join(name + ending for name in names)
    return f"```{{toctree}}\n:hidden:\n\n{listed}\n```\n"


def schema_page() -> tuple[str, str]:
    """Return file name and text of the page on the schema of the JSON output."""
    text = resources.files("svclint.report").joinpath("output.schema.json").read_text("utf-8")
    schema = json.loads(text)
    objects = {"the output": schema, **schema["$defs"]}
    sections = [
        f"## {name}\n\n{each.get('description', '')}\n\n{_members(each)}"
        for name, each in objects.items()
        if "properties" in each
    ]
    head = f"# The schema of the JSON output\n\n{schema['title']}. Generated from [the schema]"
    head += "(../../lint/svclint/report/output.schema.json). Members that are *always* present\n"
    head += "keep their types and meanings within a major version."
    return "docs/output/schema.md", "\n\n".join((head, *sections))


def _members(described: _Member) -> str:
    required = described.get("required", ())
    rows = (
        f"| `{name}` | {_type(each)} | {'always' if name in required else 'sometimes'} "
        f"| {_escaped(each.get('description', ''))} |"
        for name, each in described["properties"].items()
    )
    return "\n".join(("| member | type | present | |\n|---|---|---|---|", *rows))


def _type(member: _Member) -> str:
    if "$ref" in member:
        name = member["$ref"].rpartition("/")[2]
        return "error, warning or note" if name == "severity" else f"[{name}](#{name})"
    if "enum" in member:
        return " or ".join(member["enum"])
    if "oneOf" in member:
        return " or ".join(map(_type, member["oneOf"]))
    if "allOf" in member:
        more = (f"`{name}` ({_type(each)})" for name, each in member.get("properties", {}).items())
        return " and ".join((*map(_type, member["allOf"]), *more))
    if member["type"] == "array":
        return f"list of {_type(member['items'])}"
    return str(member["type"])


def _escaped(text: str) -> str:
    """Return a text without Markdown markup."""
    return text.replace("<", "&lt;").replace("|", "\\|").replace("*", "\\*")

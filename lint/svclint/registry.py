"""Find the rules by walking the package ``svclint.rules``; nothing lists them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module, resources
from pkgutil import walk_packages

from svclint.rule import Rule


class UnknownRuleError(ValueError):
    """A name that is neither a rule nor a group; the message names the nearest."""


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, by group and name. A module without a rule is a mistake of ours."""
    home = import_module("svclint.rules")
    modules = walk_packages(home.__path__, home.__name__ + ".")
    found = [import_module(module.name).rule for module in modules if not module.ispkg]
    return tuple(sorted(found, key=lambda rule: (rule.group, rule.name)))


def chosen(select: Iterable[str], ignore: Iterable[str]) -> tuple[Rule, ...]:
    """Give the rules that are selected (all when nothing is named) and not ignored.

    Both take names of rules and of groups. Raises ``UnknownRuleError``.
    """
    selected, ignored = set(select), set(ignore)
    _must_exist(selected | ignored)
    return tuple(
        rule
        for rule in all_rules()
        if (not selected or {rule.name, rule.group} & selected)
        and not {rule.name, rule.group} & ignored
    )


def named(name: str) -> Rule:
    """Give a rule by its name. Raises ``UnknownRuleError``."""
    for rule in all_rules():
        if rule.name == name:
            return rule
    raise UnknownRuleError(_unknown(name, [rule.name for rule in all_rules()]))


def page(rule: Rule) -> str:
    """Give a rule's page, in Markdown."""
    package, _, module = rule.home.rpartition(".")
    return resources.files(package).joinpath(f"{module}.md").read_text(encoding="utf-8")


def _must_exist(names: Iterable[str]) -> None:
    known = [word for rule in all_rules() for word in (rule.name, rule.group)]
    for name in names:
        if name not in known:
            raise UnknownRuleError(_unknown(name, known))


def _unknown(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for people's typos

    near = get_close_matches(name, sorted(set(known)), n=1, cutoff=0.5)
    return f"there is no rule {name!r}" + (f"; did you mean {near[0]}?" if near else "")

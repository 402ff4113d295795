"""The rules, found by walking the package ``svclint.rules``; no list names them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

from svclint.model import ConfigError
from svclint.model.cluster import PROFILES
from svclint.rule import Rule
from svclint.rule.search import suggest_rules

PACKAGE = "svclint.rules"
# The profile of a run without a selection.
DEFAULT_PROFILE = "recommended"
# The group of all rules that compare with live objects, and of no others.
CHANGE_GROUP = "change"


class UnknownRuleError(ConfigError):
    """A name that is neither a rule nor a group; the message suggests the nearest."""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by group and name."""
    return tuple(rule for group in _groups() for rule in _rules_in(group))


@cache
def _rules_in(group: str) -> tuple[Rule, ...]:
    """Import the rules of a group. A module without a rule is a bug in svclint."""
    modules = (import_module(name) for name in _module_names(f"{PACKAGE}.{group}"))
    rules: list[Rule] = [module.rule for module in modules]
    return tuple(sorted(rules, key=lambda rule: rule.name))


def _groups() -> list[str]:
    paths = import_module(PACKAGE).__path__
    folders = (entry for path in paths for entry in os.scandir(path) if entry.is_dir())
    return sorted(folder.name for folder in folders if not folder.name.startswith(("_", ".")))


def _module_names(package: str) -> Iterator[str]:
    """Yield the modules of a package and of the packages in it."""
    # pkgutil.iter_modules imports inspect, which takes 10 ms.
    for path in import_module(package).__path__:
        for entry in os.scandir(path):
            if entry.name.startswith(("_", ".")):
                continue
            if entry.name.endswith(".py"):
                yield f"{package}.{entry.name[:-3]}"
            elif entry.is_dir():
                yield from _module_names(f"{package}.{entry.name}")


def rules_in_profile(name: str) -> tuple[Rule, ...]:
    """Return the rules of a profile: ``minimal``, ``recommended`` or ``strict`` (all).

    Raises ``UnknownRuleError``.
    """
    profiles = _profiles_up_to(name)
    return tuple(rule for rule in all_rules() if rule.profile in profiles)


def _profiles_up_to(name: str) -> tuple[str, ...]:
    if name not in PROFILES:
        raise UnknownRuleError(f"there is no profile {name!r}; there are {', '.join(PROFILES)}")
    return PROFILES[: PROFILES.index(name) + 1]


def select_rules(
    select: Iterable[str],
    ignore: Iterable[str],
    profile: str = DEFAULT_PROFILE,
    *,
    has_changes: bool = True,
) -> tuple[Rule, ...]:
    """Return the rules that are selected, whatever their profile, and not ignored.

    ``select`` and ``ignore`` are names of rules and groups. If nothing is selected, the rules of
    ``profile`` are. Without live objects nothing can change, and the rules of the change group
    need not be imported. Raises ``UnknownRuleError``.
    """
    selected, ignored = set(select), set(ignore)
    if not selected and not ignored and not has_changes:
        groups = [group for group in _groups() if group != CHANGE_GROUP]
        profiles = _profiles_up_to(profile)
        rules = (rule for group in groups for rule in _rules_in(group))
        return tuple(rule for rule in rules if rule.profile in profiles)
    _check_names(selected | ignored)
    return tuple(
        rule
        for rule in (all_rules() if selected else rules_in_profile(profile))
        if (not selected or {rule.name, rule.group} & selected)
        and not {rule.name, rule.group} & ignored
    )


def rule_named(name: str) -> Rule:
    """Return a rule by its name. Raises ``UnknownRuleError``."""
    for rule in all_rules():
        if rule.name == name:
            return rule
    raise UnknownRuleError(f"there is no rule {name!r}{suggest_rules(name, all_rules())}")


def page_text(rule: Rule) -> str:
    """Return the Markdown text of the page of a rule."""
    file = import_module(rule.module).__file__
    assert file is not None
    with open(file.removesuffix(".py") + ".md", encoding="utf-8") as stream:
        return stream.read()


def _check_names(names: Iterable[str]) -> None:
    groups = set(_groups())
    known = {rule.name for rule in all_rules()} | groups
    for name in names:
        if name not in known:
            near = suggest_rules(name, all_rules(), groups)
            raise UnknownRuleError(f"there is no rule or group {name!r}{near}")

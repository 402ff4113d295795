"""Find the rules by walking the package ``svclint.rules``; nothing lists them."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib import import_module
from importlib.machinery import SourceFileLoader
from types import ModuleType

from svclint.model import ConfigError
from svclint.model.cluster import PROFILES
from svclint.model.suggestions import did_you_mean
from svclint.rule import Rule

HOME = "svclint.rules"
# What a run judges by where nobody chooses.
DEFAULT_PROFILE = "recommended"
# The group of all rules that compare with what lives in the cluster, and of no others.
CHANGES = "change"


class UnknownRuleError(ConfigError):
    """A name that is neither a rule nor a group; the message names the nearest."""


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Give every rule, by group and name."""
    return tuple(rule for group in sorted(_modules()) for rule in _rules_of(group))


@lru_cache(maxsize=64)
def _rules_of(group: str) -> tuple[Rule, ...]:
    """Load the rules of a group. A module without a rule is a mistake of ours."""
    import_module(f"{HOME}.{group}")
    found: list[Rule] = [_loaded(name, file).rule for name, file in _modules()[group].items()]
    return tuple(sorted(found, key=lambda rule: rule.name))


def _loaded(name: str, file: str) -> ModuleType:
    """Load a module whose file is known; a hundred searches would take a tenth of a start."""
    if name not in sys.modules:
        module = sys.modules[name] = ModuleType(name)
        module.__file__ = file
        SourceFileLoader(name, file).exec_module(module)
    return sys.modules[name]


@lru_cache(maxsize=1)
def _modules() -> dict[str, dict[str, str]]:
    """Give the modules of each group, and their files; pkgutil would take ten milliseconds."""
    modules: dict[str, dict[str, str]] = {}
    for top in import_module(HOME).__path__:
        for group in os.scandir(top):
            if group.is_dir() and not group.name.startswith(("_", ".")):
                modules[group.name] = {
                    f"{HOME}.{group.name}.{file[:-3]}": os.path.join(group.path, file)
                    for file in os.listdir(group.path)
                    if file.endswith(".py") and not file.startswith("_")
                }
    return modules


def profile(name: str) -> tuple[Rule, ...]:
    """Give the rules of a published set: ``minimal``, ``recommended`` or ``strict`` (all).

    Raises ``UnknownRuleError``.
    """
    wanted = _profiles_within(name)
    return tuple(rule for rule in all_rules() if rule.profile in wanted)


def _profiles_within(name: str) -> tuple[str, ...]:
    if name not in PROFILES:
        raise UnknownRuleError(f"there is no profile {name!r}; there are {', '.join(PROFILES)}")
    return PROFILES[: PROFILES.index(name) + 1]


def chosen(
    select: Iterable[str],
    ignore: Iterable[str],
    within: str = DEFAULT_PROFILE,
    *,
    has_changes: bool = True,
) -> tuple[Rule, ...]:
    """Give the rules that are selected, of whatever profile, and not ignored.

    Both take names of rules and of groups. Where nothing is selected, those of the profile
    ``within`` are. Without live objects there are no changes to judge, and the rules of that group
    need not be loaded. Raises ``UnknownRuleError``.
    """
    selected, ignored = set(select), set(ignore)
    if not selected and not ignored and not has_changes:
        groups = [group for group in sorted(_modules()) if group != CHANGES]
        wanted = _profiles_within(within)
        rules = (rule for group in groups for rule in _rules_of(group))
        return tuple(rule for rule in rules if rule.profile in wanted)
    _must_exist(selected | ignored)
    return tuple(
        rule
        for rule in (all_rules() if selected else profile(within))
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
    file = import_module(rule.home).__file__
    assert file is not None
    with open(file.removesuffix(".py") + ".md", encoding="utf-8") as stream:
        return stream.read()


def _must_exist(names: Iterable[str]) -> None:
    known = [word for rule in all_rules() for word in (rule.name, rule.group)]
    for name in names:
        if name not in known:
            raise UnknownRuleError(_unknown(name, known))


def _unknown(name: str, known: Collection[str]) -> str:
    return f"there is no rule {name!r}{did_you_mean(name, known)}"

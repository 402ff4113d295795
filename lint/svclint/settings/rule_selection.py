"""Which rules speak of a file, and how loudly: what options and configurations say of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from svclint.model import Finding, Severity
from svclint.model.cluster import PROFILES, Options
from svclint.rule import Rule
from svclint.rule.registry import CHANGE_GROUP, DEFAULT_PROFILE, all_rules, select_rules
from svclint.settings.config.layers import Config, Held, Layer

_CHOOSING = ("select", "ignore", "rules", "profile")


class Asked(NamedTuple):
    """What the command line says of rules; ``profile`` is empty where it says none."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = ""
    needs_reason: bool = False


class Choice(NamedTuple):
    """What is done with the findings of a file; ``rules`` are the names of those that speak."""

    rules: frozenset[str]
    severities: Mapping[str, Severity]
    needs_reason: bool

    def applied(self, finding: Finding) -> Finding:
        """Give a finding the severity that is set for its rule."""
        severity = self.severities.get(finding.rule)
        return finding if severity is None else finding._replace(severity=severity)


def choice_of(held: Held, asked: Asked, rules: Iterable[Rule]) -> Choice:
    """Give what is done with the findings of some rules in a file that this holds for."""
    needs_reason = asked.needs_reason or _said(held.layers, "requireReason") is True
    names = frozenset(rule.name for rule in rules if speaks(rule, held.layers, asked))
    severities = {
        str(path[0]): Severity[value.value.upper()]
        for path, value in held.below("rules").items()
        if path[1:] == ("severity",)
    }
    return Choice(names, severities, needs_reason)


def options_of(held: Held) -> Options:
    """Give the options that a configuration sets, as the rules take them."""
    known = {rule.name: rule for rule in all_rules()} if held.below("rules") else {}
    found: dict[str, list[tuple[str, Any]]] = {}
    for path, value in held.below("rules").items():
        name, *rest = map(str, path)
        if rest and rest[0] in known[name].options:
            option = known[name].options[rest[0]]
            found.setdefault(name, []).append((rest[0], option.type.parse(value.value)))
    return tuple((name, tuple(sorted(options))) for name, options in sorted(found.items()))


def rules_of_run(configs: Iterable[Config], asked: Asked, *, has_changes: bool) -> tuple[Rule, ...]:
    """Give the rules that speak of some file. Raises ``UnknownRuleError``."""
    choosing = [config.layers for config in configs if is_choosing(config.layers)]
    within = asked.profile or DEFAULT_PROFILE
    rules = select_rules(asked.select, asked.ignore, within, has_changes=has_changes)
    if asked.select or not choosing:
        return rules
    names = {rule.name for rule in rules}
    ways = [way for layers in choosing for way in _ways(layers)]
    return tuple(
        rule
        for rule in all_rules()
        if (has_changes or rule.group != CHANGE_GROUP)
        and (rule.name in names or any(speaks(rule, way, asked) for way in ways))
    )


def is_choosing(layers: Iterable[Layer]) -> bool:
    """Whether anything is said of rules."""
    return any(path[0] in _CHOOSING for layer in layers for path in layer.values)


def speaks(rule: Rule, layers: Sequence[Layer], asked: Asked) -> bool:
    """Whether a rule speaks of a file that these layers hold for, the nearest first.

    What names the rule goes before what names its group, and then what is nearer before what is
    further away. ``ignore`` adds up; of ``select`` and ``profile``, the nearest holds.
    """
    words = {rule.name, rule.group}
    if words & set(asked.ignore) or (asked.select and not words & set(asked.select)):
        return False
    base = None if asked.profile or asked.select else base_layer(layers)
    selected = _said([base], "select") if base else None
    verdict = _verdict(rule, layers, base)
    if asked.select or verdict is not None:
        return verdict is not False
    profile = asked.profile or (base and _said([base], "profile")) or DEFAULT_PROFILE
    return not selected and PROFILES.index(rule.profile) <= PROFILES.index(profile)


def _verdict(rule: Rule, layers: Sequence[Layer], base: Layer | None) -> bool | None:
    for word in (rule.name, rule.group):
        for layer in layers:
            if word in (_said([layer], "ignore") or ()):
                return False
            is_selected = layer is base and word in (_said([layer], "select") or ())
            if is_selected or ("rules", word) in layer.values:
                return True
    return None


def base_layer(layers: Sequence[Layer]) -> Layer | None:
    """Give the nearest layer that says what to begin with: rules, or a profile."""
    names = (("select",), ("profile",))
    return next((each for each in layers if any(name in each.values for name in names)), None)


def _ways(layers: Sequence[Layer]) -> list[tuple[Layer, ...]]:
    """Give what may hold for some file, as far as it matters to whether any rule speaks."""
    special = [None, *(each for each in layers if each.paths)]
    return [
        tuple(each for each in layers if not each.paths or each is wanted) for wanted in special
    ]


def _said(layers: Iterable[Layer], name: str) -> Any:
    value = next((each.values[name,] for each in layers if (name,) in each.values), None)
    return value and value.value

"""Which rules run on a file, and with which severity and options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from svclint.model import Finding, Severity
from svclint.model.cluster import PROFILES, Options
from svclint.rule import Rule
from svclint.rule.registry import CHANGE_GROUP, DEFAULT_PROFILE, all_rules, select_rules
from svclint.settings.config.layers import Config, FileConfig, Layer

_SELECTING = ("select", "ignore", "rules", "profile")


class RuleOptions(NamedTuple):
    """The command-line options about rules; ``profile`` is empty if none is given."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str = ""
    needs_reason: bool = False


class RuleSelection(NamedTuple):
    """The names of the rules that are enabled for a file, and the severities set for them."""

    rules: frozenset[str]
    severities: Mapping[str, Severity]
    needs_reason: bool

    def with_severity(self, finding: Finding) -> Finding:
        """Return the finding with the severity that is set for its rule."""
        severity = self.severities.get(finding.rule)
        return finding if severity is None else finding._replace(severity=severity)


def rule_selection(
    config: FileConfig, options: RuleOptions, rules: Iterable[Rule]
) -> RuleSelection:
    """Return which of the rules are enabled for a file."""
    needs_reason = options.needs_reason or _value(config.layers, "requireReason") is True
    names = frozenset(rule.name for rule in rules if is_enabled(rule, config.layers, options))
    severities = {
        str(path[0]): Severity[value.value.upper()]
        for path, value in config.entries("rules").items()
        if path[1:] == ("severity",)
    }
    return RuleSelection(names, severities, needs_reason)


def configured_options(config: FileConfig) -> Options:
    """Return the options of rules that a configuration sets, parsed."""
    known = {rule.name: rule for rule in all_rules()} if config.entries("rules") else {}
    found: dict[str, list[tuple[str, Any]]] = {}
    for path, value in config.entries("rules").items():
        name, *rest = map(str, path)
        if rest and rest[0] in known[name].options:
            option = known[name].options[rest[0]]
            found.setdefault(name, []).append((rest[0], option.type.parse(value.value)))
    return tuple((name, tuple(sorted(options))) for name, options in sorted(found.items()))


def rules_for_run(
    configs: Iterable[Config], options: RuleOptions, *, has_changes: bool
) -> tuple[Rule, ...]:
    """Return the rules that are enabled for some file. Raises ``UnknownRuleError``."""
    selecting = [config.layers for config in configs if is_selecting(config.layers)]
    profile = options.profile or DEFAULT_PROFILE
    rules = select_rules(options.select, options.ignore, profile, has_changes=has_changes)
    if options.select or not selecting:
        return rules
    names = {rule.name for rule in rules}
    combinations = [each for layers in selecting for each in _combinations(layers)]
    return tuple(
        rule
        for rule in all_rules()
        if (has_changes or rule.group != CHANGE_GROUP)
        and (rule.name in names or any(is_enabled(rule, each, options) for each in combinations))
    )


def is_selecting(layers: Iterable[Layer]) -> bool:
    """Return whether a layer has a key that selects rules."""
    return any(path[0] in _SELECTING for layer in layers for path in layer.values)


def is_enabled(rule: Rule, layers: Sequence[Layer], options: RuleOptions) -> bool:
    """Return whether a rule is enabled for a file with these layers, nearest first.

    The name of the rule takes precedence over the name of its group, then a nearer layer over
    those further away. A farther ``ignore`` applies unless a nearer
    layer names the rule; ``select`` and ``profile`` are those of the nearest layer that has either.
    """
    names = {rule.name, rule.group}
    if names & set(options.ignore) or (options.select and not names & set(options.select)):
        return False
    base = None if options.profile or options.select else base_layer(layers)
    selected = _value([base], "select") if base else None
    named = _is_enabled_by_name(rule, layers, base)
    if options.select or named is not None:
        return named is not False
    profile = options.profile or (base and _value([base], "profile")) or DEFAULT_PROFILE
    return not selected and PROFILES.index(rule.profile) <= PROFILES.index(profile)


def _is_enabled_by_name(rule: Rule, layers: Sequence[Layer], base: Layer | None) -> bool | None:
    for name in (rule.name, rule.group):
        for layer in layers:
            if name in (_value([layer], "ignore") or ()):
                return False
            is_selected = layer is base and name in (_value([layer], "select") or ())
            if is_selected or ("rules", name) in layer.values:
                return True
    return None


def base_layer(layers: Sequence[Layer]) -> Layer | None:
    """Return the nearest layer that selects rules or a profile to start from."""
    names = (("select",), ("profile",))
    return next((each for each in layers if any(name in each.values for name in names)), None)


def _combinations(layers: Sequence[Layer]) -> list[tuple[Layer, ...]]:
    """Return the layers without paths, first alone, then with each override.

    No rule needs two overrides to be enabled.
    """
    overrides = [None, *(each for each in layers if each.paths)]
    return [
        tuple(each for each in layers if not each.paths or each is override)
        for override in overrides
    ]


def _value(layers: Iterable[Layer], name: str) -> Any:
    value = next((each.values[name,] for each in layers if (name,) in each.values), None)
    return value and value.value

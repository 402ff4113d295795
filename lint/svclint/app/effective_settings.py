"""The settings that apply to a file, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from svclint.app.facts import HERE, OWN_POLICIES, FactsFinder, Given, config_finder, given
from svclint.app.requests import RuleRequest
from svclint.app.selection import rule_options
from svclint.kubernetes.schema import newest
from svclint.model import Location
from svclint.model.cluster import DEFAULT_NODE_PORTS, Settings
from svclint.rule.registry import DEFAULT_PROFILE, all_rules, select_rules
from svclint.settings.config.layers import FileConfig, Value
from svclint.settings.rule_selection import RuleOptions, base_layer, is_enabled

OPTION, DEFAULT = "option", "default"


class Row(NamedTuple):
    """A value as JSON would hold it, by its key, and its source: a place, or one of the words."""

    key: str
    value: Any
    source: Location | str


class Shown(NamedTuple):
    """All that holds for a file: its cluster, the configurations, the values, rules that speak."""

    file: str
    cluster: str
    configs: Sequence[str]
    rows: Sequence[Row]
    rules: Sequence[str]


def effective_settings(request: RuleRequest) -> list[Shown]:
    """Return what applies to each path of a request, which need not exist.

    Without a path, it is what applies to the current folder. Raises ``ConfigError``.
    """
    asked = rule_options(request)
    # It raises for names that are not those of rules or groups.
    select_rules(asked.select, asked.ignore)
    said = given(request)
    return [_shown(file, said, asked, request.policies) for file in request.paths or (HERE,)]


def _shown(file: str, words: Given, asked: RuleOptions, policies: tuple[str, ...]) -> Shown:
    config = config_finder(words)(file)
    held = FactsFinder(words).held(file)
    rows = [*_facts(held, words.settings), *_judging(held, asked), *_others(held, policies)]
    rules = [rule.name for rule in all_rules() if is_enabled(rule, held.layers, asked)]
    name = "the current folder" if file == HERE else file
    return Shown(name, held.cluster, config.files if config else (), rows, rules)


def _facts(held: FileConfig, options: Settings) -> Iterator[Row]:
    defaults = Settings(None, None, DEFAULT_NODE_PORTS, "default")
    configured = held.settings()
    for key, field in (
        ("kubernetesVersion", "version"),
        ("serviceCIDRs", "service_cidrs"),
        ("nodePortRange", "node_ports"),
        ("namespace", "namespace"),
    ):
        option, found = getattr(options, field), held.value(key)
        if option is not None:
            yield Row(key, _plain(key, option), OPTION)
        elif found is not None and getattr(configured, field) is not None:
            yield Row(key, _plain(key, found.value), found.place())
        else:
            default = newest() if field == "version" else _plain(key, getattr(defaults, field))
            yield Row(key, default, DEFAULT)


def _judging(held: FileConfig, asked: RuleOptions) -> Iterator[Row]:
    base = None if asked.profile or asked.select else base_layer(held.layers)
    if asked.select:
        yield Row("select", list(asked.select), OPTION)
    elif base is not None and ("select",) in base.values:
        yield _row("select", base.values["select",])
    elif asked.profile:
        yield Row("profile", asked.profile, OPTION)
    elif base is not None:
        yield _row("profile", base.values["profile",])
    else:
        yield Row("profile", DEFAULT_PROFILE, DEFAULT)
    if asked.ignore:
        yield Row("ignore", list(asked.ignore), OPTION)
    for layer in held.layers:
        if ("ignore",) in layer.values:
            yield _row("ignore", layer.values["ignore",])
    for path, value in held.entries("rules").items():
        if len(path) == 2 or value.value == {}:
            yield _row(".".join(("rules", *map(str, path))), value)
    reason = held.value("requireReason")
    if asked.needs_reason or reason is None:
        yield Row("requireReason", asked.needs_reason, OPTION if asked.needs_reason else DEFAULT)
    else:
        yield _row("requireReason", reason)


def _others(held: FileConfig, policies: tuple[str, ...]) -> Iterator[Row]:
    found = held.value("policies")
    if policies:
        yield Row("policies", list(policies), OPTION)
    elif found is not None:
        yield _row("policies", found)
    else:
        yield Row("policies", [OWN_POLICIES] if os.path.isdir(OWN_POLICIES) else [], DEFAULT)
    for path, value in held.entries("podTemplates").items():
        key = f"podTemplates.{path[0]}"
        yield Row(key, ".".join(value.value), value.place())


def _row(key: str, value: Value) -> Row:
    return Row(key, _plain(key, value.value), value.place())


def _plain(key: str, value: Any) -> Any:
    """Turn a value back into what is written."""
    if key == "kubernetesVersion":
        return ".".join(map(str, value))
    if key == "nodePortRange":
        return "-".join(map(str, value))
    if key == "serviceCIDRs":
        return value and list(map(str, value))
    if key == "policies":
        return [os.path.relpath(path) for path in value]
    return list(value) if isinstance(value, tuple) else value

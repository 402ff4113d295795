"""The settings that apply to a file, and where each value comes from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from svclint.app.facts import (
    HERE,
    FactsFinder,
    RequestSettings,
    config_finder,
    settings_of_request,
)
from svclint.app.policy_paths import own_policies
from svclint.app.requests import RuleRequest
from svclint.app.run_settings import RUN_KEYS
from svclint.app.selection import rule_options
from svclint.kubernetes.schema import default_version
from svclint.model import Location
from svclint.model.cluster import DEFAULT_NODE_PORTS, Settings
from svclint.rule.registry import DEFAULT_PROFILE, all_rules, select_rules
from svclint.settings.config.layers import FileConfig, Value
from svclint.settings.rule_selection import RuleOptions, base_layer, is_enabled

OPTION, DEFAULT = "option", "default"
_DEFAULTS = {"strictReferences": False, "failOn": "error", "format": "text"}


class Row(NamedTuple):
    """A key with its value as in JSON, and its source: a place, ``OPTION`` or ``DEFAULT``."""

    key: str
    value: Any
    source: Location | str


class EffectiveSettings(NamedTuple):
    """What applies to a file: its cluster, its configurations, the values, the enabled rules."""

    file: str
    cluster: str
    configs: Sequence[str]
    rows: Sequence[Row]
    rules: Sequence[str]


def effective_settings(request: RuleRequest) -> list[EffectiveSettings]:
    """Return what applies to each path of a request, which need not exist.

    Without a path, it is what applies to the current folder. Raises ``ConfigError``.
    """
    options = rule_options(request)
    # It raises for names that are not those of rules or groups.
    select_rules(options.select, options.ignore)
    from_request = settings_of_request(request)
    return [
        _effective_settings(file, from_request, options, request.policies)
        for file in request.paths or (HERE,)
    ]


def _effective_settings(
    file: str, request_settings: RequestSettings, options: RuleOptions, policies: tuple[str, ...]
) -> EffectiveSettings:
    found = config_finder(request_settings)(file)
    config = FactsFinder(request_settings).file_config(file)
    rows = [
        *_facts(config, request_settings.settings),
        *_selection(config, options),
        *_others(config, request_settings, policies),
    ]
    rules = [rule.name for rule in all_rules() if is_enabled(rule, config.layers, options)]
    name = "the current folder" if file == HERE else file
    return EffectiveSettings(name, config.cluster, found.files if found else (), rows, rules)


def _facts(config: FileConfig, options: Settings) -> Iterator[Row]:
    defaults = Settings(None, None, DEFAULT_NODE_PORTS, "default", closed=False)
    configured = config.settings()
    for key, field in (
        ("kubernetesVersion", "version"),
        ("serviceCIDRs", "service_cidrs"),
        ("nodePortRange", "node_ports"),
        ("namespace", "namespace"),
        ("closed", "closed"),
    ):
        option, found = getattr(options, field), config.value(key)
        if option is not None:
            yield Row(key, _as_written(key, option), OPTION)
        elif found is not None and getattr(configured, field) is not None:
            yield Row(key, _as_written(key, found.value), found.place())
        else:
            is_version = field == "version"
            value = None if is_version else _as_written(key, getattr(defaults, field))
            yield Row(key, default_version() if is_version else value, DEFAULT)


def _selection(config: FileConfig, options: RuleOptions) -> Iterator[Row]:
    base = None if options.profile or options.select else base_layer(config.layers)
    if options.select:
        yield Row("select", list(options.select), OPTION)
    elif base is not None and ("select",) in base.values:
        yield _row("select", base.values["select",])
    elif options.profile:
        yield Row("profile", options.profile, OPTION)
    elif base is not None:
        yield _row("profile", base.values["profile",])
    else:
        yield Row("profile", DEFAULT_PROFILE, DEFAULT)
    if options.ignore:
        yield Row("ignore", list(options.ignore), OPTION)
    for layer in config.layers:
        if ("ignore",) in layer.values:
            yield _row("ignore", layer.values["ignore",])
    for path, value in config.entries("rules").items():
        if len(path) == 2 or value.value == {}:
            yield _row(".".join(("rules", *map(str, path))), value)
    reason = config.value("requireReason")
    if options.needs_reason or reason is None:
        yield Row(
            "requireReason", options.needs_reason, OPTION if options.needs_reason else DEFAULT
        )
    else:
        yield _row("requireReason", reason)


def _others(
    config: FileConfig, options: RequestSettings, policies: tuple[str, ...]
) -> Iterator[Row]:
    for key in ("exclude", "include"):
        option, configured = getattr(options, key), config.value(key)
        if option:
            yield Row(key, list(option), OPTION)
        if configured is not None:
            yield _row(key, configured)
    for key in ("strictReferences", *RUN_KEYS):
        configured = config.value(key)
        if configured is not None:
            yield _row(key, configured)
        elif key in _DEFAULTS:
            yield Row(key, _DEFAULTS[key], DEFAULT)
    found = config.value("policies")
    if policies:
        yield Row("policies", list(policies), OPTION)
    elif found is not None:
        yield _row("policies", found)
    else:
        yield Row("policies", list(own_policies()), DEFAULT)
    mode = config.value("render", "mode")
    yield Row("render.mode", "auto", DEFAULT) if mode is None else _row("render.mode", mode)
    for path, value in config.entries("render").items():
        if path != ("mode",):
            yield _row(f"render.{path[0]}", value)
    for path, value in config.entries("podTemplates").items():
        key = f"podTemplates.{path[0]}"
        yield Row(key, ".".join(value.value), value.place())


def _row(key: str, value: Value) -> Row:
    return Row(key, _as_written(key, value.value), value.place())


def _as_written(key: str, value: Any) -> Any:
    """Return a value as it is written in a configuration."""
    if key == "kubernetesVersion":
        return ".".join(map(str, value))
    if key == "nodePortRange":
        return "-".join(map(str, value))
    if key == "serviceCIDRs":
        return value and list(map(str, value))
    if key == "render.environments":
        return [each.as_written() for each in value]
    if key == "render.chartSources":
        return {source: os.path.relpath(folder) for source, folder in value.items()}
    if key == "baseline":
        return os.path.relpath(value)
    if key == "policies":
        return [os.path.relpath(path) for path in value]
    return list(value) if isinstance(value, tuple) else value

"""Settings of rules in a configuration: their schema, and checks of the names they use."""

from __future__ import annotations

from functools import cache

from svclint.kubernetes.schema import versions
from svclint.model import ConfigError, Path
from svclint.model.suggestions import did_you_mean
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.rule.search import RuleSuggestions
from svclint.settings.config.content import scalar_as_written
from svclint.settings.config.faults import Faults
from svclint.settings.config.layers import Config, Layer, Value
from svclint.settings.config.schema import Schema, config_schema, rule_schema
from svclint.settings.config.validation import problems


def require_valid(config: Config) -> None:
    """Raise ``ConfigError`` for all faults, also rules, options and versions that do not exist."""
    faults = Faults(config.faults)
    suggestions = RuleSuggestions(all_rules())
    for layer in config.layers:
        for path, value in layer.values.items():
            if path[0] in ("select", "ignore"):
                _check_rule_names(value, faults, suggestions)
            elif path[0] == "rules" and len(path) == 2:
                _check_rule_settings(str(path[1]), value, faults, suggestions)
            elif path[0] == "clusters":
                for cluster in value.value:
                    _check_version(cluster.facts, faults)
        _check_version(layer, faults)
    _check_environments(config, faults)
    faults.raise_if_any()


def _check_environments(config: Config, faults: Faults) -> None:
    """Add a fault for each environment of charts whose cluster does not exist."""
    known = [
        cluster.name
        for layer in config.layers
        for cluster in (layer.values["clusters",].value if ("clusters",) in layer.values else ())
    ]
    for layer in config.layers:
        environments = layer.values.get(("render", "environments"))
        for index, each in enumerate(environments.value if environments else ()):
            if each.cluster and each.cluster not in known:
                assert environments is not None
                hint = did_you_mean(each.cluster, known)
                path = (*environments.path, index, "cluster")
                faults.add(
                    environments.chunk, path, f"is {each.cluster[:60]!r}, which is unknown{hint}"
                )


def _check_version(layer: Layer, faults: Faults) -> None:
    value = layer.values.get(("kubernetesVersion",))
    version = "" if value is None else ".".join(map(str, value.value))
    if value is not None and version not in versions():
        known = f"{versions()[0]} to {versions()[-1]}"
        faults.add(value.chunk, value.path, f"{version} is unknown; this svclint knows {known}")


def _check_rule_names(value: Value, faults: Faults, suggestions: RuleSuggestions) -> None:
    groups = frozenset(rule.group for rule in all_rules())
    for index, name in enumerate(value.value):
        if name is not None and name not in known_names():
            message = f"names {name!r}, which is not a rule{suggestions.for_name(name, groups)}"
            faults.add(value.chunk, (*value.path, index), message)


def _check_rule_settings(
    name: str, value: Value, faults: Faults, suggestions: RuleSuggestions
) -> None:
    schemas = rule_schemas()
    if name not in schemas:
        message = "is a group; name its rules one by one"
        if name not in known_names():
            message = f"is not a rule{suggestions.for_name(name)}"
        faults.add(value.chunk, value.path, message, at_key=True)
        return

    def shown(path: Path, scalar: object) -> str:
        return scalar_as_written(value.chunk, (*value.path, *path), scalar)

    found = problems(schemas[name], value.value, shown)
    for problem in found:
        path = (*value.path, *problem.path)
        faults.add(value.chunk, path, problem.message, at_key=problem.at_key)
    rule = next(rule for rule in all_rules() if rule.name == name)
    for option, setting in value.value.items():
        if option not in rule.options or any(each.path[:1] == (option,) for each in found):
            continue
        try:
            rule.options[option].type.parse(setting)
        except ConfigError as error:
            faults.add(value.chunk, (*value.path, option), str(error))


@cache
def known_names() -> tuple[str, ...]:
    """Return the names of all rules and groups."""
    return tuple(sorted({name for rule in all_rules() for name in (rule.name, rule.group)}))


@cache
def rule_schemas() -> dict[str, Schema]:
    """Return the schema of the settings of each rule, by name."""
    return {rule.name: _schema_of(rule) for rule in all_rules()}


def _schema_of(rule: Rule) -> Schema:
    options = {
        name: {
            **option.type.schema,
            "description": option.description,
            "default": option.type.show(rule.default(name)),
        }
        for name, option in rule.options.items()
    }
    return rule_schema(options, rule.summary)


def whole_schema() -> Schema:
    """Return the JSON Schema of a configuration, with all rules and their options."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:svclint:config",
        "title": "Configuration of svclint (.svclint.yaml)",
        **config_schema(known_names(), rule_schemas()),
    }

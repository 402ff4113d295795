"""What a configuration may say of rules: it must name rules, options and versions that are."""

from __future__ import annotations

from functools import lru_cache

from svclint.kubernetes.schema import versions
from svclint.model import ConfigError
from svclint.model.suggestions import did_you_mean
from svclint.rule import Rule
from svclint.rule.registry import all_rules
from svclint.settings.config.layers import Config, Layer, Value
from svclint.settings.config.reading import fail
from svclint.settings.config.schema import Schema, config_schema, rule_schema
from svclint.settings.config.validation import complaint


def must_make_sense(config: Config) -> None:
    """Raise ``ConfigError`` with its place where a rule, option or version is named that is not."""
    for layer in config.layers:
        for path, value in layer.values.items():
            if path[0] in ("select", "ignore"):
                _must_be_named(value)
            elif path[0] == "rules" and len(path) == 2:
                _must_be_options(str(path[1]), value)
            elif path[0] == "clusters":
                for cluster in value.value:
                    _must_have_schemas(cluster.facts)
        _must_have_schemas(layer)


def _must_have_schemas(layer: Layer) -> None:
    value = layer.values.get(("kubernetesVersion",))
    version = "" if value is None else ".".join(map(str, value.value))
    if value is not None and version not in versions():
        known = f"it knows {versions()[0]} to {versions()[-1]}"
        fail(value.chunk, value.path, f"{version} is not known to this svclint; {known}")


def _must_be_named(value: Value) -> None:
    for index, name in enumerate(value.value):
        if name not in names_known():
            near = did_you_mean(name, names_known())
            fail(value.chunk, (*value.path, index), f"there is no rule {name!r}{near}")


def _must_be_options(name: str, value: Value) -> None:
    schemas = rule_schemas()
    if name not in schemas:
        is_group = name in names_known()
        near = did_you_mean(name, schemas)
        words = "is a group; name its rules one by one" if is_group else f"is no rule{near}"
        fail(value.chunk, value.path, words, at_key=True)
    wrong = complaint(schemas[name], value.value)
    if wrong is not None:
        path = (*value.path, *wrong.path)
        fail(value.chunk, path, wrong.message, at_key=wrong.at_key)
    rule = next(rule for rule in all_rules() if rule.name == name)
    for option, said in value.value.items():
        try:
            if option in rule.options:
                rule.options[option].type.parse(said)
        except ConfigError as error:
            fail(value.chunk, (*value.path, option), str(error))


@lru_cache(maxsize=1)
def names_known() -> tuple[str, ...]:
    """Give the names of all rules and groups."""
    return tuple(sorted({word for rule in all_rules() for word in (rule.name, rule.group)}))


@lru_cache(maxsize=1)
def rule_schemas() -> dict[str, Schema]:
    """Describe what may be set of each rule."""
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
    """Give the JSON Schema of a configuration, with all rules and their options."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:svclint:config",
        "title": "What .svclint.yaml holds",
        **config_schema(names_known(), rule_schemas()),
    }

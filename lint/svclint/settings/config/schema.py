"""What a configuration may hold, as JSON Schema: the reader goes by it, and editors may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svclint.model.cluster import PROFILES

Schema = dict[str, Any]

SEVERITIES = ("info", "warning", "error")


def _optional(schema: Schema) -> Schema:
    """Let a key stand without a value, as one whose entries are all commented out does."""
    more: Schema = {"type": [schema["type"], "null"]}
    if "enum" in schema:
        more["enum"] = [*schema["enum"], None]
    return {**schema, **more}


def _text(description: str, **more: Any) -> Schema:
    return _optional({"type": "string", "description": description, **more})


def _texts(description: str, **more: Any) -> Schema:
    schema = {"type": "array", "description": description, "items": {"type": "string"}, **more}
    return _optional(schema)


def _record(properties: Mapping[str, Schema], *required: str) -> Schema:
    schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


# What is known of a cluster.
FACTS: dict[str, Schema] = {
    "kubernetesVersion": _text(
        "The version of the API server. Default: the newest known.",
        pattern="^v?[0-9]+[.][0-9]+([.][0-9]+)?$",
        examples=["1.36"],
    ),
    "serviceCIDRs": _texts(
        "The cluster's Service CIDRs, its default IP family first. Default: not known.",
        examples=[["10.96.0.0/16"]],
    ),
    "nodePortRange": _text(
        "The cluster's node ports. Default: 30000-32767.",
        pattern="^ *[0-9]{1,5} *- *[0-9]{1,5} *$",
        examples=["30000-32767"],
    ),
    "namespace": _text("The namespace of objects that name none. Default: default."),
}
# Patterns are those of .gitignore files.
_PATHS: Schema = {
    "type": "array",
    "description": "Patterns as in .gitignore, from the folder of the .svclint.yaml that is found.",
    "items": {"type": "string"},
    "minItems": 1,
    "examples": [["clusters/prod/**"]],
}


def rule_schema(options: Mapping[str, Schema], description: str = "") -> Schema:
    """Describe what may be set of one rule: its severity, and options of its own."""
    severity = {
        "type": "string",
        "enum": list(SEVERITIES),
        "description": "How bad its findings are. Default: as the rule says.",
    }
    schema = _record({"severity": severity, **options})
    return _optional({**schema, "description": description} if description else schema)


def config_schema(names: Sequence[str] = (), rules: Mapping[str, Schema] | None = None) -> Schema:
    """Describe a whole configuration.

    ``names`` are those of rules and groups, and ``rules`` what may be set of each rule; without
    them, any name will do, and any option.
    """
    named: Schema = {"items": {"type": "string", "enum": list(names)}} if names else {}
    settings: Schema = {"type": "object", "description": "Severity and options of rules, by name."}
    if rules is None:
        settings["additionalProperties"] = {"type": ["object", "null"]}
    else:
        settings |= {"properties": dict(rules), "additionalProperties": False}
    judging = {
        "profile": _text(
            "Which published set of rules. Default: recommended.", enum=list(PROFILES)
        ),
        "select": _texts("Only these rules and groups, whatever the profile.", **named),
        "ignore": _texts("Not these rules and groups.", **named),
        "rules": _optional(settings),
        "requireReason": _optional(
            {
                "type": "boolean",
                "description": "Whether each suppression must say why. Default: false.",
            }
        ),
    }
    cluster = {"name": _text("How the cluster is called."), "paths": _PATHS, **FACTS}
    clusters = {
        "type": "array",
        "description": "Clusters by path; the first whose paths match a file is meant.",
        "items": _record(cluster, "paths"),
    }
    overrides = {
        "type": "array",
        "description": "How some files are judged otherwise; of two that match, the later wins.",
        "items": _record({"paths": _PATHS, **judging}, "paths"),
    }
    kinds = {
        "type": "object",
        "description": "More kinds of workload, each with the path to its pod template.",
        "additionalProperties": {"type": "string"},
        "examples": [{"CloneSet": "spec.template"}],
    }
    extends: Schema = {
        "type": ["string", "array", "null"],
        "description": "Configurations to build on, from this file's folder; later ones win.",
        "items": {"type": "string"},
    }
    return _record(
        {
            "extends": extends,
            **FACTS,
            **judging,
            "policies": _texts("Files and folders with policies, from this file's folder."),
            "podTemplates": _optional(kinds),
            "clusters": _optional(clusters),
            "overrides": _optional(overrides),
        }
    )

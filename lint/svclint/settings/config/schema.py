"""The JSON Schema of a configuration, for svclint itself and for editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from svclint.model.cluster import PROFILES
from svclint.settings.config.backends import BACKENDS

Schema = dict[str, Any]

RENDER_MODES = ("auto", "require", "off")
SEVERITIES = ("note", "warning", "error")
# Formats of reports; each is a module of svclint.report.
FORMATS = (
    "text", "concise", "json", "sarif", "junit", "github", "gitlab", "azure", "checkstyle",
    "rdjson", "markdown", "html",
)  # fmt: skip


def _optional(schema: Schema) -> Schema:
    """Return the schema with null allowed: the value of a key whose entries are commented out."""
    more: Schema = {"type": [schema["type"], "null"]}
    if "enum" in schema:
        more["enum"] = [*schema["enum"], None]
    return {**schema, **more}


def _text(description: str, **more: Any) -> Schema:
    return _optional({"type": "string", "description": description, **more})


def _texts(description: str, **more: Any) -> Schema:
    schema = {"type": "array", "description": description, "items": {"type": "string"}, **more}
    return _optional(schema)


def _switch(description: str) -> Schema:
    return _optional({"type": "boolean", "description": description})


def _record(properties: Mapping[str, Schema], *required: str) -> Schema:
    schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


# Facts of a cluster.
FACTS: dict[str, Schema] = {
    "kubernetesVersion": _text(
        "Kubernetes version of the API server. Default: the oldest supported one.",
        pattern="^v?[0-9]+[.][0-9]+([.][0-9]+)?$",
        examples=["1.36"],
    ),
    "serviceCIDRs": _texts(
        "Service CIDRs of the cluster, default IP family first. Default: unknown.",
        examples=[["10.96.0.0/16"]],
    ),
    "nodePortRange": _text(
        "Node port range of the cluster. Default: 30000-32767.",
        pattern="^ *[0-9]{1,5} *- *[0-9]{1,5} *$",
        examples=["30000-32767"],
    ),
    "namespace": _text(
        "Namespace for objects without metadata.namespace. Default: default.", examples=["shop"]
    ),
    "closed": _switch(
        "The checked files contain everything that they refer to, so that what "
        "is missing is an error. Default: false."
    ),
}
# A way in which charts are rendered.
ENVIRONMENT: dict[str, Schema] = {
    "charts": _texts(
        "Charts that are rendered so: patterns as in .gitignore, relative to the folder of the "
        ".svclint.yaml. Default: all.",
        examples=[["charts/web"]],
    ),
    "values": _texts("Values files, relative to this file; later ones win."),
    "namespace": _text("Namespace of the release. Default: that of the cluster."),
    "release": _text("Name of the release. Default: release-name."),
    "cluster": _text("Name of one of the clusters. Default: decided by the path of the chart."),
    "apiVersions": _texts(
        "Further API versions of the cluster.", examples=[["monitoring.coreos.com/v1"]]
    ),
}
_PATHS: Schema = {
    "type": "array",
    "description": "Patterns as in .gitignore, relative to the folder of the .svclint.yaml.",
    "items": {"type": "string"},
    "minItems": 1,
    "examples": [["clusters/prod/**"]],
}

_EXTENDS: Schema = {
    "type": ["string", "array", "null"],
    "description": "Configurations to extend, relative to this file; later ones win.",
    "items": {"type": "string"},
}
_FILES_AND_REPORT: dict[str, Schema] = {
    "exclude": _texts(
        "Files and folders that are not read: patterns as in .gitignore, relative to the "
        "folder of the .svclint.yaml.",
        examples=[["charts/**/templates/"]],
    ),
    "include": _texts(
        "Files and folders that are read although .gitignore, a default or an exclude "
        "pattern leaves them out.",
        examples=[["testdata/"]],
    ),
    "failOn": _text(
        "Severity from which a finding fails the run. Default: error.",
        enum=[*reversed(SEVERITIES), "never"],
    ),
    "baseline": _text(
        "Baseline of known findings, relative to this file.",
        examples=[".svclint-baseline.json"],
    ),
    "format": _text("Format of the report. Default: text.", enum=list(FORMATS)),
    "policies": _texts(
        "Files and folders with policies, relative to this file.", examples=[["policies/"]]
    ),
}
_POD_TEMPLATES: Schema = {
    "type": "object",
    "description": "Further workload kinds, each with the path to its pod template.",
    "additionalProperties": {"type": "string"},
    "examples": [{"CloneSet": "spec.template"}],
}
_RENDER = _record(
    {
        "mode": {
            # YAML 1.1 reads off as false.
            "type": ["string", "boolean", "null"],
            "enum": [*RENDER_MODES, False, None],
            "description": "Whether charts and kustomizations are rendered: auto where that "
            "is possible, require to fail where it is not, off. Default: auto.",
        },
        "environments": _optional(
            {
                "type": "array",
                "description": "Further ways in which charts are rendered.",
                "items": _record(ENVIRONMENT),
            }
        ),
        "chartSources": _optional(
            {
                "type": "object",
                "description": "Folders of charts, relative to this file, by the name or URL "
                "of a repository that HelmReleases and Applications name.",
                "additionalProperties": {"type": "string"},
                "examples": [{"https://charts.example.com": "vendor/charts"}],
            }
        ),
    }
)
_CLUSTERS: Schema = {
    "type": "array",
    "description": "Clusters by path; the first whose paths match a file applies to it.",
    "items": _record({"name": _text("Name of the cluster."), "paths": _PATHS, **FACTS}, "paths"),
    "examples": [[{"name": "prod", "paths": ["clusters/prod/**"]}]],
}
_RULE_EXAMPLE: Schema = {"examples": [{"severity": "warning"}]}


def rule_schema(options: Mapping[str, Schema], description: str = "") -> Schema:
    """Return the schema of the settings of one rule: its severity, and options of its own."""
    severity = {
        "type": "string",
        "enum": list(SEVERITIES),
        "description": "Severity of its findings. Default: that of the rule.",
    }
    schema = _record({"severity": severity, **options}) | _RULE_EXAMPLE
    return _optional({**schema, "description": description} if description else schema)


def config_schema(names: Sequence[str] = (), rules: Mapping[str, Schema] | None = None) -> Schema:
    """Return the schema of a whole configuration.

    ``names`` are those of rules and groups, and ``rules`` the schema of the settings of each rule;
    without them, any name and any option is allowed.
    """
    checks = _check_settings(names, rules)
    return _record(
        {
            "extends": _EXTENDS,
            **FACTS,
            **checks,
            **_FILES_AND_REPORT,
            "podTemplates": _optional(_POD_TEMPLATES),
            "backends": BACKENDS,
            "render": _optional(_RENDER),
            "clusters": _optional(_CLUSTERS),
            "overrides": _optional(_overrides(checks)),
        }
    )


def _check_settings(names: Sequence[str], rules: Mapping[str, Schema] | None) -> dict[str, Schema]:
    """Return the settings that decide which rules run, and how."""
    named: Schema = {"items": {"type": "string", "enum": list(names)}} if names else {}
    named["examples"] = [["validity", "port-unnamed"]]
    settings: Schema = {
        "type": "object",
        "description": "Severity and options of rules, by name.",
        "examples": [{"port-unnamed": {"severity": "warning"}}],
    }
    if rules is None:
        settings["additionalProperties"] = {"type": ["object", "null"], **_RULE_EXAMPLE}
    else:
        settings |= {"properties": dict(rules), "additionalProperties": False}
    return {
        "profile": _text("Profile of rules. Default: recommended.", enum=list(PROFILES)),
        "select": _texts("Run only these rules and groups, whatever the profile.", **named),
        "ignore": _texts("Do not run these rules and groups.", **named),
        "rules": _optional(settings),
        "requireReason": _switch("Require a reason in every suppression. Default: false."),
        "strictReferences": _switch(
            "Report references to objects outside the checked files as errors. Default: false."
        ),
    }


def _overrides(checks: Mapping[str, Schema]) -> Schema:
    return {
        "type": "array",
        "description": "Other settings for some files; if several match, the last one wins.",
        "items": _record({"paths": _PATHS, **checks}, "paths"),
        "examples": [[{"paths": ["clusters/prod/**"], "profile": "strict"}]],
    }

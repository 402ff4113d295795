"""Recognise files of other tools, by their place and by their content."""

from __future__ import annotations

import re
from typing import Any

# Compiled when they are needed, which most runs spare.
_PLACES = (
    (r"/package(-lock)?\.json$", "an npm package"),
    (r"/(ts|js)config[^/]*\.json$", "a TypeScript configuration"),
    (r"/\.vscode/|\.code-workspace$", "a setting of Visual Studio Code"),
    (r"/\.devcontainer(/|\.json$)|/devcontainer\.json$", "a development container"),
    (r"/\.github/workflows/", "a GitHub workflow"),
    (r"/\.github/", "a setting of GitHub"),
    (r"/action\.ya?ml$", "a GitHub action"),
    (r"/\.gitlab-ci[^/]*\.ya?ml$", "a GitLab pipeline"),
    (r"/\.circleci/|/\.travis\.ya?ml$|/azure-pipelines[^/]*$", "a CI pipeline"),
    (r"/\.?goreleaser[^/]*\.ya?ml$", "a GoReleaser configuration"),
    (r"/(docker-)?compose[^/]*\.ya?ml$", "a Compose file"),
    (r"/\.pre-commit-(config|hooks)\.yaml$", "a pre-commit configuration"),
    (r"/kustomization\.ya?ml$", "a kustomization"),
    (r"/Chart\.ya?ml$", "the description of a Helm chart"),
    (r"/[^/]*values[^/]*\.ya?ml$|/values/[^/]*$", "the values of a Helm chart"),
    (r"/values\.schema\.json$|\.schema\.json$", "a JSON Schema"),
    (r"/(renovate|dependabot)[^/]*$", "the configuration of a bot"),
    (r"/\.sops\.ya?ml$", "a SOPS configuration"),
    (r"/mkdocs\.ya?ml$", "an MkDocs configuration"),
    (r"/\.[^/]*(lint|rc)[^/]*\.(json|ya?ml)$", "the configuration of a linter"),
    (r"\.(jsonnet|libsonnet)$", "a jsonnet program"),
)
# Longer than what helm prints before the manifest.
_HEAD_OF_RELEASE = 4096
_SUITE = "a test suite of helm-unittest"
# The keys that all occur at the top of a file.
_KEYS = (
    (("panels", "schemaVersion"), "a Grafana dashboard"),
    (("jobs", "true"), "a GitHub workflow"),
    (("clusters", "contexts", "users"), "a kubeconfig"),
    (("findings", "version"), "a baseline of svclint"),
    (("scrape_configs",), "a Prometheus configuration"),
    (("suite", "tests"), _SUITE),
    (("openapi", "paths"), "an OpenAPI description"),
    (("swagger", "paths"), "an OpenAPI description"),
    (("$schema",), "a file with a JSON Schema of its own"),
)
_GRAFANA = ("datasources", "providers", "dashboards", "apps", "contactPoints", "policies")
# Kinds that the tools of Kubernetes itself read from files, with an apiVersion of v1.
_TOOLS = {
    "Config": "a kubeconfig",
    "EncryptionConfig": "a configuration of the API server",
    "AdmissionConfiguration": "a configuration of the API server",
    "Policy": "a policy of the scheduler",
    "Template": "an OpenShift template",
    # Source: pkg/apis/core/v1 and apimachinery's meta/v1, which each group serves as well.
    **dict.fromkeys(
        [
            "Status",
            "APIGroup",
            "APIGroupList",
            "APIResourceList",
            "APIVersions",
            "WatchEvent",
            "Table",
            "DeleteOptions",
            "PodExecOptions",
            "PodAttachOptions",
            "PodLogOptions",
            "PodPortForwardOptions",
            "PodProxyOptions",
            "NodeProxyOptions",
            "ServiceProxyOptions",
            "SerializedReference",
        ],
        "a request to an API server or its answer",
    ),
}


def other_file(file: str, data: Any = None) -> str:
    """Return which file of another tool this is, such as ``a GitHub workflow``; empty if unknown.

    ``data`` is its content, if that could be read.
    """
    path = f"/{file}".replace("\\", "/")
    for pattern, what in _PLACES:
        if re.search(pattern, path):
            return what
    if not isinstance(data, dict):
        return ""
    for keys, what in _KEYS:
        if all(key in data for key in keys):
            return what
    if isinstance(data.get("apiVersion"), int) and any(name in data for name in _GRAFANA):
        return "a provisioning file of Grafana"
    services = data.get("services")
    if isinstance(services, dict) and any(
        isinstance(each, dict) and not each.keys().isdisjoint(("image", "build"))
        for each in services.values()
    ):
        return "a Compose file"
    return ""


def test_suite(text: str) -> str:
    """Return which test suite a text is that is not YAML; empty for any other text.

    helm-unittest takes patterns with backslashes, which YAML would refuse.
    """
    keys = all(re.search(rf"^{key}:", text, re.MULTILINE) for key in ("suite", "tests"))
    return _SUITE if keys else ""


def output_of_helm(text: str) -> str:
    """Return what a text is that begins as helm prints a release; empty for any other text."""
    keys = all(
        re.search(rf"^{key}: ", text[:_HEAD_OF_RELEASE], re.MULTILINE)
        for key in ("NAME", "LAST DEPLOYED", "STATUS")
    )
    return "the output of helm" if keys else ""


def tool_of(api_version: str, kind: str) -> str:
    """Return what an object of v1 is that no cluster stores; empty for all others."""
    return _TOOLS.get(kind, "") if api_version == "v1" else ""


def broken_json(text: str) -> str:
    """Return what a text is that is not JSON but nearly; empty for any other text."""
    beginning = text.lstrip("\ufeff \t\r\n")
    if beginning.startswith(("//", "/*")) or (
        beginning.startswith(("{", "["))
        and re.search(r"^[ \t]*//|/\*|[{,\[][ \t]*//", beginning, re.MULTILINE)
    ):
        return "JSON with comments"
    if beginning.startswith(("{", "[")) and re.search(r",\s*[}\]]", beginning):
        return "JSON with trailing commas"
    return ""

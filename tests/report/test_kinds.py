"""Reports and the summary know every kind of the Service API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from svclint.source.kinds import API_VERSIONS

from tests.report.runs import svclint

# Each has a fault, and Endpoints are deprecated.
OBJECTS = {
    "Service": "spec: {ports: [{port: 0}]}",
    "Ingress": "spec: {defaultBackend: {}}",
    "IngressClass": "spec: {controller: a}",
    "EndpointSlice": "addressType: ipv4",
    "Endpoints": "subsets: [{ports: [{port: 1}]}]",
    "ServiceCIDR": "spec: {cidrs: [10.0.0.1/8]}",
    "IPAddress": "spec: {parentRef: {resource: services}}",
}
SUMMARY = (
    "1 Service, 2 Ingresses, 1 IngressClass, 1 EndpointSlice, 1 Endpoints, 1 ServiceCIDR, "
    "1 IPAddress"
)


def manifests() -> Iterator[str]:
    for kind, fields in OBJECTS.items():
        name = "10.9.8.7" if kind == "IPAddress" else "web"
        api_version = API_VERSIONS[kind]
        yield f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: {name}}}\n{fields}\n"


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = list(manifests())
    (tmp_path / "all.yaml").write_text("---\n".join(texts))
    (tmp_path / "more.yaml").write_text(texts[1].replace("web", "more"))
    monkeypatch.chdir(tmp_path)


def report(form: str) -> str:
    return svclint("check", "--select", "validity", "--format", form, ".").stdout


def test_every_kind_is_here() -> None:
    assert list(OBJECTS) == list(API_VERSIONS)


def test_the_summary_counts_each_kind() -> None:
    assert report("text").splitlines()[-1].startswith(f"Checked {SUMMARY} in 2 files: 9 errors")
    assert f"Checked {SUMMARY} in 2 files." in report("html")
    assert f"9 errors, 1 warning ({SUMMARY} in 2 files)" in report("markdown")


def test_json_names_the_object_of_each_finding() -> None:
    found = json.loads(report("json"))
    objects = {(each["object"]["apiVersion"], each["object"]["kind"]) for each in found["findings"]}
    assert objects == {(api_version, kind) for kind, api_version in API_VERSIONS.items()}


@pytest.mark.parametrize("form", ["sarif", "html", "markdown", "junit", "checkstyle", "gitlab"])
def test_every_report_has_a_finding_of_each_kind(form: str) -> None:
    text = report(form)
    rules = {each["rule"] for each in json.loads(report("json"))["findings"]}
    assert len(rules) >= len(OBJECTS)
    assert [rule for rule in rules if rule not in text] == []


def test_sarif_names_each_object() -> None:
    (run,) = json.loads(report("sarif"))["runs"]
    names = {
        place["name"]
        for each in run["results"]
        for place in each["locations"][0]["logicalLocations"]
    }
    assert {name.split()[0] for name in names} == set(OBJECTS)


def test_every_rule_of_a_kind_is_explained() -> None:
    for rule in {each["rule"] for each in json.loads(report("json"))["findings"]}:
        shown = svclint("explain", rule)
        assert shown.exit_code == 0
        assert "How to fix it" in shown.stdout

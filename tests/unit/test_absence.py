"""What is reported of objects that are not found: an error, a warning, a note, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint import CheckRequest, check
from svclint.engine.live import Live
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.model import Finding
from svclint.model.cluster import ClusterFacts
from svclint.rule.registry import select_rules
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

from tests.engine_runs import run
from tests.unit.manifests import (
    DEPLOYMENT,
    INGRESS,
    SERVICE,
    documents,
    findings,
    manifest,
)

OTHER_PODS = DEPLOYMENT.replace("web", "shop")
TYPO = INGRESS.replace("service: {name: web", "service: {name: svc-web")
UNKNOWN = INGRESS.replace("service: {name: web", "service: {name: zebra")


def test_a_service_is_expected_where_the_deployment_has_others() -> None:
    away = UNKNOWN.replace("{name: web, anno", "{name: web, namespace: away, anno")
    assert findings({"a.yaml": UNKNOWN}) == []
    assert findings({"a.yaml": f"{SERVICE}---\n{DEPLOYMENT}---\n{away}"}) == []
    assert findings({"a.yaml": f"{SERVICE}---\n{DEPLOYMENT}---\n{UNKNOWN}"}) == [
        "note backend-service-missing"
    ]


def test_strict_references_report_what_nothing_is_expected_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(UNKNOWN)
    for is_strict, expected in ((False, []), (True, ["backend-service-missing"])):
        result = check(CheckRequest(select=("references",), strict_references=is_strict))
        assert [each.rule for each in result.findings] == expected


def test_an_ingress_that_writes_the_namespace_of_its_backend_has_one_fault() -> None:
    text = INGRESS.replace("{service: {name: web", "{service: {namespace: shop, name: web")
    other = SERVICE.replace("{name: web}", "{name: web, namespace: shop}")
    assert "warning backend-service-missing" not in findings({"a.yaml": f"{other}---\n{text}"})


ROUTE = manifest(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    "{parentRefs: [{name: edge, namespace: infra}], "
    "rules: [{backendRefs: [{name: web, namespace: shop, port: 80}]}]}",
    "{name: web, namespace: routes}",
)
GATEWAY = manifest(
    "gateway.networking.k8s.io/v1",
    "Gateway",
    "{listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: "
    "{from: All}}}]}",
    "{name: edge}",
)


def test_what_has_no_namespace_may_be_applied_to_the_one_that_a_reference_names() -> None:
    grant = manifest(
        "gateway.networking.k8s.io/v1beta1",
        "ReferenceGrant",
        "{from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: routes}], "
        "to: [{group: '', kind: Service}]}",
        "{name: web, namespace: shop}",
    )
    rest = "---\n".join((ROUTE, DEPLOYMENT, grant))
    assert findings({"a.yaml": "---\n".join((SERVICE, GATEWAY, rest))}) == []
    written = GATEWAY.replace("{name: edge}", "{name: edge, namespace: other}")
    assert findings({"a.yaml": "---\n".join((SERVICE, written, rest))}) == [
        "warning route-parent-missing"
    ]


def test_two_files_of_which_one_has_no_namespace() -> None:
    other = SERVICE.replace("{name: web}", "{name: web, namespace: shop}")
    both = {"a.yaml": f"{other}---\n{INGRESS}"}
    assert "warning backend-service-missing" in findings(both)
    assert "note backend-service-missing" in findings({"a.yaml": other, "b.yaml": INGRESS})
    here = INGRESS.replace("{name: web, anno", "{name: web, namespace: routes, anno")
    assert "warning backend-service-missing" in findings({"a.yaml": other, "b.yaml": here})


def test_a_gateway_of_another_deployment() -> None:
    edge = GATEWAY.replace("{name: edge}", "{name: edge, namespace: infra}")
    other = GATEWAY.replace("{name: edge}", "{name: main, namespace: infra}")
    route = ROUTE.replace(", namespace: shop, port: 80", ", port: 80")
    files = {"a/r.yaml": f"{other}---\n{route}"}
    assert findings(files) == ["note route-parent-missing"]
    assert findings({**files, "b/g.yaml": edge}) == []


def test_a_name_that_a_text_has_with_several_ports_is_one_fault() -> None:
    config = manifest("v1", "ConfigMap", "{}").replace(
        "spec: {}", "data: {a: 'http://stock.default.svc:80 http://stock.default.svc:81'}"
    )
    assert findings({"a.yaml": "---\n".join((SERVICE, DEPLOYMENT, config))}) == [
        "note dns-name-service-missing"
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("metadata:\n  labels: {name: no}\n  name: main\n", "no"),
        ("metadata:\n  name: 'main'\nspec:\n  name: no\n", "main"),
        ("metadata: {namespace: x, name: main}\n", "main"),
        ("spec: {}\n", ""),
    ],
)
def test_custom_resources_are_read_by_kind_and_name(head: str, name: str) -> None:
    text = f"{SERVICE}---\napiVersion: example.com/v1\nkind: Database\n{head}---\n{SERVICE}"
    found = list(documents_of_bytes("a.yaml", text.encode(), KINDS_READ))
    assert sorted(each.kind for each in found) == ["Database", "Service", "Service"]
    assert [each.object_name.name for each in found if each.kind == "Database"] == [name]


def test_a_template_may_define_what_is_missing() -> None:
    template = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Name }}}\n"
    files = {"a/in.yaml": UNKNOWN, "a/svc.yaml": SERVICE + "---\n" + DEPLOYMENT}
    assert findings(files) == ["note backend-service-missing"]
    assert findings({**files, "a/template.yaml": template}) == []


def test_a_name_that_kustomize_or_flux_replaces_is_not_looked_up() -> None:
    route = manifest(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "{rules: [{backendRefs: [{name: web, namespace: '${NAMESPACE}', port: 80}]}]}",
    )
    assert findings({"a.yaml": f"{SERVICE}---\n{DEPLOYMENT}---\n{route}"}) == []


@pytest.mark.parametrize(
    ("config", "is_strict", "severities"),
    [
        ("", False, ["warning", "note"]),
        ("", True, ["error", "error"]),
        ("closed: true\n", False, ["error", "error"]),
        ("closed: false\n", False, ["warning", "note"]),
        ("clusters: [{paths: [a/**], closed: true}]\n", False, ["error", "error"]),
    ],
)
def test_a_near_miss_is_never_weaker(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    config: str,
    is_strict: bool,
    severities: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".svclint.yaml").write_text(config)
    (tmp_path / "a").mkdir()
    texts = (SERVICE, DEPLOYMENT, TYPO, UNKNOWN.replace("{name: web,", "{name: other,", 1))
    (tmp_path / "a" / "all.yaml").write_text("---\n".join(texts))
    result = check(CheckRequest(select=("references",), strict_references=is_strict))
    assert [str(each.severity) for each in result.findings] == severities
    is_certain = config.startswith(("closed: true", "clusters"))
    assert any("outside the checked" in each.message for each in result.findings) != is_certain


def test_what_is_neither_live_nor_in_a_file_is_missing() -> None:
    live = documents({"live.json": SERVICE.replace("web", "live")})
    facts = ClusterFacts((1, 36))
    rules, options = select_rules(["backend-service-missing"], []), ApplyOptions()
    for name, expected in (("live", []), ("zebra", ["error"])):
        text = INGRESS.replace("service: {name: web", f"service: {{name: {name}")
        found = run(documents({"a.yaml": text}), rules, lambda _file: facts, Live(live, options))
        assert [str(each.severity) for each in found if isinstance(each, Finding)] == expected

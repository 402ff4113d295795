"""Hosts, paths, TLS hosts and classes of Ingresses, compared across files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fix.fixing import find
from tests.unit.manifests import findings, manifest, on_disk

BACKEND = "backend: {resource: {apiGroup: a.example.com, kind: Bucket, name: a}}"
CLASS = manifest("networking.k8s.io/v1", "IngressClass", "{controller: a.b/c}", "{name: internal}")


def ingress(
    name: str,
    host: str = "shop.example.com",
    *,
    path: str = "/",
    path_type: str = "Prefix",
    annotation: str = "",
    namespace: str = "",
    fields: str = "ingressClassName: internal",
    version: str = "networking.k8s.io/v1",
) -> str:
    metadata = f"{{name: {name}{annotation and f', annotations: {{{annotation}}}'}"
    metadata += f"{namespace and f', namespace: {namespace}'}}}"
    rule = f"{{host: {host}, " if host else "{"
    typed = path_type and f"pathType: {path_type}, "
    rule += f"http: {{paths: [{{path: {path}, {typed}{BACKEND}}}]}}}}"
    spec = f"{{{fields}{fields and ', '}rules: [{rule}]}}"
    return manifest(version, "Ingress", spec, metadata)


def together(*texts: str) -> dict[str, str]:
    return {"all.yaml": "---\n".join(texts)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (together(ingress("a"), ingress("b")), ["warning"]),
        (together(ingress("a"), ingress("b"), ingress("c")), ["warning", "warning"]),
        (together(ingress("a", ""), ingress("b", "")), ["warning"]),
        (together(ingress("a", path="/a/"), ingress("b", path="/a")), ["warning"]),
        (together(ingress("a", fields=""), ingress("b", fields="")), ["warning"]),
        # Without a pathType, it is read as the one that the fix adds.
        (together(ingress("a"), ingress("b", path_type="")), ["warning"]),
        (together(ingress("a", path_type="Exact"), ingress("b", path_type="")), []),
        (together(ingress("a", namespace="x"), ingress("b", namespace="y")), ["note"]),
        ({"a.yaml": ingress("a"), "b.yaml": ingress("b")}, ["note"]),
        # The class may be in the field or in the annotation.
        (
            together(
                ingress("a"),
                ingress("b", annotation="kubernetes.io/ingress.class: internal", fields=""),
            ),
            ["warning"],
        ),
        # Three and more in one folder are examples.
        ({f"{name}.yaml": ingress(name) for name in "abc"}, []),
        # Examples without a host often share a folder.
        ({"a.yaml": ingress("a", ""), "b.yaml": ingress("b", "")}, []),
        ({"dev/a.yaml": ingress("a"), "prod/a.yaml": ingress("b")}, []),
        (together(ingress("a"), ingress("a")), []),
        (together(ingress("a"), ingress("b", version="extensions/v1beta1")), []),
        (together(ingress("a"), ingress("b", path="/b")), []),
        (together(ingress("a"), ingress("b", path_type="Exact")), []),
        (together(ingress("a"), ingress("b", host="'*.example.com'")), []),
        (together(ingress("a"), ingress("b", fields="ingressClassName: public")), []),
        (together(ingress("a"), ingress("b", fields="")), []),
        (together(*[ingress(name, fields="ingressClassName: alb") for name in "ab"]), []),
    ],
)
def test_two_ingresses_with_one_host_and_path(files: dict[str, str], expected: list[str]) -> None:
    found = [each for each in findings(files) if each.endswith("host-path-taken")]
    assert found == [f"{severity} host-path-taken" for severity in expected]


@pytest.mark.parametrize(
    "annotation",
    [
        "nginx.ingress.kubernetes.io/canary: 'true'",
        "nginx.org/mergeable-ingress-type: minion",
        "alb.ingress.kubernetes.io/group.order: '2'",
        "alb.ingress.kubernetes.io/conditions.a: '[]'",
        "traefik.ingress.kubernetes.io/router.entrypoints: web",
        "traefik.ingress.kubernetes.io/router.priority: '7'",
        "konghq.com/methods: POST",
        "konghq.com/headers.x-version: v2",
    ],
)
def test_annotations_that_decide_which_requests_an_ingress_takes(annotation: str) -> None:
    assert findings(together(ingress("a"), ingress("b", annotation=annotation))) == []
    assert findings(together(ingress("a", annotation=annotation), ingress("b"))) == []


def test_overlays_of_kustomize_are_alternatives(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [ingress.yaml]\n",
        "base/ingress.yaml": ingress("a"),
        "dev/kustomization.yaml": "namePrefix: dev-\nresources: [../base]\n",
        "prod/kustomization.yaml": "resources: [../base, ingress.yaml]\n",
        "prod/ingress.yaml": ingress("b", path="/b"),
    }
    assert on_disk(tmp_path, files) == []


def route(
    name: str, parent: str = "{name: public}", hosts: str = "[a.b]", match: str = "{}"
) -> str:
    spec = f"{{parentRefs: [{parent}], hostnames: {hosts}, rules: [{{matches: [{match}]}}]}}"
    return manifest("gateway.networking.k8s.io/v1", "HTTPRoute", spec, f"{{name: {name}}}")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (route("b"), ["warning host-path-taken"]),
        (route("b", match="{path: {type: PathPrefix, value: /}}"), ["warning host-path-taken"]),
        (route("b", parent="{name: public, namespace: default}"), ["warning host-path-taken"]),
        (route("b", parent="{name: internal}"), []),
        (route("b", parent="{name: public, sectionName: https}"), []),
        (route("b", hosts="[c.b]"), []),
        (route("b", match="{headers: [{name: a, value: b}]}"), []),
        (route("b", match="{path: {type: Exact, value: /}}"), []),
    ],
)
def test_two_routes_with_one_match(other: str, expected: list[str]) -> None:
    assert findings(together(route("a"), other)) == expected


@pytest.mark.parametrize(
    ("kustomization", "expected"),
    [
        ("", "error"),
        ("replacements: [{path: host.yaml}]\n", "note"),
        ("vars: [{name: HOST, objref: {kind: ConfigMap, name: a, apiVersion: v1}}]\n", "note"),
    ],
)
def test_a_host_that_a_kustomization_may_set(
    tmp_path: Path, kustomization: str, expected: str
) -> None:
    spec = "{listeners: [{name: a, port: 80, protocol: HTTP, hostname: shop.example.com}]}"
    gateway = manifest("gateway.networking.k8s.io/v1", "Gateway", spec, "{name: public}")
    files = {
        "all.yaml": f"{gateway}---\n{route('a', hosts='[replaced.example.org]')}",
        "kustomization.yaml": f"resources: [all.yaml]\n{kustomization}",
    }
    assert on_disk(tmp_path, files) == [f"{expected} route-host-unmatched"]


def test_the_requests_of_a_method_are_named() -> None:
    rules = "[{matches: [{method: {service: shop.Cart, method: Add}}], filters: [{type: A}]}"
    rules += ", {matches: [{method: {service: shop.Cart, method: Add}}], filters: [{type: B}]}]"
    spec = f"{{parentRefs: [{{name: public}}], rules: {rules}}}"
    text = manifest("gateway.networking.k8s.io/v1", "GRPCRoute", spec, "{name: a}")
    (found,) = find(text.encode())
    assert '"/shop.Cart/Add" of every host' in found.message


@pytest.mark.parametrize(
    ("hosts", "rule_host", "annotation", "expected"),
    [
        ("[shop.exampel.com]", "shop.example.com", "", ["warning"]),
        ("[example.com]", "shop.example.com", "", ["warning"]),
        ("['*.example.com']", "a.b.example.com", "", ["warning"]),
        ("[shop.example.com, example.com]", "shop.example.com", "", ["note"]),
        ("[SHOP.example.com]", "shop.example.com", "", []),
        ("['*.example.com']", "shop.example.com", "", []),
        ("[shop.example.com]", "'*.example.com'", "", []),
        ("[]", "shop.example.com", "", []),
        ("[example.com]", "", "", []),
        ("[a.b]", "https://a.b", "", []),
        ("[www.a.b, a.b]", "a.b", "nginx.ingress.kubernetes.io/from-to-www-redirect: 'true'", []),
        ("[c.b, a.b]", "a.b", "nginx.ingress.kubernetes.io/server-alias: 'd.b, c.b'", []),
    ],
)
def test_tls_hosts_without_a_rule(
    hosts: str, rule_host: str, annotation: str, expected: list[str]
) -> None:
    text = ingress("a", rule_host, annotation=annotation, fields=f"tls: [{{hosts: {hosts}}}]")
    assert findings({"a.yaml": text}) == [
        f"{severity} ingress-tls-host-unused" for severity in expected
    ]


def test_a_tls_host_may_be_that_of_another_ingress_or_of_the_default_backend() -> None:
    tls = ingress("a", "a.b", fields="tls: [{hosts: [a.b, c.b]}]")
    assert findings(together(tls, ingress("c", "c.b"))) == []
    default = tls.replace("rules:", f"defaultB{BACKEND[1:]}, rules:")
    assert findings({"a.yaml": default}) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (together(CLASS, ingress("a")), []),
        ({"a.yaml": ingress("a", fields="ingressClassName: intrenal")}, []),
        (together(CLASS, ingress("a", fields="ingressClassName: intrenal")), ["error"]),
        (together(CLASS, ingress("a", fields="ingressClassName: public")), ["note"]),
        (
            {
                "cluster/base/ingress/a/class.yaml": CLASS,
                "apps/shop/web/ingress.yaml": ingress("a", fields="ingressClassName: intrenal"),
            },
            ["warning"],
        ),
        (
            together(
                CLASS, ingress("a", annotation="kubernetes.io/ingress.class: intrenal", fields="")
            ),
            ["warning"],
        ),
        # Of copies of one application, one contains the class.
        (
            {
                "a/class.yaml": CLASS,
                "a/kustomization.yaml": "resources: [class.yaml, ingress.yaml]",
                "a/ingress.yaml": ingress("a"),
                "b/kustomization.yaml": "resources: [ingress.yaml]",
                "b/ingress.yaml": ingress("a"),
            },
            [],
        ),
        # Controllers know such classes by themselves.
        (
            together(
                CLASS, ingress("a", annotation="kubernetes.io/ingress.class: in/ternal", fields="")
            ),
            [],
        ),
    ],
)
def test_classes_without_an_ingress_class(files: dict[str, str], expected: list[str]) -> None:
    assert findings(files) == [f"{severity} ingress-class-missing" for severity in expected]

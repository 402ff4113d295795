"""Remedies that depend on what else a manifest says."""

from __future__ import annotations

import pytest
from svclint.kubernetes.ingress import host_correction

from tests.fix.fixing import find
from tests.unit.manifests import DEPLOYMENT, manifest

ADDRESS = "selector: {app: web}, externalIPs: [198.51.100.7], ports: [{port: 80}]"
HEADLESS = "clusterIP: None, selector: {app: web}, ports: [{name: a, port: 80, targetPort: 8080}"


def remedies(rule: str, *texts: str) -> list[str]:
    found = find("---\n".join(texts).encode())
    return [each.remedy for each in found if each.rule == rule]


@pytest.mark.parametrize(
    ("host", "remedy", "meant"),
    [
        ("Shop.example.com", "write shop.example.com", "shop.example.com"),
        ("SHOP.EXAMPLE.COM", "write shop.example.com", "shop.example.com"),
        ("API.example.com", "write api.example.com", "api.example.com"),
        ("GRAFANA.example.com", "write grafana.example.com", "grafana.example.com"),
        ("shop.PROD-EU.example.com", "write shop.prod-eu.example.com",
         "shop.prod-eu.example.com"),
        ("shop.YOURDOMAIN.com", "replace YOURDOMAIN, which looks like a placeholder", None),
        ("shop.YOUR-DOMAIN.com", "replace YOUR-DOMAIN, which looks like a placeholder", None),
        ("NAMESPACE-shop.example.com",
         "replace NAMESPACE, which looks like a placeholder", None),
        ("shop.DOMAIN", "replace DOMAIN, which looks like a placeholder", None),
        ("shop.", "write the domain after the dot", None),
        ("shop:80", "write the DNS name alone, without scheme, port or path", None),
    ],
)  # fmt: skip
def test_a_placeholder_in_a_host_is_to_be_replaced(
    host: str, remedy: str, meant: str | None
) -> None:
    assert host_correction(host) == (remedy, meant)


@pytest.mark.parametrize(
    ("kind", "start"), [("LoadBalancer", "request the address from the"), ("NodePort", "use type")]
)
def test_a_load_balancer_is_not_asked_to_become_one(kind: str, start: str) -> None:
    service = manifest("v1", "Service", f"{{type: {kind}, {ADDRESS}}}")
    (remedy,) = remedies("external-ip-intercepts-traffic", service)
    assert remedy.startswith(start)


@pytest.mark.parametrize(
    ("more", "start"), [("", "write port: 8080"), (", {name: b, port: 8080}", "remove this entry")]
)
def test_no_port_is_written_that_the_headless_service_has(more: str, start: str) -> None:
    service = manifest("v1", "Service", f"{{{HEADLESS}{more}]}}")
    (remedy,) = remedies("headless-port-differs", service, DEPLOYMENT)
    assert remedy.startswith(start)


ELSEWHERE = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 443}]}
"""
APISERVICE = """\
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1.shop.example.com}
spec: {group: shop.example.com, version: v1, service: {name: web, namespace: store}}
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: store}
spec: {defaultBackend: {service: {name: web, port: {number: 443}}}}
"""
DESTINATION_RULE = """\
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: store}
spec: {host: web.store.svc.cluster.local}
"""


@pytest.mark.parametrize(
    ("reference", "remedy"),
    [
        (APISERVICE, "write namespace: shop"),
        (INGRESS, "use one namespace for both"),
        (DESTINATION_RULE, "write web.shop.svc.cluster.local"),
    ],
)
def test_a_namespace_is_written_where_the_reference_has_one(reference: str, remedy: str) -> None:
    assert remedies("backend-service-missing", ELSEWHERE, reference) == [remedy]

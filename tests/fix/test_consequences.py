"""No fix writes what the next run reports."""

from __future__ import annotations

from tests.fix.fixing import fix


def test_no_fix_leads_to_another_finding() -> None:
    paths = "{paths: [{pathType: exact, backend: {service: {name: web, port: {number: 80}}}}]}"
    ingress = (
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\n"
        f"spec: {{rules: [{{http: {paths}}}]}}\n"
    )
    stateful = (
        "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: webs}\n"
        "spec: {serviceName: wbe, selector: {matchLabels: {app: web}}, template: {metadata: "
        "{labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}}\n---\n"
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec: {selector: {app: web}, ports: [{name: http, port: 80, appProtocol: http}]}\n"
    )
    for text in (ingress, stateful):
        assert fix(text, unsafe=True).text == text

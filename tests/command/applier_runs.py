"""Run ``svclint diff`` on a Service that a manager has set, as one of the appliers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from svclint.cli import group

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
OLD = {"name": "web", "port": 8080, "protocol": "TCP", "targetPort": 8080}
MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: app, namespace: shop}
spec:
  selector: {app: app}
  ports:
    - {name: web, port: 9090, targetPort: 8080}
"""
PLACE = "name: app, namespace: shop"
PREVIOUS = MANIFEST.replace("9090", "8080").replace(", namespace: shop", "")


def live(manager: str, operation: str, **metadata: Any) -> None:
    """Write a snapshot whose port and affinity one manager has set."""
    key = 'k:{"port":8080,"protocol":"TCP"}'
    port: dict[str, dict[str, str]] = {
        ".": {},
        "f:name": {},
        "f:port": {},
        "f:protocol": {},
        "f:targetPort": {},
    }
    fields: dict[str, Any] = {
        "f:spec": {"f:ports": {key: port}, "f:selector": {}, "f:publishNotReadyAddresses": {}}
    }
    if LAST_APPLIED in metadata.get("annotations", {}):
        fields["f:metadata"] = {"f:annotations": {f"f:{LAST_APPLIED}": {}}}
    entry = {"manager": manager, "operation": operation, "apiVersion": "v1", "fieldsV1": fields}
    names = {"name": "app", "namespace": "shop", "managedFields": [entry]}
    spec = {
        "type": "ClusterIP",
        "clusterIP": "10.96.7.7",
        "clusterIPs": ["10.96.7.7"],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
        "internalTrafficPolicy": "Cluster",
        "sessionAffinity": "None",
        "publishNotReadyAddresses": True,
        "selector": {"app": "app"},
        "ports": [OLD],
    }
    service = {"apiVersion": "v1", "kind": "Service", "metadata": names | metadata, "spec": spec}
    Path("live.json").write_text(json.dumps(service))


def diff(*words: str, manifest: str = "app.yaml") -> Result:
    arguments = ["diff", "--live", "live.json", "--no-config", "--format", "json", *words, manifest]
    return CliRunner().invoke(group, arguments, prog_name="svclint")


def outcome(*words: str) -> Any:
    return json.loads(diff(*words).stdout)["objects"][0]


def write_manifest(key: str, value: str, text: str = MANIFEST, field: str = "annotations") -> None:
    marked = f"{PLACE}, {field}: {{{key}: {json.dumps(value)}}}"
    Path("app.yaml").write_text(text.replace(PLACE, marked))


def rules(found: Any) -> list[str]:
    return [each["rule"] for each in found["findings"]]

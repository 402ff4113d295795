"""Manifests of a Service with its workload and an Ingress, and the targets that svclint shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from svclint.cli import group

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
"""
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
"""
UNNAMED = DEPLOYMENT.replace("name: http, ", "")
WEB = {"kind": "Deployment", "name": "web", "number": 8080}


def svclint(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(
        group, ["targets", *map(str, words)], prog_name="svclint", input=stdin
    )


def joined(*manifests: str) -> str:
    return "---\n".join(manifests)


def services(*words: str | Path, stdin: str | None = None) -> list[Any]:
    done = svclint("--format", "json", *words, stdin=stdin)
    assert done.exit_code == 0, done.stderr
    shown = json.loads(done.stdout)
    assert list(shown) == ["services", "others"]
    found: list[Any] = shown["services"]
    return found

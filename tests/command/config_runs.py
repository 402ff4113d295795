"""Configurations with the manifests that they apply to, and what a check of these reports."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.command.runs import svclint

TOP = Path(__file__).parents[2]
OUTPUT_SCHEMA = json.loads((TOP / "lint/svclint/report/output.schema.json").read_text())
BASE = """\
profile: strict
ignore: [single-family-on-dual-stack, load-balancer-class-missing]
rules:
  sensitive-port-exposed:
    severity: error
    added: {9000: the MinIO console}
  recommended-label-missing:
    labels: [team]
"""
OWN = """\
# yaml-language-server: $schema=.svclint.kubernetes.schema.json
extends: org/base.yaml
kubernetesVersion: "1.36"
serviceCIDRs: [10.96.0.0/16]
podTemplates: {CloneSet: spec.template}
rules:
  sensitive-port-exposed:
    allowed: [22]
clusters:
  - name: prod
    paths: [prod/**]
    serviceCIDRs: [10.3.240.0/20]
overrides:
  - paths: [legacy/**]
    ignore: [port-unnamed]
    requireReason: true
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {team: a}
spec:
  type: LoadBalancer  # svclint: ignore[load-balancer-open] everybody may come
  clusterIP: 10.96.0.10
  selector: {app: web}
  ports:
    # svclint: ignore[sensitive-port-exposed]
    - port: 9000
      name: console
    - port: 22
      name: ssh
"""
UNNAMED = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports: [{port: 80}]
  selector: {app: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}]}
"""


def found(*words: str | Path) -> list[tuple[str, int, str, str]]:
    """Return file, line, severity and rule of each finding."""
    done = svclint("check", "--format", "json", *words)
    shown = json.loads(done.stdout)
    Draft202012Validator(OUTPUT_SCHEMA).validate(shown)
    assert shown["errors"] == []
    return [(each["file"], each["line"], each["severity"], each["rule"])
            for each in shown["findings"]]  # fmt: skip

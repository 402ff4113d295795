"""Manifests that can be fixed, and what is left of their faults."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from svclint.cli import group

BROKEN = """\
apiVersion: v1
kind: Service
metadata: {name: web}  # web
spec:
  type: nodeport
  externalName: web.example.com
  ports:
    - port: "80"
"""
# With safe fixes only.
SAFE = BROKEN.replace("nodeport", "NodePort").replace('"80"', "80")
HINTS = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: ClusterIP
  externalTrafficPolicy: Cluster
  ports: [{port: 80}]
"""
NO_HINTS = HINTS.replace("  externalTrafficPolicy: Cluster\n", "")


def check(*words: str | Path, stdin: str | bytes | None = None) -> Result:
    words = ("check", *words)
    return CliRunner().invoke(group, [str(word) for word in words], input=stdin)

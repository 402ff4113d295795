"""A chart for the tests, and the command on trees that contain it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from svclint.cli import group

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-web
spec:
  type: {{ .Values.service.type }}
  selector: {app: web}
  ports:
    - name: http
      port: {{ .Values.service.port }}
"""
VALUES = "service:\n  type: ClusterIP\n  port: 70000\n"
CHART = {
    "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "charts/web/values.yaml": VALUES,
    "charts/web/templates/service.yaml": SERVICE,
}
PLAIN = "apiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec: {ports: [{port: 80}]}\n"


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def runs(helm: Path) -> int:
    """Return how often Helm has run since the last call."""
    file = helm / "runs"
    number = len(file.read_text().splitlines()) if file.exists() else 0
    file.unlink(missing_ok=True)
    return number


def svclint(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), prog_name="svclint")


def findings(*words: str) -> list[dict[str, Any]]:
    done = svclint("check", "--format", "json", *words)
    assert done.exit_code in (0, 1), done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found

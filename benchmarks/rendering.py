"""Measure runs on a generated tree of charts and overlays, with the tools on PATH.

``python -m benchmarks.rendering`` prints a Markdown table: the processor time and the time of each
run, in this process and its tools. ``--size`` is the number of charts and of overlays, ``--faulty``
the share of them with a finding.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep

CHART = "apiVersion: v2\nname: web{number}\nversion: 1.0.0\n"
VALUES = "replicas: 2\nservice:\n  type: ClusterIP\n  port: {port}\n"
SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
  labels:
    {{- include "labels" . | nindent 4 }}
spec:
  type: {{ .Values.service.type }}
  selector:
    {{- include "labels" . | nindent 4 }}
  ports:
    - name: http
      port: {{ .Values.service.port }}
      targetPort: 8080
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-{{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector:
    matchLabels:
      {{- include "labels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "labels" . | nindent 8 }}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          ports:
            - containerPort: 8080
"""
HELPERS = '{{- define "labels" -}}\napp: {{ .Chart.Name }}\n{{- end }}\n'
BASE = """\
apiVersion: v1
kind: Service
metadata:
  name: api{number}
spec:
  selector:
    app: api{number}
  ports:
    - name: http
      port: {port}
      targetPort: 8080
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api{number}
spec:
  selector:
    matchLabels:
      app: api{number}
  template:
    metadata:
      labels:
        app: api{number}
    spec:
      containers:
        - name: api
          image: registry.example.com/api:1.0.0
          ports:
            - containerPort: 8080
"""


def write_tree(top: Path, size: int, faulty: int) -> None:
    """Write charts and overlays; every ``faulty``-th of each has a wrong port (0: none)."""
    for number in range(size):
        port = 70000 if faulty and number % faulty == 0 else 80
        chart = top / f"charts/web{number}"
        base, overlay = top / f"apps/api{number}/base", top / f"apps/api{number}/prod"
        for file, text in {
            chart / "Chart.yaml": CHART.format(number=number),
            chart / "values.yaml": VALUES.format(port=port),
            chart / "templates/service.yaml": SERVICE,
            chart / "templates/deployment.yaml": DEPLOYMENT,
            chart / "templates/_helpers.tpl": HELPERS,
            base / "kustomization.yaml": "resources: [api.yaml]\n",
            base / "api.yaml": BASE.format(number=number, port=port),
            overlay / "kustomization.yaml": "resources: [../base]\nnamespace: prod\n",
        }.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def measured(top: Path, cache: Path, *words: str) -> tuple[float, float]:
    """Return the seconds of processor time and of time of one run, with all that it starts."""
    command = [sys.executable, "-m", "svclint", "check", *words, "."]
    environment = {**os.environ, "SVCLINT_CACHE_DIR": str(cache)}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(command, cwd=top, env=environment, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return processor, perf_counter() - begin


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100)
    size: int = parser.parse_args().size
    print("| tree | run | processor time | time | per chart and overlay |")
    print("|---|---|---|---|---|")
    for name, faulty in (("without findings", 0), ("all with findings", 1)):
        with tempfile.TemporaryDirectory() as folder:
            top, cache = Path(folder, "tree"), Path(folder, "cache")
            write_tree(top, size, faulty)
            # A run over files that have just changed is not cached as a whole.
            sleep(3)
            for run, words in (
                ("cold", ()),
                ("warm", ()),
                ("not rendered, cold", ("--render", "off")),
            ):
                processor, time = measured(top, cache, *words)
                each = f"{processor / size:.3f} s"
                times = f"{processor:.2f} s | {time:.2f} s | {each}"
                print(f"| {size} of each, {name} | {run} | {times} |")


if __name__ == "__main__":
    main()

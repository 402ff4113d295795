"""Measure what values of variables cost: ten thousand workloads, with and without fifty of them.

``python -m benchmarks.environment_values [--workloads N] [--values N] [--rounds N]`` prints the
processor time of ``svclint check`` for both, and their ratio. One value in ten names a Service.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from random import Random

from benchmarks.measure import run

PLAIN = ("info", "true", "30s", "/srv/data", "eu-west-1", "4096", "batch", "shop", "0.5")


def write(folder: Path, workloads: int, values: int) -> None:
    """Write one Deployment and its Service per file."""
    for number in range(workloads):
        text = deployment(number, workloads, values) + service(number)
        (folder / f"app-{number}.yaml").write_text(text, encoding="utf-8")


def deployment(number: int, workloads: int, values: int) -> str:
    """Return a Deployment whose container has some variables."""
    random = Random(number)
    variables = "".join(
        f'        - name: SETTING_{index}\n          value: "{value(random, workloads)}"\n'
        for index in range(values)
    )
    environment = f"        env:\n{variables}" if variables else ""
    return f"""apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-{number}
  namespace: team
spec:
  selector:
    matchLabels:
      app: app-{number}
  template:
    metadata:
      labels:
        app: app-{number}
    spec:
      containers:
      - name: app
        image: registry.example.com/app:1
        ports:
        - name: http
          containerPort: 8080
{environment}---
"""


def value(random: Random, workloads: int) -> str:
    """Return the value of a variable."""
    if random.random() < 0.1:
        return f"http://app-{int(random.random() * workloads)}.team.svc.cluster.local/v1"
    return PLAIN[int(random.random() * len(PLAIN))]


def service(number: int) -> str:
    """Return the Service of a Deployment."""
    return f"""apiVersion: v1
kind: Service
metadata:
  name: app-{number}
  namespace: team
spec:
  selector:
    app: app-{number}
  ports:
  - name: http
    port: 80
    targetPort: http
"""


def main() -> None:
    """Print the times and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("workloads", 10_000), ("values", 50), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    svclint = shutil.which("svclint") or "svclint"
    command = [svclint, "check", "--no-cache", "--jobs", "1", "--quiet", "."]
    with tempfile.TemporaryDirectory() as folder:
        times: dict[int, list[float]] = {0: [], options.values: []}
        for values in times:
            (Path(folder) / str(values)).mkdir()
            write(Path(folder) / str(values), options.workloads, values)
        for _ in range(options.rounds):
            for values, found in times.items():
                found.append(run(command, Path(folder) / str(values)).processor)
    without, with_values = (statistics.median(found) for found in times.values())
    print(f"without values: {without:.2f} s; with {options.values} each: {with_values:.2f} s")
    print(f"ratio: {with_values / without:.2f}")


if __name__ == "__main__":
    main()

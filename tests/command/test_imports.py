"""What a run loads that finds nothing wrong: heavy modules are imported only where needed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

GOOD = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  labels: {app: web}
spec:
  selector: {app: web}
  ports:
    - {name: http, port: 80, targetPort: http}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: web:1
          ports:
            - {name: http, containerPort: 80}
"""
PROGRAM = """
import sys
before = set(sys.modules)
from svclint.cli import main
sys.argv[:1] = ["svclint", "check"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*(name for name in sys.modules if name not in before), sep="\\n", file=sys.stderr)
"""
HEAVY = {
    *(
        "asyncio",
        "click.shell_completion",
        "concurrent.futures",
        "difflib",
        "importlib.metadata",
        "jsonschema",
    ),
    *("kubernetes", "logging", "multiprocessing", "pickle", "referencing"),
    *("ruamel", "socket", "ssl", "subprocess", "tempfile", "urllib.request"),
    *("svclint.app.diff", "svclint.app.fixing", "svclint.app.targets", "svclint.cel"),
    *("svclint.fix", "svclint.kubernetes.live.access", "svclint.kubernetes.live.cluster"),
    *("svclint.kubernetes.schema.explain", "svclint.kubernetes.objects.update"),
    *("svclint.policy", "svclint.rules.change"),
}
NOT_IF_CACHED = {"svclint.engine.across", "svclint.rule.registry", "svclint.source.stream", "yaml"}


if find_spec("svclint.source.native_yaml"):
    # The C reader reads plain text.
    HEAVY |= {"yaml"}


def modules_of_a_run(file: Path, cache: Path) -> set[str]:
    """Return what a run over a file imports, in an interpreter that has imported nothing else."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)],
        env={"SVCLINT_CACHE_DIR": str(cache), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.yaml"
    file.write_text(GOOD)
    os.utime(file, (1_600_000_000, 1_600_000_000))
    return file


def test_a_good_file_loads_nothing_heavy(good: Path, tmp_path: Path) -> None:
    loaded = modules_of_a_run(good, tmp_path / "cache")
    assert "svclint.engine.across" in loaded
    assert loaded & HEAVY == set()


def test_a_cached_run_loads_no_reader_and_no_rule(good: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    # What changed a moment ago may change again unseen, and is not cached.
    time.sleep(2.1)
    modules_of_a_run(good, cache)
    loaded = modules_of_a_run(good, cache)
    assert loaded & NOT_IF_CACHED == set()

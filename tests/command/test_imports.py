"""Which modules a run without findings imports: start-up time is a feature."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

GOOD = """\
apiVersion: v1
kind: Service
metadata: {name: web, labels: {app: web}}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: web:1, ports: [{name: http, containerPort: 80}]}]
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
# Each takes half a millisecond or more to import.
SLOW = {
    *("argparse", "base64", "click", "contextlib", "copy", "dataclasses", "datetime", "difflib"),
    *("fnmatch", "glob", "hashlib", "importlib.metadata", "importlib.resources", "inspect"),
    *("ipaddress", "jsonschema", "logging", "multiprocessing", "pathlib", "pathspec"),
    *("pickle", "pkgutil", "random", "referencing", "shutil", "socket", "sqlite3", "ssl"),
    *("subprocess", "tempfile", "textwrap", "threading", "tokenize", "traceback"),
    *("unicodedata", "urllib", "zipfile"),
}
UNUSED = {
    *("svclint.cli.commands", "svclint.source.json_text", "svclint.source.marks"),
    *("svclint.fix", "svclint.app.fixing", "svclint.source.spans", "svclint.source.atomic_write"),
    *(
        "svclint.kubernetes.live.access",
        "svclint.kubernetes.live.cluster",
        "svclint.policy",
        "svclint.rules.change",
    ),
    *(
        "svclint.kubernetes.schema.explain",
        "svclint.kubernetes.service.update",
        "yaml.constructor",
        "yaml.loader",
    ),
}


def modules_of_a_run(file: Path, cache: Path) -> set[str]:
    """Return the modules that a run over a file imports, in a new interpreter."""
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


def test_a_good_file_loads_nothing_slow(good: Path, tmp_path: Path) -> None:
    loaded = modules_of_a_run(good, tmp_path / "cache")
    assert "svclint.engine.run" in loaded
    assert not loaded & (SLOW | UNUSED)


def test_a_run_that_is_remembered_loads_no_reader_and_no_rule(good: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    # A file that has just changed may change again unnoticed and is not cached.
    time.sleep(2.1)
    modules_of_a_run(good, cache)
    loaded = modules_of_a_run(good, cache)
    assert (
        not {"svclint.engine.run", "svclint.rule.registry", "svclint.source.stream", "yaml"}
        & loaded
    )

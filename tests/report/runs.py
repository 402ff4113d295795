"""Runs of the command in temporary folders, and hostile names."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from click.testing import CliRunner, Result
from svclint.cli import group

TOP = Path(__file__).parents[2]
SOURCE = (
    "lint", "rules", "schemas", "pyproject.toml", "setup.py", "README.md", "LICENSE",
    ".pre-commit-hooks.yaml",
)  # fmt: skip
# A nodePort on a ClusterIP Service is an error in every cluster.
BROKEN = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec:
  ports:
    - port: 80
      nodePort: 30080
"""
# Most of these tests do not need its pods.
VALIDITY = ("--select", "validity")
GOOD = BROKEN.replace("      nodePort: 30080\n", "")
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - port: 80
      targetPort: http
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web
          ports: [{name: http, containerPort: 8080}]
"""
# Text that reports must escape: commands, markup, mentions, links, controls, table breaks.
HOSTILE = [
    "::error file=x::injected",
    "##[add-mask]a",
    "%0A::set-output name=x::y",
    "a,line=1::b",
    "\n::warning::two lines",
    "\r\n::stop-commands::x",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "]]><x/>",
    "&lt;b&gt;",
    "a|b|c",
    "`code` | **bold** <b>x</b>",
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "http://evil.example www.evil.example",
    "@everyone @octocat",
    "#1 GH-1 owner/repo#1 deadbeefdeadbeef",
    "\x1b[31mred\x1b[0m",
    "\u202eevil",
    "\x00\x01\ufffe\ud800",
    "</style></pre><!--",
    "{0} {{x}}",
]


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], prog_name="svclint")


def git(folder: Path, *words: str) -> str:
    """Run git without the user's settings."""
    settings = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *words],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def commit(folder: Path, **files: str | None) -> str:
    """Write files (``a__b`` is ``a/b.yaml``, ``None`` deletes), commit all, return the id."""
    for name, text in files.items():
        place = folder / f"{name.replace('__', '/')}.yaml"
        if text is None:
            place.unlink()
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "change")
    return git(folder, "rev-parse", "HEAD").strip()


def copy_source(folder: Path) -> None:
    """Copy the sources of svclint; parallel builds in one folder would interfere."""
    for name in SOURCE:
        if (TOP / name).is_dir():
            shutil.copytree(TOP / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(TOP / name, folder / name)

"""Objects in files of charts and kustomizations that are in no output: counted, or checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import svclint, write
from tests.render.real_tools import only

RULE = "unrendered-object"
WRONG = """\
apiVersion: v1
kind: Service
metadata: {name: %s}
spec: {selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}
"""
BASE = {
    "base/kustomization.yaml": "resources: [web.yaml, db.yaml]\n",
    "base/web.yaml": WRONG % "web",
    "base/db.yaml": WRONG % "db",
}
DELETING = """\
resources: [../base]
namePrefix: my-
patches:
- patch: "{$patch: delete, apiVersion: v1, kind: Service, metadata: {name: db}}"
"""
CHART = {
    "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n"
    "dependencies: [{name: sub, version: 0.1.0, condition: sub.enabled}]\n",
    "c/values.yaml": "sub: {enabled: false}\n",
    "c/templates/web.yaml": WRONG % "web",
    "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 0.1.0\n",
}
LOCAL = (WRONG % "db").replace(
    "{name: db}", '{name: db, annotations: {config.kubernetes.io/local-config: "true"}}'
)
HIDDEN = {
    "a deletion": {**BASE, "over/kustomization.yaml": DELETING},
    "the annotation": {**BASE, "base/db.yaml": LOCAL},
    "an ignored file": {**CHART, "c/.helmignore": "db.yaml\n", "c/templates/db.yaml": WRONG % "db"},
    "a comment": {
        **CHART,
        "c/templates/db.yaml": f"# {{{{ if false }}}}\n{WRONG % 'db'}# {{{{ end }}}}\n",
    },
    "a disabled subchart": {**CHART, "c/charts/sub/templates/db.yaml": WRONG % "db"},
    "the values": {**CHART, "c/values.yaml": WRONG % "db" + "sub: {enabled: false}\n"},
    "beside the templates": {**CHART, "c/db.yaml": WRONG % "db"},
}
# Nothing here hides an object.
SHOWN = {
    "a base of two overlays": {
        **BASE,
        "over/kustomization.yaml": DELETING,
        "other/kustomization.yaml": "resources: [../base]\nnameSuffix: -other\n",
    },
    "a patch": {
        **BASE,
        "base/kustomization.yaml": "resources: [web.yaml, db.yaml]\npatches: [{path: p.yaml, "
        "target: {kind: Service}}]\n",
        "base/p.yaml": WRONG % "any",
    },
    "a template": {**CHART, "c/charts/sub/templates/db.yaml": WRONG % "'{{ .Release.Name }}'"},
}


@pytest.fixture(autouse=True)
def _tree(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")


@pytest.mark.parametrize("files", HIDDEN.values(), ids=HIDDEN)
def test_what_no_output_contains_is_counted(files: dict[str, str]) -> None:
    write(files)
    done = svclint("check", ".", "--no-cache")
    assert "1 unrendered object skipped" in done.stdout.splitlines()[-1]
    assert f"[{RULE}]" in svclint("check", ".", "-v", "--no-cache").stdout


@pytest.mark.parametrize("files", HIDDEN.values(), ids=HIDDEN)
def test_in_isolation_it_is_checked(files: dict[str, str]) -> None:
    write(files)
    done = svclint("check", ".", "--isolated", "--no-cache", "--select", "node-port-forbidden")
    assert done.stdout.count("[node-port-forbidden]") == 2
    assert "unrendered" not in done.stdout


@pytest.mark.parametrize("files", SHOWN.values(), ids=SHOWN)
def test_what_is_printed_somewhere_is_not_counted(files: dict[str, str]) -> None:
    write(files)
    assert "unrendered" not in svclint("check", ".", "--no-cache").stdout

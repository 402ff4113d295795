"""Parameters of Applications are Helm's ``--set``, ``--set-string`` and ``--set-file``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.flux.test_helm_releases import CHART
from tests.render.real_tools import only
from tests.render.real_trees import findings, places, write

_APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  destination: {namespace: shop}
  source:
    repoURL: https://git.example.com/shop.git
    path: charts/web
    helm:
      valuesObject:
        ports:
        - {name: http, port: 70000}
        - {name: admin, port: 81}
"""
_TEMPLATE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}
spec:
  type: {{ .Values.type }}
  selector: {app: {{ index .Values "app.kubernetes.io/name" | quote }} }
  ports: {{- toYaml .Values.ports | nindent 4 }}
"""
_VALUES = """\
type: ClusterIP
app.kubernetes.io/name: web
ports: [{name: http, port: 80}]
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with a chart that prints a list of ports from its values."""
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    folder = tmp_path / "tree"
    (folder / ".git").mkdir(parents=True)
    own = {"charts/web/templates/service.yaml": _TEMPLATE, "charts/web/values.yaml": _VALUES}
    write(folder, {**CHART, **own})
    monkeypatch.chdir(folder)
    return folder


def _with(parameters: str) -> dict[str, str]:
    return {"argo/web.yaml": f"{_APPLICATION}      parameters:\n{parameters}"}


def test_a_parameter_changes_one_item_of_a_list(tree: Path) -> None:
    write(tree, _with('      - {name: "ports[1].port", value: "90000"}\n'))
    assert places("port-out-of-range") == [("argo/web.yaml", 12, 30), ("argo/web.yaml", 15, 40)]
    keys = [each["source"]["key"] for each in findings() if each["rule"] == "port-out-of-range"]
    assert keys == ["ports[0].port", "ports[1].port"]


def test_a_parameter_replaces_a_list_of_the_chart(tree: Path) -> None:
    write(tree, _with('      - {name: "ports[0].port", value: "90000"}\n'))
    own = (tree / "argo/web.yaml").read_text()
    values = own[own.index("      valuesObject") : own.index("      parameters")]
    (tree / "argo/web.yaml").write_text(own.replace(values, ""))
    assert places("port-out-of-range") == [("argo/web.yaml", 11, 40)]
    assert findings()[0]["source"]["key"] == "ports[0].port"


def test_a_name_with_escaped_dots_is_one_key(tree: Path) -> None:
    write(tree, _with("      - {name: 'app\\.kubernetes\\.io/name', value: 'a, b'}\n"))
    found = [each for each in findings() if "a, b" in each["message"]]
    assert [(each["line"], each["column"]) for each in found] == [(15, 51)]


def test_a_string_stays_a_string(tree: Path) -> None:
    write(tree, _with("      - {name: 'ports[0].port', value: '80', forceString: true}\n"))
    assert places("wrong-type") == [("argo/web.yaml", 15, 40)]


def test_the_last_parameter_of_a_name_counts_and_strings_after_all(tree: Path) -> None:
    lines = [
        "      - {name: type, value: Odd, forceString: true}",
        "      - {name: type, value: ClusterIP}",
        "      - {name: 'ports[0].port', value: '70001'}",
        "      - {name: 'ports[0].port', value: '82'}",
    ]
    write(tree, _with("\n".join(lines)))
    assert places("type-unsupported") == [("argo/web.yaml", 15, 29)]
    assert places("port-out-of-range") == []


def test_a_file_is_the_value(tree: Path) -> None:
    own = "      fileParameters:\n      - {name: type, path: type.txt}\n"
    write(tree, {"argo/web.yaml": _APPLICATION + own, "charts/web/type.txt": "Odd"})
    assert places("type-unsupported") == [("charts/web/type.txt", 1, 1)]


def test_a_parameter_that_helm_refuses_is_a_note(tree: Path) -> None:
    write(tree, _with("      - {name: 'type[0]b', value: x}\n"))
    assert not places("port-out-of-range")

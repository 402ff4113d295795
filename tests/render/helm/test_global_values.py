"""A value below ``global`` stands where it is set: the outermost chart's wins in each subchart."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.render.helm.written_values import Values

from tests.render.charts import findings, write
from tests.render.helm.test_written_values import layer

_SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: %s
spec:
  type: ExternalName
  externalName: example.com
"""
_BAD = "global:\n  team:\n    instance: %s\n"


def _found(rule: str, files: dict[str, str]) -> dict[str, Any]:
    own = {"templates/service.yaml": "", "charts/op/Chart.yaml": "name: op\nversion: 1.0.0\n"}
    write({f"charts/web/{name}": text for name, text in (own | files).items()})
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    return found


def _place(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize("name", ["{{ %s }}", "op-{{ %s }}", '{{ printf "%%s-x" %s }}'])
@pytest.mark.parametrize("own", [None, "Bad_A"])
def test_a_value_of_the_outer_chart_wins(name: str, own: str | None) -> None:
    files = {
        "values.yaml": _BAD % "Bad_B",
        "charts/op/templates/service.yaml": _SERVICE % (name % ".Values.global.team.instance"),
    }
    files |= {"charts/op/values.yaml": _BAD % own} if own else {}
    found = _found("name-invalid", files)
    assert _place(found) == ("values.yaml", 3, "global.team.instance")


@pytest.mark.usefixtures("helm_work")
def test_an_empty_value_of_the_outer_chart() -> None:
    files = {
        "values.yaml": _BAD % '""',
        "charts/op/values.yaml": _BAD % '""',
        "charts/op/templates/service.yaml": _SERVICE % "op-{{ .Values.global.team.instance }}",
    }
    found = _found("name-invalid", files)
    assert _place(found) == ("values.yaml", 3, "global.team.instance")
    assert found["message"].endswith("; global.team.instance of the values is empty")


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("name", "files", "place"),
    [
        # Its own, which no outer chart has.
        (
            ".Values.global.team.instance",
            {"charts/op/values.yaml": _BAD % "Bad_A", "values.yaml": "global: {team: {a: b}}\n"},
            ("charts/op/values.yaml", 3, "global.team.instance"),
        ),
        (
            ".Values.global.team.instance",
            {"charts/op/values.yaml": _BAD % "a", "values.yaml": "op: {global: {team: {a: b}}}\n"
             "global: {team: {instance: B_b}}\n"},
            ("values.yaml", 2, "global.team.instance"),
        ),
        # In the values of the subchart, but not below its ``global``.
        (
            ".Values.team",
            {"charts/op/values.yaml": "team: a\n", "values.yaml": "op: {team: B_b}\n"},
            ("values.yaml", 1, "op.team"),
        ),
        # What nobody sets is set for all charts.
        (
            '.Values.global.team.instance | default "B_b"',
            {"values.yaml": "global: {team: {}}\n"},
            ("charts/op/templates/service.yaml", 4, ""),
        ),
    ],
)  # fmt: skip
def test_which_value_counts(name: str, files: dict[str, str], place: tuple[str, int, str]) -> None:
    template = {"charts/op/templates/service.yaml": _SERVICE % f"op-{{{{ {name} }}}}"}
    assert _place(_found("name-invalid", template | files)) == place


@pytest.mark.usefixtures("helm_work")
def test_a_subchart_of_a_subchart_and_labels_of_both() -> None:
    inner = "charts/op/charts/in/"
    files = {
        "values.yaml": "global: {labels: {a: b}}\n",
        "charts/op/values.yaml": "global:\n  labels:\n    team: B_b-\n",
        f"{inner}Chart.yaml": "name: in\nversion: 1.0.0\n",
        f"{inner}templates/service.yaml": (_SERVICE % "web").replace(
            "spec:", "  labels: {{- toYaml .Values.global.labels | nindent 4 }}\nspec:"
        ),
    }
    found = _found("label-invalid", files)
    assert _place(found) == ("charts/op/values.yaml", 3, "global.labels.team")


@pytest.mark.usefixtures("helm_work")
def test_an_outer_chart_that_takes_away_a_name() -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec:\n"
        "  containers:\n  - {name: a, image: a, ports: "
        "[{name: {{ .Values.global.port }}, containerPort: 80}]}\n"
    )
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n"
    service += "  selector: {app: a}\n  ports:\n  - {port: 80, targetPort: http}\n"
    files = {
        "values.yaml": "global: {port: web}\n",
        "charts/op/values.yaml": "global: {port: http}\n",
        "charts/op/templates/all.yaml": f"{service}---\n{pod}",
    }
    found = _found("target-port-name-missing", files)
    assert _place(found) == ("values.yaml", 1, "global.port")


def test_globals_are_merged_into_each_subchart() -> None:
    inner: dict[str, object] = {"global": {"a": {"x": 1, "y": 2}, "b": 3}}
    outer: dict[str, object] = {"global": {"a": {"x": 4}, "c": [5]}, "op": {"global": {"d": 6}}}
    values = Values([layer(0, inner, ("op",)), layer(1, outer)], [(), ("op",), ("op", "in")])
    own = {"a": {"x": 4, "y": 2}, "b": 3, "c": [5], "d": 6}
    assert values.data["op"] == {"global": own, "in": {"global": own}}
    assert values.set_at(("op", "in", "global", "a", "x")) == ("global", "a", "x")
    assert values.set_at(("op", "in", "global", "a", "y")) == ("op", "global", "a", "y")
    assert values.set_at(("op", "global", "missing")) == ("global", "missing")
    assert values.set_at(("op", "missing")) == ("op", "missing")
    assert ("op", "global", "a", "x") not in values.written


def test_a_subchart_with_the_name_of_the_mapping() -> None:
    values = Values([layer(0, {"global": {"a": 1}})], [(), ("global",)])
    assert values.data == {"global": {"a": 1, "global": {"a": 1}}}

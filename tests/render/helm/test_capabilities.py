"""What a chart may ask of the cluster: the kinds that its Kubernetes version serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.render.helm.removed_versions import hide_removed_versions

from tests.render.charts import findings, write

INGRESS = """\
{{- if .Capabilities.APIVersions.Has "networking.k8s.io/v1/Ingress" }}
apiVersion: networking.k8s.io/v1
{{- else }}
apiVersion: networking.k8s.io/v1beta1
{{- end }}
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: "release-name-web", port: {number: 80}}}
"""


OLD_FIRST = """\
{{- if %s }}
apiVersion: networking.k8s.io/v1beta1
{{- else }}
apiVersion: networking.k8s.io/v1
{{- end }}
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: "release-name-web", port: {number: {{ .Values.service.port }}}}}
"""
HELPERS = """\
{{- define "web.isOld" -}}
{{- if $.Capabilities.APIVersions.Has "extensions/v1beta1" }}true{{ end -}}
{{- end -}}
"""
VALUES = "service:\n  type: ClusterIP\n  port: %s\n"


def _rules(template: str) -> list[str]:
    write(
        {
            "charts/web/templates/ingress.yaml": template,
            "charts/web/templates/_helpers.tpl": HELPERS,
            "charts/web/values.yaml": VALUES % 80,
        }
    )
    return [each["rule"] for each in findings("charts/web")]


@pytest.mark.usefixtures("helm_work")
def test_a_chart_finds_the_kinds_of_the_cluster() -> None:
    assert "api-version-not-served" not in _rules(INGRESS)


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    "condition",
    [
        '.Capabilities.APIVersions.Has "networking.k8s.io/v1beta1"',
        '$.Capabilities.APIVersions.Has "extensions/v1beta1"',
        'and .Values.service (.Capabilities.APIVersions.Has "policy/v1beta1")',
        '.Capabilities.APIVersions.Has "batch/v1beta1" | and .Values.service',
        'include "web.isOld" .',
    ],
)
def test_a_chart_does_not_find_what_no_cluster_serves(condition: str) -> None:
    assert "api-version-not-served" not in _rules(OLD_FIRST % condition)


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize("version", ["networking.k8s.io/v1", "extensions/v1beta1"])
def test_a_chart_finds_what_is_served_and_what_the_configuration_names(version: str) -> None:
    environment = "{charts: [charts/web], apiVersions: [extensions/v1beta1]}"
    write({".svclint.yaml": f"render: {{environments: [{environment}]}}\n"})
    asked = f'.Capabilities.APIVersions.Has "{version}"'
    assert "api-version-not-served" in _rules(OLD_FIRST % asked)


@pytest.mark.usefixtures("helm_work")
def test_findings_keep_their_columns(helm_work: Path) -> None:
    assert helm_work
    port = '{{ if .Capabilities.APIVersions.Has "policy/v1beta1" }}1{{ else }}70000{{ end }}'
    start = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
    service = f"{start}  ports: [{{port: {port}}}]\n"
    write({"charts/web/templates/service.yaml": service, "charts/web/values.yaml": VALUES % 80})
    (found,) = [each for each in findings("charts/web") if each["rule"] == "port-out-of-range"]
    assert found["source"]["proven"]
    assert (found["line"], found["column"]) == (5, service.split("\n")[4].index("70000") + 1)


def test_text_that_asks_for_nothing_costs_no_more_than_its_length(tmp_path: Path) -> None:
    # Each dot as a start would make this 40,000,000,000 steps.
    text = "." * 200_000 + " $root.Capabilities.APIVersions.Has"
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "long.yaml").write_text(text)
    hide_removed_versions(str(tmp_path), ["templates/long.yaml"], ())
    assert (tmp_path / "templates" / "long.yaml").read_text() == text

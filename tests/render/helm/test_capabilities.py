"""What a chart may ask of the cluster: the kinds that its Kubernetes version serves."""

from __future__ import annotations

from pathlib import Path

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


def test_a_chart_finds_the_kinds_of_the_cluster(helm_work: Path) -> None:
    write(
        {
            "charts/web/templates/ingress.yaml": INGRESS,
            "charts/web/values.yaml": "service:\n  type: ClusterIP\n  port: 80\n",
        }
    )
    assert "api-version-not-served" not in [each["rule"] for each in findings("charts/web")]

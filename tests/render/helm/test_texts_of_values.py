"""Texts of several lines that are values: a fault stands in its line of the value."""

from __future__ import annotations

import pytest

from tests.render.charts import CHART, write
from tests.render.real_trees import places

_TEMPLATE = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: gateway}
data:
  nginx.conf: |
    {{- tpl .Values.gateway.file . | nindent 4 }}
"""
_VALUES = """\
service: {type: ClusterIP, port: 80}
gateway:
  file: |
    server {
      listen 80;
      # {{ .Release.Name }}
      location /rules {
        proxy_pass http://%s.svc.cluster.local;
      }
    }
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    "host",
    [
        "{{ .Release.Name }}-rules.{{ .Release.Namespace }}",
        "rules.{{ .Release.Namespace }}",
        "rules.default",
    ],
)
def test_a_text_for_tpl(host: str) -> None:
    values = {"charts/web/values.yaml": _VALUES % host}
    write({**CHART, **values, "charts/web/templates/gateway.yaml": _TEMPLATE})
    assert places("dns-name-service-missing") == [("charts/web/values.yaml", 8, 27)]

"""A field that shows a key of a mapping in the values stands at that key."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

TEMPLATE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  {{- range $name, $port := .Values.ports }}
    - name: {{ $name }}
      port: {{ $port%s }}
  {{- end }}
"""


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("", "ports:\n  admin: 90\n  HTTP: 80\n  web: 81\n"),
        (".port", "ports:\n  admin: {port: 90}\n  HTTP:\n    port: 80\n"),
    ],
)
def test_a_key_of_a_mapping(path: str, values: str) -> None:
    write({"charts/web/templates/service.yaml": TEMPLATE % path, "charts/web/values.yaml": values})
    (found,) = [each for each in findings(".") if each["rule"] == "port-name-invalid"]
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 3)
    assert found["source"]["key"] == "ports.HTTP"
    assert not found["fix"]


@pytest.mark.usefixtures("helm_work")
def test_a_key_of_the_same_text_that_is_not_shown() -> None:
    text = TEMPLATE.replace("{{ $name }}", '{{ print "HT" "TP" }}') % ""
    write(
        {"charts/web/templates/service.yaml": text, "charts/web/values.yaml": "ports: {HTTP: 80}"}
    )
    (found,) = [each for each in findings(".") if each["rule"] == "port-name-invalid"]
    assert (found["file"], found["line"]) == ("./charts/web/templates/service.yaml", 8)


@pytest.mark.usefixtures("helm_work")
def test_a_port_of_which_the_template_spells_out_the_keys() -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\n"
        "spec: {containers: [{name: a, image: a, ports: [{containerPort: 8080}]}]}\n"
    )
    service = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n"
        "  ports:\n    - port: {{ .Values.service.port }}\n"
    )
    write(
        {
            "charts/web/templates/pod.yaml": pod,
            "charts/web/templates/service.yaml": service,
            "charts/web/values.yaml": "service:\n  enabled: true\n  port: 443\n",
            "charts/web/ci/a-values.yaml": "service: {enabled: true}\n",
        }
    )
    (found,) = [each for each in findings(".") if each["rule"] == "target-port-not-declared"]
    assert found["file"] != "./charts/web/ci/a-values.yaml"
    assert found["line"] in (3, 7)

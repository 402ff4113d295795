"""Faults of fields that name a value which the chart leaves empty: a release sets it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: %s}
spec:
  selector: {app: web}
  ports:
    - port: %s
"""


def _found(rule: str, name: str, port: str, values: str, **files: str) -> list[dict[str, Any]]:
    write(
        {
            "charts/web/templates/service.yaml": _SERVICE % (name, port),
            "charts/web/values.yaml": values,
            **{f"charts/web/ci/{each}-values.yaml": text for each, text in files.items()},
        }
    )
    return [each for each in findings(".") if each["rule"] == rule]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("name", "file", "line"),
    [
        ("gateway-{{ .Values.cluster }}", "values.yaml", 1),
        ("'{{ .Values.cluster }}-gateway'", "values.yaml", 1),
        ("{{ .Values.cluster | quote }}", "values.yaml", 1),
        ("gateway-{{ .Values.none }}", "templates/service.yaml", 3),
    ],
)
def test_a_name_with_an_empty_value_is_a_note(name: str, file: str, line: int) -> None:
    rule = "name-missing" if "quote" in name else "name-invalid"
    (found,) = _found(rule, name, "80", "cluster: ''\n")
    assert (found["file"], found["line"]) == (f"./charts/web/{file}", line)
    assert found["severity"] == "note"
    key = "none" if "none" in name else "cluster"
    assert found["message"].endswith(f"; {key} of the values is empty")


@pytest.mark.usefixtures("helm_work")
def test_a_missing_number_is_a_note() -> None:
    (found,) = _found("port-out-of-range", "web", "{{ .Values.port }}", "a: 1\nport:\n")
    assert found["severity"] == "note"
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 2)
    assert found["message"] == "the entry has no port; port of the values is empty"


@pytest.mark.usefixtures("helm_work")
def test_several_empty_values_are_named() -> None:
    name = "web-{{ .Values.a }}{{ .Values.b }}"
    (found,) = _found("name-invalid", name, "80", "a: ''\nb: ''\n")
    assert found["message"].endswith("; a and b of the values are empty")


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("own", "severity"), [("cluster: ''\n", "error"), ("other: 1\n", "note"), ("", "note")]
)
def test_a_test_that_leaves_it_empty_is_wrong(own: str, severity: str) -> None:
    name = "gateway-{{ .Values.cluster }}"
    found = _found("name-invalid", name, "80", "cluster: ''\n", own=own)
    assert found[0]["severity"] == severity
    assert {each["severity"] for each in found[1:]} <= {"note"}
    assert len(found[0]["source"]["rendered"]) == (1 if severity == "error" else 2)


@pytest.mark.usefixtures("helm_work")
def test_an_environment_that_leaves_it_empty_is_wrong() -> None:
    write(
        {
            ".svclint.yaml": "render: {environments: [{charts: [charts/web], values: [a.yaml]}]}\n",
            "a.yaml": "other: 1\n",
        }
    )
    name = "gateway-{{ .Values.cluster }}"
    (found,) = _found("name-invalid", name, "80", "cluster: ''\n")
    assert found["severity"] == "error"


@pytest.mark.usefixtures("helm_work")
def test_what_follows_from_an_empty_value_is_not_told() -> None:
    values = "cluster: ''\nport: null\n"
    write({"charts/web/templates/service.yaml": _SERVICE % ("web", "{{ .Values.port }}")})
    write({"charts/web/values.yaml": values})
    lines = [(each["line"], each["rule"]) for each in findings(".")]
    assert lines == [(2, "port-out-of-range")]


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_is_set_is_wrong() -> None:
    (found,) = _found("name-invalid", "'{{ .Values.a }}'", "80", "a: gateway-\n")
    assert found["severity"] == "error"
    assert "empty" not in found["message"]


_INGRESS = """\
{{- range $name, $app := .Values.apps }}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ $name }}}
spec:
  rules:
    %s
    - host: {{ tpl .name $ }}
    {{- end }}
{{- end }}
"""
_HOSTS = "apps: {web: {hosts: %s}}\nserver: ''\n"


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize("loop", ["{{- range .hosts }}", "{{- range $host := $app.hosts }}"])
def test_a_list_that_is_empty_is_named(loop: str) -> None:
    write({"charts/web/templates/ingress.yaml": _INGRESS % loop})
    (found,) = _found("ingress-rules-missing", "web", "80", _HOSTS % "[]")
    assert found["severity"] == "note"
    assert found["message"].endswith("; apps.web.hosts of the values is empty")
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 1)


@pytest.mark.usefixtures("helm_work")
def test_a_list_that_a_values_file_leaves_empty_stands_there() -> None:
    write({"charts/web/templates/ingress.yaml": _INGRESS % "{{- range .hosts }}"})
    values, own = _HOSTS % "[{name: a}]", "apps:\n  web:\n    hosts: []\n"
    (found,) = _found("ingress-rules-missing", "web", "80", values, test=own)
    assert (found["file"], found["line"]) == ("./charts/web/ci/test-values.yaml", 3)
    assert found["source"]["key"] == "apps.web.hosts"
    assert found["severity"] == "error"


@pytest.mark.usefixtures("helm_work")
def test_other_empty_lists_are_not_named() -> None:
    loop = "{{- range $.Values.apps.web.none }}{{ end }}{{- range .hosts }}"
    write({"charts/web/templates/ingress.yaml": _INGRESS % loop})
    values = _HOSTS % "[{name: x-}]"
    (found,) = _found("ingress-host-invalid", "web", "80", values)
    assert found["severity"] == "error"


@pytest.mark.usefixtures("helm_work")
def test_ports_of_an_empty_list_are_a_note() -> None:
    ports = "8080\n    {{- range .Values.more }}\n    - port: {{ . }}\n    {{- end }}"
    assert not _found("ports-missing", "web", ports, "more: []\n")
    service = _SERVICE % ("more", "80")
    service = service.replace("    - port: 80", ports.partition("\n")[2])
    write({"charts/web/templates/more.yaml": service})
    (found,) = _found("ports-missing", "web", "80", "more: []\n")
    assert found["severity"] == "note"
    assert found["message"].endswith("; more of the values is empty")


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_is_a_template_with_an_empty_value_is_a_note() -> None:
    loop = "{{- range .hosts }}"
    write({"charts/web/templates/ingress.yaml": _INGRESS % loop})
    host = "'grafana.{{ .Values.server }}'"
    values = _HOSTS % f"[{{name: {host}}}]" + f"tls: {host}\n"
    (found,) = _found("ingress-host-invalid", "web", "80", values)
    assert found["severity"] == "note"
    assert found["message"].endswith("; server of the values is empty")
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 2)


@pytest.mark.usefixtures("helm_work")
def test_an_item_that_is_empty_is_a_note() -> None:
    addresses = "80\n  externalIPs:\n    - {{ .Values.address }}"
    (found,) = _found("external-ip-invalid", "web", addresses, "address: ''\n")
    assert found["severity"] == "note"
    assert found["message"] == "external IP '' is empty; address of the values is empty"
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 1)


@pytest.mark.usefixtures("helm_work")
def test_an_item_of_a_list_in_an_item_of_a_list() -> None:
    ingress = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
  tls:
  - hosts:
    - {{ .Values.site.host }}
    secretName: web
"""
    write({"charts/web/templates/ingress.yaml": ingress})
    (found,) = _found("ingress-tls-invalid", "web", "80", "site:\n  host: ''\n")
    assert (found["file"], found["line"]) == ("./charts/web/values.yaml", 2)
    assert found["severity"] == "note"
    assert found["message"].endswith("site.host of the values is empty")

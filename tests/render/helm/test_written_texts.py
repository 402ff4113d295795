"""Texts that templates take out of longer values, or keep in variables before they print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
"""
_HELPERS = """\
{{- define "web.port" -}}
port: 80
protocol: TPC
{{- end }}
{{- define "web.all" -}}
{{ .Values.name }}:
  - name: http
    port: 70000
{{- end }}
"""


def _place(rule: str, service: str, files: dict[str, str]) -> tuple[str, int, int]:
    """Return where the only finding of a rule is."""
    write({"charts/web/templates/service.yaml": service, **files})
    (found,) = (each for each in findings(".") if each["rule"] == rule)
    assert found["source"]["proven"]
    return Path(found["file"]).as_posix(), found["line"], found["column"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("values", "ports"),
    [
        ("a: 1\nlisten: 0.0.0.0:70000\n", '[{port: {{ (split ":" .Values.listen)._1 }}}]'),
        ("a: 1\nlisten: '80,70000'\n", '[{port: {{ splitList "," .Values.listen | last }}}]'),
    ],
)
def test_a_part_of_a_value_stands_in_the_value(values: str, ports: str) -> None:
    files = {"charts/web/values.yaml": values}
    place = _place("port-out-of-range", f"{_SERVICE}  ports: {ports}\n", files)
    assert place[:2] == ("charts/web/values.yaml", 2)


@pytest.mark.usefixtures("helm_work")
def test_a_value_that_is_yaml_has_the_line_of_the_text() -> None:
    values = "spec: |\n  ports:\n    - name: http\n      port: 70000\n"
    service = _SERVICE + "  {{- tpl .Values.spec . | nindent 2 }}\n"
    place = _place("port-out-of-range", service, {"charts/web/values.yaml": values})
    assert place == ("charts/web/values.yaml", 4, 13)


@pytest.mark.usefixtures("helm_work")
def test_a_value_in_other_letters_stands_in_the_values() -> None:
    service = _SERVICE + "  ports: [{port: 80, protocol: {{ upper .Values.protocol }}}]\n"
    place = _place("protocol-unsupported", service, {"charts/web/values.yaml": "protocol: tpc\n"})
    assert place == ("charts/web/values.yaml", 1, 11)


@pytest.mark.usefixtures("helm_work")
def test_a_text_that_a_variable_keeps_stands_in_its_template() -> None:
    service = (
        _SERVICE + '  {{- $port := include "web.port" . | fromYaml }}\n'
        "  ports: [{port: {{ $port.port }}, protocol: {{ $port.protocol }}}]\n"
    )
    helpers = {"charts/web/templates/_helpers.tpl": _HELPERS}
    place = _place("protocol-unsupported", service, helpers)
    assert place == ("charts/web/templates/_helpers.tpl", 3, 11)
    service = _SERVICE + '  {{- $all := include "web.all" . | trim }}\n  {{ $all | nindent 2 }}\n'
    values = {"charts/web/values.yaml": "name: ports\n"}
    place = _place("port-out-of-range", service, {**helpers, **values})
    assert place == ("charts/web/templates/_helpers.tpl", 8, 11)


@pytest.mark.usefixtures("helm_work")
def test_a_literal_that_a_variable_keeps_stands_at_its_action() -> None:
    service = (
        _SERVICE + '  {{- $over := mergeOverwrite (dict "port" 80) (dict "port" 70000) }}\n'
        "  ports: [{port: {{ $over.port }}}]\n"
    )
    place = _place("port-out-of-range", service, {})
    assert place == ("charts/web/templates/service.yaml", 6, 3)


@pytest.mark.usefixtures("helm_work")
def test_a_file_that_a_loop_prints_has_the_finding() -> None:
    loop = (
        '{{ range $path, $_ := .Files.Glob "files/*.yaml" }}\n---\n{{ $.Files.Get $path }}{{ end }}'
    )
    files = {"charts/web/files/api.yaml": _SERVICE + "  ports: [{port: 70000}]\n"}
    place = _place("port-out-of-range", loop, files)
    assert place == ("charts/web/files/api.yaml", 6, 18)


@pytest.mark.usefixtures("helm_work")
def test_a_computed_number_stands_in_the_line_that_computes_it() -> None:
    service = _SERVICE + "  ports: [{port: {{ add .Values.base 5000 }}}]\n"
    values = "base: 65000\nother: 'of 70000'\n"
    place = _place("port-out-of-range", service, {"charts/web/values.yaml": values})
    assert place == ("charts/web/templates/service.yaml", 6, 18)

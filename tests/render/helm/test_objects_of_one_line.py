"""One line that makes several objects with one fault is one finding, which names them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, svclint, write

_LOOP = """\
{{- range %s }}
---
apiVersion: v1
kind: Service
metadata: {name: {{ . }}}
spec:
  type: ClusterIP
  ports:
  - {name: a, port: %s}
  - {name: b, port: 81}
{{- end }}
"""
_FOUR = 'list "a" "b" "c" "d"'


def _found(template: str, values: str) -> list[dict[str, Any]]:
    write({"charts/web/templates/service.yaml": template, "charts/web/values.yaml": values})
    return [each for each in findings(".") if each["rule"] == "port-out-of-range"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("names", "end"),
    [
        ('list "a"', ""),
        ('list "a" "b"', '; so it is in Service "b"'),
        ('list "a" "b" "c"', '; so it is in Service "b" and Service "c"'),
        (_FOUR, '; so it is in Service "b", Service "c" and Service "d"'),
        (f'{_FOUR} "e" "f"', '; so it is in Service "b", Service "c", Service "d" and 2 more'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("port", ["70000", "{{ $.Values.port }}"])
def test_the_objects_of_a_loop(names: str, end: str, port: str) -> None:
    (found,) = _found(_LOOP % (names, port), "port: 70000\n")
    assert (found["line"], found["object"]["name"]) == ((9, "a") if port == "70000" else (1, "a"))
    assert found["message"].partition("1-65535")[2].partition("; so")[2] == end.partition("; so")[2]


@pytest.mark.usefixtures("helm_work")
def test_faults_of_other_values_stay_apart() -> None:
    loop = _LOOP % ("$name, $port := .Values.ports", "{{ $port }}")
    found = _found(loop.replace("{{ . }}", "{{ $name }}"), "ports:\n  a: 70000\n  b: 70001\n")
    assert [each["line"] for each in found] == [2, 3]


@pytest.mark.usefixtures("helm_work")
def test_an_object_that_is_suppressed_is_not_named() -> None:
    loop = _LOOP % ('list "a" "b"', "70000")
    ignored = '{{ if eq . "b" }}, annotations: {svclint.dev/ignore: port-out-of-range}{{ end }}'
    (found,) = _found(loop.replace("{{ . }}}", f"{{{{ . }}}}{ignored}}}"), "a: b\n")
    assert "so it is" not in found["message"]
    assert "1 suppressed" in svclint("check", ".").stdout

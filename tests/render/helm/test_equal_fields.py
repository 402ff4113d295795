"""Fields that must differ, and show one value, stand in the template: the value changes both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - name: web
    image: a
    ports:
    - containerPort: %s
  - name: assets
    image: b
    ports:
    - containerPort: %s
"""
_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: %s}
spec:
  type: NodePort
  selector: {app: %s}
  ports:
  - {name: a, port: %s, nodePort: %s}
  - {name: %s, port: %s}
"""
_TEMPLATE = "templates/service.yaml"
_VALUES = "a: 8080\nb: 8080\nname: a\nnode: 30080\npath: /x\n"


def _found(rule: str, template: str, **files: str) -> list[dict[str, Any]]:
    own = {_TEMPLATE: template, "values.yaml": _VALUES}
    own |= {f"templates/{name}.tpl": text for name, text in files.items()}
    write({f"charts/web/{name}": text for name, text in own.items()})
    return [each for each in findings(".") if each["rule"] == rule]


def _place(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("one", "other", "place"),
    [
        ("{{ .Values.a }}", "{{ .Values.a }}", (_TEMPLATE, 13, "")),
        ("{{ .Values.a }}", "{{ .Values.b }}", ("values.yaml", 2, "b")),
        ("8080", "{{ .Values.b }}", ("values.yaml", 2, "b")),
        ("{{ .Values.b }}", "8080", (_TEMPLATE, 13, "")),
        ('{{ include "p" . }}', '{{ include "p" . }}', (_TEMPLATE, 13, "")),
        ('{{ include "q" . }}', '{{ include "q" . }}', (_TEMPLATE, 13, "")),
    ],
)
def test_a_port_of_two_containers(one: str, other: str, place: tuple[str, int, str]) -> None:
    shared = '{{ define "p" }}{{ .Values.a }}{{ end }}{{ define "q" }}8080{{ end }}'
    (found,) = _found("container-port-declared-twice", _POD % (one, other), _ports=shared)
    assert _place(found) == place
    if place[0] == _TEMPLATE and "Values" in other:
        assert ("values.yaml", 1) in [
            (each["file"].removeprefix("./charts/web/"), each["line"])
            for each in found["source"]["through"]
        ]


@pytest.mark.usefixtures("helm_work")
def test_containers_of_a_loop() -> None:
    pod = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  {{- range list "a" "b" }}
  - name: {{ . }}
    image: a
    ports: [{containerPort: {{ $.Values.a }}}]
  {{- end }}
"""
    (found,) = _found("container-port-declared-twice", pod)
    assert _place(found) == (_TEMPLATE, 9, "")


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("rule", "ports"),
    [
        ("duplicate-port", ("{{ .Values.a }}", "30080", "b", "{{ .Values.a }}")),
        ("port-name-duplicate", ("{{ .Values.a }}", "30080", "a", "81")),
    ],
)
def test_ports_of_a_service(rule: str, ports: tuple[str, ...]) -> None:
    names = tuple("{{ .Values.name }}" if each == "a" else each for each in ports)
    service = (_SERVICE % ("web", "web", *names)).replace("name: a,", "name: {{ .Values.name }},")
    (found,) = _found(rule, service)
    assert _place(found) == (_TEMPLATE, 9, "")


@pytest.mark.usefixtures("helm_work")
def test_node_ports_of_two_services() -> None:
    ports = "80", "{{ .Values.node }}", "b", "81"
    services = _SERVICE % ("one", "one", *ports) + "---\n" + _SERVICE % ("two", "two", *ports)
    found = _found("claimed-twice", services)
    assert [_place(each) for each in found] == [(_TEMPLATE, 18, "")]


@pytest.mark.usefixtures("helm_work")
def test_hosts_and_paths_of_two_ingresses() -> None:
    ingress = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: %s}
spec:
  ingressClassName: nginx
  rules:
  - host: a.example.com
    http:
      paths:
      - path: {{ .Values.path }}
        pathType: Prefix
        backend: {service: {name: %s, port: {number: 80}}}
"""
    (found,) = _found("host-path-taken", ingress % ("a", "a") + "---\n" + ingress % ("b", "b"))
    assert _place(found) == (_TEMPLATE, 23, "")

"""A field that several values, or a value that is a template, make up stands at one of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.render.charts import findings, write

_SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
    - name: http
      port: 80
      targetPort: %s
"""
_PODS = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web, tier: front}}
spec:
  containers:
    - {name: a, image: a, ports: [{name: http, containerPort: 8080}], args: [%s]}
"""

_TEMPLATE = "templates/service.yaml"


def _found(rule: str, files: dict[str, str]) -> dict[str, Any]:
    folder = "charts/web"
    pods = {"templates/pod.yaml": _PODS % ""}
    write({f"{folder}/{name}": text for name, text in (pods | files).items()})
    (found,) = [each for each in findings(".") if each["rule"] == rule]
    return found


def _place(found: dict[str, Any]) -> tuple[str, int, str]:
    return found["file"].removeprefix("./charts/web/"), found["line"], found["source"]["key"]


def _way(found: dict[str, Any]) -> list[tuple[str, int]]:
    through = found["source"]["through"]
    return [(each["file"].removeprefix("./charts/web/"), each["line"]) for each in through]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("target", "values", "place", "beside"),
    [
        # A text that is a template, with a text of its own, without, and through another one.
        ("{{ tpl .Values.t . }}", 't: "x-{{ .Values.a }}"\na: htt\n', (1, "t"), [2]),
        ("{{ tpl .Values.t . }}", 't: "{{ .Values.a }}"\na: htt\n', (2, "a"), [1]),
        ("{{ tpl .Values.t . }}", 't: "{{ .Chart.Name }}-x"\n', (1, "t"), []),
    ],
)
def test_a_joined_text(target: str, values: str, place: tuple[int, str], beside: list[int]) -> None:
    files = {"templates/service.yaml": _SERVICE % target, "values.yaml": values}
    found = _found("target-port-name-missing", files)
    assert _place(found) == ("values.yaml", *place)
    way = [("values.yaml", line) for line in beside]
    assert _way(found) == [*way, ("templates/service.yaml", 9)]
    assert not found["fix"]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("target", "order"),
    [
        ("{{ .Values.a }}-{{ .Values.b }}", ["a", "b"]),
        ('{{ printf "%s-%s" .Values.b .Values.a }}', ["b", "a"]),
    ],
)
def test_values_any_of_which_may_be_wrong_are_named(target: str, order: list[str]) -> None:
    files = {"templates/service.yaml": _SERVICE % target, "values.yaml": "a: htt\nb: pp\n"}
    found = _found("target-port-name-missing", files)
    assert _place(found) == ("templates/service.yaml", 9, "")
    lines = {"a": 1, "b": 2}
    assert _way(found) == [("values.yaml", lines[each]) for each in order]
    names = " and ".join(order)
    end = f"; it is joined from {names} of the values, any of which may be wrong"
    assert found["message"].endswith(end)


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("name", "values", "place"),
    [
        ("{{ .Values.a }}-{{ .Values.b }}", "a: web\nb: W_b\n", ("values.yaml", 2, "b")),
        ("{{ .Values.a }}-{{ .Values.b }}", "a: w_b\nb: w_b\n", ("values.yaml", 1, "a")),
        ("{{ .Values.a }}_{{ .Values.b }}", "a: web\nb: two\n", (_TEMPLATE, 3, "")),
        ("web_{{ .Values.a }}", "a: web\n", (_TEMPLATE, 3, "")),
        ("web-{{ .Values.a }}", "a: w_b\n", ("values.yaml", 1, "a")),
        ("{{ .Values.a | upper }}", "a: web\n", (_TEMPLATE, 3, "")),
    ],
)
def test_the_value_with_a_character_that_is_wrong(
    name: str, values: str, place: tuple[str, int, str]
) -> None:
    service = (_SERVICE % "http").replace("name: web}", f'name: "{name}"}}')
    found = _found("name-invalid", {_TEMPLATE: service, "values.yaml": values})
    assert _place(found) == place
    assert "joined" not in found["message"]


@pytest.mark.usefixtures("helm_work")
def test_the_value_of_a_values_file_is_edited_before_a_default() -> None:
    files = {
        "templates/service.yaml": _SERVICE % "{{ .Values.a }}-{{ .Values.b }}",
        "templates/pod.yaml": _PODS.replace("name: http", "name: ht-tp") % "",
        "values.yaml": "a: ht\nb: tp\n",
        "ci/own-values.yaml": "b: pp\n",
    }
    found = _found("target-port-name-missing", files)
    assert _place(found) == ("ci/own-values.yaml", 1, "b")
    assert ("values.yaml", 1) in _way(found)


@pytest.mark.usefixtures("helm_work")
def test_a_number_in_a_text_is_on_the_way() -> None:
    files = {
        "templates/service.yaml": _SERVICE % "http",
        "templates/pod.yaml": _PODS % '"http://weeb.default.svc:{{ .Values.port }}/"',
        "values.yaml": "port: 8080\n",
    }
    found = _found("dns-name-service-missing", files)
    assert _place(found) == ("templates/pod.yaml", 6, "")
    assert ("values.yaml", 1) in _way(found)


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("argument", "values", "place"),
    [
        # The port is in another value than the name, in a text of its own, and in the template.
        ("http://{{ .Values.name }}{{ .Values.suffix }}", 'name: web\nsuffix: ":81/x"\n', 2),
        ("http://{{ .Values.name }}:{{ .Values.port }}/", "name: web\nport: 81\n", 2),
        ("{{ tpl .Values.url . }}", 'name: web\nurl: "http://{{ .Values.name }}:81"\n', 2),
        ("http://{{ .Values.name }}:81/", "name: web\n", None),
        ("http://{{ .Values.name }}:{{ add .Values.port 1 }}", "name: web\nport: 80\n", None),
    ],
)
def test_the_port_of_a_url(argument: str, values: str, place: int | None) -> None:
    files = {
        "templates/service.yaml": _SERVICE % "http",
        "templates/pod.yaml": _PODS % f"'{argument}'",
        "values.yaml": values,
    }
    found = _found("dns-name-port-missing", files)
    expected = ("templates/pod.yaml", 6) if place is None else ("values.yaml", place)
    assert _place(found)[:2] == expected
    assert "name" not in found["source"]["key"]
    if "add" not in argument:
        assert ("values.yaml", 1) in _way(found)


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("argument", "value", "rule"),
    [
        ('{{ splitList ":" .Values.url | first }}', "weeb.default.svc:80", "service"),
        ("{{ (urlParse .Values.url).host }}", "http://weeb.default.svc/x", "service"),
        ("{{ (urlParse .Values.url).host }}", "http://web.default.svc:81/x", "port"),
    ],
)
def test_a_part_of_a_value(argument: str, value: str, rule: str) -> None:
    files = {
        "templates/service.yaml": _SERVICE % "http",
        "templates/pod.yaml": _PODS % f"'{argument}'",
        "values.yaml": f"name: a\nurl: {value}\n",
    }
    found = _found(f"dns-name-{rule}-missing", files)
    assert _place(found) == ("values.yaml", 2, "url")


@pytest.mark.usefixtures("helm_work")
def test_parts_of_values_that_others_break_are_tried_one_by_one() -> None:
    pod = "{{ if ne (int .Values.fixed) 81 }}{{ fail .Values.fixed }}{{ end }}" + _PODS
    hosts = ", ".join(f"'{{{{ (urlParse .Values.{name}).host }}}}'" for name in ("one", "two"))
    values = "one: http://web.default.svc:81/x\ntwo: http://web.default.svc.:81/y\nfixed: 81\n"
    files = {"templates/service.yaml": _SERVICE % "http", "templates/pod.yaml": pod % hosts}
    write({f"charts/web/{name}": text for name, text in (files | {"values.yaml": values}).items()})
    found = [each for each in findings(".") if each["rule"] == "dns-name-port-missing"]
    assert [_place(each) for each in found] == [
        ("values.yaml", 1, "one"),
        ("values.yaml", 2, "two"),
    ]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("selector", "values", "place"),
    [
        (
            "{{- toYaml .Values.selector | nindent 4 }}",
            "selector:\n  app: wbe\n",
            (2, "selector.app"),
        ),
        (
            "{{- toYaml .Values.selector | nindent 4 }}",
            "a: 1\nselector:\n  app: wbe\n  tier: front\n",
            (2, "selector"),
        ),
        ("\n    app: {{ .Values.name }}", "name: wbe\n", (1, "name")),
    ],
)
def test_a_selector_is_what_its_labels_are(
    selector: str, values: str, place: tuple[int, str]
) -> None:
    service = (_SERVICE % "http").replace(" {app: web}", selector, 1)
    found = _found(
        "selector-matches-nothing", {"templates/service.yaml": service, "values.yaml": values}
    )
    assert _place(found) == ("values.yaml", *place)


@pytest.mark.usefixtures("helm_work")
def test_labels_of_several_sources_are_on_the_way() -> None:
    service = (_SERVICE % "http").replace(
        " {app: web}", "\n    app: {{ .Values.name }}\n    tier: front", 1
    )
    found = _found(
        "selector-matches-nothing",
        {"templates/service.yaml": service, "values.yaml": "name: wbe\n"},
    )
    assert _place(found) == ("templates/service.yaml", 5, "")
    assert _way(found) == [("values.yaml", 1)]


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("key", "place"),
    [("port", ("templates/service.yaml", 9, "")), ("targetPort", ("values.yaml", 1, "targetPort"))],
)
def test_a_number_that_should_be_a_name(key: str, place: tuple[str, int, str]) -> None:
    pods = _PODS.replace("8080", f"{{{{ .Values.{key} }}}}").replace("args: [%s]", "args: [a]")
    files = {
        "templates/service.yaml": _SERVICE % f"{{{{ .Values.{key} }}}}",
        "templates/pod.yaml": pods,
        "values.yaml": f"{key}: 8080\n",
        "../../.svclint.yaml": "profile: strict\n",
    }
    assert _place(_found("target-port-by-number", files)) == place

"""Single values: ``--set`` on the command line, ``targetPath`` and parameters."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.render.helm.settings import typed, values_of_settings

from tests.render.charts import findings, svclint, write


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("80", 80),
        ("-1", -1),
        ("0", 0),
        ("007", "007"),
        ("true", True),
        ("null", None),
        ("1.5", "1.5"),
        ("", ""),
        ("a b", "a b"),
    ],
)
def test_types(written: str, value: Any) -> None:
    assert typed(written) == value
    assert type(typed(written)) is type(value)


@pytest.mark.parametrize(
    ("settings", "values"),
    [
        ((), {}),
        (("a.b=1,c=x", "a.d=true"), {"a": {"b": 1, "d": True}, "c": "x"}),
        (("a=1", "a=2"), {"a": 2}),
        (("a[0]=1",), None),
        (("a={1,2}",), None),
        ((r"a\.b=1",), None),
        (("a=1", "a.b=2"), None),
        (("a",), None),
    ],
)
def test_settings_as_a_file(settings: tuple[str, ...], values: Any) -> None:
    assert values_of_settings(settings) == values


def _ports(*words: str) -> list[dict[str, Any]]:
    return [each for each in findings(*words) if each["rule"] == "port-out-of-range"]


@pytest.mark.usefixtures("helm_work")
def test_a_fault_of_the_command_line_says_so() -> None:
    write({"charts/web/values.yaml": "service:\n  type: ClusterIP\n  port: 80\n"})
    (found,) = _ports("--helm", "charts/web", "--set", "service.port=70001")
    assert (found["file"], found["line"]) == ("charts/web/templates/service.yaml", 10)
    assert found["source"]["key"] == "--set service.port=70001"
    assert found["source"]["proven"] is True
    done = svclint("check", "--helm", "charts/web", "--set", "service.port=70001")
    assert "--set service.port=70001, in Service release-name-web of " in done.stdout


@pytest.mark.usefixtures("helm_work")
def test_a_fault_of_a_file_beside_the_command_line() -> None:
    (found,) = _ports("--helm", "charts/web", "--set", "service.type=NodePort")
    assert (found["file"], found["line"]) == ("charts/web/values.yaml", 3)


@pytest.mark.usefixtures("helm_work")
def test_a_setting_of_a_list_leads_to_the_template() -> None:
    template = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n"
        "  ports:\n    - port: {{ index .Values.ports 0 }}\n"
    )
    write({"charts/web/templates/service.yaml": template})
    write({"charts/web/values.yaml": "ports: [80]\n"})
    (found,) = _ports("--helm", "charts/web", "--set", "ports[0]=70001")
    assert (found["file"], found["line"]) == ("charts/web/templates/service.yaml", 7)

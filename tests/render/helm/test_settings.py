"""Single values: ``--set`` on the command line, ``targetPath`` and parameters."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from svclint.render.helm.settings import SettingError, assign, assignments, typed
from svclint.source.yaml_reader import parse_yaml

from tests.render.charts import findings, svclint, write
from tests.render.real_tools import program


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


_SETTINGS = (
    ("a.b=1,c=x", "a.d=true"),
    ("a=1", "a=2"),
    ("list[0]=1",),
    ("list[1].port=80", "list[3].port=81"),
    ("given[1].port=80",),
    ("given[0].ports[1]=80", "given[2]=x"),
    ("grid[1][0]=5",),
    ("a={1,2},b={x}", "c={},d=5"),
    (r"a\.b=1,c\[0\]=2", r"a=x\,y", r"d\=e=\\"),
    ("a=,b=TRUE,c=False,d=Null", "e=+5,f=-5,g=05,h=1e3,i=-0"),
    ("a=9223372036854775807,b=9223372036854775808",),
    ("a=b=c", "b={1,2", "=5"),
    ("a=b=c", "=5", ".x=1"),
    ("mapping=1",),
    ("mapping.key=1",),
    ("mapping.key.inner=1",),
    ("mapping[0]=1",),
    ("a",),
    ("a,b=1",),
    ("a[x]=1",),
    ("a[-1]=1",),
    ("a[65537]=1",),
    ("a[0]b=1",),
    ("nothing.key=1", "nothing[0]=1"),
    (" a = b , c=d",),
    ("a={1,2}3,b=4",),
)
_GIVEN = "given: [{port: 1, name: a}, {port: 2, name: b}]\nmapping: {key: 0}\nnothing:\n"


@pytest.mark.parametrize("flag", ["--set", "--set-string"])
@pytest.mark.parametrize("settings", _SETTINGS)
def test_settings_are_read_as_helm_reads_them(
    tmp_path: Path, flag: str, settings: tuple[str, ...]
) -> None:
    template = "values: {{ toJson .Values }}\n"
    files = {"Chart.yaml": "name: web\nversion: 1.0.0\napiVersion: v2\n", "given.yaml": _GIVEN}
    (tmp_path / "templates").mkdir()
    for name, text in {**files, "templates/values.yaml": template}.items():
        (tmp_path / name).write_text(text)
    words = [f"--values={tmp_path / 'given.yaml'}", *(f"{flag}={each}" for each in settings)]
    command = [program("helm3"), "template", str(tmp_path), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    values = parse_yaml(_GIVEN).data
    try:
        for setting in settings:
            for path, value in assignments(setting, typed if flag == "--set" else str):
                assign(values, path, value)
    except SettingError:
        assert done.returncode, done.stdout
        return
    assert not done.returncode, done.stderr
    assert values == parse_yaml(done.stdout).data["values"]


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
def test_a_setting_of_a_list_says_so() -> None:
    template = (
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n"
        "  ports:\n    - port: {{ index .Values.ports 0 }}\n"
    )
    write({"charts/web/templates/service.yaml": template})
    write({"charts/web/values.yaml": "ports: [80]\n"})
    (found,) = _ports("--helm", "charts/web", "--set", "ports[0]=70001")
    assert (found["file"], found["line"]) == ("charts/web/templates/service.yaml", 7)
    assert found["source"]["key"] == "--set ports[0]=70001"

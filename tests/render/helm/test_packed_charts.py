"""Nobody edits an archive: a fault in a packed chart stands where the outer chart causes it."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.render import real_tools
from tests.render.charts import findings, write
from tests.render.helm.rendered_charts import CHARTS, Chart

PORT, SELECTOR = ("spec", "ports", 0, "port"), ("spec", "selector")
_CACHE = "charts/cache-2.1.0.tgz"


def _pack(folder: Path, archive: Path) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(archive, "w:gz") as stream:
        stream.add(folder, folder.name)


def _place(text: str, begin: str) -> int:
    return text[: text.index(begin)].count("\n") + 1


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_every_field_leads_to_a_file_of_the_outer_chart(program: str, tmp_path: Path) -> None:
    app = tmp_path / "charts/app"
    shutil.copytree(CHARTS / "shop", app)
    for name in ("cache", "common"):
        _pack(CHARTS / name, app / f"charts/{name}-2.1.0.tgz")
    chart = Chart(program, app, tmp_path)
    asked = [
        ("sessions", PORT),
        ("queue", PORT),
        ("queue", (*SELECTOR, "domain")),
        ("queue", ("spec", "ports")),
        ("helper", ("spec", "ports", 0, "name")),
    ]
    tracer = chart.trace(*asked)
    found = [tracer.origin(chart.number(name), path) for name, path in asked]
    values, metadata = (app / "values.yaml").read_text(), (app / "Chart.yaml").read_text()
    lookups = (app / "templates/lookups.yaml").read_text()
    queue = _place(metadata, "alias: queue") - 1
    assert [
        (str(Path(each.location.file).relative_to(app)), each.location.line, each.key)
        for each in found
        if each is not None and each.is_proven
    ] == [
        ("values.yaml", _place(values, "6380"), "sessions.service.port"),
        ("Chart.yaml", queue, "queue.service.port"),
        ("values.yaml", _place(values, "shop.example"), "global.domain"),
        ("Chart.yaml", queue, ""),
        ("templates/lookups.yaml", _place(lookups, '{{ include "common'), ""),
    ]
    assert found[1] is not None
    assert [(str(Path(each.file).relative_to(app)), each.line) for each in found[1].through] == [
        (f"{_CACHE}/values.yaml", _place((CHARTS / "cache/values.yaml").read_text(), "6379")),
        (f"{_CACHE}/templates/service.yaml", 11),
    ]


def _found(work: Path, outer: dict[str, str]) -> dict[str, Any]:
    """Return the only finding on a port in a packed chart that another one depends on."""
    inner = {
        "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
        "values.yaml": "service:\n  port: 70000\n",
        "templates/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec:\n  ports:\n  - port: {{ .Values.service.port }}\n",
    }
    shutil.rmtree("charts")
    write({f"../packed/web/{name}": text for name, text in inner.items()})
    _pack(work / "packed/web", work / "work/app/charts/web-1.0.0.tgz")
    write({f"app/{name}": text for name, text in outer.items()})
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    return found


_OUTER = "apiVersion: v2\nname: app\nversion: 1.0.0\n"
_DEPENDENCIES = "dependencies:\n- version: 1.0.0\n  name: web\n"


def test_a_default_of_the_archive_is_to_be_written_beside_the_dependency(helm_work: Path) -> None:
    found = _found(helm_work, {"Chart.yaml": _OUTER + _DEPENDENCIES, "values.yaml": "a: 1\n"})
    assert (found["file"], found["line"], found["column"]) == ("./app/Chart.yaml", 6, 3)
    assert found["source"]["key"] == "web.service.port"
    assert found["source"]["proven"]
    assert [(each["file"], each["line"]) for each in found["source"]["through"]] == [
        ("./app/charts/web-1.0.0.tgz/values.yaml", 2),
        ("./app/charts/web-1.0.0.tgz/templates/service.yaml", 6),
    ]


def test_a_value_of_the_outer_chart_is_the_place(helm_work: Path) -> None:
    values = "web:\n  service:\n    port: 70001\n"
    found = _found(helm_work, {"Chart.yaml": _OUTER + _DEPENDENCIES, "values.yaml": values})
    assert (found["file"], found["line"]) == ("./app/values.yaml", 3)
    (step,) = found["source"]["through"]
    assert step["file"] == "./app/charts/web-1.0.0.tgz/templates/service.yaml"


def test_an_archive_that_no_dependency_names(helm_work: Path) -> None:
    found = _found(helm_work, {"Chart.yaml": _OUTER, "values.yaml": "a: 1\n"})
    assert (found["file"], found["line"]) == ("./app/Chart.yaml", 1)
    assert found["source"]["key"] == "web.service.port"
    assert not found["source"]["proven"]


def test_dependencies_of_helm_2(helm_work: Path) -> None:
    outer = {"Chart.yaml": _OUTER.replace("v2", "v1"), "requirements.yaml": _DEPENDENCIES}
    found = _found(helm_work, outer)
    assert (found["file"], found["line"]) == ("./app/requirements.yaml", 3)


def test_a_packed_chart_of_a_packed_chart(helm_work: Path) -> None:
    inner = helm_work / "packed/all"
    found = _found(helm_work, {"Chart.yaml": _OUTER + _DEPENDENCIES})
    write(
        {
            str(inner / "Chart.yaml"): _OUTER.replace("app", "all") + _DEPENDENCIES,
            "app/Chart.yaml": _OUTER + "dependencies:\n- name: all\n  version: 1.0.0\n",
        }
    )
    shutil.copytree("app/charts", inner / "charts")
    shutil.rmtree("app/charts")
    _pack(inner, Path("app/charts/all-1.0.0.tgz"))
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert (found["file"], found["line"]) == ("./app/Chart.yaml", 5)
    assert found["source"]["key"] == "all.web.service.port"
    assert found["source"]["through"][1]["file"] == (
        "./app/charts/all-1.0.0.tgz/charts/web-1.0.0.tgz/templates/service.yaml"
    )

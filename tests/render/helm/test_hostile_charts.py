"""No chart makes the tracer fail, hang, or name a place that proves nothing."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from svclint.render.helm.marks import MarkedText, closing_mark, opening_mark, text_mark
from svclint.render.helm.proof import PrintedDocuments, rendered_text

from tests.render import real_tools
from tests.render.helm.rendered_charts import Chart

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: {{ .Values.port }}
"""
PORT = ("spec", "ports", 0, "port")


def app(folder: Path, service: str, values: str = "port: 80\n", name: str = "web.yaml") -> Path:
    folder.joinpath("templates").mkdir(parents=True)
    folder.joinpath("Chart.yaml").write_text("{apiVersion: v2, name: app, version: 1.0.0}")
    folder.joinpath("values.yaml").write_text(values)
    folder.joinpath("templates", name).write_text(service)
    return folder


def spoofed(text: str) -> str:
    encoded = (
        base64.b64encode(each.encode()).decode() for each in ("app/templates/web.yaml", text)
    )
    return f"  svclint: {'.'.join(encoded)}"


@pytest.mark.parametrize("program", real_tools.HELMS)
@pytest.mark.parametrize(
    "printed",
    [
        text_mark(10**8) + SERVICE.replace("{{ .Values.port }}", "80"),
        opening_mark(1),
        *("\U000f5c00", text_mark(0) * 3),
    ],
)
def test_output_that_looks_like_the_twin(program: str, tmp_path: Path, printed: str) -> None:
    folder = app(tmp_path / "charts/app", SERVICE)
    other = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: x}}\ndata:\n{spoofed(printed)}\n"
    folder.joinpath("templates/zz.yaml").write_text(other)
    chart = Chart(program, folder, tmp_path)
    origin = chart.trace(("web", PORT)).origin(chart.number("web"), PORT)
    assert origin is not None
    assert origin.location.file in (f"{folder}/templates/web.yaml", f"{folder}/values.yaml")


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_reserved_characters_in_a_template(program: str, tmp_path: Path) -> None:
    folder = app(tmp_path / "charts/app", f"# {text_mark(0)}\n{SERVICE}")
    chart = Chart(program, folder, tmp_path)
    origin = chart.trace(("web", PORT)).origin(chart.number("web"), PORT)
    assert origin is not None
    assert not origin.is_proven


@pytest.mark.parametrize("program", real_tools.HELMS)
@pytest.mark.parametrize("name", ['a\'b "c" {{ x }}.yaml', "ü %s.yaml", "back\\slash.yaml"])
def test_unusual_names_of_templates(program: str, tmp_path: Path, name: str) -> None:
    folder = app(tmp_path / "charts/app", SERVICE, name=name)
    chart = Chart(program, folder, tmp_path)
    origin = chart.trace(("web", PORT)).origin(chart.number("web"), PORT)
    assert origin is not None
    assert origin.location == (f"{folder}/values.yaml", 1, 7)


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_values_that_no_other_value_can_replace(program: str, tmp_path: Path) -> None:
    """Every render with other values fails, and the number of renders is limited."""
    values = "".join(f"p{number}: 80\n" for number in range(300)) + "port: 80\n"
    checks = '{{- range .Values }}{{ if ne (int .) 80 }}{{ fail "no" }}{{ end }}{{ end }}\n'
    service = checks + SERVICE.replace(".Values.port", "get .Values (print `po` `rt`)")
    chart = Chart(program, app(tmp_path / "charts/app", service, values), tmp_path)
    origin = chart.trace(("web", PORT)).origin(chart.number("web"), PORT)
    assert origin is not None
    assert origin.location[:2] == (f"{tmp_path}/charts/app/templates/web.yaml", 8)
    assert chart.renders <= 14


@pytest.mark.parametrize("lines", [["a: 1"] * 2000, ["- " * 2000] * 50, ["-" * 100_000]])
def test_comparing_lines_takes_little_time(lines: list[str]) -> None:
    start = time.process_time()
    output = MarkedText("\n".join([*lines, "x: 1", *lines]), 0)
    document = rendered_text("", "\n".join([*lines, "x: 2", *lines]))
    PrintedDocuments(output).match(document, 0)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_a_template_that_prints_no_document_without_another(program: str, tmp_path: Path) -> None:
    service = f"---\n{{{{ if .Values.isOn }}}}\n{SERVICE}{{{{ end }}}}"
    folder = app(tmp_path / "charts/app", service)
    # Helm begins with the last name.
    folder.joinpath("templates/zz.yaml").write_text('{{ $_ := set .Values "isOn" true }}')
    chart = Chart(program, folder, tmp_path)
    origin = chart.trace(("web", PORT)).origin(chart.number("web"), PORT)
    assert origin is not None
    assert origin.location == (f"{folder}/values.yaml", 1, 7)


def test_a_cut_output_is_refused() -> None:
    marked = opening_mark(0) + "x" + closing_mark(1)
    with pytest.raises(ValueError, match="cut"):
        MarkedText(marked, 2)


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_a_collection_whose_key_is_computed(program: str, tmp_path: Path) -> None:
    """Its scalar comes from a value at the top, so that no value contains both."""
    service = SERVICE.replace("- port:", '- {{ "port" }}:').replace(".Values", "(merge .Values)")
    chart = Chart(program, app(tmp_path / "charts/app", service), tmp_path)
    origin = chart.trace(("web", PORT[:-1])).origin(chart.number("web"), PORT[:-1])
    assert origin is not None
    assert origin.location == (f"{tmp_path}/charts/app/templates/web.yaml", 7, 7)

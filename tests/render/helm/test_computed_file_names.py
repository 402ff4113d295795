"""Files that a template reads by a computed name are its input, not manifests of their own."""

from __future__ import annotations

import pytest

from tests.render.charts import findings, write

_FAULT = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {ports: [{port: 70001}]}\n"
_READER = '{{ define "read" }}{{ $text := .context.Files.Get .file }}# {{ len $text }}{{ end }}'
_LIBRARY = "charts/lib/templates/_read.tpl"


def _raw(files: dict[str, str]) -> list[str]:
    """Return the files below the chart that are checked as they are written."""
    own = {f"files/{name}.yaml": _FAULT % name.replace("/", "-") for name in ("one", "in/two")}
    own |= {"examples/three.yaml": _FAULT % "three", "templates/_read.tpl": _READER}
    own |= {"values.yaml": "service: {type: ClusterIP, port: 80}\n"}
    write({f"charts/web/{name}": text for name, text in (own | files).items()})
    found = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    return sorted(
        each["file"].removeprefix("./charts/web/") for each in found if "source" not in each
    )


@pytest.mark.usefixtures("helm_work")
@pytest.mark.parametrize(
    ("template", "left"),
    [
        ('{{ include "read" (dict "file" "files/one.yaml" "context" .) }}', ["files/in/two.yaml"]),
        ('{{ $f := "files/in/two.yaml" }}{{ .Files.Lines $f }}', ["files/one.yaml"]),
        ('{{ .Files.Get (printf "files/%s.yaml" "one") }}', []),
        ('{{ .Files.Get (print "files/in/" "two" ".yaml") }}', ["files/one.yaml"]),
        ('{{ .Files.Get (print "files/" "one" ".yaml") }}', []),
        ("{{ .Files.Get .Values.file }}", ["files/in/two.yaml"]),
        ("{{ range .Values.files }}{{ $.Files.Get . }}{{ end }}", ["files/in/two.yaml"]),
        # A name without a file of the chart, and one of an action that reads none.
        ('{{ .Files.Get (printf "%s" "x") }}', ["files/in/two.yaml", "files/one.yaml"]),
    ],
)  # fmt: skip
def test_what_a_template_reads(template: str, left: list[str]) -> None:
    values = "file: files/one.yaml\nfiles: [./files/one.yaml]\n" if "Values" in template else ""
    files = {
        "templates/service.yaml": "",
        "templates/read.yaml": f"# {template}".replace("# {{ r", "{{ r"),
    }
    files["values.yaml"] = values or "a: b\n"
    assert _raw(files) == ["examples/three.yaml", *left]


@pytest.mark.usefixtures("helm_work")
def test_the_loader_of_a_library() -> None:
    files = {
        "templates/_read.tpl": "",
        "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n",
        _LIBRARY: _READER,
        "templates/read.yaml": '{{ include "read" (dict "file" "files/one.yaml" "context" .) }}',
    }
    assert _raw(files) == ["examples/three.yaml", "files/in/two.yaml"]


@pytest.mark.usefixtures("helm_work")
def test_names_that_no_template_reads() -> None:
    files = {"templates/_read.tpl": "", "templates/x.yaml": '# {{ print "files/one.yaml" }}\n'}
    assert _raw(files) == ["examples/three.yaml", "files/in/two.yaml", "files/one.yaml"]

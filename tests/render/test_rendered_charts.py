"""Findings in charts, with the real Helm: where they stand, and what is rendered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.render.charts import VALUES, findings, svclint, write


def test_a_finding_stands_in_the_values(helm_work: Path) -> None:
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert (found["file"], found["line"], found["column"]) == ("./charts/web/values.yaml", 3, 9)
    source = found["source"]
    assert source["key"] == "service.port"
    assert source["rendered"] == ["charts/web"]
    assert source["proven"]
    (step,) = source["through"]
    assert (step["file"], step["line"]) == ("./charts/web/templates/service.yaml", 10)


def test_a_finding_in_a_block_scalar_stands_at_its_line(helm_work: Path) -> None:
    lines = ("upstream {{ .Release.Name }};", "  proxy http://release-name-web.default.svc:81;")
    block = "".join(f"    {line}\n" for line in lines)
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a: |\n{block}"
    write(
        {
            "charts/web/templates/config.yaml": text,
            "charts/web/values.yaml": VALUES.replace("70000", "80"),
        }
    )
    (found,) = [each for each in findings(".") if each["rule"] == "dns-name-port-missing"]
    assert (found["line"], found["column"]) == (7, 20)
    assert found["file"] == "./charts/web/templates/config.yaml"


def test_the_text_has_the_way_in_its_second_line(helm_work: Path) -> None:
    done = svclint("check", ".")
    assert done.exit_code == 1
    way = (
        "= service.port, through ./charts/web/templates/service.yaml:10, "
        "in Service release-name-web of charts/web\n"
    )
    assert way in done.stdout
    assert "in 1 rendered chart or overlay: " in done.stdout


def test_sarif_has_related_locations(helm_work: Path) -> None:
    log = json.loads(svclint("check", ".", "--format", "sarif").stdout)
    (result,) = [
        each for each in log["runs"][0]["results"] if each["ruleId"] == "port-out-of-range"
    ]
    (related,) = result["relatedLocations"]
    place = related["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "charts/web/templates/service.yaml"
    assert place["region"]["startLine"] == 10


def test_one_fault_of_several_values_is_one_finding(helm_work: Path) -> None:
    write({f"charts/web/ci/{name}-values.yaml": "other: 1\n" for name in "ab"})
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert found["source"]["rendered"] == [
        "charts/web",
        "charts/web with ci/a-values.yaml",
        "charts/web with ci/b-values.yaml",
    ]


def test_environments_of_the_configuration(helm_work: Path) -> None:
    write(
        {
            ".svclint.yaml": "render:\n  environments:\n"
            "    - {charts: [charts/web], values: [prod.yaml], namespace: shop, release: x}\n"
            "    - {charts: [other], values: [prod.yaml]}\n",
            "prod.yaml": "service: {port: 80000}\n",
        }
    )
    found = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert [(each["file"], each["line"]) for each in found] == [
        ("./charts/web/values.yaml", 3),
        ("./prod.yaml", 1),
    ]
    assert found[1]["source"]["rendered"] == [
        "charts/web with prod.yaml, namespace shop, release x"
    ]
    assert found[1]["object"]["name"] == "x-web"


def test_a_cluster_of_an_environment(helm_work: Path) -> None:
    write(
        {
            ".svclint.yaml": "clusters:\n"
            "  - {name: old, paths: [nothing], kubernetesVersion: '1.30'}\n"
            "render: {environments: [{cluster: old, values: [prod.yaml]}]}\n",
            "prod.yaml": "service: {port: 80}\n",
            "charts/web/templates/version.yaml": "# {{ .Capabilities.KubeVersion }}\n"
            "apiVersion: v1\nkind: Service\nmetadata:\n"
            "  name: v{{ .Capabilities.KubeVersion.Minor }}\nspec: {ports: [{port: 0}]}\n",
        }
    )
    services = json.loads(svclint("targets", "--format", "json", ".").stdout)["services"]
    assert {"v30", "v35"} <= {each["name"] for each in services}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("values.yaml", "70000", "70000  # svclint: ignore[port-out-of-range] wanted"),
        (
            "templates/service.yaml",
            "{{ .Values.service.port }}",
            "{{ .Values.service.port }}  # svclint: ignore[port-out-of-range] wanted",
        ),
        (
            "templates/service.yaml",
            "      port:",
            "      {{- /* svclint: ignore[port-out-of-range] wanted */}}\n      port:",
        ),
        (
            "templates/service.yaml",
            "-web\n",
            "-web\n  annotations: {svclint.dev/ignore: port-out-of-range -- wanted}\n",
        ),
    ],
)
def test_a_suppression_on_the_way(helm_work: Path, file: str, old: str, new: str) -> None:
    path = Path("charts/web", file)
    path.write_text(path.read_text().replace(old, new))
    done = json.loads(svclint("check", "--format", "json", ".").stdout)
    assert "port-out-of-range" not in {each["rule"] for each in done["findings"]}
    assert not [each for each in done["findings"] if each["rule"].startswith("suppression")]
    (hidden,) = [each for each in done["suppressed"] if each["rule"] == "port-out-of-range"]
    assert hidden["suppression"]["reason"] == "wanted"

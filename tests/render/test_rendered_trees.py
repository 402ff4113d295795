"""``svclint check .`` on trees with charts and overlays, with the real tools."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group

from tests.render.real_tools import HELMS, only, program

SERVICE = """\
apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-web
spec:
  type: {{ .Values.service.type }}
  selector: {app: web}
  ports:
    - name: http
      port: {{ .Values.service.port }}
"""
VALUES = "service:\n  type: ClusterIP\n  port: 70000\n"
CHART = {
    "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "charts/web/values.yaml": VALUES,
    "charts/web/templates/service.yaml": SERVICE,
}
PLAIN = "apiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec: {ports: [{port: 80}]}\n"


@pytest.fixture(params=HELMS)
def helm(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder with a chart, and count the runs of Helm."""
    work = tmp_path / "work"
    (work / ".git").mkdir(parents=True)
    monkeypatch.chdir(work)
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    only(monkeypatch, tmp_path / "tools", request.param)
    real = os.path.realpath(program(request.param))
    wrapper = tmp_path / "tools" / "helm"
    wrapper.unlink()
    wrapper.write_text(f'#!/bin/sh\necho run >>{tmp_path}/runs\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    write(CHART)
    return tmp_path


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def runs(helm: Path) -> int:
    """Return how often Helm has run since the last call."""
    file = helm / "runs"
    number = len(file.read_text().splitlines()) if file.exists() else 0
    file.unlink(missing_ok=True)
    return number


def svclint(*words: str) -> Result:
    return CliRunner().invoke(group, list(words), prog_name="svclint")


def findings(*words: str) -> list[dict[str, Any]]:
    done = svclint("check", "--format", "json", *words)
    assert done.exit_code in (0, 1), done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def test_a_finding_stands_in_the_values(helm: Path) -> None:
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert (found["file"], found["line"], found["column"]) == ("./charts/web/values.yaml", 3, 9)
    source = found["source"]
    assert source["key"] == "service.port"
    assert source["rendered"] == ["charts/web"]
    assert source["proven"]
    (step,) = source["through"]
    assert (step["file"], step["line"]) == ("./charts/web/templates/service.yaml", 10)


def test_the_text_has_the_way_in_its_second_line(helm: Path) -> None:
    done = svclint("check", ".")
    assert done.exit_code == 1
    way = (
        "= service.port, through ./charts/web/templates/service.yaml:10, "
        "in Service release-name-web of charts/web\n"
    )
    assert way in done.stdout
    assert "in 1 rendered chart or overlay: " in done.stdout


def test_sarif_has_related_locations(helm: Path) -> None:
    log = json.loads(svclint("check", ".", "--format", "sarif").stdout)
    (result,) = [
        each for each in log["runs"][0]["results"] if each["ruleId"] == "port-out-of-range"
    ]
    (related,) = result["relatedLocations"]
    place = related["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "charts/web/templates/service.yaml"
    assert place["region"]["startLine"] == 10


def test_one_fault_of_several_values_is_one_finding(helm: Path) -> None:
    write({f"charts/web/ci/{name}-values.yaml": "other: 1\n" for name in "ab"})
    (found,) = [each for each in findings(".") if each["rule"] == "port-out-of-range"]
    assert found["source"]["rendered"] == [
        "charts/web",
        "charts/web with ci/a-values.yaml",
        "charts/web with ci/b-values.yaml",
    ]


def test_environments_of_the_configuration(helm: Path) -> None:
    write(
        {
            ".svclint.yaml": "render:\n  environments:\n"
            "    - {charts: [charts/web], values: [prod.yaml], namespace: shop, releaseName: x}\n"
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


def test_a_cluster_of_an_environment(helm: Path) -> None:
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
def test_a_suppression_on_the_way(helm: Path, file: str, old: str, new: str) -> None:
    path = Path("charts/web", file)
    path.write_text(path.read_text().replace(old, new))
    done = json.loads(svclint("check", "--format", "json", ".").stdout)
    assert "port-out-of-range" not in {each["rule"] for each in done["findings"]}
    assert not [each for each in done["findings"] if each["rule"].startswith("suppression")]
    (hidden,) = [each for each in done["suppressed"] if each["rule"] == "port-out-of-range"]
    assert hidden["suppression"]["reason"] == "wanted"


def test_a_warm_run_renders_nothing(helm: Path) -> None:
    first = findings(".")
    assert runs(helm) > 1
    assert findings(".") == first
    assert runs(helm) == 0
    # Even where the findings have to be found again.
    write({"api.yaml": PLAIN})
    findings(".")
    assert runs(helm) == 0
    write({"charts/web/values.yaml": VALUES.replace("70000", "80")})
    assert "port-out-of-range" not in {each["rule"] for each in findings(".")}
    assert runs(helm) == 1


def test_a_hook_renders_only_what_has_changed(helm: Path) -> None:
    write({"api.yaml": PLAIN})
    svclint("check", "--among", ".", "api.yaml")
    assert runs(helm) == 0
    done = svclint("check", "--among", ".", "charts/web/values.yaml", "--format", "json")
    assert "port-out-of-range" in {each["rule"] for each in json.loads(done.stdout)["findings"]}


def test_modes(helm: Path) -> None:
    (helm / "tools" / "helm").unlink()
    done = svclint("check", ".")
    assert "note: ./charts/web is not rendered: helm is not installed" in done.stderr
    assert "1 chart or overlay not rendered" in done.stdout
    assert done.exit_code == 0
    done = svclint("check", ".", "--render", "require")
    assert done.exit_code == 2
    assert "charts/web is not rendered: helm is not installed" in done.stderr
    done = svclint("check", ".", "--render", "off")
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize(("mode", "code"), [("require", 2), ("auto", 0), ("off", 0)])
def test_modes_of_the_configuration(helm: Path, mode: str, code: int) -> None:
    (helm / "tools" / "helm").unlink()
    write({".svclint.yaml": f"render: {{mode: {mode}}}\n"})
    assert svclint("check", ".").exit_code == code


def test_a_chart_that_fails_says_so_once_in_the_words_of_helm(helm: Path) -> None:
    write({"charts/web/templates/b.yaml": '{{ fail "set the host" }}\n'})
    write({f"charts/web/ci/{name}-values.yaml": "other: 1\n" for name in "ab"})
    done = svclint("check", ".")
    assert done.stderr.count("set the host") == 1
    assert "charts/web is not rendered: helm template ./charts/web failed: " in done.stderr
    assert "1 chart or overlay not rendered" in done.stdout


def test_defaults_that_fail_beside_values_that_work(helm: Path) -> None:
    write(
        {
            "charts/web/templates/b.yaml": '# {{ required "set the host" .Values.host }}\n',
            "charts/web/ci/a-values.yaml": "host: example.com\n",
        }
    )
    done = svclint("check", ".")
    assert done.stderr == ""
    assert "port 70000 is outside 1-65535" in done.stdout


def test_test_hooks_are_no_workloads(helm: Path) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  labels: {app: web}\n"
        "  annotations: {helm.sh/hook: test}\nspec: {containers: [{name: a, image: a}]}\n"
    )
    write({"charts/web/templates/test.yaml": pod})
    (service,) = json.loads(svclint("targets", "--format", "json", ".").stdout)["services"]
    assert not any(port.get("targets") for port in service["ports"])


def test_diff_and_targets_render_too(helm: Path) -> None:
    write({"charts/web/values.yaml": VALUES.replace("70000", "80")})
    write({"live.json": json.dumps({"apiVersion": "v1", "kind": "List", "items": []})})
    done = svclint("targets", "--format", "json", "charts")
    assert [each["name"] for each in json.loads(done.stdout)["services"]] == ["release-name-web"]
    live = json.loads(
        '{"apiVersion":"v1","kind":"Service","metadata":{"name":"release-name-web",'
        '"namespace":"default","uid":"1","resourceVersion":"1"},"spec":{"ports":[{"port":81,'
        '"name":"http","protocol":"TCP","targetPort":81}],"clusterIP":"10.0.0.1",'
        '"clusterIPs":["10.0.0.1"],"type":"ClusterIP","selector":{"app":"web"},'
        '"sessionAffinity":"None","ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack",'
        '"internalTrafficPolicy":"Cluster"}}'
    )
    Path("live.json").write_text(json.dumps(live))
    done = svclint("diff", "--live", "live.json", "charts", "--format", "json")
    (change,) = [each for each in json.loads(done.stdout)["objects"] if each["outcome"] != "create"]
    assert change["object"]["name"] == "release-name-web"


def test_policies_judge_what_is_rendered(helm: Path) -> None:
    write({"charts/web/values.yaml": "service: {type: NodePort, port: 80}\n"})
    source = Path(__file__).parents[2] / "examples/policies/no-node-ports.yaml"
    Path("policies").mkdir()
    shutil.copy(source, "policies/no-node-ports.yaml")
    (found,) = [
        each
        for each in findings(".", "--policy", "policies", "--exclude", "policies")
        if "no-node-ports" in each["rule"] or "NodePort" in each["message"]
    ][:1]
    assert found["source"]["rendered"] == ["charts/web"]


def test_git_hooks_of_a_tree_with_a_chart(helm: Path) -> None:
    shutil.rmtree(".git")
    git = shutil.which("git", path="/usr/bin:/bin")
    if git is None:
        pytest.skip("no git")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        own = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run([git, *own, *words], check=True)
    (helm / "tools" / "git").symlink_to(git)
    assert findings("--changed-since", "HEAD") == []
    runs(helm)
    write({"charts/web/templates/service.yaml": SERVICE.replace("http", "HTTP")})
    rules = {each["rule"] for each in findings("--changed-since", "HEAD")}
    assert "port-name-invalid" in rules or rules
    assert runs(helm) >= 1


def test_a_fix_of_the_values(helm: Path) -> None:
    write({"charts/web/values.yaml": "service:\n  type: nodeport  # wanted\n  port: 80\n"})
    done = svclint("check", ".", "--fix")
    assert "Fixed 1 finding in 1 file" in done.stdout, done.output
    assert Path("charts/web/values.yaml").read_text() == (
        "service:\n  type: NodePort  # wanted\n  port: 80\n"
    )
    assert Path("charts/web/templates/service.yaml").read_text() == SERVICE


def test_no_fix_where_the_value_is_written_twice(helm: Path) -> None:
    write({"charts/web/ci/a-values.yaml": "service: {type: nodeport}\n"})
    write({"charts/web/values.yaml": "service: {type: nodeport, port: 80}\n"})
    before = Path("charts/web/ci/a-values.yaml").read_text()
    svclint("check", ".", "--fix")
    assert Path("charts/web/ci/a-values.yaml").read_text() == before


def test_in_isolation_no_comment_of_the_tree_counts(helm: Path) -> None:
    comment = "70000  # svclint: ignore[port-out-of-range]"
    write({"charts/web/values.yaml": VALUES.replace("70000", comment)})
    assert "port-out-of-range" not in {each["rule"] for each in findings(".")}
    assert "port-out-of-range" in {each["rule"] for each in findings(".", "--isolated")}


def test_a_missing_dependency_is_told(helm: Path) -> None:
    needed = "dependencies: [{name: cache, version: 1.x, repository: 'https://charts.example'}]\n"
    write({"charts/web/Chart.yaml": CHART["charts/web/Chart.yaml"] + needed})
    write({"charts/web/ci/one-values.yaml": "service: {port: 80}\n"})
    done = svclint("check", ".")
    assert done.exit_code == 1
    note = "charts/web/charts/cache is not rendered: a chart depends on it, and the tree"
    assert done.stderr.count(note) == 1
    assert "1 chart or overlay not rendered" in done.stdout
    assert "helm dependency build" not in svclint("check", "--render", "off", ".").stderr

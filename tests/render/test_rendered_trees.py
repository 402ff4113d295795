"""Caches, hooks, modes, fixes and commands on trees with charts, with the real Helm."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.render.charts import CHART, PLAIN, SERVICE, VALUES, findings, runs, svclint, write
from tests.render.real_tools import only


def test_a_warm_run_renders_nothing(helm_work: Path) -> None:
    first = findings(".")
    assert runs(helm_work) > 1
    assert findings(".") == first
    assert runs(helm_work) == 0
    # Even where the findings have to be found again.
    write({"api.yaml": PLAIN})
    findings(".")
    assert runs(helm_work) == 0
    write({"charts/web/values.yaml": VALUES.replace("70000", "80")})
    assert "port-out-of-range" not in {each["rule"] for each in findings(".")}
    assert runs(helm_work) == 1


def test_a_hook_renders_only_what_has_changed(helm_work: Path) -> None:
    write({"api.yaml": PLAIN})
    svclint("check", "--among", ".", "api.yaml")
    assert runs(helm_work) == 0
    done = svclint("check", "--among", ".", "charts/web/values.yaml", "--format", "json")
    assert "port-out-of-range" in {each["rule"] for each in json.loads(done.stdout)["findings"]}


def test_modes(helm_work: Path) -> None:
    (helm_work / "tools" / "helm").unlink()
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
def test_modes_of_the_configuration(helm_work: Path, mode: str, code: int) -> None:
    (helm_work / "tools" / "helm").unlink()
    write({".svclint.yaml": f"render: {{mode: {mode}}}\n"})
    assert svclint("check", ".").exit_code == code


def test_a_chart_that_fails_says_so_once_in_the_words_of_helm(helm_work: Path) -> None:
    write({"charts/web/templates/b.yaml": '{{ fail "set the host" }}\n'})
    write({f"charts/web/ci/{name}-values.yaml": "other: 1\n" for name in "ab"})
    done = svclint("check", ".")
    assert done.stderr.count("set the host") == 1
    assert "charts/web is not rendered: helm template ./charts/web failed: " in done.stderr
    assert "1 chart or overlay not rendered" in done.stdout


def test_defaults_that_fail_beside_values_that_work(helm_work: Path) -> None:
    write(
        {
            "charts/web/templates/b.yaml": '# {{ required "set the host" .Values.host }}\n',
            "charts/web/ci/a-values.yaml": "host: example.com\n",
        }
    )
    done = svclint("check", ".")
    assert done.stderr == ""
    assert "port 70000 is outside 1-65535" in done.stdout


def test_values_that_fail_beside_defaults_that_work(helm_work: Path) -> None:
    write({"charts/web/ci/bad-values.yaml": "a: [\n", "charts/web/ci/good-values.yaml": "a: 1\n"})
    done = svclint("check", "charts/web")
    assert done.stderr.count(" not rendered: ") == 1
    assert "note: charts/web with ci/bad-values.yaml is not rendered: helm template" in done.stderr
    assert "failed to parse charts/web/ci/bad-values.yaml: " in done.stderr
    assert "1 chart or overlay not rendered" in done.stdout
    done = svclint("check", "charts/web", "--render", "require")
    assert done.exit_code == 2
    assert "error: charts/web with ci/bad-values.yaml is not rendered: " in done.stderr


def test_each_of_several_values_that_fail_is_named(helm_work: Path) -> None:
    write(
        {
            "charts/web/templates/b.yaml": '# {{ required "set the host" .Values.host }}\n'
            "{{ if .Values.fault }}{{ fail .Values.fault }}{{ end }}\n",
            "charts/web/ci/a-values.yaml": "host: example.com\n",
            "charts/web/ci/b-values.yaml": "{host: example.com, fault: no port}\n",
            "charts/web/ci/c-values.yaml": "{host: example.com, fault: no name}\n",
        }
    )
    done = svclint("check", "charts/web")
    for file, reason in (("b", "no port"), ("c", "no name")):
        (line,) = [each for each in done.stderr.splitlines() if reason in each]
        assert f"charts/web with ci/{file}-values.yaml is not rendered: " in line
    assert "set the host" not in done.stderr
    assert "2 charts or overlays not rendered" in done.stdout


@pytest.mark.parametrize("hook", ["test", "pre-install"])
def test_hooks_are_no_workloads(helm_work: Path, hook: str) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  labels: {app: web}\n"
        "  annotations: {helm.sh/hook: HOOK}\nspec: {containers: [{name: a, image: a}]}\n"
    )
    write({"charts/web/templates/test.yaml": pod.replace("HOOK", hook)})
    (service,) = json.loads(svclint("targets", "--format", "json", ".").stdout)["services"]
    assert not any(port.get("targets") for port in service["ports"])


def test_diff_and_targets_render_too(helm_work: Path) -> None:
    write({"charts/web/values.yaml": VALUES.replace("70000", "80")})
    write({"live.json": json.dumps({"apiVersion": "v1", "kind": "List", "items": []})})
    done = svclint("targets", "--format", "json", "charts")
    assert [each["name"] for each in json.loads(done.stdout)["services"]] == ["release-name-web"]
    assert "charts/web/templates/service.yaml:4" in svclint("targets", "charts").stdout
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
    done = svclint("diff", "--live", "live.json", "charts")
    assert "Service default/release-name-web (charts/web/templates/service.yaml:1)" in done.stdout


def test_policies_judge_what_is_rendered(helm_work: Path) -> None:
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


def test_git_hooks_of_a_tree_with_a_chart(helm_work: Path) -> None:
    shutil.rmtree(".git")
    git = shutil.which("git", path="/usr/bin:/bin")
    if git is None:
        pytest.skip("no git")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        own = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run([git, *own, *words], check=True)
    (helm_work / "tools" / "git").symlink_to(git)
    assert findings("--changed-since", "HEAD") == []
    runs(helm_work)
    write({"charts/web/templates/service.yaml": SERVICE.replace("http", "HTTP")})
    rules = {each["rule"] for each in findings("--changed-since", "HEAD")}
    assert "port-name-invalid" in rules or rules
    assert runs(helm_work) >= 1


def test_a_fix_of_the_values(helm_work: Path) -> None:
    write({"charts/web/values.yaml": "service:\n  type: nodeport  # wanted\n  port: 80\n"})
    done = svclint("check", ".", "--fix")
    assert "Fixed 1 finding in 1 file" in done.stdout, done.output
    assert Path("charts/web/values.yaml").read_text() == (
        "service:\n  type: NodePort  # wanted\n  port: 80\n"
    )
    assert Path("charts/web/templates/service.yaml").read_text() == SERVICE


def test_no_fix_where_the_value_is_written_twice(helm_work: Path) -> None:
    write({"charts/web/ci/a-values.yaml": "service: {type: nodeport}\n"})
    write({"charts/web/values.yaml": "service: {type: nodeport, port: 80}\n"})
    before = Path("charts/web/ci/a-values.yaml").read_text()
    svclint("check", ".", "--fix")
    assert Path("charts/web/ci/a-values.yaml").read_text() == before


def test_in_isolation_no_comment_of_the_tree_counts(helm_work: Path) -> None:
    comment = "70000  # svclint: ignore[port-out-of-range]"
    write({"charts/web/values.yaml": VALUES.replace("70000", comment)})
    assert "port-out-of-range" not in {each["rule"] for each in findings(".")}
    assert "port-out-of-range" in {each["rule"] for each in findings(".", "--isolated")}


def test_a_missing_dependency_is_told(helm_work: Path) -> None:
    needed = "dependencies: [{name: cache, version: 1.x, repository: 'https://charts.example'}]\n"
    write({"charts/web/Chart.yaml": CHART["charts/web/Chart.yaml"] + needed})
    write({"charts/web/ci/one-values.yaml": "service: {port: 80}\n"})
    done = svclint("check", ".")
    assert done.exit_code == 1
    note = "charts/web/charts/cache is not rendered: a chart depends on it, and the tree"
    assert done.stderr.count(note) == 1
    assert "1 chart or overlay not rendered" in done.stdout
    assert "helm dependency build" not in svclint("check", "--render", "off", ".").stderr


@pytest.mark.usefixtures("work")
def test_an_output_without_objects_is_no_mistake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, tmp_path / "tools", "helm3", "kustomize")
    write(
        {
            "chart/Chart.yaml": "apiVersion: v2\nname: partials\nversion: 1.0.0\n",
            "chart/templates/_names.tpl": '{{ define "name" }}web{{ end }}\n',
            "overlay/kustomization.yaml": "resources: [shops.yaml]\n",
            "overlay/shops.yaml": "apiVersion: apiextensions.k8s.io/v1\n"
            "kind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\n",
        }
    )
    assert findings(".") == []

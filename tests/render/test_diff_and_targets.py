"""``svclint diff`` and ``svclint targets`` of charts and kustomizations, with the real tools."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.render.charts import CHART, PLAIN, VALUES, runs, svclint, write

EMPTY = json.dumps({"apiVersion": "v1", "kind": "List", "items": []})
LIVE = json.dumps(
    {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "api", "namespace": "default", "uid": "1", "resourceVersion": "1"},
        "spec": {
            "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
            "clusterIP": "10.0.0.1",
            "clusterIPs": ["10.0.0.1"],
            "type": "ClusterIP",
        },
    }
)


@pytest.mark.parametrize("words", [["--helm", "charts/web"], ["--render", "require", "charts"]])
def test_a_diff_of_a_chart(helm_work: Path, words: list[str]) -> None:
    write({"charts/web/values.yaml": VALUES.replace("70000", "80"), "live.json": LIVE})
    done = svclint("diff", "--live", "live.json", *words)
    assert "would be created: Service default/release-name-web (" in done.stdout, done.output
    assert "charts/web/templates/service.yaml:1)" in done.stdout
    assert done.exit_code == 1
    assert runs(helm_work) > 0
    again = svclint("diff", "--live", "live.json", *words)
    assert (again.output, runs(helm_work)) == (done.output, 0)
    svclint("diff", "--no-cache", "--live", "live.json", *words)
    assert runs(helm_work) > 0


def test_values_of_a_diff(helm_work: Path) -> None:
    write({"live.json": LIVE, "prod.yaml": "service: {type: NodePort}\n"})
    words = ("--helm", "charts/web", "--values", "prod.yaml", "--set", "service.port=81")
    done = svclint("diff", "--live", "live.json", "--format", "json", "--release", "shop", *words)
    (found,) = json.loads(done.stdout)["objects"]
    assert found["object"]["name"] == "shop-web"
    assert found["after"]["spec"]["type"] == "NodePort"
    assert found["after"]["spec"]["ports"][0]["port"] == 81


def test_targets_use_the_cache(helm_work: Path) -> None:
    first = svclint("targets", "charts")
    assert runs(helm_work) > 0
    assert svclint("targets", "charts").output == first.output
    assert runs(helm_work) == 0


def test_what_is_not_rendered_is_counted(helm_work: Path) -> None:
    write({"api.yaml": PLAIN, "live.json": LIVE})
    write({"charts/web/templates/b.yaml": '{{ fail "set the host" }}\n'})
    done = svclint("diff", "--live", "live.json", ".", "--exclude", "live.json")
    assert "charts/web is not rendered: helm template" in done.stderr
    assert done.stdout.splitlines()[-1] == (
        "Applying 1 Service: 1 would be updated; 1 chart or overlay not rendered"
    )
    done = svclint("diff", "--live", "live.json", "charts", "--format", "json")
    (found,) = json.loads(done.stdout)["unrendered"]
    assert found["folder"] == "charts/web"
    assert "set the host" in found["reason"]
    done = svclint("targets", ".", "--exclude", "live.json")
    assert done.stdout.splitlines()[-1].endswith("; 1 chart or overlay not rendered")
    assert "set the host" in done.stderr
    done = svclint("diff", "--live", "live.json", "charts", "--render", "require")
    assert done.exit_code == 2


def test_a_diff_of_nothing(work: Path) -> None:
    write({"live.json": EMPTY, **CHART})
    done = svclint("diff", "--live", "live.json")
    assert done.exit_code == 2
    assert "name what is applied: a PATH, --kustomize or --helm" in done.stderr

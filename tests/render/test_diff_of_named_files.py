"""``svclint diff --among``: named files are compared as charts and kustomizations deploy them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.render.charts import CHART, VALUES, svclint, write
from tests.render.real_tools import only

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{clusterIP: {address}, ports: [{{port: 80}}]}}
"""
TREE = {
    "base/web.yaml": SERVICE.format(name="web", address="10.96.0.8"),
    "base/api.yaml": SERVICE.format(name="api", address="10.96.0.10"),
    "base/kustomization.yaml": "resources: [web.yaml, api.yaml]\n",
    "overlays/prod/kustomization.yaml": "namespace: prod\nnamePrefix: shop-\n"
    "resources: [../../base]\npatches: [{path: patch.yaml}]\n",
    "overlays/prod/patch.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
    "spec: {sessionAffinity: ClientIP}\n",
}
AMONG = ("diff", "--live", "live.json", "--format", "json", "--among", ".")


def live(**addresses: str) -> str:
    """Return live Services of the namespace prod by their names."""
    items = [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "namespace": "prod", "uid": name, "resourceVersion": "1"},
            "spec": {
                "clusterIP": address,
                "clusterIPs": [address],
                "type": "ClusterIP",
                "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
            },
        }
        for name, address in addresses.items()
    ]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


@pytest.fixture
def tree(work: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a tree with an overlay, whose two Services would be rejected."""
    only(monkeypatch, tmp_path / "tools", "kustomize", "git")
    found = {"shop-web": "10.96.0.7", "shop-api": "10.96.0.9"}
    write({**TREE, "live.json": live(**found)})
    return work


def rejected(*paths: str) -> list[str]:
    """Return the names of the objects that a diff of some paths rejects."""
    done = svclint(*AMONG, *paths)
    objects = json.loads(done.stdout)["objects"]
    assert {each["outcome"] for each in objects} <= {"reject"}
    assert done.exit_code == (2 if objects else 0)
    return sorted(each["object"]["name"] for each in objects)


@pytest.mark.usefixtures("tree")
def test_a_file_is_compared_as_the_overlay_deploys_it() -> None:
    assert rejected("base/web.yaml") == ["shop-web"]
    assert rejected("base/api.yaml") == ["shop-api"]
    assert rejected("base/web.yaml", "base/api.yaml") == ["shop-api", "shop-web"]


@pytest.mark.usefixtures("tree")
def test_a_patch_and_a_kustomization_may_change_every_object() -> None:
    assert rejected("overlays/prod/patch.yaml") == ["shop-api", "shop-web"]
    assert rejected("base/kustomization.yaml") == ["shop-api", "shop-web"]


@pytest.mark.usefixtures("tree")
def test_what_no_named_file_causes_is_not_compared() -> None:
    write({"other.yaml": SERVICE.format(name="other", address="10.96.0.10"), "bad.yaml": "a: [\n"})
    done = svclint(*AMONG, "other.yaml")
    (found,) = json.loads(done.stdout)["objects"]
    assert (found["object"]["name"], done.exit_code) == ("other", 1)
    assert svclint(*AMONG, "--exclude", "base", "base/web.yaml").exit_code == 0


@pytest.mark.usefixtures("tree")
def test_without_a_path_what_has_changed_since_the_last_commit_is_compared() -> None:
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run(["git", "add", "-A"], check=True)
    user = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *user, "commit", "-q", "-m", "all"], check=True)
    assert rejected() == []
    write({"base/web.yaml": SERVICE.format(name="web", address="10.96.0.12")})
    assert rejected() == ["shop-web"]


def test_templates_and_values_of_a_chart(helm_work: Path) -> None:
    assert helm_work
    broken = VALUES.replace("70000", "80").replace("ClusterIP", "ClusterIp")
    second = SERVICE.format(name="api", address="10.96.0.10")
    write({**CHART, "charts/web/values.yaml": broken, "charts/web/templates/api.yaml": second})
    write({"live.json": live(api="10.96.0.10")})

    def names(path: str) -> list[str]:
        objects = json.loads(svclint(*AMONG, path).stdout)["objects"]
        return sorted(each["object"]["name"] for each in objects)

    assert names("charts/web/templates/api.yaml") == ["api"]
    assert names("charts/web/templates/service.yaml") == ["release-name-web"]
    assert names("charts/web/values.yaml") == ["api", "release-name-web"]


NOTE = (
    "base/web.yaml contains an object that is not live, as it is written; "
    "base/kustomization.yaml deploys this file and may change names and namespaces: compare what "
    "it becomes with --among ."
)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("command", ["diff", "check"])
def test_a_note_names_what_deploys_a_file_that_is_compared_as_it_is_written(command: str) -> None:
    own = (command, "--live", "live.json")
    assert svclint(*own, "base/web.yaml").stderr.count(NOTE) == 1
    assert NOTE not in svclint(*own, "--among", ".", "base/web.yaml").stderr
    assert NOTE not in svclint(*own, "--render", "off", "base/web.yaml").stderr
    assert NOTE not in svclint(*own, ".").stderr
    write({"live.json": live(web="10.96.0.8").replace('"prod"', '"default"')})
    assert NOTE not in svclint(*own, "base/web.yaml").stderr


@pytest.mark.usefixtures("helm_work")
def test_a_note_names_the_chart_of_a_template() -> None:
    plain = SERVICE.format(name="api", address="10.96.0.10")
    write({"charts/web/templates/api.yaml": plain, "live.json": live(web="10.96.0.8")})
    done = svclint("diff", "--live", "live.json", "charts/web/templates/api.yaml")
    assert "charts/web/Chart.yaml deploys this file" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kustomize", "base"], "--kustomize and --helm render a whole tree"),
        (["--prune-report", "base"], "--prune-report compares everything that is applied"),
    ],
)
@pytest.mark.usefixtures("tree")
def test_what_needs_the_whole_tree_is_refused(words: list[str], message: str) -> None:
    done = svclint("diff", "--live", "live.json", "--among", ".", *words)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("command", ["diff", "check"])
def test_an_overlay_of_a_named_file_must_be_rendered_if_that_is_required(command: str) -> None:
    write({"overlays/prod/kustomization.yaml": "resources: [../../base, missing.yaml]\n"})
    words = (command, "--live", "live.json", "--render", "require", "--among", ".")
    done = svclint(*words, "base/web.yaml")
    assert done.exit_code == 2
    assert done.stderr.count("error: overlays/prod is not rendered") == 1
    assert "is not rendered" not in svclint(*words, "overlays/prod/patch.yaml").stderr

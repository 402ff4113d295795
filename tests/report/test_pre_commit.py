"""The hooks, installed by pre-commit into a temporary repository and run on commits."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.render.real_tools import program
from tests.report.runs import BROKEN, DEPLOYMENT, GOOD, SERVICE, copy_source, git


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the working tree as a repository from which hooks can be installed."""
    folder = tmp_path_factory.mktemp("svclint")
    copy_source(folder)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache folder of pre-commit, shared by all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def tree(
    tmp_path: Path,
    hook: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Path:
    """Return a repository with one hook: the first one, or that of the test's parameter."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(home))
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "a")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.com")
    revision = git(hook, "rev-parse", "HEAD").strip()
    words = getattr(request, "param", "id: svclint")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hook}\n  rev: {revision}\n  hooks:\n  - {words}\n"
    )
    git(tmp_path, "init", "-q")
    pre_commit(tmp_path, "install")
    (tmp_path / "svc").mkdir()
    (tmp_path / "deploy").mkdir()
    return tmp_path


def pre_commit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", *words)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, timeout=300
    )


def committed(folder: Path, **files: str | None) -> tuple[bool, str]:
    """Try to commit; return whether it succeeded, and the output."""
    for name, text in files.items():
        place = folder / f"{name.replace('__', '/')}.yaml"
        if text is None:
            place.unlink()
        else:
            place.write_text(text)
    run(folder, "git", "add", "-A")
    done = run(folder, "git", "commit", "-m", "change")
    return done.returncode == 0, done.stdout + done.stderr


def test_commits_pass_and_fail_as_they_must(tree: Path) -> None:
    passed, said = committed(tree, svc__web=SERVICE, deploy__web=DEPLOYMENT)
    assert passed, said

    # A fault in one file.
    passed, said = committed(tree, svc__new=BROKEN.format(name="new"))
    assert not passed
    assert "svc/new.yaml:7:17: error: nodePort 30080" in said
    passed, said = committed(tree, svc__new=GOOD.format(name="new"))
    assert passed, said

    # A Service is checked with the unchanged Deployment.
    wrong = SERVICE.replace("targetPort: http", "targetPort: web")
    passed, said = committed(tree, svc__web=wrong)
    assert not passed
    assert 'the pods of Deployment "web" have no port named "web"' in said
    passed, said = committed(tree, svc__web=SERVICE.replace("port: 80", "port: 81"))
    assert passed, said

    # A changed Deployment fails for the Service that it breaks, and only once.
    passed, said = committed(tree, deploy__web=DEPLOYMENT.replace("name: http,", "name: web,"))
    assert not passed
    assert "svc/web.yaml:8:19: error" in said
    done = run(tree, "git", "commit", "-q", "--no-verify", "-m", "change")
    assert done.returncode == 0
    passed, said = committed(tree, deploy__other=DEPLOYMENT.replace("web", "other"))
    assert passed, said

    # Existing findings in another file pass, but --all-files reports them.
    assert pre_commit(tree, "run").returncode == 0
    done = pre_commit(tree, "run", "--all-files")
    assert done.returncode == 1
    assert "svc/web.yaml:8:19: error" in done.stdout


def test_a_comparison_of_two_revisions_names_what_broke_between(tree: Path) -> None:
    assert committed(tree, svc__web=SERVICE, deploy__web=DEPLOYMENT)[0]
    (tree / "deploy/web.yaml").write_text(DEPLOYMENT.replace("name: http,", "name: web,"))
    run(tree, "git", "commit", "-q", "--no-verify", "-a", "-m", "change")
    done = pre_commit(tree, "run", "--from-ref", "HEAD~", "--to-ref", "HEAD")
    assert done.returncode == 1
    assert "svc/web.yaml:8:19: error" in done.stdout


def test_commits_without_manifests_pass(tree: Path) -> None:
    (tree / "README.md").write_text("hello\n")
    passed, said = committed(tree)
    assert passed, said


@pytest.mark.parametrize("tree", ["id: svclint-fix"], indirect=True)
def test_a_commit_that_is_fixed_passes_the_second_time(tree: Path) -> None:
    quoted = GOOD.format(name="new").replace("port: 80", 'port: "80"  # eighty')
    # Committed files are not fixed, although the whole tree is read.
    (tree / "svc" / "old.yaml").write_text(quoted.replace("new", "old"))
    run(tree, "git", "add", "-A")
    assert run(tree, "git", "commit", "-q", "--no-verify", "-m", "old").returncode == 0

    passed, said = committed(tree, svc__new=quoted)
    assert not passed
    assert "files were modified by this hook" in said
    assert "Fixed 1 finding in 1 file: 1 wrong-type" in said
    assert (tree / "svc" / "new.yaml").read_text() == quoted.replace('"80"', "80")
    passed, said = committed(tree)
    assert passed, said
    assert '"80"' in (tree / "svc" / "old.yaml").read_text()

    # Findings without a fix still fail.
    passed, said = committed(tree, svc__other=BROKEN.format(name="other"))
    assert not passed
    assert "svc/other.yaml:7:17: error: nodePort 30080" in said
    assert "files were modified" not in said


LIVE = """\
{"apiVersion": "v1", "kind": "List", "items": [{
  "apiVersion": "v1", "kind": "Service",
  "metadata": {"name": "web", "namespace": "default", "uid": "1", "resourceVersion": "1"},
  "spec": {
    "type": "ClusterIP", "clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7"],
    "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack", "sessionAffinity": "None",
    "internalTrafficPolicy": "Cluster", "selector": {"app": "web"},
    "ports": [{"port": 80, "protocol": "TCP", "targetPort": "http"}]
  }
}]}
"""


@pytest.mark.parametrize(
    "tree", ["{id: svclint-diff, args: [--live, live.json], exclude: live.json}"], indirect=True
)
def test_a_commit_fails_only_where_the_server_would_refuse_the_change(tree: Path) -> None:
    (tree / "live.json").write_text(LIVE)
    passed, said = committed(tree, svc__web=SERVICE.replace("targetPort: http", "targetPort: web"))
    assert passed, said
    passed, said = committed(tree, svc__new=GOOD.format(name="new"))
    assert passed, said
    moved = SERVICE.replace("spec:", "spec:\n  clusterIP: 10.96.0.8")
    passed, said = committed(tree, svc__web=moved)
    assert not passed
    assert "clusterIP is immutable: it cannot change from 10.96.0.7 to 10.96.0.8" in said


@pytest.mark.parametrize(
    "tree", ["{id: svclint-diff, args: [--live, live.json], exclude: live.json}"], indirect=True
)
def test_a_commit_is_compared_as_a_kustomization_deploys_its_files(tree: Path) -> None:
    program("kustomize")
    deployed = LIVE.replace('"default"', '"prod"').replace('"web", "names', '"shop-web", "names')
    (tree / "live.json").write_text(deployed)
    overlay = "namespace: prod\nnamePrefix: shop-\nresources: [../svc]\n"
    passed, said = committed(
        tree,
        svc__kustomization="resources: [web.yaml]\n",
        svc__web=SERVICE,
        deploy__kustomization=overlay,
    )
    assert passed, said
    passed, said = committed(
        tree, svc__web=SERVICE.replace("spec:", "spec:\n  clusterIP: 10.96.0.8")
    )
    assert not passed
    assert "clusterIP is immutable: it cannot change from 10.96.0.7 to 10.96.0.8" in said

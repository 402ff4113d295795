"""``--changed-since`` and ``--among`` report changed files and what the change breaks."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.report.runs import BROKEN, DEPLOYMENT, GOOD, SERVICE, commit, git, svclint

OTHER_PORT = DEPLOYMENT.replace("name: http,", "name: https,")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a repository: a Service with a matching Deployment, and an invalid Service."""
    folder = tmp_path / "tree"
    folder.mkdir()
    git(folder, "init", "-q")
    commit(folder, svc__web=SERVICE, deploy__web=DEPLOYMENT, old=BROKEN.format(name="old"))
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PRE_COMMIT_FROM_REF", raising=False)
    return folder


def errors(*words: str | Path, severity: str = "error") -> list[tuple[str, str]]:
    done = svclint("check", "--format", "json", *words)
    assert done.exit_code in (0, 1), done.stderr
    found = json.loads(done.stdout)["findings"]
    assert done.exit_code == int(any(each["severity"] == "error" for each in found))
    wanted = (each for each in found if each["severity"] == severity)
    return [(os.path.relpath(each["file"]), each["rule"]) for each in wanted]


def test_without_a_change_there_is_nothing_to_say(tree: Path) -> None:
    assert errors() == [("old.yaml", "node-port-forbidden")]
    assert errors("--changed-since", "HEAD") == []
    assert errors("--changed-since", "HEAD", tree / "svc", "old.yaml") == []


@pytest.mark.parametrize("how", ["committed", "staged", "changed", "untracked"])
def test_changed_files_answer_for_all_that_is_in_them(tree: Path, how: str) -> None:
    name = "new" if how == "untracked" else "old"
    (tree / f"{name}.yaml").write_text(f"# changed\n{BROKEN.format(name=name)}")
    if how == "staged":
        git(tree, "add", ".")
    if how == "committed":
        commit(tree)
    since = "HEAD~" if how == "committed" else "HEAD"
    assert errors("--changed-since", since) == [(f"{name}.yaml", "node-port-forbidden")]


def test_the_tree_of_a_commit_is_judged_once(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVCLINT_CACHE_DIR", str(tmp_path / "cache"))
    (tree / "deploy/web.yaml").write_text(OTHER_PORT)
    broken = [("svc/web.yaml", "target-port-name-missing")]
    assert errors("--among", ".", "deploy/web.yaml") == broken
    entries = list((tmp_path / "cache").glob("*.run"))
    assert errors("--among", ".", "deploy/web.yaml") == broken
    assert list((tmp_path / "cache").glob("*.run")) == entries != []
    for entry in entries:
        entry.write_bytes(b"damaged")
    assert errors("--among", ".", "deploy/web.yaml") == broken


def test_a_change_answers_for_what_it_breaks_elsewhere(tree: Path) -> None:
    (tree / "deploy/web.yaml").write_text(OTHER_PORT)
    broken = [("svc/web.yaml", "target-port-name-missing")]
    assert errors("--changed-since", "HEAD") == broken
    assert errors("--among", ".", "deploy/web.yaml") == broken
    assert errors("--among", ".") == broken
    # A file of a finding counts as checked.
    said = svclint("check", "--changed-since", "HEAD").stdout.splitlines()[-1]
    fixed = "1 can be fixed with --fix --unsafe-fixes"
    assert said == f"Checked 1 Service in 2 files: 1 error; {fixed}"
    # The change has not caused findings that existed before.
    commit(tree)
    (tree / "deploy/web.yaml").write_text(f"# later\n{OTHER_PORT}")
    assert errors("--changed-since", "HEAD") == []
    assert errors("--among", ".", "deploy/web.yaml") == []


def test_a_deleted_file_answers_too(tree: Path) -> None:
    commit(tree, ingress=INGRESS)
    (tree / "svc/web.yaml").unlink()
    found = errors("--changed-since", "HEAD", severity="note")
    assert found == [("ingress.yaml", "backend-service-missing")]
    assert errors("--among", ".", severity="note") == found


INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
"""


def test_a_file_is_judged_among_those_that_were_not_touched(tree: Path) -> None:
    (tree / "svc/web.yaml").write_text(SERVICE.replace("targetPort: http", "targetPort: web"))
    assert errors("--among", ".", "svc/web.yaml") == [("svc/web.yaml", "target-port-name-missing")]
    # Without the Deployment, the fault cannot be found.
    assert errors("svc/web.yaml") == []


def test_a_change_of_the_configuration_answers_for_all_that_comes_of_it(tree: Path) -> None:
    commit(tree, old=GOOD.format(name="old").replace("spec:", "spec:\n  clusterIP: 10.4.0.1"))
    (tree / ".svclint.yaml").write_text("serviceCIDRs: [10.3.240.0/20]\n")
    assert errors("--changed-since", "HEAD") == [("old.yaml", "cluster-ip-outside-cidr")]
    commit(tree)
    (tree / ".svclint.yaml").write_text("serviceCIDRs: [10.3.240.0/20]\nnodePortRange: 1-2\n")
    assert errors("--changed-since", "HEAD") == []


def test_a_configuration_that_was_broken_covers_nothing(tree: Path) -> None:
    (tree / ".svclint.yaml").write_text("serviceCIDRs: 1\n")
    commit(tree)
    (tree / ".svclint.yaml").write_text("namespace: shop\n")
    assert errors("--changed-since", "HEAD") == [("old.yaml", "node-port-forbidden")]


def test_what_came_to_the_other_branch_since_is_not_of_this_one(tree: Path) -> None:
    git(tree, "checkout", "-q", "-b", "mine")
    commit(tree, mine=BROKEN.format(name="mine"))
    git(tree, "checkout", "-q", "main")
    commit(tree, theirs=BROKEN.format(name="theirs"), old=GOOD.format(name="old"))
    git(tree, "checkout", "-q", "mine")
    assert errors("--changed-since", "main") == [("mine.yaml", "node-port-forbidden")]


def test_it_works_from_a_folder_within(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "deploy/web.yaml").write_text(OTHER_PORT)
    monkeypatch.chdir(tree / "svc")
    broken = [("web.yaml", "target-port-name-missing")]
    assert errors("--changed-since", "HEAD", "..") == broken
    assert errors("--changed-since", "HEAD", tree) == broken
    # The other object is not read here.
    assert errors("--changed-since", "HEAD") == []


def test_export_ignore_hides_nothing_from_the_comparison(tree: Path) -> None:
    (tree / ".gitattributes").write_text("*.yaml export-ignore\n")
    commit(tree)
    (tree / "svc/web.yaml").write_text(f"# changed\n{SERVICE}")
    (tree / "deploy/web.yaml").write_text(OTHER_PORT)
    commit(tree)
    (tree / "deploy/web.yaml").write_text(f"# changed\n{OTHER_PORT}")
    assert errors("--changed-since", "HEAD") == []


def test_untracked_files_are_read_but_answer_for_nothing_beside_named_ones(tree: Path) -> None:
    (tree / "new.yaml").write_text(BROKEN.format(name="new"))
    (tree / "svc/web.yaml").write_text(f"# changed\n{SERVICE}")
    assert errors("--among", ".", "svc/web.yaml") == []


def test_the_repository_is_left_as_it_was(tree: Path) -> None:
    (tree / "deploy/web.yaml").write_text(OTHER_PORT)
    before = git(tree, "status", "--porcelain"), (tree / ".git/index").read_bytes()
    svclint("check", "--changed-since", "HEAD")
    assert (git(tree, "status", "--porcelain"), (tree / ".git/index").read_bytes()) == before
    assert "worktree" not in git(tree, "worktree", "list", "--porcelain").partition("\n")[2]


def test_pre_commit_says_where_a_change_begins(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = git(tree, "rev-parse", "HEAD").strip()
    commit(tree, deploy__web=OTHER_PORT)
    assert errors("--among", ".", "deploy/web.yaml") == []
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", before)
    assert errors("--among", ".", "deploy/web.yaml") == [
        ("svc/web.yaml", "target-port-name-missing")
    ]


def test_before_the_first_commit_named_files_are_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(BROKEN.format(name="a"))
    (tmp_path / "b.yaml").write_text(BROKEN.format(name="b"))
    assert errors("--among", ".", "a.yaml") == [("a.yaml", "node-port-forbidden")]
    git(tmp_path, "init", "-q")
    assert errors("--among", ".", "a.yaml") == [("a.yaml", "node-port-forbidden")]


def test_standard_input_is_part_of_every_change(tree: Path) -> None:
    text = BROKEN.format(name="new")
    done = CliRunner().invoke(group, ["check", "--changed-since", "HEAD", "-"], input=text)
    assert done.exit_code == 1


def test_only_what_counts_is_counted(tree: Path) -> None:
    (tree / "svc/web.yaml").write_text(f"# changed\n{SERVICE}")
    done = svclint("check", "--changed-since", "HEAD")
    assert done.stdout == "Checked 1 Service in 1 file: nothing wrong\n"


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("no-such", "git knows no revision 'no-such'; a shallow clone may lack it"),
        ("--output=x", "git knows no revision '--output=x'"),
        ("a\0b", "git knows no revision"),
        ("HEAD:old.yaml", "git knows no revision"),
    ],
)
def test_a_revision_that_is_none_is_an_error(tree: Path, since: str, said: str) -> None:
    done: Any = svclint("check", f"--changed-since={since}")
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tree / "x").exists()


def test_without_git_there_is_no_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    done = svclint("check", "--changed-since", "HEAD")
    assert (done.exit_code, "not a git repository" in done.stderr) == (2, True)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in svclint("check", "--changed-since", "HEAD").stderr


def test_a_run_says_that_nothing_has_changed(tree: Path) -> None:
    done = svclint("check", "--changed-since", "HEAD")
    assert (done.exit_code, done.stderr) == (0, "svclint: note: nothing has changed since HEAD\n")
    (tree / "README.md").write_text("changed\n")
    done = svclint("check", "--changed-since", "HEAD")
    assert done.stderr == "svclint: note: no manifest has changed since HEAD\n"

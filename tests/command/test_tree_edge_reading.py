"""Links out of the checkout are not followed, unless the command line says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command.runs import svclint
from tests.report.runs import BROKEN, DEPLOYMENT, SERVICE, commit, git

SECRET = "SEKRET-d41d8cd98f00b204"


@pytest.fixture(params=["git", "no git"])
def tree(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tree"
    (folder / "sub").mkdir(parents=True)
    if request.param == "git":
        git(folder, "init", "-q")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/web.yaml").write_text(BROKEN.format(name=SECRET.lower()))
    (tmp_path / "outside/secret.yaml").write_text(f"{SECRET}: [\n")
    (folder / "good.yaml").write_text(SERVICE + "---\n" + DEPLOYMENT)
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("command", ["check", "targets"])
@pytest.mark.parametrize("target", ["../outside/web.yaml", "../outside/secret.yaml"])
def test_a_link_in_a_folder_is_a_note(tree: Path, command: str, target: str) -> None:
    (tree / "link.yaml").symlink_to(target)
    done = svclint(command, ".")
    assert done.exit_code == 0, done.output
    assert f"note: ./link.yaml is a link out of the checkout, to {tree.parent}" in done.stderr
    assert "(--follow-links permits it), and is not read" in done.stderr
    assert SECRET.lower() not in done.output.lower()


@pytest.mark.parametrize("command", ["check", "targets"])
@pytest.mark.parametrize(
    "named", ["link.yaml", "./link.yaml", "link*.yaml", "folder", "folder/web.yaml", "folder/*"]
)
def test_a_link_that_is_named_is_an_error(tree: Path, command: str, named: str) -> None:
    (tree / "link.yaml").symlink_to("../outside/web.yaml")
    (tree / "folder").symlink_to("../outside")
    done = svclint(command, named)
    assert done.exit_code == 2, done.output
    assert "is a link out of the checkout" in done.stderr
    assert SECRET.lower() not in done.output.lower()


@pytest.mark.parametrize("named", [".", "link.yaml", "folder", "folder/web.yaml"])
def test_links_are_followed_on_request(tree: Path, named: str) -> None:
    (tree / "link.yaml").symlink_to("../outside/web.yaml")
    (tree / "folder").symlink_to("../outside")
    (tree.parent / "outside/secret.yaml").unlink()
    done = svclint("check", "--follow-links", named)
    assert "node-port-forbidden" in done.stdout


def test_links_within_the_tree_are_followed(tree: Path) -> None:
    (tree / "web.txt").write_text(BROKEN.format(name="web"))
    (tree / "sub/link.yaml").symlink_to("../web.txt")
    for named in ("sub", "sub/link.yaml", "."):
        assert "node-port-forbidden" in svclint("check", named).stdout


def test_the_data_of_git_is_not_in_the_tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".git/config").write_text(f"[x]\n\ttoken = {SECRET}\n")
    (tmp_path / "link.yaml").symlink_to(".git/config")
    monkeypatch.chdir(tmp_path)
    for named in (".", "link.yaml"):
        done = svclint("check", named)
        assert "link out of the checkout" in done.stderr
        assert SECRET not in done.output


def test_links_of_the_system_are_no_links_of_a_tree(tree: Path) -> None:
    with (tree.parent / "outside/web.yaml").open() as stream:
        done = svclint("check", f"/proc/self/fd/{stream.fileno()}")
    assert "node-port-forbidden" in done.stdout


def test_an_ignore_file_that_is_a_link_is_not_followed(tree: Path) -> None:
    (tree.parent / "outside/patterns").write_text("*.yaml\n")
    (tree / ".gitignore").symlink_to("../outside/patterns")
    assert "Checked 1 Service" in svclint("check", ".").stdout


def test_a_kustomization_that_is_a_link_out_of_the_tree_has_no_effect(tree: Path) -> None:
    (tree.parent / "outside/kustomization.yaml").write_text("patches: [{path: good.yaml}]\n")
    (tree / "kustomization.yaml").symlink_to("../outside/kustomization.yaml")
    assert "Checked 1 Service" in svclint("check", "good.yaml").stdout


def test_links_of_the_old_tree_are_not_followed(tree: Path) -> None:
    """The revision is checked in a temporary folder, where the same rule applies."""
    if not (tree / ".git").exists():
        git(tree, "init", "-q")
    (tree / "absolute.yaml").symlink_to(tree.parent / "outside/web.yaml")
    (tree / "up.yaml").symlink_to("../" * 20 + str(tree.parent / "outside/web.yaml").lstrip("/"))
    commit(tree)
    (tree / "good.yaml").write_text(SERVICE)
    done = svclint("check", "--format", "json", "--changed-since", "HEAD")
    assert SECRET.lower() not in done.output.lower()
    assert json.loads(done.stdout)["errors"] == []

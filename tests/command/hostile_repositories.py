"""Repositories that make git run a program, each with a command of git that does run it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.report.runs import SERVICE, commit, git


class Attack(NamedTuple):
    """A repository: the folder to be in, and arguments of git that show that the attack works.

    ``control`` is empty if git itself refuses today, or if the attack is not one on git.
    """

    folder: Path
    control: tuple[str, ...] = ("diff", "HEAD", "--")


Build = Callable[[Path, str], Attack]


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    commit(folder, svc__web=SERVICE)
    return folder


def change(top: Path) -> None:
    file = top / "svc/web.yaml"
    file.write_text(f"# changed\n{file.read_text()}")


def configure(top: Path, *lines: str) -> None:
    with (top / ".git/config").open("a") as file:
        file.write("".join(f"{line}\n" for line in lines))


def executable(file: Path, run: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{run}\ncat\n")
    file.chmod(0o755)


def _filter(run: str, name: str = "evil") -> list[str]:
    quoted = run.replace('"', '\\"')
    return [f'[filter "{name}"]', f'clean = "{quoted}; cat"', f'smudge = "{quoted}; cat"']


def filters(top: Path, run: str) -> Attack:
    configure(repository(top), *_filter(run))
    (top / ".gitattributes").write_text("* filter=evil\n")
    change(top)
    return Attack(top)


def filter_with_equals_sign(top: Path, run: str) -> Attack:
    configure(repository(top), *_filter(run, "a.b=c"), "required = true")
    (top / ".gitattributes").write_text("* filter=a.b=c\n")
    change(top)
    return Attack(top)


def filter_process(top: Path, run: str) -> Attack:
    configure(repository(top), '[filter "evil"]', f'process = "{run}"', "required = true")
    (top / ".git/info/attributes").write_text("* filter=evil\n")
    change(top)
    return Attack(top)


def smudge_of_the_old_tree(top: Path, run: str) -> Attack:
    repository(top)
    (top / ".gitattributes").write_text("* filter=evil\n")
    commit(top)
    configure(top, '[filter "evil"]', f'smudge = "{run}; cat"')
    (top / "deploy.yaml").write_text(SERVICE)
    return Attack(top, ("checkout-index", "-f", "--prefix=.git/x/", "svc/web.yaml"))


def attributes_file(top: Path, run: str) -> Attack:
    configure(repository(top), *_filter(run), "[core]", f"attributesFile = {top}/attributes")
    (top / "attributes").write_text("* filter=evil\n")
    change(top)
    return Attack(top)


def include_path(top: Path, run: str) -> Attack:
    configure(repository(top), "[include]", "path = ../settings")
    (top / "settings").write_text("\n".join(_filter(run)))
    (top / ".gitattributes").write_text("* filter=evil\n")
    change(top)
    return Attack(top)


def worktree_configuration(top: Path, run: str) -> Attack:
    configure(repository(top), "[extensions]", "worktreeConfig = true")
    (top / ".git/config.worktree").write_text("\n".join(_filter(run)))
    (top / ".gitattributes").write_text("* filter=evil\n")
    change(top)
    return Attack(top)


def file_system_monitor(top: Path, run: str) -> Attack:
    executable(repository(top) / "monitor", run)
    configure(top, "[core]", f"fsmonitor = {top}/monitor", "untrackedCache = true")
    change(top)
    return Attack(top, ("status",))


def hooks_path(top: Path, run: str) -> Attack:
    repository(top)
    for name in ("post-index-change", "post-checkout", "reference-transaction"):
        executable(top / "hooks" / name, run)
        executable(top / ".git/hooks" / name, run)
    configure(top, "[core]", "hooksPath = hooks")
    change(top)
    return Attack(top, ("read-tree", "HEAD"))


def external_diff(top: Path, run: str) -> Attack:
    executable(repository(top) / "tool", run)
    configure(top, "[diff]", f"external = {top}/tool")
    change(top)
    return Attack(top)


def diff_driver(top: Path, run: str) -> Attack:
    executable(repository(top) / "tool", run)
    configure(top, '[diff "evil"]', f"command = {top}/tool", f"textconv = {top}/tool")
    (top / ".gitattributes").write_text("* diff=evil\n")
    change(top)
    return Attack(top)


def work_tree_elsewhere(top: Path, run: str) -> Attack:
    other = top.parent / "other"
    other.mkdir()
    configure(repository(top), *_filter(run), "[core]", f"worktree = {other}")
    (other / ".gitattributes").write_text("* filter=evil\n")
    (other / "svc").mkdir()
    (other / "svc/web.yaml").write_text("changed")
    return Attack(top)


def embedded_bare_repository(top: Path, run: str) -> Attack:
    inner = repository(top.parent / "inner")
    repository(top)
    sub = top / "sub"
    sub.mkdir()
    for each in (inner / ".git").iterdir():
        each.rename(sub / each.name)
    (inner / "svc").rename(sub / "svc")
    (sub / ".gitattributes").write_text("* filter=evil\n")
    text = ["[core]", "repositoryformatversion = 0", "bare = false", "worktree = .", *_filter(run)]
    (sub / "config").write_text("\n".join(text))
    change(sub)
    return Attack(sub)


def git_file(top: Path, run: str) -> Attack:
    filters(top, run)
    (top / ".git").rename(top / "data")
    (top / ".git").write_text("gitdir: data\n")
    return Attack(top)


def submodule(top: Path, run: str) -> Attack:
    other = repository(top.parent / "module")
    allowed = ("-c", "protocol.file.allow=always")
    git(repository(top), *allowed, "submodule", "--quiet", "add", str(other), "sub")
    commit(top)
    executable(top / "monitor", run)
    config = top / ".git/modules/sub/config"
    config.write_text(f"{config.read_text()}[core]\nfsmonitor = {top}/monitor\n")
    change(top / "sub")
    return Attack(top, ("status",))


def missing_object(top: Path, run: str) -> Attack:
    """A partial clone whose remote is a program."""
    repository(top)
    executable(top / "upload", f"{run}\nexit 1")
    blob = git(top, "rev-parse", "HEAD:svc/web.yaml").strip()
    (top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    remote = (f"url = {top}", f"uploadpack = {top}/upload", "promisor = true")
    configure(top, "[core]", "repositoryformatversion = 1", "[extensions]", "partialClone = evil")
    configure(top, '[remote "evil"]', *remote, "[protocol]", "allow = always")
    configure(top, "[core]", f"sshCommand = {top}/upload")
    change(top)
    return Attack(top)


def alternates(top: Path, run: str) -> Attack:
    filters(top.parent / "filtered", run)
    repository(top)
    executable(top / "refs", run)
    objects = top.parent / "filtered/.git/objects"
    (top / ".git/objects/info/alternates").write_text(f"{objects}\n")
    configure(top, "[core]", f"alternateRefsCommand = {top}/refs", f"pager = {top}/refs")
    configure(top, "[alias]", f"diff = !{run}", f"config = !{run}")
    change(top)
    return Attack(top, ())


def program_in_the_tree(top: Path, run: str) -> Attack:
    """A ``git`` that a relative PATH, an empty one, and one that lies in the tree, find first."""
    for folder in (repository(top), top / "bin"):
        executable(folder / "git", run)
    change(top)
    os.environ["PATH"] = os.pathsep.join(("", "bin", str(top / "bin"), os.environ["PATH"]))
    return Attack(top)


def variables(top: Path, run: str) -> Attack:
    filters(top.parent / "filtered", run)
    change(repository(top))
    executable(top / "tool", run)
    os.environ["GIT_DIR"] = str(top.parent / "filtered/.git")
    os.environ["GIT_WORK_TREE"] = str(top.parent / "filtered")
    os.environ["GIT_EXTERNAL_DIFF"] = str(top / "tool")
    return Attack(top)


ATTACKS: tuple[Build, ...] = (
    *(filters, filter_with_equals_sign, filter_process, smudge_of_the_old_tree, attributes_file),
    *(include_path, worktree_configuration, file_system_monitor, hooks_path, external_diff),
    *(diff_driver, work_tree_elsewhere, embedded_bare_repository, git_file, submodule),
    *(missing_object, alternates, program_in_the_tree, variables),
)


def run_git(attack: Attack) -> None:
    """Run the control as a user would who trusts the repository."""
    command = ["git", *attack.control]
    subprocess.run(command, cwd=attack.folder, capture_output=True, check=False, timeout=20)

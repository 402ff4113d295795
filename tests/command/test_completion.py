"""What the shell completes: commands, files and folders, and the names that svclint knows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command.runs import svclint


def completed(*words: str, **variables: str) -> list[str]:
    """Return the answers to a shell that completes the last word, each as ``type,value``."""
    done = subprocess.run(
        [sys.executable, "-m", "svclint"],
        env={
            **os.environ,
            **variables,
            "_SVCLINT_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("svclint", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize("command", ["check", "diff", "targets", "baseline", "config"])
def test_paths_are_left_to_the_shell(command: str) -> None:
    assert completed(command, "man") == ["file,man"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("check", "--baseline", "b"), "file"),
        (("check", "--output", "o"), "file"),
        (("check", "--kustomize", "d"), "dir"),
        (("check", "--helm", "d"), "dir"),
        (("diff", "--live", "l"), "file"),
        (("policy", "test", "p"), "file"),
    ],
)
def test_options_that_take_files_or_folders(words: tuple[str, ...], kind: str) -> None:
    assert completed(*words) == [f"{kind},{words[-1]}"]


def test_live_objects_may_be_those_of_the_cluster() -> None:
    assert completed("check", "--live", "clu") == ["plain,cluster", "file,clu"]


def test_rules_and_groups_are_completed_also_after_a_comma() -> None:
    assert "plain,validity" in completed("check", "--select", "val")
    assert completed("check", "--ignore", "validity,port-unn") == ["plain,validity,port-unnamed"]
    assert completed("explain", "port-unn") == ["plain,port-unnamed"]


def test_versions_formats_and_profiles() -> None:
    assert "plain,1.30" in completed("check", "--kubernetes-version", "1.3")
    assert completed("check", "--format", "sa") == ["plain,sarif"]
    assert completed("check", "--profile", "rec") == ["plain,recommended"]


def test_contexts_are_those_of_the_kubeconfig(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text("contexts: [{name: prod-eu}, {name: prod-us}, {name: dev}, 7]\n")
    found = completed("check", "--context", "pr", KUBECONFIG=str(file))
    assert found == ["plain,prod-eu", "plain,prod-us"]
    named = ("diff", "--kubeconfig", str(file), "--context", "d")
    assert completed(*named, KUBECONFIG="") == ["plain,dev"]
    file.write_text("contexts: [\n")
    assert completed("check", "--context", "pr", KUBECONFIG=str(file)) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_ask_svclint(shell: str) -> None:
    assert "_SVCLINT_COMPLETE" in svclint("completion", shell).stdout


def test_the_script_is_one_of_bash() -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = svclint("completion", "bash").stdout
    done = subprocess.run([bash, "-n"], input=script, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_fish_shows_help_with_commas() -> None:
    fish = shutil.which("fish")
    if fish is None:
        pytest.skip("no fish: apt-get install fish")
    script = svclint("completion", "fish").stdout
    folder = str(Path(sys.executable).parent)
    done = subprocess.run(
        [fish, "--no-config", "-c", f'{script}\ncomplete -C "svclint dif"'],
        env={**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"},
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.stdout.startswith("diff\tPredict, for each object")

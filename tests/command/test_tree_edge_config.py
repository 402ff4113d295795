"""A configuration refers only to its tree, unless the command line names another place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from svclint.settings.config.finding import nearest_config

from tests.command.runs import svclint
from tests.report.runs import BROKEN, GOOD

SECRET = "SEKRET-d41d8cd98f00b204"
DAMAGED = json.dumps(
    {
        "version": 1,
        "findings": [dict.fromkeys(("file", "rule", "object", "field", "message"), SECRET)],
    }
)
POLICY = """\
id: no-port-80
expression: "object.spec.ports.all(p, p.port != 80)"
message: port 80
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    nearest_config.cache_clear()
    folder = tmp_path / "tree"
    (folder / ".git").mkdir(parents=True)
    (folder / "sub").mkdir()
    (folder / "web.yaml").write_text(BROKEN.format(name="web"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/base.yaml").write_text("ignore: [validity]\n")
    (tmp_path / "outside/policy.yaml").write_text(POLICY)
    (tmp_path / "outside/secret.yaml").write_text(f"{SECRET}: {SECRET}\n")
    (folder / ".git/config").write_text(f"[x]\n\ttoken = {SECRET}\n")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("extends: ../outside/base.yaml", "1:10: extends names ../outside/base.yaml, which is out"),
        ("extends: [link.yaml]", "1:11: extends[0] names link.yaml, which is outside of the tree"),
        ("extends: folder/base.yaml", "which is outside of the tree"),
        ("extends: {outside}/base.yaml", "which is outside of the tree"),
        ("extends: .git/config", "which is outside of the tree"),
        ("extends: ../outside/secret.yaml", "which is outside of the tree"),
        ("policies: [../outside/policy.yaml]", "1:12: policies[0] names /"),
        ("policies: [folder]", "which is outside of the tree"),
        ("policies: [{outside}]", "which is outside of the tree"),
    ],
)
@pytest.mark.parametrize("command", ["check", "targets", "config"])
def test_outside_of_the_tree(tree: Path, config: str, said: str, command: str) -> None:
    (tree / "link.yaml").symlink_to("../outside/base.yaml")
    (tree / "folder").symlink_to("../outside")
    (tree / ".svclint.yaml").write_text(config.format(outside=tree.parent / "outside"))
    done = svclint(command, "web.yaml")
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert SECRET not in done.output


def test_the_command_line_may_name_the_place(tree: Path) -> None:
    (tree / ".svclint.yaml").write_text(
        "extends: ../outside/base.yaml\npolicies: [../outside/policy.yaml]\n"
    )
    (tree / "good.yaml").write_text(GOOD.format(name="good"))
    done = svclint("check", "--trust", "../outside", "web.yaml", "good.yaml")
    assert done.exit_code == 1, done.output
    assert "port 80 [policy-denied]" in done.stdout
    assert "node-port-forbidden" not in done.stdout
    assert svclint("check", "--trust", "sub", "web.yaml").exit_code == 2


def test_within_the_tree(tree: Path) -> None:
    (tree / "base.yaml").write_text("ignore: [validity]\n")
    (tree / "sub/link.yaml").symlink_to("../base.yaml")
    (tree / "sub/.svclint.yaml").write_text("extends: [../base.yaml, link.yaml]\n")
    (tree / "web.yaml").rename(tree / "sub/web.yaml")
    assert "node-port-forbidden" not in svclint("check", "sub").stdout


def test_a_configuration_that_is_a_link_out_of_the_tree(tree: Path) -> None:
    (tree / ".svclint.yaml").symlink_to("../outside/secret.yaml")
    done = svclint("check", "web.yaml")
    assert (done.exit_code, "leads out of the tree" in done.stderr) == (2, True)
    assert SECRET not in done.output
    (tree / ".svclint.yaml").unlink()
    (tree / ".svclint.yaml").symlink_to("../outside/base.yaml")
    nearest_config.cache_clear()
    assert svclint("check", "web.yaml").exit_code == 2
    nearest_config.cache_clear()
    assert svclint("check", "--trust", "../outside", "web.yaml").exit_code == 0


@pytest.mark.parametrize(
    "text",
    [
        SECRET,
        f'{{"version": 1, "findings": [{{"{SECRET}": 1}}]}}',
        f'{{"version": 1, "findings": ["{SECRET}"]}}',
        f'{{"version": "{SECRET}"}}',
        DAMAGED,
    ],
)
def test_a_file_that_is_no_baseline_is_not_quoted(tree: Path, text: str) -> None:
    (tree.parent / "file").write_text(text)
    (tree / "baseline.json").symlink_to("../file")
    done = svclint("check", "--baseline", "baseline.json", "web.yaml")
    assert done.exit_code == 2
    assert SECRET not in done.output


def test_an_extended_file_that_is_no_configuration_is_not_quoted(tree: Path) -> None:
    (tree / ".env").write_text(f"{SECRET}: {SECRET}\n")
    (tree / ".svclint.yaml").write_text("extends: .env\n")
    done = svclint("check", "web.yaml")
    assert (done.exit_code, "ends in .yaml" in done.stderr) == (2, True)
    assert SECRET not in done.output


def test_a_trusted_folder_exists(tree: Path) -> None:
    result = svclint("check", "--trust", "../outsidee", "web.yaml")
    assert result.exit_code == 2
    assert "../outsidee is not a folder; --trust names an existing one" in result.stderr
    assert svclint("check", "--trust", "../outside", "web.yaml").exit_code == 1
    assert tree.is_dir()

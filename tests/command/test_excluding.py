"""What a walk leaves out: defaults, patterns, what Git ignores, links that lead nowhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from svclint.app.facts import settings_of_request
from svclint.app.input_files import input_files
from svclint.app.requests import CheckRequest

from tests.report.runs import SERVICE, git, svclint


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(*names: str, text: str = "") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def found(*paths: str, exclude: tuple[str, ...] = (), include: tuple[str, ...] = ()) -> list[str]:
    """Return the files that a run reads, relative to the current folder."""
    request = CheckRequest(exclude=exclude, include=include)
    files = input_files(paths or (".",), settings_of_request(request))
    return [file.removeprefix("./") for file in files.files]


@pytest.mark.parametrize(
    ("excluded", "beside"),
    [
        ("node_modules/a/b.yaml", ""),
        ("web/node_modules/b.json", ""),
        (".venv/b.yaml", ""),
        ("policies/tests/fixtures/b.yaml", ""),
        ("helm-tests/web/b.yaml", ""),
        ("web/__snapshots__/b.yaml", ""),
        ("web/__fixtures__/b.yaml", ""),
        ("infra/.terraform/modules/b.yaml", ""),
        ("vendor/b.yaml", "go.mod"),
        ("php/vendor/b.yaml", "php/composer.json"),
        ("pkg/testdata/b.yaml", "go.mod"),
        ("pkg/a/fixtures/deep/b.yaml", "pkg/go.mod"),
        ("app/src/test/resources/b.yaml", ""),
    ],
)
def test_what_is_excluded_by_default_can_be_switched_on(
    tree: Path, excluded: str, beside: str
) -> None:
    write("a.yaml", excluded, *filter(None, [beside]))
    here = [file for file in ("a.yaml", beside) if file.endswith((".yaml", ".json"))]
    assert found() == here
    folder = Path(excluded).parent.as_posix()
    for pattern in (f"/{folder}/", excluded, f"{Path(excluded).parts[0]}/**"):
        assert sorted(found(include=(pattern,))) == sorted([*here, excluded])
    assert found(folder) == [excluded]


@pytest.mark.parametrize("file", ["vendor/b.yaml", "testdata/b.yaml", "fixtures/b.yaml"])
def test_these_names_mean_nothing_elsewhere(tree: Path, file: str) -> None:
    write(file)
    assert found() == [file]


def test_a_module_above_the_walk_counts(tree: Path) -> None:
    write("go.mod", "pkg/testdata/b.yaml", "pkg/a.yaml")
    assert found("pkg") == ["pkg/a.yaml"]


def test_patterns_of_options(tree: Path) -> None:
    write("a.yaml", "gen/b.yaml", "gen/keep/c.yaml", "deep/gen/d.yaml", "x.gen.yaml")
    assert found(exclude=("gen/", "*.gen.yaml")) == ["a.yaml"]
    assert found(exclude=("/gen/",)) == ["a.yaml", "x.gen.yaml", "deep/gen/d.yaml"]
    assert found(exclude=("gen/",), include=("gen/keep/",)) == [
        *("a.yaml", "x.gen.yaml", "gen/keep/c.yaml")
    ]
    assert found("gen/b.yaml", exclude=("gen/",)) == ["gen/b.yaml"]


def test_patterns_of_a_configuration_are_relative_to_it(tree: Path) -> None:
    write("team/.svclint.yaml", text="exclude: [/gen/]\ninclude: ['node_modules/k8s/']\n")
    write("gen/a.yaml", "team/gen/b.yaml", "team/node_modules/k8s/c.yaml")
    assert found() == ["gen/a.yaml", "team/node_modules/k8s/c.yaml"]
    assert found("team") == ["team/node_modules/k8s/c.yaml"]
    done = svclint("config", "team/x.yaml")
    assert 'exclude: ["/gen/"]' in done.stdout


def test_a_pattern_that_matches_nothing_is_an_error(tree: Path) -> None:
    write(".svclint.yaml", text="exclude: ['']\n")
    assert svclint("check").exit_code == 2
    assert svclint("check", "--no-config", "--exclude", "!").exit_code == 2


def test_the_hook_names_files_that_are_excluded(tree: Path) -> None:
    broken = SERVICE.replace("port: 80", "port: 80000")
    write("gen/a.yaml", "b.yaml", text=broken)
    options = ("--among", ".", "--exclude", "gen/", "--select", "validity")
    done = svclint("check", *options, "gen/a.yaml", "b.yaml")
    assert (done.exit_code, "gen/a.yaml" in done.stdout) == (1, False)
    assert svclint("check", *options, "gen/a.yaml").exit_code == 0


def test_files_that_git_tracks_are_read_though_they_are_ignored(tree: Path) -> None:
    write(".gitignore", text="build/\n*.gen.yaml\n")
    write("build/deep/a.yaml", "build/b.yaml", "c.gen.yaml", "d.gen.yaml")
    git(tree, "init", "-q")
    git(tree, "add", "-f", "build/deep/a.yaml", "c.gen.yaml")
    assert found() == ["c.gen.yaml", "build/deep/a.yaml"]
    assert found("build") == ["build/deep/a.yaml"]
    assert found(include=("build/",)) == ["c.gen.yaml", "build/b.yaml", "build/deep/a.yaml"]


def test_a_link_that_leads_nowhere_is_a_note(tree: Path) -> None:
    write("a.yaml", text=SERVICE)
    (tree / "b.yaml").symlink_to("gone.yaml")
    (tree / "c.yaml").symlink_to("c.yaml")
    for command in ("check", "targets"):
        done = svclint(command, *(("--select", "validity") if command == "check" else ()))
        assert done.exit_code == 0
        assert "note: ./b.yaml is a link to gone.yaml, which leads nowhere" in done.stderr
    assert svclint("check", "b.yaml").exit_code == 2


def test_snapshots_and_baselines_are_no_manifests(tree: Path) -> None:
    write("live.json", text='{"apiVersion": "v1", "kind": "List", "items": []}')
    write("old/known.json", text='{"version": 1, "findings": []}')
    write("a.yaml", text=SERVICE)
    done = svclint("check", "--live", "live.json", "--baseline", "old/known.json")
    assert "in 1 file:" in done.stdout


def test_what_is_left_out_is_counted(tree: Path) -> None:
    write("a.yaml", text=SERVICE)
    write("node_modules/b.yaml", "gen/c.yaml", "gen/d.yaml")
    options = ("--select", "validity", "--exclude", "gen/")
    done = svclint("check", *options)
    assert done.stdout == (
        "Checked 1 Service in 1 file: nothing wrong; 2 files or folders excluded (-v lists them)\n"
    )
    listed = svclint("check", "-v", *options)
    assert "note: ./gen is excluded by a pattern" in listed.stderr
    assert "note: ./node_modules is excluded by default: packages of JavaScript" in listed.stderr


def test_an_unreadable_index_of_git_is_no_fault(tree: Path) -> None:
    write(".gitignore", text="build/\n")
    write("build/a.yaml", "b.yaml")
    (tree / ".git").mkdir()
    assert found() == ["b.yaml"]
    assert subprocess.run(["git", "status"], check=False, capture_output=True).returncode

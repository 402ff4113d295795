"""``--kustomize`` and ``--helm``: rendered manifests are read like standard input."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import stat
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from svclint.cli import group
from svclint.render.confinement import Limits, ToolError, run_confined

TOOLS = ("kustomize", "kubectl")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
BROKEN = SERVICE.replace("80", "70000")


def svclint(*words: str | Path) -> Result:
    return CliRunner().invoke(group, [str(word) for word in words], prog_name="svclint")


def names(done: Result) -> list[str]:
    assert done.exit_code == 0, done.stderr
    return [each["name"] for each in json.loads(done.stdout)["services"]]


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    # A tool gets no PATH.
    file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is the whole PATH, with a few programs; change to another folder."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    Path("app").mkdir()
    Path("app/kustomization.yaml").write_text("resources: [web.yaml]\n")
    Path("app/Chart.yaml").write_text("name: app\n")
    Path("app/web.yaml").write_text(SERVICE)
    return folder


def echo(text: str = SERVICE) -> str:
    file = shlex.quote(str(Path("arguments").resolve()))
    return f"printf '%s\\n' \"$@\" >>{file}\ncat <<'END'\n{text}END"


@pytest.mark.parametrize(
    ("tool", "arguments"), [("kustomize", ["build"]), ("kubectl", ["kustomize"])]
)
def test_a_kustomization_is_built(tools: Path, tool: str, arguments: list[str]) -> None:
    program(tools, tool, echo(BROKEN))
    assert names(svclint("targets", "--format", "json", "--kustomize", "app")) == ["web"]
    assert Path("arguments").read_text().split() == [*arguments, str(Path("app").resolve())]
    done = svclint("check", "--kustomize", "app", "--format", "json")
    assert done.exit_code == 1
    files = {finding["file"] for finding in json.loads(done.stdout)["findings"]}
    # The tool has built another port than the one that is written.
    assert files == {"app/web.yaml"}


def test_kustomize_goes_before_kubectl(tools: Path) -> None:
    program(tools, "kubectl", "exit 3")
    program(tools, "kustomize", echo())
    assert names(svclint("targets", "--format", "json", "--kustomize", "app")) == ["web"]


def _without_versions(options: list[str]) -> list[str]:
    """Return options of Helm without the kinds that the cluster serves."""
    found = [each for each in options if not each.startswith("--api-versions=")]
    assert len(found) < len(options)
    return found


def test_a_chart_is_rendered_with_values(tools: Path) -> None:
    program(tools, "helm", echo(BROKEN))
    for name in ("one.yaml", "-two.yaml"):
        Path(name).write_text("a: 1\n")
    values = ("--values", "one.yaml", "--values=-two.yaml", "--namespace", "shop")
    done = svclint("targets", "--format", "json", "--helm", "app", *values)
    assert json.loads(done.stdout)["services"][0]["namespace"] == "shop"
    # To place a finding, the chart is rendered again.
    command, *others = Path("arguments").read_text().split()
    at = others.index("--")
    release, chart = others[at + 1 : at + 3]
    assert (command, release, Path(chart).name) == ("template", "release-name", "app")
    given = [f"--values={Path(name).resolve()}" for name in ("one.yaml", "-two.yaml")]
    assert _without_versions(others[:at]) == [*given, "--namespace=shop"]
    done = svclint("check", "--helm", "app")
    assert done.exit_code == 1
    assert "app/Chart.yaml:1:1: error: port 70000 is outside 1-65535" in done.stdout


def test_single_values_and_the_name_of_the_release(tools: Path) -> None:
    program(tools, "helm", echo(BROKEN))
    words = ("--set", "port=70000", "--set", "a.b=c,d=e", "--release", "shop")
    svclint("targets", "--helm", "app", *words)
    command, *others = Path("arguments").read_text().split()
    at = others.index("--")
    release, chart = others[at + 1 : at + 3]
    assert (command, release, Path(chart).name) == ("template", "shop", "app")
    assert _without_versions(others[:at]) == ["--set=port=70000", "--set=a.b=c,d=e"]


def test_paths_may_stand_beside(tools: Path) -> None:
    program(tools, "helm", echo())
    Path("more.yaml").write_text(SERVICE.replace("web", "more"))
    words = ("targets", "--format", "json", "--helm", "app")
    assert names(svclint(*words)) == ["web"]
    assert names(svclint(*words, "more.yaml")) == ["web", "more"]
    assert svclint("check", "--helm", "app", "more.yaml", "--statistics").exit_code == 0


def test_a_baseline_of_what_is_rendered(tools: Path) -> None:
    program(tools, "kustomize", echo(BROKEN))
    assert "Wrote 2 findings in 1 file" in svclint("baseline", "--kustomize", "app").stdout
    words = ("check", "--baseline", ".svclint-baseline.json", "--kustomize", "app")
    assert svclint(*words).exit_code == 0


def test_what_is_rendered_is_never_remembered(tools: Path) -> None:
    program(tools, "kustomize", echo(BROKEN))
    assert svclint("check", "--kustomize", "app").exit_code == 1
    program(tools, "kustomize", echo())
    assert svclint("check", "--kustomize", "app").exit_code == 0


@pytest.mark.parametrize("command", ["check", "targets"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kustomize", "app"), "neither kustomize nor kubectl is installed"),
        (("--helm", "app"), "helm is not installed; install Helm"),
        (("--kustomize", "gone"), "gone is not a folder"),
        (("--kustomize", "https://example.com/x"), "https://example.com/x is not a folder"),
        (("--helm", "oci://example.com/x"), "oci://example.com/x is not a folder"),
        (("--kustomize", "."), ". contains no kustomization.yaml"),
        (("--helm", "."), ". contains no Chart.yaml"),
        (("--helm", "app", "--values", "gone"), "gone does not exist"),
        (("--values", "app/web.yaml"), "--values needs --helm"),
        (("--set", "a=b"), "--release and --set need --helm"),
        (("--helm", "app", "--release", "--post-renderer=x"), "is not a name of a release"),
    ],
)
def test_what_is_missing_is_said(
    tools: Path, command: str, words: tuple[str, ...], said: str
) -> None:
    done = svclint(command, *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("command", ["check", "targets"])
def test_a_tool_that_fails(tools: Path, command: str) -> None:
    program(tools, "helm", "echo half; echo 'Error: no \x1b[31m values' >&2; exit 1")
    done = svclint(command, "--helm", "app")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "svclint: error: helm template app failed: Error: no \\x1b[31m values\n" in done.stderr
    program(tools, "helm", "exit 7")
    assert "helm template app failed: exit code 7" in svclint(command, "--helm", "app").stderr


def test_a_tool_that_cannot_be_run(tools: Path) -> None:
    (tools / "helm").write_bytes(b"\x7fELF")
    (tools / "helm").chmod(0o755)
    done = svclint("check", "--helm", "app")
    assert done.exit_code == 2
    # With unshare before it, the tool is a script to the system.
    assert re.search("helm template app (cannot be run|failed): ", done.stderr)


def test_a_tool_that_hangs_is_ended_with_all_it_started(tools: Path) -> None:
    late = Path("late").resolve()
    program(tools, "helm", f"(sleep 3; touch {late}) &\nsleep 60")
    begin = time.monotonic()
    with pytest.raises(ToolError, match=r"took more than 0\.5 seconds"):
        run_confined([str(tools / "helm")], Limits(seconds=0.5))
    assert time.monotonic() - begin < 3
    time.sleep(3.5 - (time.monotonic() - begin))
    assert not late.exists()


def test_no_shell_reads_a_name(tools: Path) -> None:
    program(tools, "kustomize", echo())
    for name in ("a; touch bad", "$(touch bad)", "-x", "--help"):
        Path(name).mkdir()
        Path(name, "kustomization.yaml").write_text("resources: []")
        assert names(
            svclint("targets", "--no-cache", "--format", "json", f"--kustomize={name}")
        ) == ["web"]
    assert not Path("bad").exists()
    assert Path("arguments").read_text().splitlines()[-2:] == [
        "build",
        str(Path("--help").resolve()),
    ]


def test_a_change_of_files_does_not_narrow_it(tools: Path) -> None:
    program(tools, "kustomize", echo())
    done = svclint("check", "--kustomize", "app", "--changed-since", "HEAD")
    assert done.exit_code == 2
    assert "render a whole tree" in done.stderr


@pytest.mark.skipif(not any(map(shutil.which, TOOLS)), reason="neither kustomize nor kubectl")
def test_a_real_kustomization(tmp_path: Path) -> None:
    base, prod = tmp_path / "base", tmp_path / "prod"
    for folder, text in {base: "resources: [web.yaml]\n", prod: "resources: [../base]\n"}.items():
        folder.mkdir()
        (folder / "kustomization.yaml").write_text(text)
    (base / "web.yaml").write_text(SERVICE)
    with (prod / "kustomization.yaml").open("a") as stream:
        stream.write("namePrefix: prod-\nnamespace: shop\n")
    done = svclint("targets", "--format", "json", "--kustomize", prod)
    assert names(done) == ["prod-web"]
    assert json.loads(done.stdout)["services"][0]["namespace"] == "shop"
    (base / "web.yaml").unlink()
    done = svclint("targets", "--kustomize", prod)
    assert done.exit_code == 2
    assert "web.yaml" in done.stderr

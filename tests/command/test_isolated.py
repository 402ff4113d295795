"""``--isolated``: a tree does not decide what is checked in it, and what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.settings.config.finding import nearest_config

from tests.command.runs import svclint
from tests.report.runs import BROKEN, GOOD, git

NAME = "node-port-forbidden"
SUPPRESSED = BROKEN.format(name="web").replace(
    "nodePort: 30080", f"nodePort: 30080 # svclint: ignore[{NAME}] why"
)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    nearest_config.cache_clear()
    folder = tmp_path / "tree"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "web.yaml").write_text(BROKEN.format(name="web"))
    monkeypatch.chdir(folder)
    return folder


def write(tree: Path, name: str, text: str) -> None:
    (tree / name).write_text(text)
    nearest_config.cache_clear()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".svclint.yaml", "ignore: [validity]\n"),
        (".svclint.yaml", "exclude: ['*.yaml']\n"),
        (".svclint.yaml", f"rules: {{{NAME}: {{severity: note}}}}\n"),
        (".svclint.yaml", "broken: [\n"),
        (".gitignore", "*.yaml\n"),
    ],
)
def test_files_of_the_tree_have_no_effect(tree: Path, name: str, text: str) -> None:
    write(tree, name, text)
    assert svclint("check").exit_code != 1
    done = svclint("check", "--isolated")
    assert (done.exit_code, f"[{NAME}]" in done.stdout) == (1, True), done.output


@pytest.mark.parametrize("live", [False, True])
def test_suppressions_have_no_effect(tree: Path, live: bool) -> None:
    text = BROKEN.format(name="web")
    annotation = f"metadata: {{name: web, annotations: {{svclint.dev/ignore: {NAME}}}}}"
    for suppressed in (SUPPRESSED, text.replace("metadata: {name: web}", annotation)):
        (tree / "web.yaml").write_text(suppressed)
        options: tuple[str, ...] = ()
        if live:
            (tree / "live.json").write_text('{"apiVersion": "v1", "kind": "List", "items": []}')
            options = ("--live", "live.json")
        assert NAME in svclint("check", "--isolated", *options, "web.yaml").stdout
        assert f"[{NAME}]" not in svclint("check", *options, "web.yaml").stdout


def test_a_baseline_of_the_tree_is_refused(tree: Path) -> None:
    svclint("baseline", "-o", "../baseline.json")
    assert svclint("check", "--baseline", "../baseline.json", "--isolated").exit_code == 0
    svclint("baseline")
    (tree / "link.json").symlink_to("../baseline.json")
    for file in (".svclint-baseline.json", "link.json"):
        done = svclint("check", "--baseline", file, "--isolated")
        assert (done.exit_code, f"{file} is in it" in done.stderr) == (2, True)
    assert svclint("check", "--baseline", ".svclint-baseline.json").exit_code == 0


def test_policies_of_the_tree_have_no_effect(tree: Path) -> None:
    (tree / ".svclint/policies").mkdir(parents=True)
    (tree / ".svclint/policies/broken.yaml").write_text("id: [\n")
    assert svclint("check").exit_code == 2
    assert svclint("check", "--isolated").exit_code == 1


@pytest.mark.parametrize(
    "text", ["", "{{ template }}\n", "kind: Deployment\n", "just: data\n", None]
)
def test_nothing_checked_is_an_error(tree: Path, text: str | None) -> None:
    (tree / "web.yaml").unlink()
    if text is not None:
        (tree / "web.yaml").write_text(text)
    assert svclint("check").exit_code == 0
    done = svclint("check", "--isolated", "--exit-zero")
    assert (done.exit_code, "nothing was checked" in done.stderr) == (2, True)
    assert svclint("check", "--isolated", "--changed-since", "HEAD").exit_code == 2


OTHER = "\n---\nkind: Service\nspec: '{{{{ spec }}}}'\n"
HIDDEN = [
    ("web.yaml", '#@ load("@ytt:data", "data")\n#@ if x:\n---\n{}\n#@ end\n'),
    ("web.yaml", "#@data/values\n---\n{}"),
    ("web.yaml", "{}" + OTHER),
    ("web.yaml", "{}\n---\n{{{{ if x }}}}\n"),
    ("00-assert.yaml", "{}"),
    ("e2e/00-errors.yaml", "{}"),
    ("web.yaml", "$patch: delete\n{}"),
    ("web.yaml", "{}\nsops: {{mac: x}}\n"),
    (".svclint.yaml", "{}"),
    (".svclint-baseline.json", "{}"),
    (".svn/web.yaml", "{}"),
]


@pytest.mark.parametrize(("name", "text"), HIDDEN)
def test_what_kubectl_would_apply_cannot_be_hidden(tree: Path, name: str, text: str) -> None:
    (tree / "web.yaml").unlink()
    (tree / name).parent.mkdir(exist_ok=True)
    write(tree, name, text.format(BROKEN.format(name="web").strip()))
    done = svclint("check", "--isolated", ".")
    assert (done.exit_code, f"[{NAME}]" in done.stdout) == (1, True), done.output


def test_a_configuration_that_is_a_service_is_an_error(tree: Path) -> None:
    write(tree, ".svclint.yaml", GOOD.format(name="web"))
    done = svclint("check", ".")
    assert (done.exit_code, "apiVersion is unknown" in done.stderr) == (2, True)


@pytest.mark.parametrize("options", [(), ("-v",), ("--isolated",)])
def test_the_summary_counts_what_is_not_checked(tree: Path, options: tuple[str, ...]) -> None:
    write(tree, ".svclint.yaml", "exclude: [excluded.yaml, more.yaml]\n")
    write(tree, ".gitignore", "ignored.yaml\n")
    for name in ("excluded", "more", "ignored"):
        (tree / f"{name}.yaml").write_text(GOOD.format(name=name))
    (tree / "template.yaml").write_text("kind: Service\nspec: {{ .Values.spec }}\n")
    (tree / "kustomization.yaml").write_text("patches: [{path: patch.yaml}]\n")
    (tree / "patch.yaml").write_text(GOOD.format(name="patched"))
    (tree / "web.yaml").write_text(SUPPRESSED)
    summary = svclint("check", *options, ".").stdout.splitlines()[-1]
    assert "1 template skipped" in summary
    assert "1 partial object skipped" in summary
    if options == ("--isolated",):
        assert "Checked 4 Services" in summary
        return
    assert "1 suppressed" in summary
    assert "2 files or folders excluded" in summary
    assert "1 file or folder ignored by Git" in summary

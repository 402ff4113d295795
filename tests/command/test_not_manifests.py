"""What a run says of files that are not manifests: in a folder, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.runs import SERVICE, svclint

TEMPLATE = SERVICE.replace("{name: web}", "{name: {{ .Values.name }}}")
BARE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
OTHERS = {
    "package.json": '{"a": 1, "a": 2}',
    "00-assert.yaml": BARE,
    "template.yaml": TEMPLATE,
    "empty.yaml": "",
}
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {containers: [{name: web, image: web}]}
"""
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web}
spec: {podSelector: {matchLabels: {app: web}}}
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in OTHERS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_in_a_folder_they_are_counted(tree: Path) -> None:
    (tree / "web.yaml").write_text(SERVICE)
    done = svclint("check", "--select", "validity")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith("./template.yaml:3: note: this file is a Helm")
    assert done.stdout.splitlines()[1] == (
        "Checked 1 Service in 5 files: nothing wrong; "
        "1 template skipped; 1 partial object skipped; "
        "2 documents skipped (not Kubernetes objects; -v lists them)"
    )
    listed = svclint("check", "-v", "--select", "validity").stdout
    assert all(name in listed for name in OTHERS)


@pytest.mark.parametrize("name", OTHERS)
def test_a_named_one_is_an_error(tree: Path, name: str) -> None:
    done = svclint("check", name)
    assert (done.exit_code, "error: th" in done.stdout) == (1, True)
    assert svclint("check", f"{name[:-1]}?").exit_code == 0


def test_a_named_one_is_no_error_where_its_references_are_read(tree: Path) -> None:
    """The pre-commit hook names whatever has changed."""
    done = svclint("check", "--among", ".", *OTHERS)
    assert done.exit_code == 0


@pytest.mark.parametrize("paths", [(), tuple(OTHERS)])
def test_targets_of_them_are_none(tree: Path, paths: tuple[str, ...]) -> None:
    assert svclint("targets", *paths).exit_code == 0


def test_templates_are_noted_once_per_folder(tree: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tree / "templates").mkdir(exist_ok=True)
        (tree / "templates" / name).write_text(TEMPLATE)
    lines = svclint("check").stdout.splitlines()
    assert [line.partition(" and")[0] for line in lines[:-1] if "template" in line] == [
        "./template.yaml:3: note: this file is a Helm template",
        "./templates: note: each of 2 files is a Helm template",
    ]
    assert "./templates/b.yaml:3: note: this file is" in svclint("check", "-v").stdout


def test_nothing_checked_is_not_called_correct(tree: Path) -> None:
    done = svclint("check")
    assert "Nothing was checked: no Service found in 4 files" in done.stdout
    assert "nothing wrong" not in done.stdout


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (POD, "1 other object"),
        (f"{POD}---\n{POLICY}", "2 other objects"),
    ],
)
def test_policies_and_workloads_are_checked_without_a_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, number: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(text)
    done = svclint("check", "--fail-on-empty")
    assert done.exit_code == 0
    assert done.stdout == f"No Service found in 1 file: nothing wrong with {number}\n"


def test_a_run_may_fail_if_it_checks_nothing(tree: Path) -> None:
    done = svclint("check", "--fail-on-empty")
    assert (done.exit_code, "nothing was found to check" in done.stderr) == (2, True)
    assert svclint("check", "--fail-on-empty", "--among", ".", "package.json").exit_code == 0
    (tree / "web.yaml").write_text(SERVICE)
    assert svclint("check", "--fail-on-empty", "--select", "validity").exit_code == 0

"""Which files a run reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.source.file_search import find_files
from svclint.source.files import ReadError
from svclint.source.git_tree import within
from svclint.source.loading import load_paths
from svclint.source.paths import real_folder_of

KINDS = frozenset(("Service",))
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"


def names(folder: Path, *paths: str) -> list[str]:
    found = find_files([str(folder / path) for path in paths] or [str(folder)])
    return [
        "error" if isinstance(file, ReadError) else str(Path(file).relative_to(folder))
        for file in found
    ]


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        place = folder / name.replace("__", "/").replace("_dot_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def test_folders_are_searched_for_yaml_and_json_in_order(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "c.json", "d.txt", "sub/e.yaml", ".git/f.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    assert names(tmp_path) == ["a.yaml", "b.yml", "c.json", "sub/e.yaml"]


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").write_text(SERVICE)
    assert names(tmp_path, "manifest.txt") == ["manifest.txt"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("")
    assert names(tmp_path, "a.yaml", ".", "*.yaml") == ["a.yaml"]


def test_globs(tmp_path: Path) -> None:
    (tmp_path / "x/y").mkdir(parents=True)
    (tmp_path / "x/y/a.yaml").write_text("")
    (tmp_path / "b.yaml").write_text("")
    assert names(tmp_path, "**/*.yaml") == ["b.yaml", "x/y/a.yaml"]


def test_gitignore_is_respected_in_every_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "sub/deep").mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("rendered/\n*.gen.yaml\n!keep.gen.yaml\n")
    (tmp_path / "sub/.gitignore").write_text("/local.yaml\n")
    (tmp_path / "rendered").mkdir()
    for name in (
        "rendered/a.yaml", "x.gen.yaml", "keep.gen.yaml", "sub/local.yaml",
        "sub/deep/local.yaml", "b.yaml",
    ):  # fmt: skip
        (tmp_path / name).write_text("")
    assert names(tmp_path) == ["b.yaml", "keep.gen.yaml", "sub/deep/local.yaml"]
    assert names(tmp_path, "sub/deep") == ["sub/deep/local.yaml"]
    assert names(tmp_path, "rendered/a.yaml") == ["rendered/a.yaml"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("# nothing here\n---\n", "empty"),
        ("apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n", "template"),
        ("{{- if .Values.on }}\n" + SERVICE + "{{- end }}\n", "template"),
        ("{% if x %}\n" + SERVICE + "{% endif %}\n", "template"),
        (SERVICE.replace("web", '"{{ name }}"'), "template"),
        (SERVICE.replace("{name: web}", "{name: web, annotations: {a: '{{ x }}'}}"), None),
        (SERVICE + "  $patch: delete\n", "part"),
        (SERVICE, None),
    ],
)
def test_empty_files_templates_and_patches_are_recognised(
    tmp_path: Path, text: str, kind: str | None
) -> None:
    (tmp_path / "a.yaml").write_text(text.replace("spec: {ports: [{port: 80}]}\n  $", "$"))
    (document,) = load_paths([str(tmp_path)], KINDS)
    assert not isinstance(document, ReadError)
    assert (document.problem.kind if document.problem else None) == kind


def test_a_file_that_a_kustomization_uses_as_a_patch_is_no_object(tmp_path: Path) -> None:
    overlay = tmp_path / "overlays/prod"
    (overlay / "patches").mkdir(parents=True)
    (overlay / "kustomization.yaml").write_text("patches:\n- path: patches/svc.yaml\n")
    (overlay / "patches/svc.yaml").write_text(SERVICE)
    (overlay / "whole.yaml").write_text(SERVICE)
    kinds = {
        Path(document.chunk.file).name: document.problem and document.problem.kind
        for document in load_paths([str(tmp_path)], KINDS)
        if not isinstance(document, ReadError)
    }
    assert kinds["svc.yaml"] == "part"
    assert kinds["whole.yaml"] is None


def test_folders_of_one_name_are_not_mistaken_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, one__web__a_dot_yaml=SERVICE, two__web__a_dot_yaml=SERVICE)
    for folder, path in (("one", "web"), ("two", "web/a.yaml"), ("two", "web"), ("one", "web")):
        monkeypatch.chdir(tmp_path / folder)
        for file in find_files([path]):
            assert isinstance(file, str)
            assert real_folder_of(file) == str(tmp_path.resolve() / folder / "web")
    with within(str(tmp_path / "two")):
        assert list(find_files(["web"])) == ["web/a.yaml"]
    assert real_folder_of("web/a.yaml") == str(tmp_path.resolve() / "one/web")

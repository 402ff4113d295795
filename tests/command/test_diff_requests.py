"""Requests of ``diff`` and ``check --live`` that make no sense are refused, or say what they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from svclint.cli import group

from tests.command.runs import svclint

MANIFEST = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
LIVE = '{"apiVersion": "v1", "kind": "List", "items": []}'


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("folder").mkdir()
    Path("web.yaml").write_text(MANIFEST)
    Path("folder/web.yaml").write_text(MANIFEST)
    Path("other.yaml").write_text("a: b\n")
    Path("live.json").write_text(LIVE)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("diff --live web.yaml web.yaml", "web.yaml is part of --live; name the manifests"),
        ("diff --live folder folder", "folder is part of --live; name the manifests"),
        ("diff --live folder folder/web.yaml", "folder/web.yaml is part of --live"),
        ("check --live live.json live.json", "live.json is part of --live; name the manifests"),
        ("targets --live live.json live.json", "live.json is part of --live; name the manifests"),
        ("diff --live empty web.yaml", "empty contains no file of live objects"),
        ("diff --live live.json --selector a=b web.yaml", "--selector needs --prune-report"),
        ("check --apply flux web.yaml", "--apply needs --live"),
        ("check --field-manager x web.yaml", "--field-manager needs --live"),
        ("check --previous web.yaml web.yaml", "--previous needs --live"),
        ("diff --live live.json --apply Flux web.yaml", "Did you mean 'flux'?"),
        ("diff --live live.json --apply fluxcd web.yaml", "Did you mean 'flux'?"),
        ("diff --live live.json --apply argo web.yaml", "Did you mean 'argocd'?"),
        ("diff --live live.json --apply helm web.yaml", "Did you mean 'helm4' or 'helm3'?"),
        ("diff --live live.json --apply kubectl web.yaml", "For kubectl apply: 'client' (the"),
        ("check --live live.json --apply Kubectl web.yaml", "with --server-side: 'server'"),
        ("diff web.yaml", "--live cluster (of the current context, or of --context NAME)"),
        ("diff --live live.json --fail-on chnge web.yaml", "Did you mean 'change'?"),
    ],
)
def test_a_request_without_sense_is_refused(words: str, message: str) -> None:
    done = svclint(*words.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_live_objects_among_the_paths_are_noted() -> None:
    done = svclint("diff", "--live", "live.json", "live.json", "web.yaml")
    assert "live.json is not read as a manifest: it is part of --live" in done.stderr
    assert "Applying 1 Service: 1 would be created" in done.stdout


def test_the_files_of_a_live_folder_are_not_compared_with_themselves() -> None:
    Path("folder/web.yaml").write_text(MANIFEST.replace("name: web", "name: x, namespace: default"))
    Path("live.json").unlink()
    done = svclint("diff", "--live", "folder", ".")
    assert "Applying 1 Service: 1 would be created" in done.stdout


def test_what_is_not_a_manifest_is_noted_and_nothing_is_said_to_be_applied() -> None:
    done = svclint("diff", "--live", "live.json", "other.yaml")
    assert "not compared: other.yaml line 1, column 1: the document has no" in done.stderr
    assert done.stdout == "Nothing was compared\n"


def test_an_option_without_effect_is_noted() -> None:
    done = svclint("diff", "--live", "live.json", "--force-conflicts", "web.yaml")
    assert "note: --force-conflicts has no effect: client is not server-side apply" in done.stderr
    done = svclint(
        "diff", "--live", "live.json", "--no-force-conflicts", "--apply=helm4", "web.yaml"
    )
    assert done.stderr == ""


def test_server_side_apply_without_managers_is_noted() -> None:
    live = MANIFEST.replace("name: web", "name: web, namespace: default")
    Path("live.yaml").write_text(live)
    for command in ("diff", "check"):
        for applier in ("server", "flux", "helm4"):
            done = svclint(command, "--live", "live.yaml", "--apply", applier, "web.yaml")
            assert "note: the live objects have no managedFields" in done.stderr
        assert svclint(command, "--live", "live.yaml", "web.yaml").stderr == ""
    managed = "name: web, namespace: default, managedFields: [{manager: x, operation: Apply}]"
    Path("live.yaml").write_text(MANIFEST.replace("name: web", managed))
    assert svclint("diff", "--live", "live.yaml", "--apply", "server", "web.yaml").stderr == ""


@pytest.mark.parametrize(
    "words", ["diff --live live.json -", "diff --live - web.yaml", "check -", "targets -"]
)
def test_empty_standard_input_is_an_error(words: str) -> None:
    done = CliRunner().invoke(group, words.split(), prog_name="svclint", input="")
    assert done.exit_code == 2
    assert "error: standard input is empty" in done.stderr


def test_live_objects_of_standard_input_without_an_object_are_refused() -> None:
    words = ["diff", "--live", "-", "web.yaml"]
    done = CliRunner().invoke(group, words, prog_name="svclint", input="# none\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "contains no object, not even an empty List" in done.stderr


def test_a_folder_without_an_object_is_named() -> None:
    done = svclint("diff", "--live", "live.json", "empty")
    assert (done.exit_code, done.stdout) == (0, "Nothing was compared\n")
    assert "note: empty contains no object to compare" in done.stderr

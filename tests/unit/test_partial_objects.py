"""Objects that are parts: what tests compare with, lists for deletion, and patches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.load_problems import SERVICE, problems

BARE = "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n"
BARE_INGRESS = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("e2e/00-assert.yaml", ""),
        ("operator-tests/web/01-errors.yaml", ""),
        ("chainsaw/web-assert.yaml", ""),
        ("web/00-assert.yaml", "web/00-install.yaml"),
        ("web/00-assert.yaml", "kuttl-test.yaml"),
        ("web/errors/01-errors.yaml", "web/chainsaw-test.yaml"),
    ],
)
def test_what_tests_compare_with_is_a_part(tmp_path: Path, name: str, beside: str) -> None:
    files: dict[str, str | bytes] = {name: BARE % "web"}
    if beside:
        files[beside] = "kind: TestSuite\n"
    assert [kind for kind, _ in problems(tmp_path, files)[name]] == ["part"]


@pytest.mark.parametrize(
    "files",
    [
        ("00-assert.yaml",),
        ("shop/01-errors.yaml",),
        ("shop/00-assert.yaml", "shop/00-errors.yaml"),
        ("latest/00-assert.yaml", "shop/kuttl-test.yaml"),
    ],
)
def test_a_name_alone_is_no_test(tmp_path: Path, files: tuple[str, ...]) -> None:
    found = problems(tmp_path, dict.fromkeys(files, SERVICE))
    assert all(not kinds for kinds in found.values())


def test_what_a_chainsaw_test_names_is_a_part(tmp_path: Path) -> None:
    refused = "{apply: {file: bad.yaml, expect: [{check: {($error != null): true}}]}}"
    operations = f"[{{assert: {{file: ../want.yaml}}}}, {{delete: {{file: old.yaml}}}}, {refused}]"
    test = f"spec: {{steps: [{{try: {operations}, catch: [{{error: {{file: no.yaml}}}}]}}]}}\n"
    found = problems(
        tmp_path,
        {
            "e2e/chainsaw-test.yaml": f"apiVersion: chainsaw/v1\nkind: Test\n{test}",
            "want.yaml": SERVICE,
            "e2e/old.yaml": BARE % "web",
            "e2e/no.yaml": SERVICE,
            "e2e/bad.yaml": SERVICE,
            "e2e/web.yaml": SERVICE,
        },
    )
    parts = {name for name, kinds in found.items() if kinds and kinds[0][0] == "part"}
    assert parts == {"e2e/old.yaml", "e2e/no.yaml", "e2e/bad.yaml"}


def test_what_a_step_of_kuttl_names_is_a_part(tmp_path: Path) -> None:
    step = "apiVersion: kuttl.dev/v1beta1\nkind: TestStep\n"
    lists = "apply: [files/web.yaml]\nassert: [files/made.yaml]\nerror: [files/gone.yaml]\n"
    names = ("web", "made", "gone")
    files = {f"e2e/files/{name}.yaml": SERVICE for name in names}
    found = problems(tmp_path, {"e2e/01--del.yaml": step + lists, **files})
    parts = {name for name, kinds in found.items() if kinds and kinds[0][0] == "part"}
    assert parts == {"e2e/files/made.yaml", "e2e/files/gone.yaml"}


@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("old.yaml", BARE % "a" + "---\n" + BARE % "b", 2),
        ("old.yaml", BARE % "a" + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\n", 1),
        ("cleanup.yaml", BARE % "a", 1),
        ("delete/web.yaml", BARE % "a", 1),
        ("web.yaml", BARE % "a", 0),
        ("old.yaml", BARE % "a" + "---\n" + SERVICE, 0),
        ("old.yaml", BARE % "a" + "---\n" + SERVICE.replace("Service", "Secret"), 0),
        ("web-patch.yaml", BARE % "a" + "spec: {type: LoadBalancer}\n", 1),
        ("patches/web.yaml", SERVICE.replace("name: web", "labels: {a: b}"), 1),
        ("patches/web.yaml", SERVICE.replace("name: web", "generateName: web-"), 0),
        ("patches/web.yaml", BARE_INGRESS, 1),
        ("patches/web.yaml", BARE % "a" + "spec: {type: LoadBalancer}\n", 1),
        ("web-patch.yaml", SERVICE, 0),
        ("dispatch.yaml", BARE % "a", 0),
    ],
)
def test_names_alone_and_patches_are_parts(
    tmp_path: Path, name: str, text: str, count: int
) -> None:
    kinds = [kind for kind, _ in problems(tmp_path, {name: text})[name]]
    assert kinds == ["part"] * count


def test_a_patch_with_marks_in_it_is_a_part(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "kustomization.yaml": "patches: [{path: cut.yaml}]\n",
            "cut.yaml": BARE % "web" + "---\napiVersion: apps/v1\nkind: Deployment\n"
            "spec: {template: {spec: {containers: [{name: a, args: ['{{ .Values.x }}']}]}}}\n",
        },
    )
    assert [kind for kind, _ in found["cut.yaml"]] == ["part"]

"""Patches that no kustomization lists, beside a listed one for the same object."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report.runs import svclint

PATCH = """apiVersion: apps/v1
kind: Deployment
metadata: {name: %s}
spec:
  selector: {matchLabels: {app: web}}
  template: {spec: {containers: [{name: web, image: web:%s}]}}
"""
LABELLED = PATCH.replace("{name: web,", "{name: web, args: [a],")


@pytest.mark.parametrize(
    ("listing", "text", "is_patch"),
    [
        ("patches: [{path: versions/v2.yaml}]", PATCH % ("web", 1), True),
        ("patchesStrategicMerge: [versions/v2.yaml]", PATCH % ("web", 1), True),
        # Another object, more fields, a resource, and no listed patch.
        ("patches: [{path: versions/v2.yaml}]", PATCH % ("api", 1), False),
        ("patches: [{path: versions/v2.yaml}]", LABELLED % ("web", 1), False),
        ("{patches: [{path: versions/v2.yaml}], resources: [versions/v1.yaml]}",
         PATCH % ("web", 1), False),
        ("resources: [versions/v2.yaml]", PATCH % ("web", 1), False),
    ],
)  # fmt: skip
def test_a_variant_of_a_listed_patch_is_a_patch(
    tmp_path: Path, listing: str, text: str, *, is_patch: bool
) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "kustomization.yaml").write_text(listing)
    (tmp_path / "versions/v2.yaml").write_text(PATCH % ("web", 2))
    (tmp_path / "versions/v1.yaml").write_text(text)
    # What this kustomization builds is not checked here.
    file = str(tmp_path / "versions/v1.yaml")
    done = svclint("check", "--no-cache", "--select", "workload-selector-mismatch", file)
    assert (done.exit_code == 0) == is_patch, done.stdout

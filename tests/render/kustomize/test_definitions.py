"""CustomResourceDefinitions are left out of what is built, unless they refer to a Service."""

from __future__ import annotations

import pytest
from svclint.render.kustomize.definitions import without_definitions

DEFINITION = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {}\n"
CONVERSION = DEFINITION.replace("{}", "{conversion: {webhook: {clientConfig: {}}}}")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
# What a text says is no object.
TEXT = (
    "apiVersion: v1\ndata:\n  a: |\n    ---\n    kind: CustomResourceDefinition\nkind: ConfigMap\n"
)


@pytest.mark.parametrize(
    ("built", "kept"),
    [
        ([], []),
        ([SERVICE], [SERVICE]),
        ([DEFINITION], []),
        ([DEFINITION, SERVICE], [SERVICE]),
        ([SERVICE, DEFINITION, TEXT], [SERVICE, TEXT]),
        ([SERVICE, CONVERSION, DEFINITION], [SERVICE, CONVERSION]),
    ],
)
def test_definitions(built: list[str], kept: list[str]) -> None:
    found = without_definitions("---\n".join(built).encode()).decode()
    assert found.rstrip("\n") == "---\n".join(kept).rstrip("\n")

"""References find an object of the former group "extensions" as one of the group of today."""

from __future__ import annotations

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import callers
from svclint.source import Document
from svclint.source.loading import documents_of_bytes

MANIFESTS = b"""\
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web}
spec: {backend: {serviceName: web, servicePort: 80}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
"""


def inventory_of(raw: bytes) -> tuple[Inventory, list[Document]]:
    inventory = Inventory()
    documents = list(documents_of_bytes("a.yaml", raw, {"Ingress", "Rollout"}))
    for each in documents:
        inventory.add(each)
    return inventory, documents


def test_a_reference_finds_an_object_of_the_former_group() -> None:
    inventory, (ingress, rollout) = inventory_of(MANIFESTS)
    assert inventory.find(rollout, "networking.k8s.io", "Ingress", "web") == [ingress]
    assert ingress in callers(inventory)


def test_an_object_in_both_groups_is_the_same_object() -> None:
    again = MANIFESTS.replace(b"extensions/v1beta1", b"networking.k8s.io/v1")
    inventory, documents = inventory_of(MANIFESTS + b"---\n" + again)
    repeated = inventory.with_duplicate_name("networking.k8s.io", "Ingress")
    assert repeated == {each for each in documents if each.kind == "Ingress"}

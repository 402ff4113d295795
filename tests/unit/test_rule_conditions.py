"""A rule can only be declared with conditions that some object meets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.schema.store import load_known, versions
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.features import FIELDS
from svclint.model import Report, Severity
from svclint.rule import document_rule, reference_rule, service_rule
from svclint.rule.conditions import DOCUMENT_FEATURES
from svclint.source import Document
from svclint.source.document import Chunk


def of_service(service: Service) -> Iterator[Report]:
    """A fault."""
    assert service
    yield from ()


def of_document(document: Document) -> Iterator[Report]:
    """A fault."""
    assert document
    yield from ()


def of_references(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A fault."""
    assert document
    assert inventory
    yield from ()


def test_the_known_fields_are_those_of_the_schemas() -> None:
    names: set[str] = set()
    for version in versions():
        properties: Any = load_known(version, "v1", "Service")["properties"]
        spec = properties["spec"]["properties"]
        names.update(properties["metadata"]["properties"], spec)
        names.update(spec["ports"]["items"]["properties"])
    assert names == FIELDS


def test_the_features_of_a_document_are_attributes() -> None:
    document = Document(Chunk("", "", 1), {})
    assert all(hasattr(document, name) for name in DOCUMENT_FEATURES)


@pytest.mark.parametrize("where", ["clusterIp", "irregular", "problem", "Loadbalancer"])
def test_a_service_rule_knows_its_features(where: str) -> None:
    declare = service_rule("a-rule", Severity.ERROR, since="0.1", where=("clusterIP", where))
    with pytest.raises(TypeError, match=f"rule 'a-rule': where='{where}' is true of no object"):
        declare(of_service)


def test_a_document_rule_knows_its_features() -> None:
    declare = document_rule("a-rule", Severity.ERROR, since="0.1", where=("clusterIP",))
    with pytest.raises(TypeError, match="where='clusterIP'"):
        declare(of_document)


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"kinds": ("Statefulset",)}, "'Statefulset' is not a kind that svclint reads"),
        ({"beside": ("Endpoint",)}, "'Endpoint' is not a kind that svclint reads"),
        # Only Services have features.
        ({"kinds": ("StatefulSet",), "where": ("selector",)}, "where='selector' is true of no"),
        # A Service with irregularities has been reported already.
        ({"where": ("irregular ports",)}, "where='irregular ports' is true of no object"),
    ],
)
def test_a_reference_rule_knows_its_kinds(conditions: dict[str, Any], message: str) -> None:
    declare = reference_rule("a-rule", Severity.ERROR, since="0.1", **conditions)
    with pytest.raises(TypeError, match=message):
        declare(of_references)

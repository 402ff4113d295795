"""Indexes of objects return the same as a search through all objects."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.selection import matches
from svclint.kubernetes.targets import monitored_services, service_index
from svclint.kubernetes.targets.label_overlap import label_overlap
from svclint.kubernetes.targets.object_index import object_index
from svclint.kubernetes.targets.similarity import is_similar, is_typo_of_word
from svclint.model import Data
from svclint.source.document import Chunk, Document

SPACES = ("default", "one")
KEYS = ("app", "tier")
TEXTS = ("web", "web1", "wob", "wb-1", "a", "")
LABELS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(TEXTS), max_size=2)
SELECTORS = st.fixed_dictionaries({}, optional={"matchLabels": LABELS})
METADATA = st.fixed_dictionaries(
    {"name": st.sampled_from(TEXTS), "labels": LABELS},
    optional={"namespace": st.sampled_from(SPACES)},
)


def document(version: str, kind: str, metadata: Data, spec: Data) -> Document:
    data = {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
    return Document(Chunk("manifest.yaml", "", 1), data)


def filled_with(documents: Iterable[Document]) -> Inventory:
    inventory = Inventory()
    for each in documents:
        inventory.add(each)
    return inventory


@given(st.lists(st.tuples(METADATA, LABELS), max_size=6))
def test_clues(drawn: list[tuple[Data, Data]]) -> None:
    specs = [{"template": {"metadata": {"labels": pods}}} for _, pods in drawn]
    inventory = filled_with(
        document("apps/v1", "Deployment", metadata, spec)
        for (metadata, _), spec in zip(drawn, specs, strict=True)
    )
    here, clues = list(inventory.workloads.all), label_overlap(0, inventory)
    for text in TEXTS:
        assert list(clues.named(text)) == [w for w in here if w.name == text]
        assert list(clues.with_value(text)) == [w for w in here if text in w.labels.values()]
        for key in KEYS:
            own = [w for w in here if w.own_labels.get(key) == text]
            assert list(clues.with_own_label((key, text))) == own
            values = {w.labels[key] for w in here if key in w.labels}
            similar = {value for value in values if is_similar(value, text)}
            assert set(clues.similar(key, text)) == similar
            some = [w for w in here if (key, text) in w.labels.items()]
            assert list(clues.with_label((key, text))) == some


@given(st.lists(METADATA, max_size=6), st.lists(st.tuples(METADATA, SELECTORS), max_size=3))
def test_monitored_services(services: list[Data], monitors: list[tuple[Data, Data]]) -> None:
    group = "monitoring.coreos.com"
    inventory = filled_with(
        [
            *[document("v1", "Service", metadata, {}) for metadata in services],
            *[
                document(f"{group}/v1", "ServiceMonitor", metadata, {"selector": selector})
                for metadata, selector in monitors
            ],
        ]
    )
    for monitor in inventory.of_kind(group, "ServiceMonitor"):
        selector, spaces = monitor.data["spec"]["selector"], inventory.namespaces(monitor)
        assert monitored_services(monitor, inventory) == [
            each
            for each in inventory.services()
            if selector
            and matches(each.data["metadata"]["labels"], selector)
            and inventory.namespaces(each) == spaces
        ]


def _names(service: Document, _inventory: Inventory) -> list[str]:
    return [service.object_name.name]


@given(st.lists(st.sampled_from(TEXTS[:-1]), max_size=6))
def test_services_that_share_a_key_come_in_order(names: list[str]) -> None:
    inventory = filled_with(document("v1", "Service", {"name": name}, {}) for name in names)
    shared = [each for each in inventory.services() if names.count(each.object_name.name) > 1]
    assert list(service_index(_names, inventory).sharing) == shared
    inventory.cache.clear()
    some = inventory.services()[::2]
    index = object_index(_names, inventory, lambda: some)
    for name in names:
        assert list(index.find(name)) == [each for each in some if each.object_name.name == name]


@pytest.mark.parametrize(
    ("one", "other", "is_typo"),
    [
        ("frontend", "fronted", True),
        ("monitoring", "moniotring", True),
        ("team-a", "team-b", False),
        ("web-dev", "web-dew", False),
        ("web-stable", "web-stabel", True),
        ("web-stable", "web-stble", True),
        ("web-api", "webapi", False),
    ],
)
def test_variants_of_a_name_are_no_typos(one: str, other: str, is_typo: bool) -> None:
    assert is_typo_of_word(one, other) == is_typo_of_word(other, one) == is_typo

"""What kubectl and Helm make of random manifests on a real server is what was predicted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from svclint import DiffRequest, diff

from tests.live.applying import APPLIERS, IDENTITY, Place, released, tool
from tests.live.control_plane import ApiServer
from tests.live.stored_fields import differences, leaves
from tests.service_strategies import manifests

Data = dict[str, Any]
NUMBERS = count(1)
# How many pairs of manifests each way of applying gets.
EXAMPLES = 30
# What another manager changes between two applies: an operator, a person with kubectl edit.
EDITS: list[Data] = [
    {},
    {"spec": {"selector": {"extra": "x"}}},
    {"metadata": {"labels": {"a": "edited", "own": "x"}}},
    {"metadata": {"annotations": {"own": "x"}}},
    {"spec": {"sessionAffinity": "ClientIP"}},
    {"spec": {"externalIPs": ["198.51.100.9"]}},
    {"spec": {"publishNotReadyAddresses": True}},
]


@pytest.fixture
def place(apiserver: ApiServer, namespace: str, tmp_path: Path) -> Place:
    return Place(apiserver, namespace, tmp_path)


@pytest.mark.parametrize("name", APPLIERS)
def test_two_applies_store_what_was_predicted(name: str, place: Place) -> None:
    program = name.partition(" ")[0]
    tool(program if program.startswith("helm") else "kubectl")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(manifests(), manifests(), st.sampled_from(EDITS))
    def applied_twice(first: Data, second: Data, edit: Data) -> None:
        _apply_twice(name, place, first, second, edit)

    applied_twice()


# At this, kube-apiserver 1.36.2 fails with a nil pointer, and refuses it in other versions.
ADDRESSED: Data = {
    "metadata": {"name": "web"},
    "spec": {"ports": [{"port": 80}], "ipFamilyPolicy": "SingleStack"},
}
HEADLESS: Data = {
    "metadata": {"name": "web"},
    "spec": {"ports": [{"port": 80}], "clusterIP": "None", "ipFamilyPolicy": "PreferDualStack"},
}


@pytest.mark.parametrize("name", APPLIERS)
def test_an_apply_that_the_server_cannot_answer_changes_nothing(name: str, place: Place) -> None:
    program = name.partition(" ")[0]
    tool(program if program.startswith("helm") else "kubectl")
    _apply_twice(name, place, ADDRESSED, HEADLESS, {})


def _apply_twice(name: str, place: Place, first: Data, second: Data, edit: Data) -> None:
    service = f"web-{next(NUMBERS)}"
    old, new = (_named(each, service, place.namespace) for each in (first, second))
    applier = APPLIERS[name]
    if name == "kubectl-replace":
        _create(place, old)
    elif applier.run(place, old).returncode:
        # What a server refuses to create is the subject of the conformance tests.
        return
    _edit(place, service, edit)
    live = place.stored(service)
    assert live is not None
    previous = (str(released(place, name, service)),) if name == "helm3" else ()
    (predicted,) = diff(_request(place, name, live, new, previous)).outcomes
    answer = applier.run(place, new)
    after = place.stored(service)
    assert after is not None
    found = [(each.rule, each.message) for each in predicted.findings]
    shown = (old, edit, new, predicted.outcome, found, answer.stderr)
    assert (predicted.outcome == "reject") == bool(answer.returncode), shown
    is_same = _unmanaged(live) == _unmanaged(after)
    assert (predicted.outcome in ("reject", "unchanged")) == is_same, shown
    if predicted.after is not None:
        apart = differences(dict(_compared(after)), dict(_compared(predicted.after)))
        assert apart == {}, shown


def _unmanaged(stored: Data) -> Data:
    """Return an object without who manages its fields: that alone may change as well."""
    metadata = {**stored["metadata"], "managedFields": None, "resourceVersion": None}
    return {**stored, "metadata": metadata}


def _named(manifest: Data, name: str, namespace: str) -> Data:
    named = deepcopy(manifest)
    named["metadata"] |= {"name": name, "namespace": namespace}
    return named


def _create(place: Place, manifest: Data) -> None:
    path = f"/api/v1/namespaces/{place.namespace}/services?fieldManager=kubectl-create"
    place.server.request("POST", path, manifest)


def _edit(place: Place, service: str, edit: Data) -> None:
    path = f"/api/v1/namespaces/{place.namespace}/services/{service}?fieldManager=kubectl-edit"
    if edit:
        place.server.request("PATCH", path, edit, "application/merge-patch+json")


def _request(
    place: Place, name: str, live: Data, manifest: Data, previous: tuple[str, ...]
) -> DiffRequest:
    items = place.server.request("GET", "/api/v1/services").body["items"]
    others = [{**IDENTITY, **each} for each in items]
    cluster = place.folder / "live.json"
    cluster.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": others}))
    file = place.folder / "new.json"
    file.write_text(json.dumps(manifest))
    applier = APPLIERS[name]
    return DiffRequest(
        paths=(str(file),),
        live=(str(cluster),),
        apply=applier.method,
        field_manager=applier.field_manager,
        force_conflicts=applier.force_conflicts,
        previous=previous,
        kubernetes_version="1.36",
        service_cidrs=("10.3.240.0/20",),
        use_config=False,
    )


def _compared(data: Data) -> Iterator[tuple[str, Any]]:
    """Yield what is compared: the spec, and the labels and annotations that people write."""
    metadata = data["metadata"]
    for field in ("labels", "annotations"):
        for key, value in (metadata.get(field) or {}).items():
            # Tools mark what they apply.
            if not key.startswith(("meta.helm.sh/", "app.kubernetes.io/managed-by", "kubectl.")):
                yield f"{field}.{key}", value
    yield from leaves(data["spec"], "spec")

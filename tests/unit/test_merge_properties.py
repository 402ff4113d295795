"""Properties of predictions: applying the stored object changes nothing, nor does applying twice.

No rule crashes, whatever the manifest and the live object are.
"""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from svclint.kubernetes.merge.apply_options import CLIENT, REPLACE, SERVER, ApplyOptions
from svclint.kubernetes.merge.client_side import annotated
from svclint.kubernetes.objects.stored import as_stored
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service import created
from svclint.kubernetes.service.stored import ALLOCATED
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model import Data, Finding, ObjectName
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply
from tests.service_strategies import manifests

NAME = ObjectName("v1", "Service", "default", "web")
WAYS = st.sampled_from(
    [ApplyOptions(CLIENT), ApplyOptions(SERVER, is_forced=True), ApplyOptions(REPLACE)]
)
# Values of ports that are invalid or contradict each other; None leaves the field out.
ODD: dict[str, list[Any]] = {
    "port": [None, 0, -1, 80, 65536],
    "targetPort": [None, 0, -1, 80, 65536, "", "http", "no port"],
    "nodePort": [None, 0, -1, 30000, 30001, 70000],
    "name": [None, "", "p0", "p1", "no name"],
    "protocol": [None, "", "TCP", "UDP", "tcp"],
}
ODDITIES = st.sampled_from([(field, value) for field, values in ODD.items() for value in values])


def _facts() -> ClusterFacts:
    networks = [parse_cidr(text) for text in ("10.3.240.0/20", "fd00:10:96::/112")]
    return ClusterFacts((1, 36), Networks(parsed[1] for parsed in networks if parsed))


FACTS = _facts()


def settled(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """Return an object with values in place of those that the server allocates."""
    if isinstance(value, dict):
        return {key: settled(item, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [settled(item, (*path, index)) for index, item in enumerate(value)]
    if value != ALLOCATED:
        return value
    if path[1] == "ports":
        return 30000 + path[2]
    if path[1] == "healthCheckNodePort":
        return 32000
    return "fd00:10:96::7" if path[-1] == 1 else "10.3.241.7"


def stored(manifest: Data, apply_options: ApplyOptions) -> Data:
    """Return the stored object after the manifest has been created in one of the ways."""
    sent = (
        annotated(manifest, "default", FACTS.version)
        if apply_options.method == CLIENT
        else manifest
    )
    live: Data = settled(as_stored(SERVICE_STEPS, created(sent, NAME, FACTS.version), FACTS))
    return live


@given(manifests(), WAYS)
def test_an_apply_of_what_is_already_stored_is_unchanged(
    manifest: Data, apply_options: ApplyOptions
) -> None:
    live = stored(manifest, apply_options)
    prediction = predict(SERVICE_STEPS, manifest, live, apply_options, FACTS, NAME)
    assert prediction.changes == ()
    assert prediction.is_unchanged
    assert prediction.is_sent == (apply_options.method != CLIENT)
    assert prediction.merge.conflicts == ()


@settings(max_examples=300)
@given(manifests(), manifests(), WAYS)
def test_predicting_twice_changes_nothing_more(
    before: Data, after: Data, apply_options: ApplyOptions
) -> None:
    live = stored(before, apply_options)
    once = settled(predict(SERVICE_STEPS, after, live, apply_options, FACTS, NAME).after)
    again = predict(SERVICE_STEPS, after, once, apply_options, FACTS, NAME)
    assert again.changes == ()


@given(manifests(), manifests(), WAYS)
def test_prediction_leaves_what_it_is_given_alone(
    before: Data, after: Data, apply_options: ApplyOptions
) -> None:
    live = stored(before, apply_options)
    given_live, given_after = deepcopy(live), deepcopy(after)
    predict(SERVICE_STEPS, after, live, apply_options, FACTS, NAME)
    assert (live, after) == (given_live, given_after)


def changed(manifest: Data, changes: list[tuple[int, tuple[str, Any]]]) -> Data:
    data = deepcopy(manifest)
    ports = data["spec"]["ports"]
    for number, (field, value) in changes:
        port = ports[number % len(ports)]
        port.pop(field, None)
        if value is not None:
            port[field] = value
    return data


@settings(max_examples=500)
@given(manifests(), manifests(), st.lists(st.tuples(st.integers(0, 3), ODDITIES), max_size=4), WAYS)
def test_no_rule_fails_at_a_change(
    before: Data,
    after: Data,
    changes: list[tuple[int, tuple[str, Any]]],
    apply_options: ApplyOptions,
) -> None:
    live, data = stored(before, apply_options), changed(after, changes)
    document = Document(Chunk("s.json", json.dumps(data), 1), data)
    _, found = checked_apply(document, live, apply_options, all_rules(), FACTS)
    assert [str(item) for item in found if not isinstance(item, Finding)] == []

"""The IP families of a Service after an update, as a kube-apiserver 1.36 stores them."""

from __future__ import annotations

from typing import Any

import pytest
from svclint.kubernetes.merge.apply_options import REPLACE, ApplyOptions
from svclint.kubernetes.objects.prediction import Prediction
from svclint.model import Data
from svclint.model.addresses import parse_cidr
from svclint.model.cluster import ClusterFacts
from svclint.model.networks import Networks
from svclint.rule.registry import all_rules
from svclint.source.document import Chunk, Document

from tests.engine_runs import checked_apply

PARSED = parse_cidr("10.3.240.0/20")
assert PARSED is not None
FACTS = ClusterFacts((1, 36), Networks((PARSED[1],)))
HEADLESS = {
    "type": "ClusterIP",
    "clusterIP": "None",
    "clusterIPs": ["None"],
    "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
    "ipFamilies": ["IPv4"],
    "ipFamilyPolicy": "PreferDualStack",
    "selector": {"app": "web"},
}


def service(spec: Data) -> Data:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec}


def families_after(written: Data) -> tuple[Any, Any]:
    data = service({"clusterIP": "None", "ports": [{"port": 80}], **written})
    document = Document(Chunk("web.yaml", "", 1), data)
    prediction, _ = checked_apply(
        document, service(HEADLESS), ApplyOptions(REPLACE), all_rules(), FACTS
    )
    assert isinstance(prediction, Prediction)
    assert prediction.after is not None
    spec = prediction.after["spec"]
    return spec["ipFamilies"], spec["ipFamilyPolicy"]


@pytest.mark.parametrize(
    ("written", "families"),
    [
        # A policy that is left out is the live one, but the families are chosen anew.
        ({}, ["IPv4", "IPv6"]),
        ({"ipFamilies": ["IPv4"]}, ["IPv4", "IPv6"]),
        ({"ipFamilyPolicy": "PreferDualStack", "ipFamilies": ["IPv4"]}, ["IPv4"]),
        ({"selector": {"app": "web"}}, ["IPv4"]),
    ],
)
def test_families_of_a_headless_service_that_prefers_two(
    written: Data, families: list[str]
) -> None:
    assert families_after(written) == (families, "PreferDualStack")

"""A Service without null values is predicted without a copy, with the same result."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from svclint.kubernetes.service import created
from svclint.model import ObjectName

NAME = ObjectName("v1", "Service", "", "web")
PORTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(("", "http")),
            "port": st.integers(0, 3),
            "protocol": st.sampled_from(("", "UDP")),
            "targetPort": st.sampled_from((0, 8, "", "web")),
        },
    ),
    max_size=3,
)
SPECS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(("", "ClusterIP", "NodePort", "LoadBalancer", "ExternalName")),
        "ports": PORTS,
        "clusterIP": st.sampled_from(("", "None", "10.0.0.1")),
        "clusterIPs": st.lists(st.sampled_from(("None", "10.0.0.1")), max_size=2),
        "externalIPs": st.lists(st.just("192.0.2.1"), max_size=1),
        "selector": st.dictionaries(st.just("app"), st.just("web")),
        "sessionAffinity": st.sampled_from(("", "None", "ClientIP")),
        "sessionAffinityConfig": st.just({"clientIP": {}}),
    },
)
SERVICES = st.fixed_dictionaries(
    {"apiVersion": st.just("v1"), "kind": st.just("Service")},
    optional={"metadata": st.just({"name": "web"}), "spec": SPECS},
)


@given(SERVICES)
def test_without_a_copy_all_is_the_same_and_nothing_is_changed(data: Any) -> None:
    before = deepcopy(data)
    copied, shared = (created(data, NAME, (1, 36), has_nulls=nulls) for nulls in (True, False))
    assert data == before
    for name in copied.__slots__:
        assert getattr(copied, name) == getattr(shared, name)

"""Hypothesis strategies: manifests of Services that a server accepts, mostly."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
WORDS = st.sampled_from(["a", "b", "web", "dns"])
# Not empty: kubectl always sends an empty map or false again, because they are not stored.
TEXTS = st.dictionaries(WORDS, WORDS, min_size=1, max_size=3)


@st.composite
def ports(draw: st.DrawFn) -> list[Data]:
    numbers = draw(st.lists(st.integers(1, 65535), min_size=1, max_size=4, unique=True))
    found: list[Data] = []
    for index, number in enumerate(numbers):
        port: Data = {"name": f"p{index}", "port": number}
        if draw(st.booleans()):
            port["targetPort"] = draw(st.sampled_from([8080, "http"]))
        if draw(st.booleans()):
            port["protocol"] = draw(st.sampled_from(["TCP", "UDP", "SCTP"]))
        found.append(port)
    return found


@st.composite
def manifests(draw: st.DrawFn) -> Data:
    spec: Data = {"ports": draw(ports())}
    kind = draw(st.sampled_from(["", "ClusterIP", "None", "NodePort", "LoadBalancer", "Name"]))
    if kind == "None":
        spec["clusterIP"] = "None"
    elif kind == "Name":
        spec |= {"type": "ExternalName", "externalName": "db.example.com"}
    elif kind:
        spec["type"] = kind
    if kind == "LoadBalancer":
        spec |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "externalTrafficPolicy": st.sampled_from(["Local", "Cluster"]),
                    "allocateLoadBalancerNodePorts": st.booleans(),
                    "loadBalancerSourceRanges": st.just(["10.0.0.0/8"]),
                },
            )
        )
    if draw(st.booleans()):
        spec["selector"] = draw(st.dictionaries(WORDS, WORDS, min_size=1, max_size=3))
    if kind != "Name":
        spec |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "ipFamilyPolicy": st.sampled_from(["SingleStack", "PreferDualStack"]),
                    "sessionAffinity": st.sampled_from(["None", "ClientIP"]),
                    "publishNotReadyAddresses": st.just(True),
                },
            )
        )
    metadata: Data = {"name": "web"} | draw(
        st.fixed_dictionaries({}, optional={"labels": TEXTS, "annotations": TEXTS})
    )
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec}

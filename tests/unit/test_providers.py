"""Provider annotations have sources, and no documented name is reported as misspelt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.kubernetes import providers as module
from svclint.kubernetes.providers import (
    ServicePorts,
    balancer_of,
    balancer_of_class,
    is_private,
    limits_clients,
    providers,
    similar_annotation,
    value_problem,
)

AWS = "service.beta.kubernetes.io/aws-load-balancer-"


def documented() -> Iterator[str]:
    for each in providers():
        for domain, names in each.names.items():
            yield from (f"{domain}/{name}" for name in names)


def test_every_provider_names_its_sources_and_their_day() -> None:
    files = sorted(Path(module.__file__).parent.glob("*.json"))
    assert len(files) == len(providers()) >= 16
    for entry in (json.loads(file.read_text(encoding="utf-8")) for file in files):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["read"]), entry["name"]
        assert entry["sources"], entry["name"]
        assert all(source.startswith("https://") for source in entry["sources"])


def test_what_says_something_is_documented() -> None:
    known = set(documented())
    for each in providers():
        assert {*each.internal, *each.limits} <= known, each.name
        assert each.private_classes <= each.classes


@pytest.mark.parametrize("key", sorted(set(documented())))
def test_a_documented_annotation_is_no_misspelling(key: str) -> None:
    for field in ("annotations", "labels"):
        for kind in ("Service", "Ingress"):
            assert similar_annotation(key.replace("*", "443"), field, kind) is None


@pytest.mark.parametrize(
    ("written", "known"),
    [
        (f"{AWS}intenal", f"{AWS}internal"),
        (f"{AWS}Internal", f"{AWS}internal"),
        (f"{AWS}subnet", f"{AWS}subnets"),
        (f"{AWS}ssl_cert", f"{AWS}ssl-cert"),
        (f"{AWS}shceme", f"{AWS}scheme"),
        ("service.alpha.kubernetes.io/aws-load-balancer-type", f"{AWS}type"),
        ("metallb.io/loadBalancerIp", "metallb.io/loadBalancerIPs"),
    ],
)
def test_a_near_miss_is_told(written: str, known: str) -> None:
    found = similar_annotation(written, "annotations", "Service")
    assert found is not None
    assert found[1] == known


@pytest.mark.parametrize(
    "key",
    [
        "description",
        f"{AWS}something-else",
        "example.com/aws-load-balancer-intenal",
        "cloud.google.com/net",
        "load-balancer.hetzner.cloud/ipv5",
        "source.toolkit.fluxcd.io/name",
        "kustomize.toolkit.fluxcd.io/namespace",
    ],
)
def test_what_resembles_nothing_is_left_alone(key: str) -> None:
    assert similar_annotation(key, "annotations", "Service") is None


def test_an_annotation_belongs_to_who_builds_the_load_balancer() -> None:
    owner = balancer_of(f"{AWS}not-documented-yet")
    assert owner is not None
    assert owner.name == "AWS"
    assert balancer_of("service.cilium.io/global") is None
    assert balancer_of("external-dns.alpha.kubernetes.io/hostname") is None


def test_a_class_belongs_to_a_provider() -> None:
    owner = balancer_of_class("networking.gke.io/l4-regional-internal")
    assert owner is not None
    assert owner.name == "Google Cloud"
    assert balancer_of_class("example.com/own") is None


def test_a_private_load_balancer_is_known_by_annotation_or_class() -> None:
    assert is_private({"networking.gke.io/load-balancer-type": "Internal"}, "")
    assert not is_private({f"{AWS}internal": "false"}, "")
    assert is_private({}, "tailscale")
    assert not is_private({}, "")


def test_ranges_limit_clients_unless_one_lets_everybody_in() -> None:
    assert limits_clients({}, ["192.0.2.0/24"])
    assert not limits_clients({}, ["192.0.2.0/24", "::/0"])
    assert not limits_clients({}, [])
    assert limits_clients({f"{AWS}security-groups": "sg-1"}, [])


def test_every_value_is_that_of_a_documented_annotation() -> None:
    for each in providers():
        known = {name for names in each.names.values() for name in names}
        assert each.values.keys() <= known, each.name
        assert {*each.requests, *each.sharing} <= set(documented())


NEG = "cloud.google.com/neg"
ANY = ServicePorts(frozenset((443,)), frozenset(("https",)))


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        (f"{AWS}type", ("external", "nlb", "elb"), ("alb", "External")),
        (f"{AWS}backend-protocol", ("http", "HTTP"), ("grpc",)),
        (f"{AWS}cross-zone-load-balancing-enabled", ("true", "1", "F"), ("yes", "enabled")),
        (f"{AWS}healthcheck-interval", ("5", "300"), ("4", "301", "5s", "")),
        (f"{AWS}ssl-ports", ("443", "https", "*", "443,https"), ("8443", "http")),
        (f"{AWS}healthcheck-port", ("traffic-port", "8080", "https"), ("0", "80800", "traffic")),
        (f"{AWS}ssl-cert", ("arn:aws:acm:eu-west-1:1:certificate/a, arn:aws:iam::1:b",), ("abc",)),
        ("tailscale.com/hostname", ("web", "Web-1"), ("web.example", "-web")),
        ("service.beta.kubernetes.io/port_443_health-probe_port", ("8080", "https"), ("http",)),
        (f"{AWS}additional-resource-tags", ("a=b,c", "a="), ("=b",)),
        (
            "cloud.google.com/neg",
            ('{"ingress": true}', "{}"),
            ("true", "[]", '{"ingress": "true"}'),
        ),
        (
            "cloud.google.com/neg",
            ('{"exposed_ports":{"443":{}}}',),
            ('{"exposed_ports":{"80":{}}}',),
        ),
        ("cloud.google.com/app-protocols", ('{"https":"HTTP2"}',), ('{"https":"h2"}', "{" * 9999)),
        ("load-balancer.hetzner.cloud/http-timeout-idle", ("30s", "1m30s"), ("30", "s", "1 min")),
        ("load-balancer.hetzner.cloud/private-ipv4", ("10.0.0.1",), ("fd00::1", "10.0.0")),
        ("kube-vip.io/loadbalancerIPs", ("10.0.0.1, fd00::1",), ("dhcp", "10.0.0.0/24")),
        ("tailscale.com/tags", ("tag:web", "tag:a,tag:b"), ("web", "tag:", "tag:1")),
        (
            "kustomize.toolkit.fluxcd.io/ssa",
            ("merge", "IfNotPresent"),
            ("Replace", "if-not-present"),
        ),
        ("kustomize.toolkit.fluxcd.io/force", ("Enabled", "disabled"), ("true", "yes")),
        ("kustomize.toolkit.fluxcd.io/substitute", ("disabled", "Enabled"), ("Disabled", "false")),
        (
            "argocd.argoproj.io/sync-options",
            ("Prune=confirm", "Force=true, Replace=true,", "Replace=false"),
            ("Replace", "replace=true", "ApplyOutOfSyncOnly=true", "Prune=false;Force=true"),
        ),
        ("argocd.argoproj.io/hook", ("Skip", "PreSync,PostSync"), ("presync", "PreSync Sync")),
        ("argocd.argoproj.io/sync-wave", ("-1", "0"), ("1.5", "first")),
        ("service.beta.kubernetes.io/port_443_no_lb_rule", ("true", "True"), ("yes",)),
    ],
)
def test_which_values_are_documented(key: str, good: Sequence[str], bad: Sequence[str]) -> None:
    domain, _, name = key.partition("/")
    (values,) = filter(None, (each.values_of(domain, name) for each in providers()))
    assert [each for each in good if value_problem(values, each, ANY)] == []
    assert [each for each in bad if not value_problem(values, each, ANY)] == []


@pytest.mark.parametrize(
    ("key", "written", "meant"),
    [
        ("kustomize.toolkit.fluxcd.io/reconcile", "false", "disabled"),
        ("kustomize.toolkit.fluxcd.io/ssa", "if-not-present", "IfNotPresent"),
        ("argocd.argoproj.io/sync-options", "Prune=false,Replace=True", "Prune=false,Replace=true"),
        ("argocd.argoproj.io/sync-options", "Replace=True,CreateNamespace=true", ""),
    ],
)
def test_which_value_is_meant(key: str, written: str, meant: str) -> None:
    domain, _, name = key.partition("/")
    (values,) = filter(None, (each.values_of(domain, name) for each in providers()))
    problem = value_problem(values, written, ANY)
    assert problem is not None
    assert problem.meant == meant


def test_only_what_is_read_of_all_kinds_is_checked_on_all_kinds() -> None:
    assert similar_annotation(f"{AWS}intenal", "annotations", "Ingress") is None
    assert similar_annotation("argocd.argoproj.io/sync-option", "annotations", "Ingress")
    assert similar_annotation("argocd.argoproj.io/sync-option", "labels", "Service") is None
    assert similar_annotation("kustomize.toolkit.fluxcd.io/forces", "labels", "Endpoints")


@given(st.text() | st.recursive(st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_value_can_be_checked(value: object) -> None:
    text = value if isinstance(value, str) else json.dumps(value)
    for each in providers():
        for values in each.values.values():
            problem = value_problem(values, text, ANY)
            assert problem is None or problem.fact

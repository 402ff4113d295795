"""The vendored schemas; the compiled check and jsonschema agree."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from svclint.kubernetes.schema import accepts, load, newest, versions, violations
from svclint.kubernetes.schema.store import DEFINITIONS, definitions

ROOT = Path(__file__).parents[2]
SERVICE = ("v1", "Service")
DEPLOYMENT = ("apps/v1", "Deployment")
GOOD_SERVICE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {
        "name": "sample",
        "labels": {"app": "sample"},
        "creationTimestamp": None,
        "finalizers": ["example.com/hold"],
        "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {}}}],
    },
    "spec": {
        "type": "NodePort",
        "selector": {"app": "sample"},
        "clusterIPs": ["10.3.251.194"],
        "publishNotReadyAddresses": False,
        "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10}},
        "ports": [
            {"name": "http", "port": 8080, "targetPort": 80, "nodePort": 30080},
            {"name": "https", "port": 8443, "targetPort": "https", "protocol": "TCP"},
        ],
    },
    "status": {"loadBalancer": {}},
}
GOOD_SERVICE_WITHOUT_NULLS: dict[str, Any] = GOOD_SERVICE | {
    "metadata": {"name": "sample", "labels": {"app": "sample"}, "finalizers": ["example.com/hold"]}
}
CONTAINER: dict[str, Any] = {
    "name": "web",
    "image": "registry.example/web:1",
    "ports": [{"name": "http", "containerPort": 8080}],
    "resources": {"limits": {"cpu": "500m", "memory": 1073741824}, "requests": {"cpu": 0.5}},
    "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
}
GOOD_DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "annotations": {"note": "x"}},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "web"}},
        "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 1}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [CONTAINER], "volumes": [{"name": "tmp", "emptyDir": {}}]},
        },
    },
}
VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 0, 80, -(2**31), 2**31, 2**63, 10**300, 0.5, 80.0, float("nan")),
        *("", "80", "500m", "1.5.", "2024-01-01", "2024-01-01T00:00:00Z", "\x1b[31m\u202e"),
        *([], {}, [None], [1], ["x"], [{}], {"a": None}, {"a": 1}, {"name": "x"}, {"port": "80"}),
    ]
).map(copy.deepcopy)
NAMES = st.sampled_from(
    ["name", "port", "targetPort", "target_port", "spec", "selectors", "image", "creationTimestamp"]
)


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every (container, key) of an object, outermost first."""
    steps: list[Any] = list(data) if isinstance(data, dict) else []
    steps = list(range(len(data))) if isinstance(data, list) else steps
    for step in steps:
        yield data, step
        yield from places(data[step])


@st.composite
def nearly(draw: st.DrawFn, good: dict[str, Any]) -> dict[str, Any]:
    data = copy.deepcopy(good)
    for _ in range(draw(st.integers(0, 3))):
        container, step = draw(st.sampled_from(list(places(data))))
        if isinstance(container, dict) and draw(st.booleans()):
            container[draw(NAMES)] = draw(VALUES)
        else:
            container[step] = draw(VALUES)
    return data


def has_null(data: Any) -> bool:
    return data is None or any(holder[step] is None for holder, step in places(data))


def plain_jsonschema(version: str, which: tuple[str, str]) -> Any:
    """Return jsonschema's validator for a vendored schema, without formats."""
    shared = DRAFT202012.create_resource({"$defs": definitions(version)})
    registry = Registry[Any]().with_resource("definitions.json", shared)
    return Draft202012Validator(load(version, *which) or False, registry=registry)


def verdicts_agree(version: str, which: tuple[str, str], data: Any) -> None:
    accepted = accepts(version, *which)(data)
    assert accepted == (not violations(version, *which, data))
    if accepted:
        assert plain_jsonschema(version, which).is_valid(data)


@given(st.sampled_from(versions()), nearly(GOOD_SERVICE))
@settings(max_examples=400)
def test_both_checks_of_a_service_agree(version: str, data: Any) -> None:
    verdicts_agree(version, SERVICE, data)


@given(st.sampled_from(versions()), nearly(GOOD_DEPLOYMENT))
@settings(max_examples=400)
def test_both_checks_of_a_deployment_agree(version: str, data: Any) -> None:
    verdicts_agree(version, DEPLOYMENT, data)


@given(st.recursive(VALUES, lambda inner: st.dictionaries(NAMES, inner)))
def test_both_checks_of_anything_agree(data: Any) -> None:
    verdicts_agree(newest(), SERVICE, data)


@given(st.sampled_from(versions()), nearly(GOOD_SERVICE_WITHOUT_NULLS))
@settings(max_examples=400)
def test_the_check_without_nulls_accepts_the_same_but_for_those(version: str, data: Any) -> None:
    accepted = accepts(version, *SERVICE)(data)
    assert accepts(version, *SERVICE, nulls=False)(data) == (accepted and not has_null(data))


def test_what_has_no_schema_may_hold_nulls() -> None:
    assert not accepts(newest(), *SERVICE, nulls=False)(
        {"metadata": {"managedFields": [{"fieldsV1": {"f:spec": None}}]}}
    )


@pytest.mark.parametrize("version", versions())
def test_good_objects_are_accepted(version: str) -> None:
    assert accepts(version, *SERVICE)(GOOD_SERVICE)
    assert accepts(version, *DEPLOYMENT)(GOOD_DEPLOYMENT)


@pytest.mark.parametrize(
    "spec",
    [
        {"ports": [None, {"port": None, "targetPort": None}], "clusterIPs": [None]},
        {"selector": {"app": None}, "type": None},
        {"ports": [{"port": -(2**31), "targetPort": 2**31 - 1}]},
        {"type": "no such type", "ports": [{}]},
    ],
)
def test_what_only_validation_judges_decodes(spec: dict[str, Any]) -> None:
    assert accepts(newest(), *SERVICE)({"spec": spec})
    assert violations(newest(), *SERVICE, {"spec": spec}) == []


def test_versions_are_in_order_and_hold_what_they_served() -> None:
    assert versions()[:3] == ("1.27", "1.28", "1.29")
    assert newest() == versions()[-1]
    assert load("1.32", "networking.k8s.io/v1", "ServiceCIDR") is None
    assert load("1.33", "networking.k8s.io/v1", "ServiceCIDR") is not None


@pytest.mark.parametrize(
    ("version", "api_version", "kind"),
    [
        ("1.36", "v1", "Secret"),
        ("0.1", "v1", "Service"),
        ("1.36", "apps.v1", "Deployment"),
        ("1.36", "", "definitions"),
        ("1.36", "", "definitions/../v1.Service"),
    ],
)
def test_an_unknown_kind_or_version_is_told(version: str, api_version: str, kind: str) -> None:
    assert load(version, api_version, kind) is None
    with pytest.raises(LookupError, match=f"Kubernetes {version} has no"):
        accepts(version, api_version, kind)
    with pytest.raises(LookupError):
        violations(version, api_version, kind, {})


@pytest.mark.parametrize("version", versions())
def test_schemas_are_read_as_json_reads_them(version: str) -> None:
    for file in (Path(__file__).parents[2] / "schemas" / version).glob("*.json"):
        told = json.loads(file.read_text())
        if file.name == DEFINITIONS:
            assert definitions(version) == told["$defs"]
        else:
            api_version, _, kind = file.stem.rpartition(".")
            group, _, number = api_version.rpartition(".")
            assert load(version, f"{group}/{number}".lstrip("/"), kind) == told


def test_a_good_object_loads_no_jsonschema() -> None:
    code = (
        "import sys; from svclint.kubernetes.schema import accepts; "
        "assert accepts('1.36', 'v1', 'Service')({'spec': {}}); "
        "sys.exit('jsonschema' in sys.modules or 'difflib' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_vendoring_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "vendor_schemas.py"
    subprocess.run([sys.executable, str(script), "--output", str(tmp_path)], check=True)
    assert contents(tmp_path) == contents(ROOT / "schemas")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.glob("*.*/*") if f.is_file()}

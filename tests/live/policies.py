"""Create policies on a live server, wait until they take effect, and delete them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from tests.live.client import Answer, Client
from tests.live.control_plane import ApiServer

Data = dict[str, Any]
POLICY, BINDING = "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"
ADMISSION = "admissionregistration.k8s.io/v1"
_PATHS = {
    POLICY: f"/apis/{ADMISSION}/validatingadmissionpolicies",
    BINDING: f"/apis/{ADMISSION}/validatingadmissionpolicybindings",
    "ConfigMap": "/api/v1/namespaces/{}/configmaps",
    "Namespace": "/api/v1/namespaces",
}
_SECONDS = 30
_NUMBERS = count()


@contextmanager
def in_force(
    server: ApiServer, objects: list[Data], paths: dict[str, str] | None = None
) -> Iterator[None]:
    """Create objects, policies last, and wait until the policies take effect.

    The server loads all policies every second; one that is created last shows when. ``paths`` are
    the API paths of other kinds; ``{}`` in a path is the namespace.
    """
    known = {**_PATHS, **(paths or {})}
    made: list[str] = []
    signal = f"in-force-{next(_NUMBERS)}"
    objects = sorted(objects, key=lambda each: each["kind"] in (POLICY, BINDING))
    try:
        for each in [*objects, *_signal(signal)]:
            made += [_make(server, known[each["kind"]], each)]
        _wait(lambda: _is_told(server, signal))
        yield
    finally:
        for path in reversed(made):
            server.request("DELETE", path)
        _wait(lambda: not _is_told(server, signal))


def send(
    server: ApiServer | Client, method: str, path: str, body: Data, kind: str = "application/json"
) -> Answer:
    """Send a request; repeat it while the server has not read the parameters of a policy."""
    answer = server.request(method, path, body, kind)
    deadline = time.monotonic() + _SECONDS
    while "not yet synced" in str(answer.body) and time.monotonic() < deadline:
        time.sleep(0.1)
        answer = server.request(method, path, body, kind)
    return answer


def _make(server: ApiServer, path: str, found: Data) -> str:
    path = path.format(found["metadata"].get("namespace", "default"))
    answer = server.request("POST", path, found)
    assert answer.status == 201, answer.body
    return f"{path}/{found['metadata']['name']}"


def _signal(name: str) -> list[Data]:
    rule = {"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps"]}
    mine = f"object.metadata.name == '{name}'"
    return [
        {
            "apiVersion": ADMISSION,
            "kind": POLICY,
            "metadata": {"name": name},
            "spec": {
                "matchConstraints": {"resourceRules": [{**rule, "operations": ["CREATE"]}]},
                "matchConditions": [{"name": "mine", "expression": mine}],
                "validations": [{"expression": "false", "message": name}],
            },
        },
        {
            "apiVersion": ADMISSION,
            "kind": BINDING,
            "metadata": {"name": name},
            "spec": {"policyName": name, "validationActions": ["Warn"]},
        },
    ]


def _is_told(server: ApiServer, name: str) -> bool:
    found = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}
    answer = server.request("POST", "/api/v1/namespaces/default/configmaps?dryRun=All", found)
    return name in str(answer.warnings)


def _wait(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < deadline, "the policies did not come into force, or go out of it"
        time.sleep(0.05)

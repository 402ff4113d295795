"""Apply a manifest with the requests of kustomize-controller, which cannot run without a cluster.

Source: ``Apply`` and ``cleanupMetadata`` in fluxcd/pkg (ssa/manager_apply.go), and
``PatchReplaceFieldsManagers`` (ssa/patch.go).
"""

from __future__ import annotations

import http.client
import subprocess
from typing import Any

from tests.live.control_plane import ApiServer

MANAGER = "kustomize-controller"
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_TAKEN_OVER = (
    ("kubectl", "Apply"),
    ("kubectl", "Update"),
    ("before-first-apply", "Update"),
    (MANAGER, "Update"),
)
Data = dict[str, Any]


def apply_as_flux(
    server: ApiServer, namespace: str, manifest: Data
) -> subprocess.CompletedProcess[str]:
    """Try without a change, take over fields of kubectl, and apply; as the result of a command."""
    path = f"/api/v1/namespaces/{namespace}/services/{manifest['metadata']['name']}"
    query = f"?fieldManager={MANAGER}&force=true"
    whole = {"apiVersion": "v1", "kind": "Service", **manifest}
    kind = "application/apply-patch+yaml"
    try:
        answer = server.request("PATCH", f"{path}{query}&dryRun=All", whole, kind)
    except http.client.RemoteDisconnected:
        # The allocator of 1.36.2 dereferences nil before the server refuses a clusterIP of None
        # for a Service that has addresses, if it shall have two families and the server has one.
        assert "alloc.go" in server.daemon.log.read_text(errors="replace")
        return subprocess.CompletedProcess([], 1, "", "the server has dropped the connection")
    if answer.status < 300:
        live = server.request("GET", path)
        patch = _cleanup(live.body["metadata"]) if live.status == 200 else []
        if patch:
            url = f"{path}?fieldManager={MANAGER}"
            cleaned = server.request("PATCH", url, patch, "application/json-patch+json")
            assert cleaned.status == 200, cleaned.body
        if patch or live.status != 200 or _differs(live.body, answer.body):
            answer = server.request("PATCH", f"{path}{query}", whole, kind)
    done = int(answer.status >= 300)
    return subprocess.CompletedProcess([], done, "", str(answer.body.get("message", "")))


def _differs(live: Data, result: Data) -> bool:
    """Return whether a dry run would change more than who manages the fields."""
    one, other = ({**each["metadata"], "managedFields": None} for each in (live, result))
    return one != other or live["spec"] != result["spec"]


def _cleanup(metadata: Data) -> list[Data]:
    patch: list[Data] = []
    if _LAST_APPLIED in metadata.get("annotations", {}):
        key = _LAST_APPLIED.replace("/", "~1")
        patch.append({"op": "remove", "path": f"/metadata/annotations/{key}"})
    own: Data | None = None
    others: list[Data] = []
    taken: list[Data] = []
    for entry in metadata["managedFields"]:
        name, operation = entry["manager"], entry["operation"]
        if (name, operation) == (MANAGER, "Apply"):
            own = entry
        elif not entry.get("subresource") and any(
            name.startswith(prefix) and operation == wanted for prefix, wanted in _TAKEN_OVER
        ):
            taken.append(entry)
        else:
            others.append(entry)
    if not taken:
        return patch
    own = own or {**taken.pop(0), "manager": MANAGER, "operation": "Apply"}
    for entry in taken:
        own = {**own, "fieldsV1": _union(own["fieldsV1"], entry["fieldsV1"])}
    path = "/metadata/managedFields"
    return [*patch, {"op": "replace", "path": path, "value": [*others, own]}]


def _union(one: Data, other: Data) -> Data:
    return {key: _union(one.get(key, {}), other.get(key, {})) for key in one.keys() | other.keys()}

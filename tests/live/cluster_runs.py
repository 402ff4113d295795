"""Read a cluster with svclint, and create Services and permissions in it."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.live import LiveState
from svclint.kubernetes.live.access import Target
from svclint.kubernetes.live.cluster import read_cluster

from tests.live.control_plane import ApiServer

MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{clusterIP: {ip}, selector: {{app: web}}, ports: [{{port: 80}}]}}
"""


def create(server: ApiServer, namespace: str, name: str, **spec: object) -> dict[str, Any]:
    body = {"metadata": {"name": name}, "spec": {"ports": [{"port": 80}], **spec}}
    path = f"/api/v1/namespaces/{namespace}/services?fieldManager=tests"
    answer = server.request("POST", path, body)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.body
    return found


def state(server: ApiServer, user: str = "admin", namespace: str = "") -> LiveState:
    return read_cluster(
        Target(str(server.kubeconfig), user, namespace), lambda _what, _count, _left: None
    )


def names(state: LiveState, kind: str = "Service") -> list[str]:
    return [doc.object_name.name for doc in state.objects if doc.kind == kind]


def comparable(state: LiveState) -> Any:
    return state._replace(objects=[document.data for document in state.objects])


def grant(server: ApiServer, rules: list[dict[str, Any]], namespace: str = "") -> None:
    """Grant the reader exactly these permissions."""
    kind, scope = ("Role", f"/namespaces/{namespace}") if namespace else ("ClusterRole", "")
    path = f"/apis/rbac.authorization.k8s.io/v1{scope}"
    role = {"metadata": {"name": "svclint"}, "rules": rules}
    bind(server, path, kind, role)


def bind(server: ApiServer, path: str, kind: str, role: dict[str, Any]) -> None:
    binding = {
        "metadata": {"name": "svclint"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": "svclint"},
        "subjects": [{"kind": "User", "name": "reader"}],
    }
    plural = f"{kind.lower()}s"
    assert server.request("POST", f"{path}/{plural}", role).status == 201
    answer = server.request("POST", f"{path}/{kind.lower()}bindings", binding)
    assert answer.status == 201

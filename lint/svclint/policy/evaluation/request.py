"""The admission request for an object that is created or updated, as expressions see it.

Source: observed on kube-apiserver 1.36.2; CreateAdmissionRequest and CreateNamespaceObject of
k8s.io/apiserver (pkg/admission/plugin/cel/condition.go).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from svclint.cel.values import Unknown
from svclint.kubernetes.service.stored import ALLOCATED
from svclint.model import Data
from svclint.model.data import mapping
from svclint.policy.objects import NAME_LABEL

CREATE, UPDATE = "CREATE", "UPDATE"
SERVICES = {"group": "", "version": "v1", "resource": "services"}
SERVICE = {"group": "", "version": "v1", "kind": "Service"}
_STRING = "string"
# How many characters the server adds to a generated name.
GENERATED_SUFFIX = 5
# The path, among the unknown ones, of the user who sends the request.
USER = ("request", "userInfo")


class Request(NamedTuple):
    """An operation on an object, with ``Unknown`` in the place of unknown values.

    ``namespace_name`` is empty for cluster-scoped objects. ``namespace`` is the manifest of the
    Namespace, ``None`` if it is not known. ``user`` is ``request.userInfo``. ``unknowns`` are the
    paths of unknown values for which ``possible_requests`` tries possible ones.
    """

    operation: str
    name: str
    namespace_name: str
    namespace: Data | None
    object: Data
    old: Data | None
    unknowns: tuple[tuple[str | int, ...], ...]
    user: Data | None = None
    kind: Data = SERVICE
    resource: Data = SERVICES

    def activation(self) -> dict[str, Any]:
        """Return the variables that are the same for every policy."""
        return {
            "object": self.object,
            "oldObject": self.old,
            "request": self._request(),
            "namespaceObject": _namespace_object(self.namespace_name, self.namespace),
            "authorizer": Unknown("authorizer"),
            "params": None,
        }

    def _request(self) -> Data:
        options = "CreateOptions" if self.operation == CREATE else "UpdateOptions"
        # The server leaves out the namespace of a cluster-scoped object.
        place = {"namespace": self.namespace_name} if self.namespace_name else {}
        return {
            "uid": "",
            "kind": self.kind,
            "resource": self.resource,
            "requestKind": self.kind,
            "requestResource": self.resource,
            "name": self.object["metadata"]["name"],
            **place,
            "operation": self.operation,
            "userInfo": Unknown("request.userInfo") if self.user is None else self.user,
            "object": None,
            "oldObject": None,
            "dryRun": False,
            "options": {
                "kind": options,
                "apiVersion": "meta.k8s.io/v1",
                "fieldManager": Unknown("request.options.fieldManager", _STRING),
                "fieldValidation": Unknown("request.options.fieldValidation", _STRING),
            },
        }


def build_request(  # noqa: PLR0913, PLR0917 - what makes a request
    operation: str,
    new: Data,
    old: Data | None,
    namespace_name: str,
    namespace: Data | None,
    user: Data | None = None,
) -> Request:
    """Build the request of an object as it will be stored (``Prediction.after``)."""
    unknowns: list[tuple[str | int, ...]] = [] if user is not None else [USER]
    seen = {key: _seen(value, (key,), unknowns) for key, value in new.items()}
    metadata = dict(mapping(seen.get("metadata")))
    name = metadata.get("name")
    if not name:
        unknowns.append(("metadata", "name"))
        name = metadata["name"] = Unknown("metadata.name", _STRING)
    metadata.setdefault("namespace", namespace_name)
    live = mapping(mapping(old).get("metadata"))
    for key in ("uid", "creationTimestamp"):
        metadata[key] = live.get(key) or Unknown(f"metadata.{key}", _STRING)
    metadata["managedFields"] = [_manager(operation)]
    seen["metadata"] = metadata
    shown = name if isinstance(name, str) else ""
    known = (operation, shown, namespace_name, namespace, seen, old)
    return Request(*known, unknowns=tuple(unknowns), user=user)


def _seen(value: Any, path: tuple[str | int, ...], unknowns: list[tuple[str | int, ...]]) -> Any:
    """Return a copy of a value in which everything that the server allocates is unknown."""
    if value == ALLOCATED:
        unknowns.append(path)
        kind = _STRING if "clusterIP" in str(path[1]) else "int"
        return Unknown(".".join(map(str, path)), kind)
    if isinstance(value, dict):
        return {key: _seen(item, (*path, key), unknowns) for key, item in value.items()}
    if isinstance(value, list):
        return [_seen(item, (*path, index), unknowns) for index, item in enumerate(value)]
    return value


def _manager(operation: str) -> Data:
    return {
        "manager": Unknown("metadata.managedFields[].manager", _STRING),
        "operation": "Update",
        "apiVersion": "v1",
        "time": Unknown("metadata.managedFields[].time", _STRING),
        "fieldsType": "FieldsV1",
        "fieldsV1": Unknown("metadata.managedFields[].fieldsV1", "map"),
    }


def _namespace_object(name: str, found: Data | None) -> Data | None:
    """Return a Namespace as the server stores it: each has a label with its own name."""
    if not name:
        return None
    written = mapping(mapping(found).get("metadata"))
    where = "namespaceObject.metadata"
    metadata: Data = {
        "name": name,
        "uid": Unknown(f"{where}.uid", _STRING),
        "resourceVersion": Unknown(f"{where}.resourceVersion", _STRING),
        "creationTimestamp": Unknown(f"{where}.creationTimestamp", _STRING),
        "labels": namespace_labels(name, found),
    }
    if found is None:
        metadata["labels"] = Unknown(f"{where}.labels", "map")
        metadata["annotations"] = Unknown(f"{where}.annotations", "map")
    elif written.get("annotations"):
        metadata["annotations"] = written["annotations"]
    if written.get("finalizers"):
        metadata["finalizers"] = written["finalizers"]
    return {
        "metadata": metadata,
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    }


def namespace_labels(name: str, found: Data | None) -> Data:
    """Return the labels of a Namespace, as far as they are known."""
    return {**mapping(mapping(mapping(found).get("metadata")).get("labels")), NAME_LABEL: name}


def as_parameter(found: Data) -> Data:
    """Return a parameter object as the server stores it."""
    metadata = dict(mapping(found.get("metadata")))
    for key in ("uid", "resourceVersion", "creationTimestamp", "managedFields"):
        metadata.setdefault(key, Unknown(f"params.metadata.{key}"))
    return {**found, "metadata": metadata}

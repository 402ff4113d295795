"""Create: what the API server validates when a manifest is sent to it for the first time."""

from __future__ import annotations

from svclint.kubernetes.service.decode import decode
from svclint.kubernetes.service.defaults import apply_defaults
from svclint.kubernetes.service.service import Service
from svclint.model import Data, ObjectName
from svclint.model.cluster import Version


def created(
    data: Data, object_name: ObjectName, version: Version, *, has_nulls: bool = True
) -> Service:
    """Return the Service that the server validates when a manifest is created.

    Data without nulls is not copied: the Service must not be changed then.
    """
    written = decode(data) if has_nulls else {"metadata": {}, "spec": {}, **data}
    spec = dict(written["spec"])
    if "ports" in spec:
        spec["ports"] = [dict(port) for port in spec["ports"]]
    effective = {**written, "spec": spec}
    apply_defaults(effective, version)
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    return Service(written, effective, object_name, version)

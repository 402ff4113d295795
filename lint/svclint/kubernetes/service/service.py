"""A Service in its three forms: as written, as the server validates it, and as stored."""

from __future__ import annotations

from typing import Any

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.service.defaults import externally_accessible
from svclint.kubernetes.service.kind import SERVICE
from svclint.kubernetes.service.ports import manifest_indices
from svclint.model import Data, ObjectName
from svclint.model.cluster import Version

TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")


class Service(KubernetesObject):
    """One Service to check; ``type``, ``ports`` and ``cluster_ips`` are those of ``effective``."""

    __slots__ = ("cluster_ips", "ports", "type")

    def __init__(
        self,
        written: Data,
        effective: Data,
        object_name: ObjectName,
        version: Version,
        live: Data | None = None,
    ) -> None:
        super().__init__(SERVICE, written, effective, object_name, version, live)
        self.type = str(self.spec["type"])
        self.ports: list[Data] = list(self.spec.get("ports", ()))
        self.cluster_ips: list[str] = list(self.spec.get("clusterIPs", ()))

    @property
    def is_headless(self) -> bool:
        """Whether the only cluster IP is ``None``."""
        return self.cluster_ips == ["None"]

    @property
    def is_headless_without_selector(self) -> bool:
        """Whether the server skips most validation of IP families for it."""
        return self.spec.get("clusterIP") == "None" and not self.spec.get("selector")

    @property
    def is_externally_accessible(self) -> bool:
        """Whether ``externalTrafficPolicy`` has an effect on it."""
        return externally_accessible(self.spec, self.version)

    @property
    def needs_health_check(self) -> bool:
        """Whether the server allocates a health-check node port for it."""
        return self.type == "LoadBalancer" and self.spec.get("externalTrafficPolicy") == "Local"

    @property
    def ip_family_policy(self) -> str:
        """The IP family policy: as written, else that of the live object, else what is inferred."""
        policy = self.spec.get("ipFamilyPolicy")
        if policy is None and self.live is not None:
            policy = (self.live.get("spec") or {}).get("ipFamilyPolicy")
        if policy is not None:
            return str(policy)
        return "RequireDualStack" if self.is_headless_without_selector else "SingleStack"

    def written_port(self, index: int) -> Data:
        """Return the manifest's entry for one of ``ports``, an empty mapping if it has none."""
        written: list[Data] = self.written["spec"].get("ports") or []
        place: int | None = index
        if self.live is not None:
            place = manifest_indices(self.ports, self.written)[index]
        return {} if place is None else written[place]

    def stored(self, field: str) -> frozenset[str]:
        """Return the entries of a list in the spec of the live object.

        The server does not apply newer, stricter validation to them.
        """
        spec: Any = (self.live or {}).get("spec") or {}
        return frozenset(spec.get(field) or ())

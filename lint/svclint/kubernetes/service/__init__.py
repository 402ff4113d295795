"""A Service in its three forms: as written, as the server will have it, and as it lives."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from svclint.kubernetes.service.decode import decode
from svclint.kubernetes.service.defaults import apply_defaults, externally_accessible
from svclint.model import Data, ObjectName

Version = tuple[int, int]
TYPES = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")


class Service:
    """One Service to judge.

    ``written`` is the manifest, decoded; ``effective`` is what the server will validate: defaulted
    and, for an update, merged. ``live`` is the stored object, ``None`` on create. ``metadata``,
    ``spec``, ``type``, ``ports`` and ``cluster_ips`` are the effective ones.
    """

    __slots__ = (
        *("cluster_ips", "effective", "live", "metadata", "object_name", "ports", "spec", "type"),
        *("version", "written"),
    )

    def __init__(
        self,
        written: Data,
        effective: Data,
        object_name: ObjectName,
        version: Version,
        live: Data | None = None,
    ) -> None:
        self.written, self.effective, self.live = written, effective, live
        self.object_name, self.version = object_name, version
        self.spec: Data = effective["spec"]
        self.metadata: Data = effective["metadata"]
        self.type = str(self.spec["type"])
        self.ports: list[Data] = list(self.spec.get("ports", ()))
        self.cluster_ips: list[str] = list(self.spec.get("clusterIPs", ()))

    @property
    def is_headless(self) -> bool:
        """Whether the only cluster IP is ``None``."""
        return self.cluster_ips == ["None"]

    @property
    def is_headless_without_selector(self) -> bool:
        """Whether the server spares it most questions of IP families."""
        return self.spec.get("clusterIP") == "None" and not self.spec.get("selector")

    @property
    def is_externally_accessible(self) -> bool:
        """Whether ``externalTrafficPolicy`` has a meaning for it."""
        return externally_accessible(self.spec)

    @property
    def needs_health_check(self) -> bool:
        """Whether the server allocates a health-check node port for it."""
        return self.type == "LoadBalancer" and self.spec.get("externalTrafficPolicy") == "Local"

    @property
    def ip_family_policy(self) -> str:
        """The policy, as the server infers it where the manifest is silent."""
        policy = self.spec.get("ipFamilyPolicy")
        if policy is not None:
            return str(policy)
        return "RequireDualStack" if self.is_headless_without_selector else "SingleStack"

    def written_port(self, index: int) -> Data:
        """Give the manifest's entry for one of the ports; an empty one where it has none."""
        written: list[Data] = self.written["spec"].get("ports") or []
        place: int | None = index
        if self.live is not None:
            # Updates take milliseconds to load, and most runs have no live objects.
            from svclint.kubernetes.service.answers import written_places  # noqa: PLC0415

            place = written_places(self.ports, self.written)[index]
        return {} if place is None else written[place]

    def stored(self, field: str) -> list[str]:
        """The values that the live object already has in a list of the spec.

        The server does not judge them again by newer, stricter rules.
        """
        spec: Any = (self.live or {}).get("spec") or {}
        return list(spec.get(field) or ())


def words_of(data: Data) -> frozenset[str]:
    """Give what a manifest has: its type, the names of its fields, those of its ports and metadata.

    ``ports[1]`` is among them where it has several ports, ``odd type`` where no Service has its
    type, ``no selector`` where nothing selects, and ``clusterIP`` not where that is ``None``. The
    data must have passed the schema.
    """
    spec, metadata = data.get("spec") or {}, data.get("metadata") or {}
    ports = [tuple(port or ()) for port in spec.get("ports") or ()]
    fields = tuple(spec) if spec.get("selector") else (*spec, "no selector")
    kind, address = spec.get("type") or "ClusterIP", spec.get("clusterIP")
    return _words(kind, address == "None", fields, tuple(metadata), tuple(ports))


# Hundreds of Services have the same fields.
@lru_cache(maxsize=1024)
def _words(
    kind: str,
    is_headless: bool,
    spec: tuple[str, ...],
    metadata: tuple[str, ...],
    ports: tuple[tuple[str, ...], ...],
) -> frozenset[str]:
    names = {kind, *spec, *metadata}.union(*ports)
    if is_headless:
        names.discard("clusterIP")
    if kind not in TYPES:
        names.add("odd type")
    if len(ports) > 1:
        names.add("ports[1]")
    return frozenset(names)


def created(
    data: Data, object_name: ObjectName, version: Version, *, has_nulls: bool = True
) -> Service:
    """Predict what the server will validate when a manifest is created.

    One without nulls is not copied: the Service must then be left as it is.
    """
    written = decode(data) if has_nulls else {"metadata": {}, "spec": {}, **data}
    spec = dict(written["spec"])
    if "ports" in spec:
        spec["ports"] = [dict(port) for port in spec["ports"]]
    effective = {**written, "spec": spec}
    apply_defaults(effective)
    if spec.get("clusterIP") and not spec.get("clusterIPs"):
        spec["clusterIPs"] = [spec["clusterIP"]]
    return Service(written, effective, object_name, version)

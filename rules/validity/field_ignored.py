"""A field is set that a Service of this kind ignores."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.version_change import VersionChange
from svclint.kubernetes.version_changes import HEADLESS_FIELD_WARNINGS, UNUSED_FIELD_WARNINGS
from svclint.model import Fix, Report, Severity, remove, warned
from svclint.rule import service_rule


@service_rule(
    "field-ignored",
    Severity.WARNING,
    since="0.1",
    where=("externalName", "externalIPs", "loadBalancerIP", "sessionAffinity"),
)
def rule(service: Service) -> Iterator[Report]:
    """A field is set that a Service of this kind ignores."""
    spec, kind = service.spec, f"on a Service of type {service.type}"
    if spec.get("externalName") and service.type != "ExternalName":
        # Without a type, ExternalName is likely to be intended.
        fix = _remove("externalName") if service.written["spec"].get("type") else None
        found = _ignored("externalName", kind, fix, "set type: ExternalName, or remove it")
        yield _drop_unissued_warning(found, service, UNUSED_FIELD_WARNINGS)
    if spec.get("externalIPs") and service.type == "ExternalName":
        yield _drop_unissued_warning(
            _ignored("externalIPs", kind, _remove("externalIPs")), service, UNUSED_FIELD_WARNINGS
        )
    if not service.is_headless or service.type != "ClusterIP":
        return
    for name in ("loadBalancerIP", "externalIPs"):
        if spec.get(name):
            yield _drop_unissued_warning(
                _ignored(name, "on a headless Service", _remove(name)),
                service,
                HEADLESS_FIELD_WARNINGS,
            )
    if spec["sessionAffinity"] != "None":
        where = "on a headless Service: clients connect to the pods directly"
        fields = ("sessionAffinity", "sessionAffinityConfig")
        fix = _remove(*(name for name in fields if name in service.written["spec"]))
        yield _drop_unissued_warning(
            _ignored("sessionAffinity", where, fix), service, HEADLESS_FIELD_WARNINGS
        )


def _remove(*names: str) -> Fix:
    return remove(*(("spec", name) for name in names), is_safe=False)


def _ignored(name: str, where: str, fix: Fix | None, remedy: str = "remove it") -> Report:
    return warned(("spec", name), f"{name} is ignored {where}", remedy, at_key=True, fix=fix)


def _drop_unissued_warning(found: Report, service: Service, change: VersionChange) -> Report:
    """Drop the server's answer for older servers, which ignore the field without a warning."""
    return found if change.is_in(service.version) else found._replace(server=None)

"""A VirtualServer or TransportServer passes requests to an upstream that it does not define."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_meant, uncertainty
from svclint.model import Report, Severity, set_to
from svclint.model.data import group_of, text
from svclint.model.field_paths import values_at
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_ROUTES = ("routes[]", "subroutes[]")
_FIELDS = (
    "spec.action.pass",
    *(
        f"spec.{routes}{action}"
        for routes in _ROUTES
        for action in (
            *(".action.pass", ".action.proxy.upstream"),
            *(".splits[].action.pass", ".splits[].action.proxy.upstream"),
            *(".matches[].action.pass", ".matches[].action.proxy.upstream"),
            *(".matches[].splits[].action.pass", ".matches[].splits[].action.proxy.upstream"),
        )
    ),
)


@reference_rule(
    "nginx-upstream-missing",
    Severity.ERROR,
    since="0.1",
    kinds=("VirtualServer", "VirtualServerRoute", "TransportServer"),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A VirtualServer or TransportServer passes requests to an upstream that it does not define."""
    if group_of(document.api_version) != "k8s.nginx.org":
        return
    upstreams = [text(name) for _, name in values_at(document.data, "spec.upstreams[].name")]
    # Without a host or listener, it is a part for `kubectl patch`, not an object.
    is_part = not any(document.value(("spec", field)) for field in ("host", "listener"))
    if is_part or any(map(contains_placeholder, upstreams)):
        return
    reason = uncertainty(document, [document], inventory)
    for field in _FIELDS:
        for path, value in values_at(document.data, field):
            name = text(value)
            if not name or name in upstreams or contains_placeholder(name):
                continue
            similar = [each for each in upstreams if is_meant(name, each)]
            names = listed([f'"{each}"' for each in upstreams])
            has = f"its upstreams are {names}" if upstreams else "it has no upstreams"
            yield Report(
                path,
                f'{document.kind} "{document.object_name.name}" defines no upstream "{name}"; '
                f"{has}, and the controller refuses it{reason}",
                f"write {similar[0]}" if similar else "name one of its upstreams",
                severity=Severity.WARNING if reason else None,
                fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 else None,
            )

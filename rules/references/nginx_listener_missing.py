"""A TransportServer or VirtualServer names a listener that no GlobalConfiguration defines."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import is_meant, place_of, uncertainty
from svclint.model import Report, Severity, set_to
from svclint.model.data import group_of, mapping, sequence, text
from svclint.model.field_paths import values_at
from svclint.model.listing import listed
from svclint.rule import reference_rule
from svclint.source import Document
from svclint.source.placeholders import contains_placeholder

_NGINX = "k8s.nginx.org"
# A listener that the controller always has.
_BUILT_IN = "tls-passthrough"
_FIELDS = ("spec.listener.name", "spec.listener.http", "spec.listener.https")


@reference_rule(
    "nginx-listener-missing",
    Severity.WARNING,
    since="0.1",
    kinds=("TransportServer", "VirtualServer"),
    beside=("GlobalConfiguration",),
)
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A TransportServer or VirtualServer names a listener that no GlobalConfiguration defines."""
    if group_of(document.api_version) != _NGINX:
        return
    configurations = [
        each
        for each in inventory.of_kind(_NGINX, "GlobalConfiguration")
        if inventory.are_together(document, each)
    ]
    names = [name for each in configurations for name in _listeners(each)]
    if not names or any(map(contains_placeholder, names)):
        return
    first = configurations[0]
    reason = uncertainty(document, configurations, inventory)
    for field in _FIELDS:
        for path, value in values_at(document.data, field):
            name = text(value)
            if not name or name == _BUILT_IN or name in names or contains_placeholder(name):
                continue
            similar = [each for each in names if is_meant(name, each)]
            shown = listed([f'"{each}"' for each in names])
            yield Report(
                path,
                f'GlobalConfiguration "{first.object_name.name}" ({place_of(first)}) has no '
                f'listener "{name}", only {shown}, and the controller refuses the '
                f"{document.kind}{reason}",
                f"write {similar[0]}" if similar else "name one of its listeners, or add this one",
                severity=Severity.NOTE if reason else None,
                fix=set_to(path, similar[0], is_safe=False) if len(similar) == 1 else None,
                others=((first, ("spec", "listeners")),),
            )


def _listeners(configuration: Document) -> list[str]:
    entries = map(mapping, sequence(configuration.value(("spec", "listeners"))))
    return [text(each.get("name")) for each in entries]

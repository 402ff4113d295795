"""The facts about Services that the code for all kinds needs."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects.kind import Kind, PortList
from svclint.kubernetes.objects.syntax import dns_1035_label_problem, dns_label_problem
from svclint.kubernetes.service.defaults import with_defaults
from svclint.kubernetes.version_changes import GENERATE_NAME_ON_CREATE_ONLY, RELAXED_SERVICE_NAMES
from svclint.model import Data
from svclint.model.cluster import Version


def _name_problem(name: str, version: Version) -> str | None:
    return (
        dns_label_problem(name)
        if RELAXED_SERVICE_NAMES.is_in(version)
        else dns_1035_label_problem(name)
    )


def _validates_name_again(version: Version) -> bool:
    return not GENERATE_NAME_ON_CREATE_ONLY.is_in(version)


def _port_lists(data: Data) -> Iterator[PortList]:
    yield ("spec", "ports"), list(data["spec"].get("ports", ()))


SERVICE = Kind(
    "v1",
    "Service",
    name_problem=_name_problem,
    name_remedy=(
        "use lower-case letters, digits and '-': the name of a Service is part of its DNS name"
    ),
    validates_name_again=_validates_name_again,
    with_defaults=with_defaults,
    port_lists=_port_lists,
)

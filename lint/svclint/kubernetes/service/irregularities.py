"""Irregular names, labels and ports: one quick check that saves most Services a dozen rules.

What exactly is wrong is left to the rules, which run only on Services with an irregularity.
"""

from __future__ import annotations

from functools import lru_cache

from svclint.kubernetes.objects.supported_values import SUPPORTED_VALUES
from svclint.kubernetes.objects.syntax import (
    dns_label_problem,
    label_value_problem,
    port_name_problems,
    qualified_name_problem,
)
from svclint.model import Data

IRREGULARITIES = ("irregular names", "irregular labels", "irregular ports")
PROTOCOLS = SUPPORTED_VALUES["protocol"]
_NUMBERS = range(1, 65536)
_Labels = dict[str, str | None]
# Name, number, protocol and targetPort of a port, as written.
_Port = tuple[str | None, int | None, str | None, int | str | None]


def irregularities(data: Data) -> list[str]:
    """Return which of ``IRREGULARITIES`` a manifest has.

    Labels include those of the selector. Ports are irregular, too, if there are none or if two
    have the same name or the same number and protocol. The data must have passed the schema.
    """
    metadata, spec = data.get("metadata") or {}, data.get("spec") or {}
    found: list[str] = []
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not _are_names(name, namespace):
        found.append("irregular names")
        name = None
    if not _are_labels(metadata.get("labels") or {}, spec.get("selector") or {}, name):
        found.append("irregular labels")
    ports = [
        port and (port.get("name"), port.get("port"), port.get("protocol"), port.get("targetPort"))
        for port in spec.get("ports") or ()
    ]
    if not all(ports) or not _are_ports(tuple(ports)):
        found.append("irregular ports")
    return found


def _are_names(name: str | None, namespace: str | None) -> bool:
    # Servers before 1.36 refuse names that start with a digit.
    if not name or dns_label_problem(name) or name[0].isdigit():
        return False
    return not namespace or not dns_label_problem(namespace)


def _are_labels(labels: _Labels, selector: _Labels, name: str | None) -> bool:
    if any(map(qualified_name_problem, {*labels, *selector})):
        return False
    # The name of the object, checked already, is the most common value; null counts as "".
    values = {*labels.values(), *selector.values()}
    return not any(map(label_value_problem, values.difference((name, None))))


@lru_cache(maxsize=4096)
def _are_ports(ports: tuple[_Port, ...]) -> bool:
    if not ports or not all(_is_port(*port) for port in ports):
        return False
    if len(ports) == 1:
        return True
    names = {name for name, _, _, _ in ports if name}
    numbers = {(number, protocol or "TCP") for _, number, protocol, _ in ports}
    return len(names) == len(numbers) == len(ports)


def _is_port(
    name: str | None, number: int | None, protocol: str | None, target: int | str | None
) -> bool:
    if name and dns_label_problem(name):
        return False
    if number is None or number not in _NUMBERS:
        return False
    if protocol and protocol not in PROTOCOLS:
        return False
    if isinstance(target, str):
        return not target or not port_name_problems(target)
    return not target or target in _NUMBERS

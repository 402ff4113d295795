"""What is odd about names, labels and ports of a Service: only where something is may it be wrong.

Rules say what is wrong. Most Services are in order, and one look at each spares it a dozen rules.
"""

from __future__ import annotations

from functools import lru_cache

from svclint.model import Data
from svclint.service.syntax import (
    dns_label_problem,
    label_value_problem,
    port_name_problems,
    qualified_name_problem,
)
from svclint.typed import Any

PROTOCOLS = ("TCP", "UDP", "SCTP")
_NUMBERS = range(1, 65536)
# Name, number, protocol and target of each port.
_Ports = tuple[tuple[str | None, int, str, int | str], ...]


def oddities(metadata: Data, spec: Data) -> list[str]:
    """Give ``odd names``, ``odd labels`` and ``odd ports`` of a Service with its defaults.

    Labels are those of its selector, too. It has odd ports where it has none, or two that are
    alike.
    """
    found: list[str] = []
    if not _are_names(metadata.get("name"), metadata.get("namespace")):
        found.append("odd names")
    if not (_are_labels(metadata.get("labels")) and _are_labels(spec.get("selector"))):
        found.append("odd labels")
    ports = [
        (port.get("name"), port["port"], port["protocol"], port["targetPort"])
        for port in spec.get("ports", ())
    ]
    if not _are_ports(tuple(ports)):
        found.append("odd ports")
    return found


def _are_names(name: str | None, namespace: str | None) -> bool:
    # Older servers take no digit at the beginning of a name.
    if not name or dns_label_problem(name) or name[0].isdigit():
        return False
    return not namespace or not dns_label_problem(namespace)


def _are_labels(labels: dict[str, str] | None) -> bool:
    if not labels:
        return True
    problem = any(map(qualified_name_problem, labels))
    return not problem and not any(map(label_value_problem, labels.values()))


@lru_cache(maxsize=4096)
def _are_ports(ports: _Ports) -> bool:
    if not ports or not all(_is_port(*port) for port in ports):
        return False
    if len(ports) == 1:
        return True
    names = {name for name, _, _, _ in ports if name}
    numbers = {(number, protocol) for _, number, protocol, _ in ports}
    return len(names) == len(numbers) == len(ports)


def _is_port(name: str | None, number: int, protocol: str, target: Any) -> bool:
    if name and dns_label_problem(name) is not None:
        return False
    if number not in _NUMBERS or protocol not in PROTOCOLS:
        return False
    return not port_name_problems(target) if isinstance(target, str) else target in _NUMBERS

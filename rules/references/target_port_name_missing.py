"""A targetPort names a port that pods do not have."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import MissingPort, ServicePort, is_similar, missing_ports, ports_of
from svclint.model import Report, Severity, set_to
from svclint.model.suggestions import closest
from svclint.rule import reference_rule
from svclint.source import Document


@reference_rule("target-port-name-missing", Severity.ERROR, since="0.1", where=("targetPort",))
def rule(document: Document, inventory: Inventory) -> Iterator[Report]:
    """A targetPort names a port that pods do not have."""
    for port, lack in missing_ports(document, inventory):
        if lack.other_protocol:
            continue
        hint, remedy, name = _near_miss(port, lack, ports_of(document))
        path = ("spec", "ports", port.position, "targetPort")
        who = lack.lacking[0]
        more = f" and {len(lack.lacking) - 1} more" if len(lack.lacking) > 1 else ""
        effect = (
            f"they get nothing of port {port}"
            if lack.having
            else f"connections to port {port} are refused"
        )
        yield Report(
            path,
            f"the pods of {who}{more} have no port named {port.target!r}{hint}; {effect}",
            remedy,
            severity=lack.severity,
            # The container's port may be what is misspelt.
            fix=set_to(path, name, is_safe=False) if name else None,
        )


def _near_miss(
    port: ServicePort, lack: MissingPort, ports: list[ServicePort]
) -> tuple[str, str, str]:
    """Say what a name may have been meant for, what to write, and the name that is right."""
    declared = lack.lacking[0].ports
    names = {found.name: found.number for found in declared if found.name}
    target = str(port.target)
    if any(found.name == target for found in lack.lacking[0].init_ports):
        return (
            ", only an init container, which has ended by then",
            "declare the port in a container that keeps running",
            "",
        )
    close = [name for name in names if is_similar(name, target)]
    close += closest(target, names, cutoff=0.6)
    if close:
        return f", but {close[0]!r} ({names[close[0]]})", f"write targetPort: {close[0]}", close[0]
    own = next((each for each in ports if each.name == target), None)
    words = ""
    if own is not None:
        words = "; that is the name of a Service port, and targetPort wants a container port"
    if len(names) == 1:
        name, number = next(iter(names.items()))
        return f"{words}; they have {name!r} ({number})", f"write targetPort: {name}", name
    unnamed = [found for found in declared if not found.name]
    if len(declared) == 1 and unnamed:
        number = declared[0].number
        remedy = f"name the container port {target}, or write targetPort: {number}"
        return f"{words}; their port {number} has no name", remedy, ""
    return words, "name the container port, or write its number", ""

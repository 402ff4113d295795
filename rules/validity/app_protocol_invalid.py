"""An appProtocol is not a qualified name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.service import Service
from svclint.kubernetes.service.syntax import qualified_name_problem
from svclint.model import Report, Severity, refused
from svclint.rule import service_rule


@service_rule("app-protocol-invalid", Severity.ERROR, since="0.1", where=("appProtocol",))
def rule(service: Service) -> Iterator[Report]:
    """An appProtocol is not a qualified name."""
    for index, port in enumerate(service.ports):
        name = port.get("appProtocol")
        problem = None if name is None else qualified_name_problem(name)
        if problem is not None:
            yield refused(
                ("spec", "ports", index, "appProtocol"),
                f"appProtocol {name!r} {problem}",
                "use an IANA service name (http, https) or a prefixed name (kubernetes.io/h2c)",
            )

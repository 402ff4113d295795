"""An appProtocol is not a qualified name."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.objects import KubernetesObject
from svclint.kubernetes.objects.syntax import qualified_name_problem
from svclint.model import Report, Severity, refused
from svclint.rule import object_rule


@object_rule(
    "app-protocol-invalid",
    Severity.ERROR,
    since="0.1",
    kinds=("Service", "EndpointSlice", "Endpoints"),
    where=("appProtocol",),
)
def rule(checked: KubernetesObject) -> Iterator[Report]:
    """An appProtocol is not a qualified name."""
    for path, port in checked.ports_with_paths():
        name = port.get("appProtocol")
        problem = None if name is None else qualified_name_problem(name)
        if problem is not None:
            yield refused(
                (*path, "appProtocol"),
                f"appProtocol {name!r} {problem}",
                "use an IANA service name (http, https) or a prefixed name (kubernetes.io/h2c)",
            )

"""Services without ports that an apply may add to a live object, which has them."""

from __future__ import annotations

from svclint.engine.run_rules import Findings
from svclint.kubernetes.inventory import Inventory
from svclint.model import Finding, ServerAnswer, Severity
from svclint.model.data import mapping
from svclint.source import Document

_PORTS_REQUIRED = ServerAnswer("reject", "FieldValueRequired", "spec.ports")


def with_optional_ports_by_mark(document: Document, findings: Findings) -> Findings:
    """Return findings in which missing ports are a note, if a mark says how the object is applied.

    That is so for a manifest that server-side apply adds to an object of somebody else.
    """
    if document.kind != "Service" or not isinstance(document.data, dict):
        return findings
    # Merging is rare, and not part of a common run.
    from svclint.kubernetes.merge.object_policies import adding_mark  # noqa: PLC0415

    mark = adding_mark(document.data)
    return findings if mark is None else _as_note(findings, str(mark))


def with_optional_ports_by_deployer(
    document: Document, findings: Findings, inventory: Inventory
) -> Findings:
    """Return findings in which missing ports are a note, if the deployment is applied server-side.

    Only of a Service without a selector: such a manifest changes the Service of somebody else, for
    example of a chart. Beside live objects, it is known whether that Service exists.
    """
    if (
        document.kind != "Service"
        or inventory.live_kinds
        or not any(map(_is_about_missing_ports, findings))
    ):
        return findings
    if mapping(document.value(("spec",))).get("selector"):
        return findings
    deployer = inventory.applied_server_side_by(document)
    return findings if not deployer else _as_note(findings, deployer)


def _is_about_missing_ports(item: object) -> bool:
    return isinstance(item, Finding) and item.server == _PORTS_REQUIRED


def _as_note(findings: Findings, cause: str) -> Findings:
    return [
        each._replace(
            severity=Severity.NOTE,
            server=None,
            message=f"{each.message}, unless it exists: {cause} may add to it",
        )
        if isinstance(each, Finding) and _is_about_missing_ports(each)
        else each
        for each in findings
    ]

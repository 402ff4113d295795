"""Reports of a reference whose other half is not found: an error, a note, or nothing."""

from __future__ import annotations

from collections.abc import Collection

from svclint.kubernetes.inventory import Inventory
from svclint.model import Report, Severity
from svclint.source import Document


def absent(
    report: Report, document: Document, inventory: Inventory, kinds: Collection[str] = ("Service",)
) -> list[Report]:
    """Return what to report of an object of some ``kinds`` that is not found; at most one report.

    It is an error if the run is closed, because nothing exists that it does not contain. It is
    nothing if the deployment also has objects that no local file defines, which may be it.
    """
    if inventory.is_closed(document, kinds):
        return [report._replace(severity=Severity.ERROR)]
    if inventory.is_open(document):
        return []
    message = f"{report.message}; it may be defined outside the checked files"
    return [report._replace(message=message, severity=Severity.NOTE, is_elsewhere=True)]


def nearly_absent(
    report: Report, document: Document, inventory: Inventory, kinds: Collection[str] = ("Service",)
) -> Report:
    """Return the report of an object that is not found, while a similar one is.

    It is at least as severe as that of an object without a similar one.
    """
    is_closed = inventory.is_closed(document, kinds)
    severity = Severity.ERROR if is_closed else report.severity
    return report._replace(severity=severity, is_elsewhere=True)

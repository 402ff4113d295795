"""Services with names that are hostile or of maximum length."""

from __future__ import annotations

from svclint.report.targets.entries import End, Entry, Link, ObjectRef, Port
from svclint.report.targets.faults import Fault

from tests.report.runs import HOSTILE

LONG = ["x" * 63, "-".join(["service"] * 12), "服务" * 30, "end", "1. one", "- two", "#9829;"]


def hostile_entries() -> list[Entry]:
    """Return one Service per hostile text, which is its name, namespace and port name."""
    return [_entry(text) for text in (*HOSTILE, *LONG)]


def _entry(text: str) -> Entry:
    faults = [Fault(f"{text} is {word}") for word in ("broken", "nowhere", "refused")]
    ends = (
        End(ObjectRef("Deployment", text, text), 8080, place=f"{text}:1"),
        End(ObjectRef("Pod", text, text), None, Fault(f"no port named {text}")),
    )
    ports = (Port(f"80/TCP {text}", text, ends, faults[0]), Port("81/TCP", "", (), faults[1]))
    links = (
        Link(ObjectRef("Ingress", text, text), 0, text, place=text, requests=(text, text)),
        Link(ObjectRef("HTTPRoute", text, text), None, text, faults[2]),
    )
    return Entry(ObjectRef("Service", text, text), f"ExternalName {text}", ports, links)

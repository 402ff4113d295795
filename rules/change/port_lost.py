"""Client-side apply loses or mixes up a port of the manifest."""

from __future__ import annotations

from collections.abc import Iterator

from svclint.kubernetes.merge.apply_options import CLIENT
from svclint.kubernetes.objects.prediction import Prediction
from svclint.kubernetes.service import Service
from svclint.kubernetes.service.ports import describe_port
from svclint.model import Data, Report, Severity
from svclint.rule import change_rule


@change_rule("port-lost", Severity.ERROR, since="0.1")
def rule(change: Prediction[Service]) -> Iterator[Report]:
    """Client-side apply loses or mixes up a port of the manifest."""
    if change.apply_options.method != CLIENT:
        return
    merged = {(port["port"], port["protocol"]): port for port in change.checked.ports}
    for index, port in enumerate(change.written["spec"].get("ports") or ()):
        key = (port.get("port", 0), port.get("protocol") or "TCP")
        found = merged.get(key)
        if found is None:
            message = f"port {describe_port(port)} is lost"
        elif wrong := _differences(port, found):
            message = f"port {describe_port(port)} gets {wrong}"
        else:
            continue
        yield Report(
            ("spec", "ports", index),
            f"{message}: client-side apply merges ports by number only",
            "use server-side apply or kubectl replace for Services that use a port number twice",
        )


def _differences(written: Data, merged: Data) -> str:
    names = ("name", "targetPort", "nodePort", "appProtocol")
    return ", ".join(
        f"{name} {merged.get(name)} instead of {written[name]}"
        for name in names
        if written.get(name) and merged.get(name) != written[name]
    )

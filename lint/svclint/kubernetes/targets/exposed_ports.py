"""ConfigMaps with the TCP and UDP ports that an ingress controller exposes.

Source: "Exposing TCP and UDP services" of ingress-nginx (kubernetes.github.io/ingress-nginx); the
controllers of HAProxy take the same ConfigMaps. The key is the port of the controller, the value
``namespace/service:port``, with the options ``:PROXY:PROXY``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svclint.kubernetes.targets.backend import Backend, port_reference
from svclint.model.data import mapping, text
from svclint.source import Document

_VALUE = re.compile(
    r"([a-z0-9-]{1,63})/([a-z0-9.-]{1,63}):([a-z0-9-]{1,15})(?::[A-Za-z0-9:/._-]*)?"
)
_NAME = re.compile(r"(?:^|-)(tcp|udp)(?:-|$)")


def exposed_ports(config_map: Document) -> Iterator[Backend]:
    """Yield the Services that a ConfigMap names, if all of its data are exposed ports."""
    protocol = _NAME.search(config_map.object_name.name)
    data = mapping(config_map.value(("data",)))
    values = [(key, _VALUE.fullmatch(text(value).strip())) for key, value in data.items()]
    if protocol is None or not all(value and key.isdigit() for key, value in values):
        return
    for key, value in values:
        if value:
            path = ("data", key)
            namespace, name, port = value.groups()
            yield Backend(path, path, namespace, name, port_reference(port), protocol[1].upper())

"""How a port is called in a message."""

from __future__ import annotations

from svclint.model import Data


def port_text(port: Data) -> str:
    """Call a port by number, protocol and name: ``53/UDP (dns)``."""
    name = f" ({port['name']})" if port.get("name") else ""
    return f"{port.get('port', 0)}/{port.get('protocol') or 'TCP'}{name}"

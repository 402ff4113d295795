"""How a manifest is sent to the server."""

from __future__ import annotations

from typing import NamedTuple

# The field manager of kubectl's server-side apply.
KUBECTL = "kubectl"
CLIENT, SERVER, REPLACE = "client", "server", "replace"


class ApplyOptions(NamedTuple):
    """How a manifest is sent to the server: ``method`` is ``client``, ``server`` or ``replace``.

    ``manager`` and ``is_forced`` (``--force-conflicts``) matter to server-side apply alone.
    """

    method: str = CLIENT
    manager: str = KUBECTL
    is_forced: bool = False

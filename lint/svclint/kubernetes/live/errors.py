"""What may go wrong between svclint and a cluster, in words that say what to do."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from svclint.kubernetes.live.snapshot import SnapshotError

# Where to read what svclint must be allowed to do.
RIGHTS = "docs/cluster-access.md has the ClusterRole that svclint needs"
_LONGEST_QUOTE = 300
_REMEDIES = {
    401: "the credentials were not accepted: sign in again, or check the context's user",
    403: f"ask for these rights: {RIGHTS}",
    404: "check that this is the address of a Kubernetes API server",
    410: "the list changed faster than it could be read; try again",
    429: "the server is overloaded; try again later",
    503: "the server is not ready, or overloaded; try again later",
}


class ClusterError(SnapshotError):
    """A cluster that cannot be read; the message says what, where, and what to do.

    ``status`` is that of the answer, 0 where there was none. ``may_pass`` says that trying again
    may help, after ``wait`` seconds at the least.
    """

    def __init__(
        self, message: str, *, status: int = 0, may_pass: bool = False, wait: float = 0
    ) -> None:
        super().__init__(message)
        self.status, self.may_pass, self.wait = status, may_pass, wait


def refused(where: str, response: Any, body: bytes) -> ClusterError:
    """Say what it means that the server answered with another status than 200."""
    status = int(response.status)
    remedy = _REMEDIES.get(status, "")
    if 300 <= status < 400:
        target = response.headers.get("location", "nowhere")
        remedy = f"it redirects to {target}; check the address, and proxies on the way"
    elif status >= 500:
        remedy = remedy or "the fault is the server's: look into its log, or try again later"
    phrase = next((each.phrase for each in HTTPStatus if each == status), "")
    said = _message(body)
    text = f"{where}: the server answered {status} {phrase}".rstrip()
    text = f"{text}: {said}" if said else text
    return ClusterError(
        f"{text}; {remedy}" if remedy else text,
        status=status,
        may_pass=status == 429 or status >= 500,
        wait=_seconds(response.headers.get("retry-after", "")),
    )


def _message(body: bytes) -> str:
    """Give the words of a Status; of anything else its beginning."""
    try:
        status = json.loads(body)
        words = status["message"] if isinstance(status["message"], str) else ""
    except (LookupError, TypeError, ValueError, RecursionError):
        words = body[: _LONGEST_QUOTE * 2].decode("utf-8", "replace")
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def _seconds(text: str) -> float:
    """Read Retry-After; a date is taken for "later", which the ordinary waits are, too."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def broken(where: str, error: Exception) -> ClusterError:
    """Say what it means that no whole answer came: ``error`` is one of urllib3's, or the system's.

    They are told apart by name, since importing urllib3 here would make every check slower.
    """
    names = {each.__name__ for each in type(error).__mro__}
    why = _reason(error)
    if "SSLError" in names:
        return ClusterError(
            f"{where}: the TLS connection cannot be trusted: {why}; "
            "check certificate-authority, client certificate and address in the kubeconfig"
        )
    if "ProxyError" in names:
        return ClusterError(
            f"{where}: the proxy cannot be used: {why}; check proxy-url and HTTPS_PROXY"
        )
    if "NameResolutionError" in names:
        return ClusterError(f"{where}: the host is not known: {why}; check the server's address")
    if "ConnectTimeoutError" in names and "NewConnectionError" not in names:
        return ClusterError(f"{where}: no connection in time; {_UNREACHABLE}")
    if "NewConnectionError" in names:
        return ClusterError(f"{where}: no connection: {why}; {_UNREACHABLE}")
    if "TimeoutError" in names:
        return ClusterError(
            f"{where}: the server did not answer in time; try again, or look at its load"
        )
    return ClusterError(
        f"{where}: the answer broke off: {why}; try again, or look at what lies between",
        may_pass=True,
    )


_UNREACHABLE = "check that the cluster runs, and that network, VPN and firewall let this host in"


def _reason(error: BaseException) -> str:
    """Give the innermost words: urllib3 wraps errors in errors, with objects in their texts."""
    inner = error
    for _ in range(5):
        found = [each for each in inner.args if isinstance(each, BaseException)]
        following = found[-1] if found else inner.__cause__
        if following is None:
            break
        inner = following
    text = " ".join(str(inner).split())
    marker = "Failed to establish a new connection: "
    return text.rpartition(marker)[2] or type(inner).__name__

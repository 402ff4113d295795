"""Commands that an editor runs: explain a rule, take a new snapshot of the cluster."""

from __future__ import annotations

import asyncio
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from svclint.app.progress import no_progress
from svclint.app.requests import CLUSTER
from svclint.lsp.session import Session
from svclint.model import SvclintError
from svclint.rule.page import readable_page
from svclint.rule.registry import UnknownRuleError, rule_named

EXPLAIN = "svclint.explain"
REFRESH_SNAPSHOT = "svclint.refreshSnapshot"


def explain(name: Any = "", *_more: Any) -> str:
    """Return the page of a rule, or a sentence if there is no such rule."""
    try:
        return readable_page(rule_named(str(name)))
    except UnknownRuleError:
        return f"there is no rule {str(name)!r}"


async def refresh_snapshot(session: Session) -> str:
    """Take a new snapshot of the cluster into the file of ``--live``; return what was done.

    The cluster is only read. Raises ``JsonRpcException`` if it cannot be.
    """
    live = session.request.live
    if live == (CLUSTER,):
        session.read_cluster_again()
        return "the cluster is read again"
    if len(live) != 1:
        return "start the server with --live FILE or --live cluster to compare with a cluster"
    from svclint.kubernetes.live.access import Target  # noqa: PLC0415 - the Kubernetes client
    from svclint.kubernetes.live.snapshot_writer import write_snapshot  # noqa: PLC0415

    request = session.request
    target = Target(request.kubeconfig, request.context, request.namespace)
    try:
        await asyncio.to_thread(write_snapshot, target, live[0], no_progress)
    except SvclintError as error:
        raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from None
    session.reload()
    return f"{live[0]} contains the present objects of the cluster"

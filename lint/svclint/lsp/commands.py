"""Commands that an editor runs: explain a rule, take a new snapshot of the cluster."""

from __future__ import annotations

from typing import Any

from svclint.app.progress import no_progress
from svclint.app.requests import CLUSTER
from svclint.lsp.session import Session
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


def refresh_snapshot(session: Session) -> str:
    """Take a new snapshot of the cluster into the file of ``--live``; return what was done.

    The cluster is only read. Raises ``SvclintError``.
    """
    live = session.request.live
    if live == (CLUSTER,):
        session.reload()
        return "the cluster is read again"
    if len(live) != 1:
        return "start the server with --live FILE or --live cluster to compare with a cluster"
    from svclint.kubernetes.live.access import Target  # noqa: PLC0415 - the Kubernetes client
    from svclint.kubernetes.live.snapshot_writer import write_snapshot  # noqa: PLC0415

    request = session.request
    target = Target(request.kubeconfig, request.context, request.namespace)
    write_snapshot(target, live[0], no_progress)
    session.reload()
    return f"{live[0]} contains the present objects of the cluster"

"""Options that several commands share, and the facts that come of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from svclint.app.facts import Said, must_be_known
from svclint.cli import declare as click
from svclint.cli.notes import Ticker, say_notes, version_notes
from svclint.kubernetes.live import LiveState, no_live_state, read_live
from svclint.model import ConfigError
from svclint.model.cluster import (
    Settings,
    parse_node_ports,
    parse_service_cidrs,
    parse_version,
)

if TYPE_CHECKING:
    from svclint.cli.declare import Function

# The word that names the cluster itself, where a snapshot could be named.
CLUSTER = "cluster"


def cluster_options(command: Function) -> Function:
    """Add the options that say which cluster the manifests are meant for."""
    return click.under("Cluster", *_CLUSTER_OPTIONS)(command)


def live_options(*, required: bool = False) -> Callable[[Function], Function]:
    """Add the options that say where live objects come from; ``read_live_state`` takes them."""

    def add(command: Function) -> Function:
        return click.under("Cluster", _live_option(required))(connection_options(command))

    return add


def apply_option(command: Function) -> Function:
    """Add the option that says how manifests will be applied to what lives already."""
    apply = click.option(
        "--apply",
        "how",
        type=click.Choice(["client", "server", "replace"]),
        default="client",
        metavar="HOW",
        help="With --live: client (default), server or replace.",
    )
    return click.under("Cluster", apply)(command)


def format_option(command: Function) -> Function:
    """Add the option that chooses between words for people and JSON."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        metavar="NAME",
        help="text (default) or json.",
    )(command)


def policy_option(command: Function) -> Function:
    """Add the option that names policies."""
    policy = click.option(
        "--policy",
        multiple=True,
        metavar="PATH",
        help="ValidatingAdmissionPolicies and their bindings.",
    )
    return click.under("Rules", policy)(command)


def connection_options(command: Function) -> Function:
    """Add the options that say which cluster is asked."""
    return click.under("Cluster", *_CONNECTION_OPTIONS)(command)


def said(values: dict[str, Any]) -> Said:
    """Take the shared options out of a command's values. Raises click's ``UsageError``."""
    try:
        cidrs = parse_service_cidrs(",".join(values.pop("service_cidr")))
        version, ports = values.pop("kubernetes_version"), values.pop("node_port_range")
        settings = Settings(
            parse_version(version) if version else None,
            cidrs or None,
            parse_node_ports(ports) if ports else None,
            values.pop("namespace") or None,
        )
        must_be_known(settings)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    return Said(settings, not values.pop("no_config"))


def read_live_state(
    values: dict[str, Any], namespace: str | None, *, with_ends: bool = False
) -> LiveState:
    """Read what the options of ``live_options`` name; say on stderr what could not be known.

    ``with_ends``: of a cluster, the workloads and callers of its Services, too.
    Raises ``SnapshotError`` and click's ``UsageError``.
    """
    sources = values.pop("live")
    kubeconfig, context = values.pop("kubeconfig"), values.pop("context")
    if CLUSTER not in sources:
        if kubeconfig or context:
            raise click.UsageError("--kubeconfig and --context need --live cluster")
        state = _from_files(sources) if sources else no_live_state()
    elif len(sources) > 1:
        raise click.UsageError("--live cluster stands alone; for a file of that name: ./cluster")
    else:
        from svclint.kubernetes.live.access import Target  # noqa: PLC0415 - most runs ask no cluster
        from svclint.kubernetes.live.cluster import read_cluster  # noqa: PLC0415

        with Ticker() as ticker:
            target = Target(kubeconfig, context, namespace or "")
            state = read_cluster(target, ticker.tell, with_ends=with_ends)
    say_notes((*state.unknown, *version_notes(state.version)))
    return state


def _from_files(sources: Sequence[str]) -> LiveState:
    from svclint.engine.run import KINDS_READ  # noqa: PLC0415 - loaded only where it is needed

    return read_live(sources, KINDS_READ)


def _live_option(required: bool) -> Callable[[Function], Function]:
    return click.option(
        "--live",
        multiple=True,
        required=required,
        metavar="SOURCE",
        help="Live objects: the word cluster, or a file or folder of what svclint snapshot or"
        " kubectl get -o json printed.",
    )


_CLUSTER_OPTIONS = (
    click.option(
        "--kubernetes-version",
        metavar="X.Y",
        help="Of the API server. Default: the newest known.",
    ),
    click.option(
        "--service-cidr",
        multiple=True,
        metavar="CIDR",
        help="Service CIDRs, by commas, default family first.",
    ),
    click.option("--node-port-range", metavar="A-B", help="Default: 30000-32767."),
    click.option(
        "-n",
        "--namespace",
        metavar="NAME",
        help="Of objects that name none. Default: default.",
    ),
    click.under(
        click.REST, click.option("--no-config", is_flag=True, help="Read no .svclint.yaml.")
    ),
)
_CONNECTION_OPTIONS = (
    click.option(
        "--kubeconfig",
        default="",
        metavar="FILE",
        help="Where the cluster is. Default: as kubectl finds it.",
    ),
    click.option(
        "--context", default="", metavar="NAME", help="Of the kubeconfig. Default: its current one."
    ),
)

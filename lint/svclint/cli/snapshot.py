"""``svclint snapshot``: save what a cluster contains, for runs that may not read it."""

from __future__ import annotations

import click

from svclint.cli.command import HELP_NAMES, Command, option
from svclint.cli.messages import ProgressLine, print_notes
from svclint.cli.options import connection_options
from svclint.kubernetes.live.access import Target
from svclint.kubernetes.live.snapshot_writer import write_snapshot
from svclint.report.result import count, describe_objects
from svclint.source.kinds import API_VERSIONS


@click.command("snapshot", cls=Command, context_settings=HELP_NAMES)
@option("-o", "--output", default="", metavar="FILE", help="File to write (default: print it).")
@connection_options
@option(
    "-n",
    "--namespace",
    default="",
    metavar="NAME",
    help="Read only this namespace if the others may not be read.",
)
@option(
    "--helm-releases",
    is_flag=True,
    help="Also write the last release of each chart, for --apply helm3; needs to list Secrets.",
)
def command(
    output: str, kubeconfig: str, context: str, namespace: str, *, helm_releases: bool
) -> None:
    """Write the live Services and the objects around them, for --live FILE.

    The cluster is only read, with GET and LIST: Services, ServiceCIDRs, IPAddresses, Ingresses,
    IngressClasses, EndpointSlices, Endpoints and the server's version; and labels, ports and
    references of workloads, Gateways, routes, NetworkPolicies and Namespaces. No ConfigMap, no
    environment variable, and no Secret but the releases of Helm is read or written. They become
    one List in JSON, an object a line, written whole or not at all.

    Exit codes: 0 written, 2 the cluster could not be read.
    """
    target = Target(kubeconfig, context, namespace)
    with ProgressLine(after=0) as progress:
        reading = write_snapshot(
            target, "" if output == "-" else output, progress, with_releases=helm_releases
        )
    print_notes(reading.unknown)
    if output not in ("", "-"):
        found = reading.counts
        others = sum(number for kind, number in found.items() if kind not in API_VERSIONS)
        end = f", {count(others, 'other object')}" if others else ""
        print_notes([f"{output} contains {describe_objects(found)}{end}"])

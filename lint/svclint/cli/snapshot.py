"""``svclint snapshot``: keep what a cluster holds, for runs that may not ask it."""

from __future__ import annotations

import sys

from svclint.cli import declare as click
from svclint.cli.notes import Ticker, say_notes
from svclint.cli.options import connection_options
from svclint.kubernetes.live import SnapshotError
from svclint.report.safe import safe


@click.command("snapshot", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-o", "--output", default="", metavar="FILE", help="Default: standard output.")
@connection_options
@click.option(
    "-n",
    "--namespace",
    default="",
    metavar="NAME",
    help="Read this namespace alone where others may not be read.",
)
def command(output: str, kubeconfig: str, context: str, namespace: str) -> None:
    """Write the live Services and what decides about their addresses, for --live FILE.

    The cluster is only read, with GET and LIST: Services, ServiceCIDRs, IPAddresses and the
    server's version. They become one List in JSON, an object a line, whole or not at all.

    Exit codes: 0 written, 2 the cluster could not be read.
    """
    from svclint.kubernetes.live.access import Target  # noqa: PLC0415 - not needed to print the help
    from svclint.kubernetes.live.snapshot_writer import write_snapshot  # noqa: PLC0415

    target = Target(kubeconfig, context, namespace)
    try:
        with Ticker() as ticker:
            reading = write_snapshot(target, "" if output == "-" else output, ticker.tell)
    except SnapshotError as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    say_notes(reading.unknown)
    if output not in ("", "-"):
        counts = ", ".join(_counted(count, kind) for kind, count in reading.counts.items())
        click.echo(f"svclint: {safe(output)} holds {counts}", err=True)


def _counted(count: int, kind: str) -> str:
    plural = "es" if kind.endswith("s") else "s"
    return f"{count} {kind}{'' if count == 1 else plural}"

"""The command line: options to facts, a report, an exit code."""

from __future__ import annotations

import click

from svclint.addresses import Network, parse_cidr
from svclint.config import ClusterFacts
from svclint.engine import KINDS_READ, RuleCrash, run
from svclint.live import claims_of, read_snapshot
from svclint.model import Severity
from svclint.registry import chosen
from svclint.report.json import render
from svclint.source.files import ReadError
from svclint.source.load import load


@click.group()
def main() -> None:
    pass


@main.command()
@click.option("--format", "form", default="text")
@click.option("--no-config", is_flag=True)
@click.option("--kubernetes-version", default="1.37")
@click.option("--service-cidr", default="")
@click.option("--node-port-range", default="30000-32767")
@click.option("--namespace", default="default")
@click.option("--live", multiple=True)
@click.argument("paths", nargs=-1)
def check(
    form, no_config, kubernetes_version, service_cidr, node_port_range, namespace, live, paths
):
    a, b = node_port_range.split("-")
    cidrs = tuple(parse_cidr(t)[1] for t in service_cidr.split(",") if t)
    major, minor = kubernetes_version.split(".")
    facts = ClusterFacts(
        (int(major), int(minor)),
        cidrs,
        (int(a), int(b)),
        namespace,
        claims_of(read_snapshot(live, KINDS_READ)),
        not service_cidr and not live and node_port_range == "30000-32767",
    )
    errors, crashes = [], []

    def docs():
        for d in load(paths, KINDS_READ):
            if isinstance(d, ReadError):
                errors.append(d)
            else:
                yield d

    found = []
    for f in run(docs(), chosen((), ()), lambda file: facts):
        if isinstance(f, RuleCrash):
            import sys

            print(f, f.trace, file=sys.stderr)
            crashes.append(f)
        else:
            found.append(f)
    if form == "json":
        click.echo(render(found, errors), nl=False)
    else:
        for f in found:
            print(
                f"{f.location.file}:{f.location.line}:{f.location.column}: {f.severity} {f.message} — {f.remedy} [{f.rule}]"
            )
    raise SystemExit(1 if any(f.severity == Severity.ERROR for f in found) else 0)

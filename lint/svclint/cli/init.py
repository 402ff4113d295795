"""``svclint init``: write a first configuration for the current folder."""

from __future__ import annotations

import os

import click

from svclint.app.init_config import config_text, existing_config, look_at
from svclint.cli.command import HELP_NAMES, Command, Failure, option
from svclint.source.atomic_write import write_text
from svclint.source.files import OWN_FILE


@click.command("init", cls=Command, context_settings=HELP_NAMES)
@option("--stdout", is_flag=True, help="Print the configuration; write nothing.")
def command(stdout: bool) -> None:
    """Write a commented .svclint.yaml for the current folder.

    It contains what the files say about the cluster: the version and the Service CIDRs of
    ServiceCIDR objects and of configurations of kubeadm, kind, eksctl and Cluster API. Comments
    name the charts and kustomizations. An existing configuration is never replaced.

    Exit codes: 0 written, 2 there is a configuration already.
    """
    found = existing_config(os.getcwd())
    if found and not stdout:
        raise Failure(f"{os.path.relpath(found)} exists already; --stdout prints what init writes")
    text = config_text(look_at(os.curdir))
    if stdout:
        click.echo(text, nl=False)
        return
    write_text(OWN_FILE, text)
    click.echo(f"Wrote {OWN_FILE}; next: svclint check")

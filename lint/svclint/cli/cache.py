"""``svclint cache``: show or clear the cache."""

from __future__ import annotations

from math import ceil

import click

from svclint.cli.command import HELP_NAMES, Command, Group
from svclint.engine.acceleration.cache_store import cache_folder, clear
from svclint.report.safe import safe


@click.group("cache", cls=Group, context_settings=HELP_NAMES)
def command() -> None:
    """Show or clear the cache of svclint check.

    A run is not repeated while its files, configuration, options and svclint itself are unchanged.
    The folder is $SVCLINT_CACHE_DIR, or one in the user's cache folder; it may be deleted.
    """


@command.command("dir", cls=Command, context_settings=HELP_NAMES)
def show_folder() -> None:
    """Print the folder of the cache."""
    click.echo(cache_folder())


@command.command("clear", cls=Command, context_settings=HELP_NAMES)
def clear_all() -> None:
    """Remove everything in the cache."""
    size = clear()
    click.echo(f"Removed {ceil(size / 1024)} KiB from {safe(cache_folder())}")

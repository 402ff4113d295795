"""``svclint cache``: what is remembered of earlier runs."""

from __future__ import annotations

import sys

import click

from svclint.engine.cache import cache_folder, clear
from svclint.report.safe import safe

_HELP = {"help_option_names": ["-h", "--help"]}


@click.group("cache", context_settings=_HELP)
def command() -> None:
    """Show or clear what svclint check remembers of earlier runs.

    A run whose files, configuration, options and svclint are as they were is not made again. The
    folder is $SVCLINT_CACHE_DIR, or one in the user's own folder for caches; it may be deleted.
    """


@command.command("dir", context_settings=_HELP)
def show_folder() -> None:
    """Print the folder."""
    click.echo(cache_folder())


@command.command("clear", context_settings=_HELP)
def clear_all() -> None:
    """Forget everything."""
    try:
        size = clear()
    except OSError as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    click.echo(f"Removed {size / 1024:.0f} KiB from {safe(cache_folder())}")

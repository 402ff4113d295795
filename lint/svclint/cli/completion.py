"""``svclint completion``: a script that completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print a script for SHELL; for bash: eval "$(svclint completion bash)"."""
    from svclint.cli import group  # noqa: PLC0415 - a circle otherwise

    maker = get_completion_class(shell)
    assert maker is not None
    click.echo(maker(group, {}, "svclint", "_SVCLINT_COMPLETE").source())

"""``svclint completion``: a script that completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from svclint.cli.command import HELP_NAMES, Command

SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=Command, context_settings=HELP_NAMES)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a script for SHELL; for bash: eval "$(svclint completion bash)"."""
    maker = get_completion_class(shell)
    assert maker is not None
    script = maker(context.find_root().command, {}, "svclint", "_SVCLINT_COMPLETE").source()
    # click's script for fish cuts a help text at its first comma.
    click.echo(script.replace('string split ","', 'string split --max 1 ","'))

"""``svclint help``: the help of a command, as ``--help`` shows it."""

from __future__ import annotations

import click

from svclint.cli.command import HELP_NAMES, Command


@click.command("help", cls=Command, context_settings=HELP_NAMES)
@click.argument("names", nargs=-1, metavar="[COMMAND]...")
@click.pass_context
def command(context: click.Context, names: tuple[str, ...]) -> None:
    """Show the help of COMMAND, or the list of commands."""
    shown = context.find_root()
    for name in names:
        group = shown.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{shown.command_path} has no command {name!r}", context)
        found_name, found, _ = group.resolve_command(shown, [name])
        assert found is not None
        shown = found.context_class(found, info_name=found_name, parent=shown)
    click.echo(shown.command.get_help(shown), color=shown.color)

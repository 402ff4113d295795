"""The commands, as click shows and runs them."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from svclint.cli import COMMANDS
from svclint.cli.declare import Command


class _Lazy(click.Group):
    """A group whose commands are found by name in ``svclint.cli``, one module each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: Any = import_module(f"svclint.cli.{cmd_name}").command
        command: click.Command = found.build() if isinstance(found, Command) else found
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if not args or not os.path.exists(args[0]):
                raise
            hint = f"{error.message} To check a file or folder: svclint check {args[0]}"
            raise click.UsageError(hint, ctx) from None


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - 40 ms that a check need not pay

        click.echo(f"svclint {version('svclint')}")
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Print the version.",
)
def group() -> None:
    """Say what a Kubernetes API server would say of Service manifests, before kubectl apply.

    No cluster is ever changed, and a file only by check --fix.

    Exit codes: 0 nothing wrong, 1 errors found, 2 something could not be checked.
    """

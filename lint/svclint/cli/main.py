"""The group of all commands, and the entry point of ``svclint``."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from svclint.cli.command import HELP_NAMES, Group, print_error
from svclint.cli.ending import end_on_signals, exit_code_of
from svclint.cli.usage_errors import file_like_option, usage_message
from svclint.model.suggestions import closest

# Each command is a module of this package; it is imported only when it is called.
COMMANDS = {
    "check": "Report what the API server would reject or warn about in every Service.",
    "diff": "Predict what applying each Service would change.",
    "targets": "Show which workloads each Service reaches, and who calls it.",
    "policy": "Test policies on their examples, and export them.",
    "snapshot": "Save the live Services of a cluster, for --live FILE.",
    "baseline": "Record the present findings as known.",
    "init": "Write a first .svclint.yaml for the current folder.",
    "config": "Show the settings that apply to a file, and where each comes from.",
    "lsp": "Serve an editor as a language server.",
    "cache": "Show or clear the cache.",
    "rules": "List the rules.",
    "explain": "Print the page of a rule.",
    "completion": "Print a script that completes commands in a shell.",
    "help": "Show the help of a command.",
}


class LazyGroup(Group):
    """A group that imports a command when it is called."""

    def main(self, *arguments: Any, **settings: Any) -> NoReturn:
        """Run a command and exit; click's errors look like all others."""
        try:
            code: Any = super().main(*arguments, **settings | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            code = error.exit_code
        except click.ClickException as error:
            print_error(usage_message(error))
            if isinstance(error, click.UsageError) and error.ctx is not None:
                _print_usage(error.ctx)
            code = error.exit_code
        except click.Abort as error:
            print_error("interrupted")
            code = exit_code_of(error.__cause__)
        sys.exit(code if isinstance(code, int) else 0)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse the name of a file where an option may stand: a hook passes names as they are."""
        name = file_like_option(args)
        if name:
            raise click.UsageError(
                f"{name} is a file, but would be read as an option; write ./{name}"
            )
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"svclint.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of some arguments; for a path, say which command takes it."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if os.path.exists(args[0]):
                hint = f" To check a file or folder: svclint check {args[0]}"
            else:
                found = closest(args[0], COMMANDS)
                hint = f" Did you mean {found[0]!r}?" if found else ""
            raise click.UsageError(error.message + hint, ctx) from None


def _print_usage(context: click.Context) -> None:
    usage = context.get_usage()
    click.echo(f"{usage}\n{context.command_path} --help shows more.", err=True)


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - as slow as click itself

        click.echo(f"svclint {version('svclint')}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings=HELP_NAMES)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
def group() -> None:
    """Check Kubernetes Service manifests as the API server would, before kubectl apply.

    Clusters are only read; files are changed only by check --fix.

    Exit codes: 0 no errors, 1 errors found, 2 something could not be checked.
    """


def main() -> None:
    """Run the command line; the entry point of ``svclint``."""
    end_on_signals()
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not end the run.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    group(prog_name="svclint")

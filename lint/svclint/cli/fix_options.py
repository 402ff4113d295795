"""Options of ``svclint check`` that say what is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svclint.cli import declare as click

if TYPE_CHECKING:
    from svclint.cli.declare import Function


def fix_options(command: Function) -> Function:
    """Add the options; ``must_fit`` checks them."""
    return click.under("Fixes", *_OPTIONS)(command)


def must_fit(values: dict[str, Any]) -> None:
    """Raise ``UsageError`` where options contradict each other."""
    if values["diff"] and values["fix"]:
        raise click.UsageError("--diff only shows what --fix would change: give one of the two")
    if values["diff"] and (values["form"] or values["output"]):
        raise click.UsageError("--diff prints a patch and no report: no --format, no --output")
    if values["unsafe_fixes"] and not values["fix"] and not values["diff"]:
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")


_OPTIONS = (
    click.option("--fix", is_flag=True, help="Put right what has one right answer."),
    click.option("--diff", is_flag=True, help="Print what --fix would change; change nothing."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With those: what you should look at, too.",
    ),
)

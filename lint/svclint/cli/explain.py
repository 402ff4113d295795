"""``svclint explain``: print the page of a rule."""

from __future__ import annotations

import sys

import click

from svclint.registry import UnknownRuleError, named, page


@click.command("explain", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("rule")
def command(rule: str) -> None:
    """Print what RULE finds, why it matters, how to fix it, and examples."""
    try:
        click.echo(page(named(rule)), nl=False)
    except UnknownRuleError as error:
        click.echo(f"svclint: {error}; svclint rules lists them", err=True)
        sys.exit(2)

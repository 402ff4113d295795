"""``svclint rules``: list the rules."""

from __future__ import annotations

import json

import click

from svclint.cli.command import HELP_NAMES, Command, option
from svclint.cli.options import format_option
from svclint.model.cluster import PROFILES
from svclint.rule.registry import rules_in_profile


@click.command("rules", cls=Command, context_settings=HELP_NAMES)
@option(
    "--profile",
    type=click.Choice(PROFILES),
    default=PROFILES[-1],
    metavar="NAME",
    help="List only the rules of one set: minimal, recommended or strict.",
)
@format_option
def command(profile: str, format_name: str) -> None:
    """List the rules by group, with their severity and what they find."""
    rules = rules_in_profile(profile)
    if format_name == "json":
        shown = [
            {
                "rule": rule.name,
                "group": rule.group,
                "severity": str(rule.severity),
                "profile": rule.profile,
                "summary": rule.summary,
                "since": rule.since,
            }
            for rule in rules
        ]
        click.echo(json.dumps(shown, indent=2))
        return
    width = max(len(rule.name) for rule in rules)
    group = ""
    for rule in rules:
        if rule.group != group:
            click.echo(f"{'' if not group else chr(10)}{rule.group}")
            group = rule.group
        click.echo(f"  {rule.name:<{width}}  {rule.severity!s:<7}  {rule.summary}")

"""``svclint rules``: list the rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from svclint.cli.colour import wants_colour
from svclint.cli.command import HELP_NAMES, Command, color_option, option
from svclint.cli.options import format_option
from svclint.model.cluster import PROFILES
from svclint.report.text import COLOURS, Paint, painter
from svclint.rule import Rule
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
@color_option
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
    colour = wants_colour(sys.stdout)
    click.echo(_listing(rules, painter(colour=colour)), color=colour)


def _listing(rules: Sequence[Rule], paint: Paint) -> str:
    """Return the rules under the names of their groups."""
    width = max(len(rule.name) for rule in rules)
    by_group: dict[str, list[str]] = {}
    for rule in rules:
        severity = paint(f"{rule.severity!s:<7}", COLOURS[rule.severity])
        line = f"  {rule.name:<{width}}  {severity}  {rule.summary}"
        by_group.setdefault(rule.group, []).append(line)
    return "\n\n".join("\n".join((paint(group, "1"), *lines)) for group, lines in by_group.items())

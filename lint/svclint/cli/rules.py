"""``svclint rules``: list the rules."""

from __future__ import annotations

import click

from svclint.registry import all_rules


@click.command("rules", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(form: str) -> None:
    """List the rules by group, with their severity and what they find."""
    rules = all_rules()
    if form == "json":
        import json  # noqa: PLC0415

        shown = [
            {
                "rule": rule.name,
                "group": rule.group,
                "severity": str(rule.severity),
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

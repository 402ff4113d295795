"""``svclint explain``: print the page of a rule, however its name is remembered."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click

from svclint.cli.nearest import nearest
from svclint.report.safe import safe
from svclint.rule import Rule
from svclint.rule.registry import all_rules, page

# The name at the end of a finding, whatever stands before it.
_BRACKETED = re.compile(r"\[([a-z0-9-]+)\]\s*$", re.IGNORECASE)


@click.command("explain", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("words", nargs=-1, required=True, metavar="RULE")
def command(words: tuple[str, ...]) -> None:
    """Print what RULE finds, why it matters, how to fix it, and examples.

    RULE is a rule's name as findings show it in brackets, or what is remembered of one: part of
    it, with typos, some words (svclint explain node port taken), or a whole finding. The nearest
    is taken where one is clearly nearest; otherwise those near are listed.

    Exit codes: 0 printed, 2 no rule is clearly meant.
    """
    said = " ".join(words).strip()
    bracketed = _BRACKETED.search(said)
    wanted = bracketed[1] if bracketed else said
    rules = all_rules()
    near = nearest(wanted, rules)
    if near and near[0].name == wanted:
        click.echo(page(near[0]), nl=False)
    elif len(near) == 1:
        click.echo(f"svclint: note: taking {safe(wanted)!r} to mean {near[0].name}", err=True)
        click.echo(page(near[0]), nl=False)
    else:
        _list(wanted, near, rules)
        sys.exit(2)


def _list(wanted: str, near: Sequence[Rule], rules: Sequence[Rule]) -> None:
    group = [rule for rule in rules if rule.group == wanted]
    shown = safe(wanted)
    if group:
        click.echo(f"svclint: {shown!r} is a group; its rules are:", err=True)
    elif near:
        click.echo(f"svclint: there is no rule {shown!r}; near are:", err=True)
    else:
        click.echo(f"svclint: there is no rule {shown!r}; svclint rules lists all", err=True)
    listed = group or near
    width = max((len(rule.name) for rule in listed), default=0)
    for rule in listed:
        click.echo(f"  {rule.name:<{width}}  {rule.summary}", err=True)

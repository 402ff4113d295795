"""``svclint explain``: print the page of a rule, found by its name or nearly."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click

from svclint.cli.command import HELP_NAMES, Command, argument, print_error
from svclint.cli.messages import print_notes
from svclint.report.safe import safe
from svclint.rule import Rule
from svclint.rule.page import readable_page
from svclint.rule.registry import all_rules
from svclint.rule.search import search_rules

# The name at the end of a finding.
_BRACKETED = re.compile(r"\[([a-z0-9-]+)\]\s*$", re.IGNORECASE)


@click.command("explain", cls=Command, context_settings=HELP_NAMES)
@argument("words", "RULE", required=True)
def command(words: tuple[str, ...]) -> None:
    """Print what RULE finds, why it matters, how to fix it, and examples.

    RULE is the name that findings show in brackets, or what you remember of it: a part, a name
    with typos, some words (svclint explain node port taken), or a whole finding. If one rule is
    clearly nearest, its page is printed; otherwise the nearest rules are listed.

    Exit codes: 0 printed, 2 no rule is clearly nearest.
    """
    said = " ".join(words).strip()
    bracketed = _BRACKETED.search(said)
    wanted = bracketed[1] if bracketed else said
    rules = all_rules()
    near = search_rules(wanted, rules)
    if near and near[0].name == wanted:
        click.echo(readable_page(near[0]), nl=False)
    elif len(near) == 1:
        print_notes([f"taking {wanted!r} to mean {near[0].name}"])
        click.echo(readable_page(near[0]), nl=False)
    else:
        _list(wanted, near, rules)
        sys.exit(2)


def _list(wanted: str, near: Sequence[Rule], rules: Sequence[Rule]) -> None:
    group = [rule for rule in rules if rule.group == wanted]
    shown = safe(wanted)
    if group:
        print_error(f"{shown!r} is a group; its rules are:")
    elif near:
        print_error(f"there is no rule {shown!r}; the nearest are:")
    else:
        print_error(f"there is no rule {shown!r}; `svclint rules` lists all")
    listed = group or near
    width = max((len(rule.name) for rule in listed), default=0)
    for rule in listed:
        click.echo(f"  {rule.name:<{width}}  {rule.summary}", err=True)

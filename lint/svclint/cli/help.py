"""Help of a command with its options under headings, in columns that line up."""

from __future__ import annotations

from typing import Any

import click

from svclint.cli.declare import REST

# Names that are longer push their text to the next line.
_WIDEST = 24


class GroupedCommand(click.Command):
    """A command of click's whose help knows the heading of each option, by its destination."""

    def __init__(self, *words: Any, headings: dict[str, str], **settings: Any) -> None:
        super().__init__(*words, **settings)
        self.headings = headings

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the sections in the order in which their first options are declared."""
        rest = REST if any(self.headings.values()) else "Options"
        sections: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if isinstance(parameter, click.Option) and record is not None:
                heading = self.headings.get(parameter.name or "") or rest
                sections.setdefault(heading, []).append(record)
        last = sections.pop(rest, [])
        names = [name for records in (*sections.values(), last) for name, _ in records]
        width = max(len(name) for name in names if len(name) <= _WIDEST)
        for heading, records in (*sections.items(), (rest, last)):
            with formatter.section(heading):
                formatter.write_dl([(n.ljust(width) if t else n, t) for n, t in records], _WIDEST)

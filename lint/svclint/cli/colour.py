"""Whether output is coloured: ``--color``, the environment, and whether a person reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import click

WHEN = {"auto": None, "always": True, "never": False}
_HEADING, _TERM = "32;1", "36;1"


def remember_colour(context: click.Context, _option: click.Parameter, when: str) -> None:
    """Keep the value of ``--color`` for the rest of the command."""
    context.color = WHEN[when]


def wants_colour(stream: object) -> bool:
    """Return whether output to a stream is coloured.

    An option comes first, then the environment: ``NO_COLOR`` (https://no-color.org),
    ``FORCE_COLOR`` (https://force-color.org) and ``CLICOLOR_FORCE``
    (https://bixense.com/clicolors). Otherwise a terminal is.
    """
    context = click.get_current_context(silent=True)
    if context is not None and context.color is not None:
        return context.color
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    return bool(getattr(stream, "isatty", lambda: False)())


class HelpContext(click.Context):
    """A context whose help is coloured where other output is."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the help."""
        with self.scope(cleanup=False):
            self.color = wants_colour(sys.stdout)
        kind = _ColouredHelp if self.color else click.HelpFormatter
        return kind(width=self.terminal_width, max_width=self.max_content_width)


class _ColouredHelp(click.HelpFormatter):
    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(_painted(heading, _HEADING))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, args, _painted("Usage: ", _HEADING) if prefix is None else prefix)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms with their explanations."""
        painted = [(_painted(term, _TERM), text) for term, text in rows]
        super().write_dl(painted, col_max, col_spacing)


def _painted(text: str, codes: str) -> str:
    return f"\x1b[{codes}m{text}\x1b[0m"

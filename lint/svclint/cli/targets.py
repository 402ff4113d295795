"""``svclint targets``: its options, and how the result is drawn."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from svclint.app import TargetsRequest, TargetsResult
from svclint.app.targets import targets
from svclint.cli.colour import wants_colour
from svclint.cli.command import HELP_NAMES, Command, argument, color_option, option
from svclint.cli.input_options import exclusion_options, rendering_options
from svclint.cli.messages import ProgressLine, print_notes, print_read_errors, print_unrendered
from svclint.cli.options import (
    apply_options,
    cache_option,
    cluster_options,
    limit_options,
    live_options,
    request_from,
)
from svclint.model.safe_json import safe_json
from svclint.source.atomic_write import write_text

# Each but JSON is a module of ``svclint.report.targets``.
FORMATS = ("tree", "json", "dot", "mermaid", "html")


@click.command("targets", cls=Command, context_settings=HELP_NAMES)
@argument("paths", "[PATH]...")
@exclusion_options
@rendering_options
@live_options()
@cluster_options
@apply_options
@option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    default="tree",
    metavar="NAME",
    help="tree (default), json, dot, mermaid or html (one page with a picture).",
)
@option("--broken", is_flag=True, help="Show only broken links, with their Services.")
@limit_options
@cache_option
@option("--output", default="", metavar="FILE", help="Write to FILE.")
@color_option
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Show what each Service reaches: its ports, the workloads behind them, and their numbers.

    Also shows who calls it: Ingresses, Gateway routes, webhooks, monitors. Broken links are
    marked, with the reason. Without a PATH, the objects of --kustomize, --helm or --live are read,
    or else the current folder; - is standard input. With --live, objects of the cluster complete
    those of the files, and Services are shown as --apply leaves them.

    Exit codes: 0 printed, 2 something could not be read.
    """
    request = request_from(TargetsRequest, paths, values)
    with ProgressLine() as progress:
        result = targets(request, progress)
    print_notes(result.notes)
    print_unrendered(result.unrendered)
    print_read_errors(result.errors)
    name, file = values["format_name"], values["output"]
    if file and file != "-":
        write_text(file, _render(result, name, to_terminal=False))
    else:
        click.echo(_render(result, name, to_terminal=True), nl=False, color=name == "tree")
    sys.exit(2 if result.errors else 0)


def _render(result: TargetsResult, name: str, *, to_terminal: bool) -> str:
    if name == "json":
        return safe_json({"services": result.services, "others": result.others}, indent=2) + "\n"
    render = import_module(f"svclint.report.targets.{name}").render
    if name in ("dot", "mermaid"):
        return str(render(result.entries))
    if name == "html":
        return str(render(result.entries, total=result.summary))
    colour, glyphs = to_terminal and wants_colour(sys.stdout), not to_terminal or _can_draw()
    return str(render(result.entries, total=result.summary, colour=colour, glyphs=glyphs))


def _can_draw() -> bool:
    """Return whether standard output can encode the lines of a tree, which are not ASCII."""
    try:
        "├─└│→✗".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeError):
        return False
    return True

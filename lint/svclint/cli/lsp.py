"""``svclint lsp``: serve an editor."""

from __future__ import annotations

import click

from svclint.app.requests import CheckRequest
from svclint.cli.command import HELP_NAMES, Command, Failure, option
from svclint.cli.ending import end_on_signals


@click.command("lsp", cls=Command, context_settings=HELP_NAMES)
@option(
    "--tcp",
    type=click.IntRange(1, 65535),
    metavar="PORT",
    help="Listen on this port of 127.0.0.1 instead of standard input and output.",
)
@option(
    "--live",
    default="",
    metavar="FILE",
    help="Compare with the live objects of this snapshot, or of the cluster (cluster).",
)
def command(tcp: int | None, live: str) -> None:
    """Serve an editor as a language server.

    An editor starts this command. It checks while you type, offers fixes, completes, renames,
    and shows what each Service reaches. Settings are those of .svclint.yaml.

    Exit codes: 0 the editor has ended the session, 2 the server failed.
    """
    try:
        from svclint.lsp.serving import end, serve  # noqa: PLC0415 - an optional dependency
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise Failure("the language server needs pygls: pip install 'svclint[lsp]'") from None
    end_on_signals(end)
    fault = serve(CheckRequest(live=(live,) if live else ()), tcp)
    if fault:
        raise Failure(f"the session is ended: {fault}")

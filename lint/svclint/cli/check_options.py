"""The options that ``check`` and ``baseline`` have in common: what is checked, and how."""

from __future__ import annotations

import click

from svclint.cli.command import option, together
from svclint.cli.input_options import among_option, exclusion_options, rendering_options
from svclint.cli.options import (
    apply_options,
    cache_option,
    cluster_options,
    limit_options,
    live_options,
    rule_options,
)

_narrowing_options = together(
    option(
        "--changed-since",
        default="",
        metavar="REV",
        heading="Input",
        help="Report only findings in files changed since REV, and what they break elsewhere.",
    ),
    among_option("Read PATH for references, but report only findings that the named files cause."),
)
check_options = together(
    exclusion_options,
    _narrowing_options,
    rendering_options,
    cluster_options,
    live_options(),
    apply_options,
    rule_options,
    option(
        "--strict-references",
        is_flag=True,
        heading="Rules",
        help="Report references to objects outside the checked files as errors.",
    ),
    option(
        "--jobs",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Number of processes (default: one per processor if that pays).",
    ),
    limit_options,
    cache_option,
    option("--debug", is_flag=True, help="Add a traceback to an error that is a bug in svclint."),
)

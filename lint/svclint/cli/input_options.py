"""Options about what is read: which files, and what is rendered first."""

from __future__ import annotations

from collections.abc import Callable

import click

from svclint.cli.command import Decorated, option, together


def among_option(effect: str) -> Callable[[Decorated], Decorated]:
    """Return the option that names what is read beside the paths; ``effect`` is its help."""
    return option("--among", multiple=True, metavar="PATH", heading="Input", help=effect)


exclusion_options = together(
    option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        heading="Input",
        help="Do not read matching files of folders: a pattern as in .gitignore.",
    ),
    option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        heading="Input",
        help="Read matching files of folders although they are excluded or ignored.",
    ),
    option(
        "--follow-links",
        is_flag=True,
        heading="Input",
        help="Read files outside of the checkout that links in it lead to.",
    ),
)
rendering_options = together(
    option(
        "--render",
        type=click.Choice(["auto", "require", "off"]),
        default=None,
        metavar="MODE",
        heading="Input",
        help="Whether the charts and kustomizations under the paths are rendered: auto (default), "
        "require (exit 2 if one cannot be) or off.",
    ),
    option(
        "--kustomize",
        multiple=True,
        metavar="DIR",
        heading="Input",
        help="Read the output of kustomize build DIR.",
    ),
    option(
        "--helm",
        multiple=True,
        metavar="DIR",
        heading="Input",
        help="Read the output of helm template for the chart in DIR.",
    ),
    option(
        "--values",
        "values",
        multiple=True,
        metavar="FILE",
        heading="Input",
        help="Values file for the charts of --helm.",
    ),
    option(
        "--set",
        "set",
        multiple=True,
        metavar="KEY=VALUE",
        heading="Input",
        help="Value for the charts of --helm, over those of files.",
    ),
    option(
        "--release",
        "release",
        default="",
        metavar="NAME",
        heading="Input",
        help="Name of the release of the charts of --helm (default: release-name).",
    ),
)

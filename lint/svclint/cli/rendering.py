"""Options for what must be rendered before it is read: ``--kustomize`` and ``--helm``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svclint.cli import declare as click

if TYPE_CHECKING:
    from svclint.cli.declare import Function
    from svclint.source.rendering import Rendered


def rendering_options(command: Function) -> Function:
    """Add the options that name kustomizations and charts; ``rendered`` takes them."""
    return click.under("Input", *_OPTIONS)(command)


def rendered(values: dict[str, Any], namespace: str | None) -> tuple[Rendered, ...]:
    """Render what the options name. Raises ``RenderError`` and click's ``UsageError``."""
    folders, charts, files = values.pop("kustomize"), values.pop("helm"), values.pop("values")
    if files and not charts:
        raise click.UsageError("--values needs --helm")
    if not folders and not charts:
        return ()
    from svclint.source.rendering import chart, kustomization  # noqa: PLC0415 - most runs start no tool

    return (
        *(kustomization(folder) for folder in folders),
        *(chart(folder, files, namespace) for folder in charts),
    )


_OPTIONS = (
    click.option(
        "--kustomize",
        multiple=True,
        metavar="DIR",
        help="Read what kustomize builds from DIR.",
    ),
    click.option(
        "--helm", multiple=True, metavar="DIR", help="Read what helm renders from the chart in DIR."
    ),
    click.option(
        "--values", multiple=True, metavar="FILE", help="With --helm: values for the chart."
    ),
)

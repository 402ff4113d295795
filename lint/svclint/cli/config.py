"""``svclint config``: print the settings that apply to a file, and where each comes from."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from svclint.app.effective_settings import EffectiveSettings, effective_settings
from svclint.app.requests import RuleRequest
from svclint.cli.command import HELP_NAMES, Command, argument, option
from svclint.cli.options import cluster_options, format_option, request_from, rule_options
from svclint.model import Location
from svclint.model.safe_json import safe_json
from svclint.report.safe import safe, safe_file
from svclint.settings.rule_settings import whole_schema


@click.command("config", cls=Command, context_settings=HELP_NAMES)
@argument("files", "[FILE]...")
@cluster_options
@rule_options
@format_option
@option("--schema", is_flag=True, help="Print the JSON Schema of .svclint.yaml instead.")
def command(files: tuple[str, ...], **values: Any) -> None:
    """Print the settings that apply to each FILE, and where each value comes from.

    A value comes from an option, from a place in a configuration file, or is the default. Without
    a FILE, the settings are those of the current folder; a FILE need not exist.
    """
    if values["schema"]:
        click.echo(json.dumps(whole_schema(), indent=2))
        return
    shown = effective_settings(request_from(RuleRequest, files, values))
    if values["format_name"] == "json":
        click.echo(safe_json([_object(each) for each in shown], indent=2))
    else:
        click.echo("\n".join(map(_text, shown)), nl=False)


def _object(shown: EffectiveSettings) -> dict[str, Any]:
    return {
        "file": shown.file,
        "cluster": shown.cluster,
        "configurations": list(shown.configs),
        "values": [
            {"key": row.key, "value": row.value, "source": _source(row.source)}
            for row in shown.rows
        ],
        "rules": list(shown.rules),
    }


def _source(source: Location | str) -> dict[str, Any]:
    if isinstance(source, str):
        return {"kind": source}
    return {"kind": "file", **source._asdict()}


def _text(shown: EffectiveSettings) -> str:
    """Write it as a configuration would, each value with a comment."""
    of_cluster = f", for cluster {safe(shown.cluster)}" if shown.cluster else ""
    lines = [f"# {safe_file(shown.file)}{of_cluster}"]
    pairs = [f"{safe(row.key)}: {safe(_written(row.value))}" for row in shown.rows]
    width = min(max(map(len, pairs)), 60)
    for row, pair in zip(shown.rows, pairs, strict=True):
        lines.append(f"{pair:<{width}}  # {_where(row.source)}")
    return "\n".join(lines) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, str):
        # What would be read as a number must be quoted.
        return json.dumps(value) if value.replace(".", "").isdigit() else value
    return "not known" if value is None else json.dumps(value, ensure_ascii=False)


def _where(source: Location | str) -> str:
    if isinstance(source, str):
        return source
    return f"{safe_file(os.path.relpath(source.file))}:{source.line}:{source.column}"

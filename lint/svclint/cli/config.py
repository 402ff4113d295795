"""``svclint config``: what holds for a file, and where each value comes from."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from svclint.app.facts import HERE, OWN_POLICIES, FactsFinder, Said, config_finder
from svclint.cli import declare as click
from svclint.cli.check import choosing_options, names_of
from svclint.cli.options import cluster_options, format_option, said
from svclint.kubernetes.schema import newest
from svclint.model import ConfigError, Location
from svclint.model.cluster import DEFAULT_NODE_PORTS, Settings
from svclint.report.safe import safe, safe_file
from svclint.rule.registry import DEFAULT_PROFILE, all_rules, chosen
from svclint.settings.config.layers import Held, Value
from svclint.settings.rule_selection import Asked, base_layer, speaks
from svclint.settings.rule_settings import whole_schema

OPTION, DEFAULT = "option", "default"


class Row(NamedTuple):
    """A value as JSON would hold it, by its key, and its source: a place, or one of the words."""

    key: str
    value: Any
    source: Location | str


@click.command("config", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, metavar="[FILE]...")
@cluster_options
@choosing_options
@format_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of .svclint.yaml instead.")
def command(files: tuple[str, ...], **values: Any) -> None:
    """Print what holds for each FILE, and where each value comes from.

    That is an option, a place in a configuration, or the default. Without a FILE, it is what holds
    for the current folder; a FILE need not exist.
    """
    if values["schema"]:
        click.echo(json.dumps(whole_schema(), indent=2))
        return
    asked = Asked(
        names_of(values["select"]),
        names_of(values["ignore"]),
        values["profile"] or "",
        values["require_reason"],
    )
    try:
        # It refuses names that are no rule's.
        chosen(asked.select, asked.ignore)
        words = said(values)
        shown = [_shown(file, words, asked, values["policy"]) for file in files or (HERE,)]
    except ConfigError as error:
        click.echo(f"svclint: {safe(str(error))}", err=True)
        sys.exit(2)
    if values["form"] == "json":
        click.echo(json.dumps([_object(each) for each in shown], indent=2))
    else:
        click.echo("\n".join(map(_text, shown)), nl=False)


class Shown(NamedTuple):
    """All that holds for a file: its cluster, the configurations, the values, rules that speak."""

    file: str
    cluster: str
    configs: Sequence[str]
    rows: Sequence[Row]
    rules: Sequence[str]


def _shown(file: str, words: Said, asked: Asked, policies: tuple[str, ...]) -> Shown:
    config = config_finder(words)(file)
    held = FactsFinder(words).held(file)
    rows = [*_facts(held, words.settings), *_judging(held, asked), *_others(held, policies)]
    rules = [rule.name for rule in all_rules() if speaks(rule, held.layers, asked)]
    name = "the current folder" if file == HERE else file
    return Shown(name, held.cluster, config.files if config else (), rows, rules)


def _facts(held: Held, options: Settings) -> Iterator[Row]:
    defaults = Settings(None, None, DEFAULT_NODE_PORTS, "default")
    configured = held.settings()
    for key, field in (
        ("kubernetesVersion", "version"),
        ("serviceCIDRs", "service_cidrs"),
        ("nodePortRange", "node_ports"),
        ("namespace", "namespace"),
    ):
        option, found = getattr(options, field), held.value(key)
        if option is not None:
            yield Row(key, _plain(key, option), OPTION)
        elif found is not None and getattr(configured, field) is not None:
            yield Row(key, _plain(key, found.value), found.place())
        else:
            default = newest() if field == "version" else _plain(key, getattr(defaults, field))
            yield Row(key, default, DEFAULT)


def _judging(held: Held, asked: Asked) -> Iterator[Row]:
    base = None if asked.profile or asked.select else base_layer(held.layers)
    if asked.select:
        yield Row("select", list(asked.select), OPTION)
    elif base is not None and ("select",) in base.values:
        yield _row("select", base.values["select",])
    elif asked.profile:
        yield Row("profile", asked.profile, OPTION)
    elif base is not None:
        yield _row("profile", base.values["profile",])
    else:
        yield Row("profile", DEFAULT_PROFILE, DEFAULT)
    if asked.ignore:
        yield Row("ignore", list(asked.ignore), OPTION)
    for layer in held.layers:
        if ("ignore",) in layer.values:
            yield _row("ignore", layer.values["ignore",])
    for path, value in held.below("rules").items():
        if len(path) == 2 or value.value == {}:
            yield _row(".".join(("rules", *map(str, path))), value)
    reason = held.value("requireReason")
    if asked.needs_reason or reason is None:
        yield Row("requireReason", asked.needs_reason, OPTION if asked.needs_reason else DEFAULT)
    else:
        yield _row("requireReason", reason)


def _others(held: Held, policies: tuple[str, ...]) -> Iterator[Row]:
    found = held.value("policies")
    if policies:
        yield Row("policies", list(policies), OPTION)
    elif found is not None:
        yield _row("policies", found)
    else:
        yield Row("policies", [OWN_POLICIES] if os.path.isdir(OWN_POLICIES) else [], DEFAULT)
    for path, value in held.below("podTemplates").items():
        key = f"podTemplates.{path[0]}"
        yield Row(key, ".".join(value.value), value.place())


def _row(key: str, value: Value) -> Row:
    return Row(key, _plain(key, value.value), value.place())


def _plain(key: str, value: Any) -> Any:
    """Turn a value back into what is written."""
    if key == "kubernetesVersion":
        return ".".join(map(str, value))
    if key == "nodePortRange":
        return "-".join(map(str, value))
    if key == "serviceCIDRs":
        return value and list(map(str, value))
    if key == "policies":
        return [os.path.relpath(path) for path in value]
    return list(value) if isinstance(value, tuple) else value


def _object(shown: Shown) -> dict[str, Any]:
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


def _text(shown: Shown) -> str:
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

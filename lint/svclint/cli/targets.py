"""``svclint targets``: which workloads and ports each Service reaches, and who reaches it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from svclint.app.facts import HERE, FactsFinder, Said, configs_of, kinds_read
from svclint.cli import declare as click
from svclint.cli.notes import PATIENCE, Ticker
from svclint.cli.options import (
    cluster_options,
    live_options,
    read_live_state,
    said,
)
from svclint.cli.rendering import rendered, rendering_options
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.live import LiveState, SnapshotError
from svclint.model import ConfigError, Finding
from svclint.model.cluster import ClusterFacts
from svclint.report.safe import safe, safe_file
from svclint.source.document import Document
from svclint.source.files import ReadError
from svclint.source.load import load, read
from svclint.source.problem import Problem

if TYPE_CHECKING:
    from svclint.report.targets.graph import Entry
    from svclint.source.rendering import Rendered

# One module of ``svclint.report.targets`` each, but for JSON, which the resolution itself gives.
FORMATS = ("tree", "json", "dot", "mermaid", "html")
# Files that hold nothing to read are no trouble: people name whole trees.
_NO_TROUBLE = ("empty", "foreign")
_PASSED_OVER = ("template", "patch")


class Seen(NamedTuple):
    """What is seen of one cluster: all objects, and those among them that the run is about."""

    inventory: Inventory
    own: list[Document]


class Sight:
    """All that a run sees, by cluster, and what could not be read."""

    def __init__(self) -> None:
        self.clusters: dict[str, Seen] = {}
        self.errors: list[ReadError] = []


@click.command("targets", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@rendering_options
@live_options()
@cluster_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="tree",
    metavar="NAME",
    help="tree (default), json, dot, mermaid or html (one page with a picture).",
)
@click.option("--output", default="", metavar="FILE", help="Write it there.")
def command(paths: tuple[str, ...], **values: Any) -> None:
    """Print what each Service reaches: its ports, the workloads behind them, and their numbers.

    Also who reaches it: Ingresses, Gateway routes, webhooks, monitors. Links that lead nowhere are
    marked, with the reason. Without a PATH, what --kustomize, --helm or --live name is read, or
    else the current folder; - is standard input. With --live, objects of the cluster fill in what
    the files lack.

    Exit codes: 0 printed, 2 something could not be read.
    """
    form, output = values.pop("form"), values.pop("output")
    try:
        words = said(values)
        texts = rendered(values, words.settings.namespace)
        live = read_live_state(values, words.settings.namespace, with_ends=True)
        is_all_live = not paths and not texts and bool(live.objects)
        names = paths or (() if texts or is_all_live else (".",))
        sight = _sight(names, texts, live, words)
    except (ConfigError, SnapshotError) as error:
        _fail(str(error))
    for trouble in sight.errors:
        click.echo(f"svclint: {safe(f'{trouble.file} {trouble.message}')}", err=True)
    text = _text(form, sight, has_others=bool(live.objects) and not is_all_live, to_file=output)
    _write(text, output, form)
    sys.exit(2 if sight.errors else 0)


def _fail(words: str) -> NoReturn:
    click.echo(f"svclint: {safe(words)}", err=True)
    sys.exit(2)


def _sight(paths: Sequence[str], texts: Sequence[Rendered], live: LiveState, words: Said) -> Sight:
    """Read everything, each object into the inventory of its cluster."""
    sight, facts_for = Sight(), FactsFinder(words, live)
    kinds = kinds_read(configs_of((HERE,), words))
    for document in _documents(paths, texts, kinds, sight.errors):
        facts = facts_for(document.file)
        if facts.cluster not in sight.clusters:
            sight.clusters[facts.cluster] = Seen(_inventory(facts), [])
        sight.clusters[facts.cluster].inventory.add(document, facts.namespace)
        sight.clusters[facts.cluster].own.append(document)
    if not paths and not texts:
        inventory = _inventory(facts_for("<live>"))
        sight.clusters[""] = Seen(inventory, live.objects)
    for seen in sight.clusters.values():
        seen.inventory.add_live(live.objects)
    return sight


def _inventory(facts: ClusterFacts) -> Inventory:
    return Inventory(facts.namespace, dict(facts.pod_templates))


def _documents(
    paths: Sequence[str],
    texts: Sequence[Rendered],
    kinds: frozenset[str],
    errors: list[ReadError],
) -> Iterator[Document]:
    made = (document for text in texts for document in read(text.name, text.raw, kinds))
    with Ticker(PATIENCE) as ticker:
        for item in chain(made, load(paths, kinds, ticker.tell)):
            if isinstance(item, ReadError):
                errors.append(item)
            elif item.problem is not None:
                place, _ = item.locate(())
                ticker.clear()
                _note_problem(item.problem, f"{place.file}:{place.line}:{place.column}:", errors)
            elif isinstance(item.data, dict):
                yield item


def _note_problem(problem: Problem, where: str, errors: list[ReadError]) -> None:
    if problem.kind in _PASSED_OVER:
        click.echo(f"svclint: note: {safe_file(where)} {safe(problem.message)}", err=True)
    elif problem.kind not in _NO_TROUBLE:
        errors.append(ReadError(where, problem.message))


def _text(form: str, sight: Sight, *, has_others: bool, to_file: str) -> str:
    """Write what was seen in a format."""
    from svclint.report.targets.graph import graph, in_cluster  # noqa: PLC0415

    if form == "json":
        return _json(sight, has_others=has_others)
    entries: list[Entry] = []
    for cluster, seen in sight.clusters.items():
        found = graph(seen.inventory, _findings(seen), seen.own if has_others else None)
        entries += (in_cluster(entry, cluster) if cluster else entry for entry in found)
    render = import_module(f"svclint.report.targets.{form}").render
    if form != "tree":
        return str(render(entries))
    is_shown = not to_file
    colour = is_shown and sys.stdout.isatty() and not _is_colourless()
    return str(render(entries, colour=colour, glyphs=not is_shown or _can_draw()))


def _json(sight: Sight, *, has_others: bool) -> str:
    from svclint.kubernetes.targets import targets_json  # noqa: PLC0415
    from svclint.report.targets.graph import graph  # noqa: PLC0415

    services: list[dict[str, Any]] = []
    for seen in sight.clusters.values():
        own = None
        if has_others:
            found = (entry.document for entry in graph(seen.inventory, {}, seen.own))
            own = [document for document in found if document is not None]
        services += targets_json(seen.inventory, own)["services"]
    return json.dumps({"services": services}, indent=2) + "\n"


def _findings(seen: Seen) -> dict[int, list[Finding]]:
    """Ask the reference rules, which say why something is broken."""
    from svclint.engine.rules import ask  # noqa: PLC0415
    from svclint.rule.registry import chosen  # noqa: PLC0415

    rules = chosen(("references",), ())
    found: dict[int, list[Finding]] = {}
    for document in seen.own:
        asked = [rule for rule in rules if document.kind in rule.kinds]
        told = ask(asked, document, document, seen.inventory)
        # A rule that fails here does so in a check, too, which tells of it.
        found[id(document)] = [item for item in told if isinstance(item, Finding)]
    return found


def _is_colourless() -> bool:
    return bool(os.environ.get("NO_COLOR"))


def _can_draw() -> bool:
    """Whether standard output takes the lines of a tree, which are not ASCII."""
    try:
        "├─└│→✗".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeError):
        return False
    return True


def _write(text: str, file: str, form: str) -> None:
    if not file or file == "-":
        click.echo(text, nl=False, color=form == "tree")
        return
    from svclint.source.atomic_write import write_whole  # noqa: PLC0415 - most runs print

    try:
        write_whole(file, text)
    except OSError as error:
        _fail(str(error))

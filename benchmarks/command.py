"""The command line of the benchmark: build the corpora and run the contenders in turn."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable
from functools import partial
from itertools import zip_longest
from pathlib import Path

from benchmarks import corpora, measure, peer, stages, subject, table
from benchmarks.corpora import Corpus
from benchmarks.measure import BenchmarkError, Measurement
from benchmarks.peer import Kubeconform
from benchmarks.subject import Svclint

Run = Callable[[], Measurement]
# Runs of a few milliseconds have more noise.
ROUNDS_FACTOR = {"one": 4, "hook": 4}
PEER_JOBS = (1, 2)


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Parse the command-line options."""
    parser = argparse.ArgumentParser(
        prog="benchmarks/run",
        description="Measure svclint in turn with kubeconform, if it is available.",
    )
    add = parser.add_argument
    names = list(corpora.BUILDERS)
    only = f"measure only this corpus; may be repeated: {', '.join(names)}"
    add("--only", action="append", choices=names, metavar="NAME", help=only)
    add("--rounds", type=int, default=5, metavar="N", help="runs of each contender (default: 5)")
    add("--folder", type=Path, metavar="DIR", help="measure the manifests of a folder instead")
    add("--output", type=Path, metavar="FILE", help="also write the result as a page")
    add("--profile", action="store_true", help="show svclint's hot stages instead of times")
    add("--corpus-only", type=Path, metavar="DIR", help="write the corpora to this folder and exit")
    add("--svclint", metavar="COMMAND", help="the command to measure (default: the one installed)")
    options = parser.parse_args(arguments)
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    if options.folder and not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder")
    return options


def cache_folder() -> Path:
    """Return the folder for reusable files: corpora, schemas, kubeconform."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "svclint-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def empty_folder(folder: Path) -> Path:
    """Return the folder if it is empty or new, so that no existing file is replaced."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BenchmarkError(f"{folder} is not an empty folder")
    return folder.resolve()


def progress(text: str) -> None:
    """Print progress to standard error."""
    print(text, file=sys.stderr, flush=True)


def contenders(corpus: Corpus, svclint: Svclint, kubeconform: Kubeconform | None) -> dict[str, Run]:
    """Return the runs of one round, tools in turn: svclint, kubeconform, svclint, …"""
    paths = corpus.changed or (corpus.path,)
    own = [
        (f"svclint {mode.title}", partial(svclint.run, corpus, mode)) for mode in svclint.modes()
    ]
    peers = [
        (f"kubeconform -n {jobs}", partial(kubeconform.run, paths, jobs))
        for jobs in PEER_JOBS
        if kubeconform
    ]
    ordered: list[tuple[str, Run]] = []
    for pair in zip_longest(own, peers):
        ordered += [contender for contender in pair if contender]
    if corpus.documents == 1 or corpus.changed:
        # No Python tool starts faster than the interpreter.
        bare = [*svclint.interpreter(), "-c", "pass"]
        ordered.append(("python -c pass", partial(measure.run, bare, corpus.home)))
    return dict(ordered)


def compare(corpus: Corpus, runs: dict[str, Run], rounds: int) -> list[str]:
    """Run all contenders in turn, round after round; return the lines of the table."""
    for run in runs.values():
        # A warm-up run: it loads files into memory and writes caches and bytecode.
        run()
    measured: dict[str, list[Measurement]] = {title: [] for title in runs}
    for number in range(rounds):
        progress(f"{corpus.name}: round {number + 1} of {rounds}")
        for title, run in runs.items():
            measured[title].append(run())
    peers = [own for title, own in measured.items() if title.startswith("kubeconform")]
    return [
        table.line(corpus, table.Series(title, own, table.ratios(own, peers)))
        for title, own in measured.items()
    ]


def selected(options: argparse.Namespace, folder: Path) -> dict[str, Corpus]:
    """Return the corpora to measure: those that are selected, or the given folder."""
    if options.folder:
        return {"folder": corpora.real(options.folder.resolve())}
    names: list[str] = options.only or list(corpora.DEFAULT)
    progress(f"writing corpora to {folder}")
    return {name: corpora.build(name, folder) for name in names}


def measure_all(options: argparse.Namespace, cache: Path, svclint: Svclint) -> str:
    """Measure all corpora; return the page."""
    found = peer.find(cache)
    kubeconform = found if isinstance(found, Kubeconform) else None
    against = found.version() if isinstance(found, Kubeconform) else f"**no peer:** {found}"
    progress(f"{svclint.version()} against {against}")
    machine = table.machine()
    chosen = selected(options, cache / "corpora")
    lines: list[str] = [*table.HEAD]
    for name, corpus in chosen.items():
        rounds = options.rounds * ROUNDS_FACTOR.get(name, 1)
        lines += compare(corpus, contenders(corpus, svclint, kubeconform), rounds)
    described = [table.describe(corpus, corpora.digest(corpus)) for corpus in chosen.values()]
    return page(f"{svclint.version()} against {against}; {machine}.", lines, described)


def page(title: str, lines: list[str], described: list[str]) -> str:
    """Return the page with the table."""
    made_by = shlex.join(["benchmarks/run", *sys.argv[1:]])
    head = [
        "# Benchmarks",
        "",
        title,
        f"Made by `{made_by}`; [what the columns mean](../benchmarks/README.md).",
        "",
    ]
    return "\n".join([*head, *lines, "", *described, ""])


def profile_all(options: argparse.Namespace, cache: Path, svclint: Svclint) -> str:
    """Profile svclint once per corpus; return the result as text."""
    parts: list[str] = []
    for corpus in selected(options, cache / "corpora").values():
        progress(f"profiling {corpus.name}")
        parts.append(f"## {corpus.name}\n\n{stages.profile(svclint, corpus, cache)}\n")
    return "\n".join(parts)


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    options = parse(arguments)
    try:
        if options.corpus_only:
            for corpus in selected(options, empty_folder(options.corpus_only)).values():
                print(table.describe(corpus, corpora.digest(corpus)))
            return 0
        cache = cache_folder()
        svclint = Svclint(subject.find(options.svclint), cache)
        svclint.probe(cache)
        work = profile_all if options.profile else measure_all
        text = work(options, cache, svclint)
    except BenchmarkError as error:
        progress(f"error: {error}")
        return 2
    print(text)
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    return 0

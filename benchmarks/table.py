"""Format measurements as lines of a Markdown table."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpora import Corpus
from benchmarks.measure import Measurement

HEAD = (
    "| corpus | run | wall time, s | ratio | documents/s | CPU, s | peak memory, MiB |",
    "| :--- | :--- | ---: | ---: | ---: | ---: | ---: |",
)


@dataclass(frozen=True)
class Series:
    """The runs of one contender on one corpus, in the order of the rounds."""

    title: str
    runs: list[Measurement]
    # Wall time divided by that of the faster peer in the same round; empty without a peer.
    ratios: list[float]


def ratios(runs: Sequence[Measurement], peers: Sequence[Sequence[Measurement]]) -> list[float]:
    """Return the wall time of each run divided by that of the fastest peer in the same round."""
    if not peers:
        return []
    fastest = [min(run.wall for run in in_round) for in_round in zip(*peers, strict=True)]
    return [run.wall / best for run, best in zip(runs, fastest, strict=True)]


def line(corpus: Corpus, series: Series) -> str:
    """Return one line of the table."""
    walls = [run.wall for run in series.runs]
    cells = (
        corpus.name,
        series.title,
        _spread(walls, 3),
        _spread(series.ratios, 2) if series.ratios else "",
        f"{corpus.documents / median(walls):,.0f}",
        f"{median(run.processor for run in series.runs):.2f}",
        f"{max(run.memory for run in series.runs) / 2**20:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _spread(values: Sequence[float], digits: int) -> str:
    low, high = min(values), max(values)
    return f"{median(values):.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def describe(corpus: Corpus, name: str) -> str:
    """Return a description of a corpus with its digest, to compare results of other machines."""
    return (
        f"- {corpus.name}: documents {corpus.documents:,}, files {corpus.files:,}, "
        f"bytes {corpus.size:,}, content `{name}`"
    )


def machine() -> str:
    """Return a description of this machine."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for entry in information.read_text().splitlines():
            if entry.startswith("model name"):
                processor = entry.partition(":")[2].strip()
                break
    python = f"{platform.python_implementation()} {platform.python_version()}"
    busy = os.getloadavg()[0]
    return f"{os.cpu_count()} × {processor}, {platform.system()}, {python}, load before {busy:.1f}"

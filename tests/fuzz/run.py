"""Fuzz a target for some time: ``python -m tests.fuzz.run TARGET [--seconds N] [--seed N]``."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.mutation import mutated, seeds
from tests.fuzz.targets import OF_TREES, TARGETS
from tests.fuzz.trees import mutated_tree, tree_seeds

FOUND = Path(__file__).parent / "found"
# No input is so large that it may take more seconds of computing time, of this process and of those
# that it starts. Several fuzzers may share a processor: the time that passes says little.
SLOWEST = 60.0


def main() -> int:
    """Run a target on one input after another until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, *OF_TREES])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--input", type=Path, help="run this file only")
    options = parser.parse_args()
    target = {**TARGETS, **OF_TREES}[options.target]
    if options.input is not None:
        target(options.input.read_bytes())
        return 0
    corpus, mutate = seeds(), mutated
    if options.target in OF_TREES:
        corpus, mutate = tree_seeds(), mutated_tree
    number, end, failures = 0, time.monotonic() + options.seconds, set[str]()
    while time.monotonic() < end or number < len(corpus):
        random = Random(options.seed + number)
        raw = corpus[number] if number < len(corpus) else mutate(random, corpus)
        number += 1
        failure = _failure(options.target, target, raw)
        if failure and failure not in failures:
            failures.add(failure)
            print(f"{failure}\n  input: {_kept(raw)}", flush=True)
    print(f"{options.target}: {number} inputs, {len(failures)} different failures")
    return int(bool(failures))


def _failure(name: str, target: Callable[[bytes], Any], raw: bytes) -> str:
    """Return what goes wrong with an input, or an empty string."""
    begun = _computing_time()
    try:
        target(raw)
    except Exception as error:
        inner = error.__cause__ or error
        place = traceback.extract_tb(inner.__traceback__)[-1]
        where = f"{place.name} ({Path(place.filename).name}:{place.lineno})"
        return f"{name}: {type(inner).__name__} at {where}: {str(error)[:300]}"
    seconds = _computing_time() - begun
    return f"{name}: takes more than {SLOWEST:g} s" if seconds > SLOWEST else ""


def _computing_time() -> float:
    return sum(os.times()[:4])


def _kept(raw: bytes) -> Path:
    FOUND.mkdir(exist_ok=True)
    file = FOUND / hashlib.sha256(raw).hexdigest()[:16]
    file.write_bytes(raw)
    return file


if __name__ == "__main__":
    sys.exit(main())

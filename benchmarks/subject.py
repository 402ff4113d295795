"""The svclint under test: finds it, learns what it can do, runs it cold and warm."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import measure
from benchmarks.corpora import Corpus
from benchmarks.measure import BenchmarkError, Measurement

GOOD = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"
BAD = GOOD.replace("80", "eighty")


@dataclass(frozen=True)
class Mode:
    """One way to run svclint: with how many workers, and with or without a filled cache."""

    jobs: int | None
    warm: bool = False

    @property
    def title(self) -> str:
        """Name the mode for the table."""
        workers = {None: "", 1: ", 1 worker"}.get(self.jobs, f", {self.jobs} workers")
        return f"{'warm' if self.warm else 'cold'}{workers}"


class Svclint:
    """A svclint that is known to find faults."""

    def __init__(self, command: list[str], cache: Path) -> None:
        """Ask the command what options it has."""
        self.command = command
        # A cache of its own, so that nobody's is touched and "cold" can mean empty.
        self.cache = cache / "svclint-cache"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        # An installed svclint comes with its bytecode; a checkout must be let write it once.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        answer = self.ask("check", "--help")
        if answer.returncode:
            raise BenchmarkError(f"`{shlex.join(command)} check --help`: {answer.stderr[-500:]}")
        self.has_jobs = "--jobs" in answer.stdout
        self.has_cache = "--no-cache" in answer.stdout

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run svclint, unmeasured, for what it prints."""
        return subprocess.run(
            [*self.command, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def interpreter(self) -> list[str]:
        """Give the Python that runs svclint: an installed command is a script that names it."""
        if self.command[1:2] == ["-m"]:
            return self.command[:1]
        program = Path(shutil.which(self.command[0]) or self.command[0])
        line = program.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        named = line.startswith("#!") and "python" in line
        return line.removeprefix("#!").split() if named else [sys.executable]

    def is_editable(self) -> bool:
        """Tell whether the import hook of an editable install slows each start."""
        program = shutil.which(self.command[0]) or self.command[0]
        library = Path(program).parent.parent / "lib"
        return any(library.glob("python*/site-packages/__editable__*svclint*"))

    def modes(self) -> list[Mode]:
        """List the ways in which this svclint can run."""
        workers = [1, 2] if self.has_jobs else [None]
        temperatures = [False, True] if self.has_cache else [False]
        return [Mode(jobs, warm) for warm in temperatures for jobs in workers]

    def arguments(self, corpus: Corpus, jobs: int | None) -> list[str]:
        """Give the arguments that check a corpus, in its folder: as a whole, or as a hook does."""
        options = [] if jobs is None else ["--jobs", str(jobs)]
        if corpus.changed:
            return ["check", *options, "--among", str(corpus.path), *map(str, corpus.changed)]
        return ["check", *options, str(corpus.path)]

    def run(self, corpus: Corpus, mode: Mode) -> Measurement:
        """Check a corpus and measure it. Cold means that the cache is empty, and is written."""
        if not mode.warm:
            shutil.rmtree(self.cache, ignore_errors=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        command = [*self.command, *self.arguments(corpus, mode.jobs)]
        return measure.run(command, corpus.home, self.environment)

    def version(self) -> str:
        """Give the name and version for the table."""
        version = self.ask("--version").stdout.strip() or "svclint"
        return f"{version} (editable install)" if self.is_editable() else version

    def probe(self, folder: Path) -> None:
        """See that it tells a good manifest from a bad one: a tool that does nothing is fast."""
        for text, accepted in ((GOOD, 0), (BAD, 1)):
            path = folder / "probe.yaml"
            path.write_text(text)
            answer = self.ask("check", str(path))
            if answer.returncode != accepted:
                shown = f"{text}\n{answer.stdout[-500:]}{answer.stderr[-500:]}"
                raise BenchmarkError(f"svclint gave {answer.returncode}, not {accepted}:\n{shown}")


def find(wish: str | None) -> list[str]:
    """Give the command to measure: the wish, or the svclint beside this Python or on PATH."""
    if wish:
        command = shlex.split(wish)
        program = shutil.which(command[0])
        if not program:
            raise BenchmarkError(f"there is no command {command[0]}")
        # It runs in the corpus's folder, where a relative path would not be found.
        return [str(Path(program).absolute()), *command[1:]]
    beside = shutil.which("svclint", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("svclint")
    if not found:
        raise BenchmarkError("svclint is not installed: `pip install .`")
    return [found]

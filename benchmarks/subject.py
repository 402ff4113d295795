"""The svclint to measure: find it, detect its options, run it with cold and warm cache."""

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
    """One way to run svclint: the number of workers, and whether the cache is filled."""

    jobs: int | None
    warm: bool = False

    @property
    def title(self) -> str:
        """The name of the mode in the table."""
        workers = {None: "", 1: ", 1 worker"}.get(self.jobs, f", {self.jobs} workers")
        return f"{'warm' if self.warm else 'cold'}{workers}"


class Svclint:
    """A svclint that is known to find errors."""

    def __init__(self, command: list[str], cache: Path) -> None:
        """Detect which options the command has."""
        self.command = command
        # A separate cache, so that the user's is not changed and "cold" can mean empty.
        self.cache = cache / "svclint-cache"
        self.environment = {**os.environ, "XDG_CACHE_HOME": str(self.cache)}
        # An installed svclint includes its bytecode; a checkout must be allowed to write it.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        answer = self.ask("check", "--help")
        if answer.returncode:
            raise BenchmarkError(f"`{shlex.join(command)} check --help`: {answer.stderr[-500:]}")
        self.has_jobs = "--jobs" in answer.stdout
        self.has_cache = "--no-cache" in answer.stdout

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run svclint without measuring it, for its output."""
        return subprocess.run(
            [*self.command, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def interpreter(self) -> list[str]:
        """Return the Python that runs svclint, from the first line of the installed script."""
        if self.command[1:2] == ["-m"]:
            return self.command[:1]
        program = Path(shutil.which(self.command[0]) or self.command[0])
        line = program.read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        named = line.startswith("#!") and "python" in line
        return line.removeprefix("#!").split() if named else [sys.executable]

    def is_editable(self) -> bool:
        """Return whether svclint is an editable install, whose import hook slows every start."""
        program = shutil.which(self.command[0]) or self.command[0]
        library = Path(program).parent.parent / "lib"
        return any(library.glob("python*/site-packages/__editable__*svclint*"))

    def modes(self) -> list[Mode]:
        """Return the modes that this svclint supports."""
        workers = [1, 2] if self.has_jobs else [None]
        temperatures = [False, True] if self.has_cache else [False]
        return [Mode(jobs, warm) for warm in temperatures for jobs in workers]

    def arguments(self, corpus: Corpus, jobs: int | None) -> list[str]:
        """Return the arguments that check a corpus: as a whole, or as a hook does."""
        options = [] if jobs is None else ["--jobs", str(jobs)]
        if corpus.changed:
            return ["check", *options, "--among", str(corpus.path), *map(str, corpus.changed)]
        return ["check", *options, str(corpus.path)]

    def run(self, corpus: Corpus, mode: Mode) -> Measurement:
        """Measure a check of a corpus. Cold means that the cache is empty and will be written."""
        if not mode.warm:
            shutil.rmtree(self.cache, ignore_errors=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        command = [*self.command, *self.arguments(corpus, mode.jobs)]
        return measure.run(command, corpus.home, self.environment)

    def version(self) -> str:
        """Return the name and version for the table."""
        version = self.ask("--version").stdout.strip() or "svclint"
        return f"{version} (editable install)" if self.is_editable() else version

    def probe(self, folder: Path) -> None:
        """Check that svclint accepts a valid manifest and rejects an invalid one."""
        for text, accepted in ((GOOD, 0), (BAD, 1)):
            path = folder / "probe.yaml"
            path.write_text(text)
            answer = self.ask("check", str(path))
            if answer.returncode != accepted:
                shown = f"{text}\n{answer.stdout[-500:]}{answer.stderr[-500:]}"
                raise BenchmarkError(f"exit code {answer.returncode}, not {accepted}:\n{shown}")


def find(command_line: str | None) -> list[str]:
    """Return the command to measure: the given one, or the svclint of this Python or on PATH."""
    if command_line:
        command = shlex.split(command_line)
        program = shutil.which(command[0])
        if not program:
            raise BenchmarkError(f"command {command[0]} not found")
        # It runs in the folder of the corpus, so the path must be absolute.
        return [str(Path(program).absolute()), *command[1:]]
    beside = shutil.which("svclint", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("svclint")
    if not found:
        raise BenchmarkError("svclint is not installed: `pip install .`")
    return [found]

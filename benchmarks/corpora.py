"""Write the corpora: one Service, mixed files, and one long stream."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import companions, manifests
from benchmarks.manifests import Application

Writer = Callable[[Application], str]
FILES_PER_FOLDER = 100
SUFFIXES = (".yaml", ".yml", ".json")
# How often each kind accompanies a workload and its Service. With these two, an application has
# four documents on average.
COMPANIONS: tuple[tuple[float, Writer], ...] = (
    (0.54, manifests.config_map),
    (0.35, manifests.ingress),
    (0.38, companions.service_account),
    (0.18, companions.secret),
    (0.16, companions.autoscaler),
    (0.14, companions.network_policy),
    (0.10, companions.disruption_budget),
    (0.08, companions.volume_claim),
    (0.06, companions.cron_job),
    (0.04, companions.role),
    (0.04, companions.service_monitor),
)


@dataclass(frozen=True)
class Corpus:
    """A set of manifests to check: a file or a folder."""

    name: str
    path: Path
    files: int
    documents: int
    size: int
    # The files that a hook checks, as pre-commit passes them; empty to check all.
    changed: tuple[Path, ...] = ()

    @property
    def home(self) -> Path:
        """The folder in which the commands run."""
        return self.path if self.changed else self.path.parent


def workload_and_service(app: Application) -> list[str]:
    """Return the documents that every application has: a workload and its Service."""
    if app.chance(0.12):
        return [manifests.service(app, headless=True), manifests.stateful_set(app)]
    if app.chance(0.05):
        return [manifests.daemon_set(app), manifests.service(app)]
    return [manifests.deployment(app), manifests.service(app)]


def application(number: int) -> list[str]:
    """Return the documents of one application."""
    app = Application(number)
    documents = workload_and_service(app)
    documents += [write(app) for probability, write in COMPANIONS if app.chance(probability)]
    return documents


def stream(documents: list[str], number: int) -> str:
    """Join documents to one stream, as Helm renders it or as people write it."""
    if number % 4:
        return "---\n".join(documents)
    return "".join(f"---\n# Source: shop/templates/{number}.yaml\n{text}" for text in documents)


def mixed_files(count: int) -> Iterator[tuple[str, str, int]]:
    """Yield name, text and number of documents of each file; one in fifty is JSON."""
    for number in range(count):
        folder = f"{number // FILES_PER_FOLDER:04}"
        if number % 50 == 49:
            yield f"{folder}/service-{number}.json", companions.json_service(Application(number)), 1
        else:
            documents = application(number)
            text = stream(documents, number)
            yield f"{folder}/application-{number}.yaml", text, len(documents)


def write_mixed(folder: Path, count: int) -> tuple[int, int]:
    """Write the mixed files; return the number of documents and of bytes."""
    documents = size = 0
    for name, text, in_file in mixed_files(count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode())
        documents += in_file
    return documents, size


def write_stream(path: Path, count: int) -> tuple[int, int]:
    """Write one file with exactly `count` documents; return that number and the bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = number = 0
    with path.open("wb") as file:
        while written < count:
            documents = application(number)[: count - written]
            file.write("".join(f"---\n{text}" for text in documents).encode())
            written += len(documents)
            number += 1
        return written, file.tell()


def one_service(folder: Path) -> Corpus:
    """Write a single small Service."""
    path = folder / "service.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    size = path.write_bytes(manifests.service(Application(1)).encode())
    return Corpus("one Service", path, 1, 1, size)


def mixed(folder: Path, count: int) -> Corpus:
    """Write a folder of mixed files."""
    documents, size = write_mixed(folder, count)
    return Corpus(f"{count:,} files", folder, count, documents, size)


def long_file(folder: Path, count: int) -> Corpus:
    """Write one file of many documents."""
    path = folder / "stream.yaml"
    documents, size = write_stream(path, count)
    return Corpus(f"{count:,} documents in one file", path, 1, documents, size)


def hooked(folder: Path, count: int, changed: int) -> Corpus:
    """Write a git repository of mixed files, all committed; a hook checks some of them."""
    corpus = mixed(folder, count)
    author = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"]
    for arguments in (["init", "-q"], ["add", "-A"], [*author, "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
    paths = manifest_paths(folder)[:changed]
    return replace(corpus, name=f"hook on {changed} of {count:,} files", changed=tuple(paths))


BUILDERS: dict[str, Callable[[Path], Corpus]] = {
    "one": one_service,
    "hook": lambda folder: hooked(folder, 200, 5),
    "1000": lambda folder: mixed(folder, 1_000),
    "10000": lambda folder: mixed(folder, 10_000),
    "stream": lambda folder: long_file(folder, 50_000),
    "million": lambda folder: mixed(folder, 250_000),
}
# A million documents need a gigabyte of disk space and minutes per round: only on request.
DEFAULT = ("one", "hook", "1000", "10000", "stream")


def build(name: str, root: Path) -> Corpus:
    """Write the named corpus below the root, replacing that of an earlier run."""
    folder = root / name
    shutil.rmtree(folder, ignore_errors=True)
    return BUILDERS[name](folder)


def real(folder: Path) -> Corpus:
    """Return the manifests of a folder as a corpus, counting documents by their separators."""
    texts = [path.read_bytes() for path in manifest_paths(folder)]
    documents = sum(_count_documents(text) for text in texts)
    return Corpus(folder.name, folder, len(texts), documents, sum(map(len, texts)))


def manifest_paths(path: Path) -> list[Path]:
    """Return the manifests at a path, sorted."""
    if path.is_file():
        return [path]
    found = (other for suffix in SUFFIXES for other in path.rglob(f"*{suffix}"))
    return sorted(other for other in found if other.is_file())


def _count_documents(text: bytes) -> int:
    chunks = text.replace(b"\r\n", b"\n").split(b"\n---")
    return sum(1 for chunk in chunks if chunk.strip(b"-\n\t "))


def digest(corpus: Corpus) -> str:
    """Return a digest of a corpus, to compare results of different machines."""
    total = hashlib.sha256()
    for path in manifest_paths(corpus.path):
        total.update(path.read_bytes())
    return total.hexdigest()[:12]

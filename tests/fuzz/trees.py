"""Trees of files as one text, so that a fuzzer can change, keep and read them as it does others.

Each file begins with a line ``=== PATH``; what comes before the first one is no file.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from random import Random

from tests.fuzz.mutation import CORPUS, TOP, changed

_NAME = re.compile(rb"^=== (.*)\n", re.MULTILINE)
# Folders of the examples that consist of files about each other.
_EXAMPLES = ("rendered/chart", "rendered/flux", "rendered/overlays", "apply", "shop", "team")


def tree_seeds() -> list[bytes]:
    """Return the trees of the corpus, and those of the examples of the documentation."""
    kept = [file.read_bytes() for file in sorted(CORPUS.glob("*.tree"))]
    return kept + [_tree_of(TOP / "examples" / name) for name in _EXAMPLES]


def files_of(tree: bytes) -> dict[str, bytes]:
    """Return the files of a tree by path; paths that lead out of it are left out."""
    _, *rest = _NAME.split(tree)
    files = zip(rest[::2], rest[1::2], strict=True)
    named = {path.decode("utf-8", "replace"): text for path, text in files}
    return {path: text for path, text in named.items() if _is_inside(path)}


def write_tree(folder: Path, tree: bytes) -> list[str]:
    """Write the files of a tree into a folder; return the paths of those that can exist."""
    written = []
    for path, text in files_of(tree).items():
        file = folder / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        except OSError:
            # Another file is where this one needs a folder, or the other way round.
            continue
        written.append(path)
    return written


def mutated_tree(random: Random, corpus: list[bytes]) -> bytes:
    """Return a tree of the corpus with some files changed, exchanged, moved or removed."""
    files = files_of(random.choice(corpus))
    for _ in range(random.choice([1, 1, 2, 3])):
        if not files:
            break
        path = random.choice(sorted(files))
        choice = random.random()
        if choice < 0.8:
            files[path] = changed(random, files[path])
        elif choice < 0.86:
            files[path] = random.choice(list(files_of(random.choice(corpus)).values()))
        elif choice < 0.92:
            del files[path]
        else:
            other = posixpath.dirname(random.choice(sorted(files)))
            files[posixpath.join(other, posixpath.basename(path))] = files[path]
    return _joined(files)


def _tree_of(folder: Path) -> bytes:
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return _joined({each.relative_to(folder).as_posix(): each.read_bytes() for each in files})


def _joined(files: dict[str, bytes]) -> bytes:
    return b"".join(b"=== " + path.encode() + b"\n" + text for path, text in _ended(files))


def _ended(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return [(path, text if text.endswith(b"\n") else text + b"\n") for path, text in files.items()]


def _is_inside(path: str) -> bool:
    is_whole = path == posixpath.normpath(path) and not path.startswith(("/", ".."))
    return is_whole and path != "." and "\0" not in path and len(path) < 200

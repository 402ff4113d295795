"""What is found in files instead of objects."""

from __future__ import annotations

from pathlib import Path

from svclint.source.files import ReadError
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import load_paths

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
TABBED = SERVICE.replace("spec: {", "spec:\n\tx: {")


def problems(folder: Path, files: dict[str, str | bytes]) -> dict[str, list[tuple[str, str]]]:
    """Write files, and return what is found instead of objects: the kind, and the message."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in files}
    for document in load_paths([str(folder)], KINDS_READ):
        assert not isinstance(document, ReadError)
        if document.problem is not None:
            name = str(Path(document.file).relative_to(folder))
            found[name].append((document.problem.kind, document.problem.message))
    return found

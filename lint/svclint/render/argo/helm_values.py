"""The values of a chart that an Application of Argo CD deploys, in Helm's order.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/, and ``cleanSetParameters`` of
Argo CD's ``util/helm``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from svclint.model import Location, Path
from svclint.model.data import mapping, sequence, text
from svclint.render.helm.named_values import spelled
from svclint.render.helm.settings import typed
from svclint.render.object_values import ValuesText, values_file, values_in, values_in_text
from svclint.render.single_values import SingleValue
from svclint.source import Document
from svclint.source.files import read_file

# One that is not escaped: Helm would read what follows as another key.
_COMMA = re.compile(r"(?<!\\),")
# More than a value has.
_MOST_BYTES = 1024 * 1024


def values_of(
    document: Document, path: Path, folder: str, top: str
) -> Iterator[ValuesText | SingleValue]:
    """Yield the values of a chart in Helm's order: the last one wins.

    ``folder`` is the chart's, ``top`` that of the repository; both are real paths.
    """
    helm = (*path, "helm")
    for written in sequence(document.value((*helm, "valueFiles"))):
        file = _named_file(document, text(written), folder, top)
        if file is not None:
            yield file
    for values in (
        values_in_text(document, (*helm, "values")),
        values_in(document, (*helm, "valuesObject")),
    ):
        if values is not None:
            yield values
    yield from _parameters(document, helm)
    for each in map(mapping, sequence(document.value((*helm, "fileParameters")))):
        file = _named_file(document, text(each.get("path")), folder, top)
        raw = None if file is None else read_file(file.file, _MOST_BYTES)
        if file is not None and isinstance(raw, bytes):
            yield _content(text(each.get("name")), file.file, raw.decode("utf-8", "replace"))


def _content(name: str, file: str, content: str) -> SingleValue:
    """Return the content of a file as a value; Argo CD passes the path of the file to Helm."""
    return SingleValue(f"{name}=path", Location(file, 1, 1), lambda _path: content)


def _named_file(document: Document, name: str, folder: str, top: str) -> ValuesText | None:
    """Return a file of the tree that a source names; ``None`` if there is none."""
    own = os.path.join(folder, name)
    if name.startswith("$"):
        # A file of another source, which may be this repository.
        own = os.path.join(top, name.partition("/")[2])
    elif name.startswith("/"):
        own = os.path.join(top, name.lstrip("/"))
    return values_file(document, own) if "://" not in name else None


def _parameters(document: Document, helm: Path) -> Iterator[SingleValue]:
    """Yield parameters in the order of Argo CD: those for ``--set``, then for ``--set-string``.

    Of several with one name, the last one counts.
    """
    found: dict[tuple[bool, str], SingleValue] = {}
    for number, entry in enumerate(sequence(document.value((*helm, "parameters")))):
        name, value = text(mapping(entry).get("name")), spelled(mapping(entry).get("value"))
        is_text = mapping(entry).get("forceString") is True
        if not (value.startswith("{") and value.endswith("}")):
            value = _COMMA.sub(r"\\,", value)
        place = document.locate((*helm, "parameters", number, "value"))[0]
        read = str if is_text else typed
        found[is_text, name] = SingleValue(f"{name}={value}", place, read)
    for is_text in (False, True):
        yield from (each for key, each in found.items() if key[0] is is_text)

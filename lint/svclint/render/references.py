"""Find the ConfigMaps and Secrets that objects of Flux take values from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from svclint.model.data import mapping
from svclint.render.deployers import ENDINGS, MOST_BYTES, ObjectPlace, objects_of
from svclint.source.files import ReadError, read_file

# Kind, namespace and name.
Reference = tuple[str, str, str]


def find_references(
    files: Sequence[str], wanted: set[Reference]
) -> Mapping[Reference, ObjectPlace]:
    """Return where the wanted objects are; those that are encrypted are nowhere."""
    names = [name.encode() for _, _, name in wanted]
    found: dict[Reference, ObjectPlace] = {}
    for file in files if wanted else ():
        raw = read_file(file, MOST_BYTES) if file.endswith(ENDINGS) else b""
        if isinstance(raw, ReadError) or not any(name in raw for name in names):
            continue
        for number, document in enumerate(objects_of(file)):
            _, kind, namespace, name = document.object_name
            for reference in ((kind, namespace, name), (kind, "", name)):
                if reference in wanted and "sops" not in mapping(document.data):
                    found.setdefault(reference, ObjectPlace(file, number))
    return found

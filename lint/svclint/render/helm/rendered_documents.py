"""The documents of Helm's output, each with the name of its template."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from svclint.render.helm.proof import RenderedText, rendered_text, template_names
from svclint.source import Document

# The template of a document, its kind, and how many of both come before it.
Identity = tuple[str, str, int]


class RenderedDocument(NamedTuple):
    """A document of Helm's output; ``occurrence`` counts those of equal text before it."""

    document: Document
    rendered: RenderedText
    occurrence: int
    identity: Identity


def rendered_documents(raw: bytes, loaded: Iterable[Document]) -> Iterator[RenderedDocument]:
    """Yield documents that have been loaded from Helm's output, in their order."""
    names = template_names(raw.decode("utf-8", "replace"))
    lines = [line for line, _ in names]
    seen: Counter[tuple[str, str]] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    for document in loaded:
        text = document.chunk.text
        first_line = document.chunk.first_line
        # A document that begins with an empty one has lost its comment to that.
        index = bisect_right(lines, first_line + 1) - 1
        template = names[index][1] if index >= 0 else ""
        rendered = rendered_text(template, text)
        identity = (template, document.kind, kinds[template, document.kind])
        same = (template, rendered.text)
        # The items of a List are documents of one text.
        if not document.prefix or document.prefix[-1] == 0:
            seen[same] += 1
        yield RenderedDocument(document, rendered, seen[same] - 1, identity)
        kinds[template, document.kind] += 1


def of_templates(raw: bytes, templates: Collection[str]) -> bytes:
    """Return the part of Helm's output that some templates print."""
    separator = b"---\n# Source: "
    pieces = (b"\n" + raw).split(b"\n" + separator)[1:]
    wanted = {template.encode() for template in templates}
    kept = (piece for piece in pieces if piece.partition(b"\n")[0].strip() in wanted)
    return b"".join(separator + piece + b"\n" for piece in kept)

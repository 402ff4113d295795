"""Write the marked twin of a template: it prints the same with a mark for each of its places.

Each named template stays as it is and gets a marked copy, so that a template that compares, cuts
or hashes the output of another never meets a mark. A template that Helm renders prints its marked
body in Base64, so that Helm, which parses and sorts what templates print, does not either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from svclint.render.helm.include_calls import marked_call
from svclint.render.helm.marks import Place, closing_mark, opening_mark, text_mark
from svclint.render.helm.template_pieces import Piece, split

# Names of the marked copies, and of the marked bodies.
_COPY, _BODY = "svclint marked ", "svclint body "
_LINE = re.compile(r"[^ \t\r\n][^\n]*")
_OPENS = frozenset(("if", "range", "with", "define", "block"))
_NAMED = frozenset(("define", "block"))
# ``%`` stands for the name of the body. A document that Helm reads and sorts without complaint.
_PRINTED = """
apiVersion: v1
kind: ConfigMap
metadata:
  name: svclint
data:
  svclint: {{ .Template.Name | b64enc }}.{{ include % . | b64enc }}
"""
PRINTED = re.compile(r"^ *svclint: ([A-Za-z0-9+/=]+)\.([A-Za-z0-9+/=]*)\s*$", re.MULTILINE)


class NamedTemplate(NamedTuple):
    """A ``define`` or ``block`` of a file: its name, and the range of its pieces."""

    name: str
    start: int
    end: int


class Template:
    """A file of templates: its path in the copy of the chart, its text and its pieces."""

    def __init__(self, file: str, text: str) -> None:
        """Split the text. Raises ``TemplateError``."""
        self.file, self.text, self.pieces = file, text, split(text)
        self.named = list(_named_templates(self.pieces))
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def with_codes(self, codes: Mapping[Place, str]) -> Template:
        """Return the template with another code in some of its actions."""
        text, at = "", 0
        for piece in self.pieces:
            code = codes.get(self.place(piece.start, piece.code.strip())) if piece.keyword else None
            if code is not None:
                start = self.text.index(piece.code, piece.start)
                text += self.text[at:start] + f" {code} "
                at = start + len(piece.code)
        return Template(self.file, text + self.text[at:])

    def place(self, offset: int, code: str = "") -> Place:
        """Return the place of a character, or of the action that begins there."""
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1, code)


class Marker:
    """Marks the templates of a chart; ``places`` are the places of the marks by number."""

    def __init__(self, names: Collection[str], *, dynamic: bool = True) -> None:
        """``names`` are all named templates of the chart and its subcharts.

        With ``dynamic``, calls with a computed name are followed, too.
        """
        self.places: list[Place] = []
        self._names, self._dynamic = names, dynamic
        self._bodies = 0

    def copies(self, template: Template) -> str:
        """Return the marked copies of what a template defines."""
        return "".join(self._copies(template))

    def printing_marked_body(self, template: Template) -> str:
        """Return a template that defines the same, and prints its marked body in Base64."""
        self._bodies += 1
        name = f'"{_BODY}{self._bodies}"'
        body = "".join(self._marked(template, 0, len(template.pieces)))
        defined = definitions(template) + self.copies(template)
        return f"{defined}{{{{define {name}}}}}{body}{{{{end}}}}" + _PRINTED.replace("%", name)

    def _copies(self, template: Template) -> Iterator[str]:
        for name, start, end in template.named:
            first, last = template.pieces[start], template.pieces[end - 1]
            body = "".join(self._marked(template, start + 1, end - 1))
            yield _wrapped(f"define {_literal(_COPY + name)}", False, first.trims_right)
            yield body
            yield _wrapped("end", last.trims_left, False)

    def _marked(self, template: Template, start: int, end: int) -> Iterator[str]:
        """Yield the marked pieces of a range; named templates in it only leave their trims."""
        inner = {found.start: found.end for found in template.named}
        index = start
        while index < end:
            piece = template.pieces[index]
            after = inner.get(index, index + 1)
            last = template.pieces[after - 1]
            if not piece.keyword:
                yield self._marked_text(template, piece)
            elif piece.keyword == "define":
                yield _wrapped("/**/", piece.trims_left, last.trims_right)
            elif piece.keyword in ("print", "template", "block"):
                yield self._marked_action(template, piece, trims_right=last.trims_right)
            else:
                yield template.text[piece.start : piece.end]
            index = after

    def _marked_text(self, template: Template, piece: Piece) -> str:
        def marked(line: re.Match[str]) -> str:
            place = template.place(piece.start + line.start())
            return text_mark(self._number(place)) + line[0]

        return _LINE.sub(marked, piece.code)

    def _marked_action(self, template: Template, piece: Piece, *, trims_right: bool) -> str:
        number = self._number(template.place(piece.start, piece.code.strip()))
        before, after = opening_mark(number), closing_mark(number)
        if piece.trims_left:
            before = f'{{{{- "{before}"}}}}'
        if trims_right:
            after = f'{{{{"{after}" -}}}}'
        return before + _wrapped(self._marked_code(piece), False, False) + after

    def _marked_code(self, piece: Piece) -> str:
        code = piece.code
        if piece.keyword == "print":
            return marked_call(code, self._names, _COPY, dynamic=self._dynamic) or code
        if piece.name not in self._names:
            return code
        before, quote, rest = re.split(r'(["`])', code, maxsplit=1)
        return before.replace("block", "template", 1) + quote + _COPY + rest

    def _number(self, place: Place) -> int:
        self.places.append(place)
        return len(self.places) - 1


def definitions(template: Template) -> str:
    """Return only the named templates of a template."""
    pieces, text = template.pieces, template.text
    return "".join(
        text[pieces[start].start : pieces[end - 1].end]
        if pieces[start].keyword == "define"
        else _as_definition(text, pieces[start], pieces[end - 1])
        for _, start, end in template.named
    )


def _as_definition(text: str, block: Piece, last: Piece) -> str:
    define = f"define {_literal(block.name)}"
    body = text[block.end : last.start]
    return (
        _wrapped(define, False, block.trims_right) + body + _wrapped("end", last.trims_left, False)
    )


def _named_templates(pieces: Sequence[Piece]) -> Iterator[NamedTemplate]:
    """Yield the named templates of a file; ``end`` is the index after the piece of its ``end``."""
    open_at: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.keyword in _OPENS:
            open_at.append(index)
        elif piece.keyword == "end" and open_at:
            start = open_at.pop()
            if pieces[start].keyword in _NAMED:
                yield NamedTemplate(pieces[start].name, start, index + 1)


def _literal(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _wrapped(code: str, trims_left: bool, trims_right: bool) -> str:
    return f"{{{{{'- ' if trims_left else ''}{code}{' -' if trims_right else ''}}}}}"

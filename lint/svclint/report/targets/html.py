"""One page with a picture of who reaches whom, which needs no network and has no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib import resources

from svclint.report.safe import safe
from svclint.report.targets.boxes import numbered
from svclint.report.targets.callers import Fault
from svclint.report.targets.drawing import svg
from svclint.report.targets.graph import Entry, Thing
from svclint.report.targets.narrow import narrow
from svclint.report.targets.tree import summary, told
from svclint.report.targets.wide import wide

_NAMED = 3


def render(entries: Sequence[Entry]) -> str:
    """Write the page; what has something broken in it comes first."""
    style = resources.files("svclint.report.targets").joinpath("page.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = escape(summary(entries))
    groups = sorted(together(entries), key=_rank)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>svclint targets: {title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>svclint targets: {title}</h1>
<p>Who calls, the Service and its ports, and which pods answer at which number.
<span class="bad">Red</span> leads nowhere (✗), or out of sight (?): the number is that of the
reason below.</p>
</header>
<main>
{"".join(map(_section, groups))}</main>
</body>
</html>
"""


def together(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Put Services that share a caller or an end into one group, in the order of the first."""
    # Each thing leads, by way of others of its group, to the one that stands for the group.
    leads: dict[Thing, Thing] = {}

    def leader(thing: Thing) -> Thing:
        while leads.setdefault(thing, thing) != thing:
            leads[thing] = leads[leads[thing]]
            thing = leads[thing]
        return thing

    for entry in entries:
        first, *others = _things(entry)
        for other in others:
            leads[leader(other)] = leader(first)
    groups: dict[Thing, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(leader(_things(entry)[0]), []).append(entry)
    return list(groups.values())


def _things(entry: Entry) -> list[Thing]:
    """Give what ties a Service to others; by itself it is tied to nothing but its name."""
    callers = [link.caller for link in entry.links]
    return [*callers, *(end.thing for port in entry.ports for end in port.ends)] or [entry.thing]


def _rank(group: Sequence[Entry]) -> int:
    """Put what is broken first, then what leads out of sight."""
    faults = [fault for entry in group for fault in entry.faults()]
    return min((1 + fault.is_open for fault in faults), default=3)


def _section(group: Sequence[Entry]) -> str:
    numbers = numbered(group)
    names = [safe(entry.thing.name) for entry in group]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    head = escape(", ".join(names[:_NAMED]) + more)
    broken = told(group)
    tail = f' <span class="bad">{broken}</span>' if broken else ""
    label = f"Who reaches {', '.join(names[:_NAMED])}{more}"
    alone = "".join(_alone(entry, numbers) for entry in group)
    whole = svg(wide(group, numbers), label) + _reasons(numbers, numbers)
    body = f'<div class="wide">{whole}</div>\n<div class="narrow">{alone}</div>'
    return f"<section>\n<h2>{head}{tail}</h2>\n{body}\n</section>\n"


def _alone(entry: Entry, numbers: dict[Fault, int]) -> str:
    """Draw one Service, with its reasons near enough for a phone."""
    label = f"Who reaches {safe(entry.thing.name)}"
    return svg(narrow(entry, numbers), label) + _reasons(numbered([entry]), numbers)


def _reasons(faults: Iterable[Fault], numbers: dict[Fault, int]) -> str:
    items = "".join(
        f'<li value="{numbers[fault]}">{escape(safe(fault.words))}</li>\n' for fault in faults
    )
    return f"<ol>\n{items}</ol>\n" if items else ""

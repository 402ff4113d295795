"""``--format html``: one page with pictures of all connections, which needs no network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib import resources

from svclint.report.safe import safe
from svclint.report.targets.box_rows import fault_numbers
from svclint.report.targets.entries import Entry, ObjectRef
from svclint.report.targets.faults import Fault
from svclint.report.targets.index import legend, service_list
from svclint.report.targets.narrow_svg import narrow_picture
from svclint.report.targets.svg import svg
from svclint.report.targets.tree import broken_links, summary
from svclint.report.targets.wide_svg import wide_picture

_MAX_NAMES = 3
# More Services are not drawn in one picture, whose wires nobody could follow.
_MOST_TOGETHER = 12
_PLACEHOLDER = "Search names, hosts, ports, files"
# With more Services, only what is in sight is laid out, and the list is closed at first.
_MANY = 40


def render(entries: Sequence[Entry], *, total: str = "") -> str:
    """Return the page; Services with broken links come first.

    ``total`` is the heading, by default the summary of the entries.
    """
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = escape(total or summary(entries))
    groups = sorted(drawn_groups(entries), key=_rank)
    sections = "".join(_section(group, f"s{at}") for at, group in enumerate(groups))
    body = ' class="many"' if len(entries) > _MANY else ""
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
<body{body}>
<header>
<h1>svclint targets: {title}</h1>
{legend(entries)}</header>
<form hidden>
<input type="search" name="search" aria-label="Search" placeholder="{_PLACEHOLDER}">
<label><input type="checkbox" name="broken"> only broken</label>
<output></output>
</form>
{service_list(groups)}<main>
{sections}</main>
<script>{script}</script>
</body>
</html>
"""


def _asset(name: str) -> str:
    return resources.files("svclint.report.targets").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def drawn_groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return the Services of each picture: those that are connected, unless they are too many."""
    found: list[list[Entry]] = []
    for group in connected_groups(entries):
        found += [group] if len(group) <= _MOST_TOGETHER else [[entry] for entry in group]
    return found


def connected_groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return groups of Services that share a caller or target, in the order of their first."""
    # Union-find: each object points, through others, to the representative of its group.
    leads: dict[ObjectRef, ObjectRef] = {}

    def leader(ref: ObjectRef) -> ObjectRef:
        while leads.setdefault(ref, ref) != ref:
            leads[ref] = leads[leads[ref]]
            ref = leads[ref]
        return ref

    for entry in entries:
        first, *others = _connected_objects(entry)
        for other in others:
            leads[leader(other)] = leader(first)
    groups: dict[ObjectRef, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(leader(_connected_objects(entry)[0]), []).append(entry)
    return list(groups.values())


def _connected_objects(entry: Entry) -> list[ObjectRef]:
    """Return the objects that connect a Service to others; without any, the Service itself."""
    callers = [link.caller for link in entry.links]
    return [*callers, *(end.object for port in entry.ports for end in port.ends)] or [entry.object]


def _rank(group: Sequence[Entry]) -> int:
    """Return the sort key: broken links first, then links outside the checked files."""
    faults = [fault for entry in group for fault in entry.faults()]
    return min((1 + fault.is_open for fault in faults), default=3)


def _section(group: Sequence[Entry], name: str) -> str:
    numbers = fault_numbers(group)
    names = [safe(entry.object.name) for entry in group]
    more = f" and {len(names) - _MAX_NAMES} more" if len(names) > _MAX_NAMES else ""
    head = escape(", ".join(names[:_MAX_NAMES]) + more)
    broken = broken_links(group)
    tail = f' <span class="bad">{broken}</span>' if broken else ""
    label = f"Who reaches {', '.join(names[:_MAX_NAMES])}{more}"
    alone = "".join(_single(entry, numbers) for entry in group)
    whole = svg(wide_picture(group, numbers), label) + _reasons(numbers, numbers)
    body = f'<div class="wide">{whole}</div>\n<div class="narrow">{alone}</div>'
    certain = any(not fault.is_open for entry in group for fault in entry.faults())
    mark = " data-broken" if certain else ""
    return f'<section id="{name}"{mark}>\n<h2>{head}{tail}</h2>\n{body}\n</section>\n'


def _single(entry: Entry, numbers: dict[Fault, int]) -> str:
    """Draw one Service with its own reasons, for phones."""
    label = f"Who reaches {safe(entry.object.name)}"
    return svg(narrow_picture(entry, numbers), label) + _reasons(fault_numbers([entry]), numbers)


def _reasons(faults: Iterable[Fault], numbers: dict[Fault, int]) -> str:
    items = "".join(
        f'<li value="{numbers[fault]}">{escape(safe(fault.message))}</li>\n' for fault in faults
    )
    return f"<ol>\n{items}</ol>\n" if items else ""

"""``--format html``: one page with pictures of all connections; no network, no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from importlib import resources

from svclint.report.safe import safe
from svclint.report.targets.box_rows import fault_numbers
from svclint.report.targets.callers import Fault
from svclint.report.targets.graph import Entry, ObjectRef
from svclint.report.targets.narrow_svg import narrow_picture
from svclint.report.targets.svg import svg
from svclint.report.targets.tree import broken_links, summary
from svclint.report.targets.wide_svg import wide_picture

_MAX_NAMES = 3


def render(entries: Sequence[Entry]) -> str:
    """Return the page; Services with broken links come first."""
    style = resources.files("svclint.report.targets").joinpath("page.css").read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = escape(summary(entries))
    groups = sorted(connected_groups(entries), key=_rank)
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
<p>Callers, the Service and its ports, and the pods that answer at each number.
<span class="bad">Red</span> links are broken (✗), or end at an object outside the checked files
(?): the number is that of the reason below.</p>
</header>
<main>
{"".join(map(_section, groups))}</main>
</body>
</html>
"""


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


def _section(group: Sequence[Entry]) -> str:
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
    return f"<section>\n<h2>{head}{tail}</h2>\n{body}\n</section>\n"


def _single(entry: Entry, numbers: dict[Fault, int]) -> str:
    """Draw one Service with its own reasons, for phones."""
    label = f"Who reaches {safe(entry.object.name)}"
    return svg(narrow_picture(entry, numbers), label) + _reasons(fault_numbers([entry]), numbers)


def _reasons(faults: Iterable[Fault], numbers: dict[Fault, int]) -> str:
    items = "".join(
        f'<li value="{numbers[fault]}">{escape(safe(fault.message))}</li>\n' for fault in faults
    )
    return f"<ol>\n{items}</ol>\n" if items else ""

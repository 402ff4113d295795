"""Graphs in DOT and Mermaid, and the tree, for any content of manifests."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from svclint.report.targets import dot, mermaid, tree
from svclint.report.targets.entries import Entry, Link, ObjectRef
from svclint.report.targets.html import connected_groups

from tests.report.runs import svclint
from tests.report.targets import hostile_entries

SHOP = Path(__file__).parents[2] / "examples" / "shop"
# Only lines of these forms are allowed.
DOT_LINE = re.compile(
    r'digraph svclint \{|  rankdir=LR|  (node|edge) \[fontname="sans-serif" fontsize=1[01]\]|\}'
    r'|  [a-z]+\d+( -> [a-z]+\d+)? \[label="([^"\\]|\\.)*"( [a-z]+=("#b3261e"|[a-z0-9]+))*\]'
)
_LABEL = r'"([\w ,.:/()=+→✗-]|#\d+;|<br/>)*"'
MERMAID_LINE = re.compile(
    r"flowchart LR|  classDef broken [\w:#,-]+|  class [a-z0-9,]+ broken"
    r"|  linkStyle [\d,]+ stroke:#b3261e,color:#b3261e"
    rf"|  [a-z]+\d+(\[\[{_LABEL}\]\]|\[{_LABEL}\]|\(\[{_LABEL}\]\)|\({_LABEL}\))"
    rf"|  [a-z]+\d+ (-->|-\.->)(\|{_LABEL}\|)? [a-z]+\d+"
)


def test_dot_holds_nothing_but_labels_of_ours() -> None:
    for line in dot.render(hostile_entries()).splitlines():
        assert DOT_LINE.fullmatch(line), line


def test_mermaid_holds_nothing_but_labels_of_ours() -> None:
    for line in mermaid.render(hostile_entries()).splitlines():
        assert MERMAID_LINE.fullmatch(line), line


@pytest.mark.skipif(not shutil.which("dot"), reason="no Graphviz: apt-get install graphviz")
def test_graphviz_reads_it() -> None:
    text = dot.render(hostile_entries())
    done = subprocess.run(
        ["dot", "-Tplain"], input=text.encode(), capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\nnode ") == len(hostile_entries()) * 7


def test_the_tree_steers_no_terminal_and_no_log() -> None:
    text = tree.render(hostile_entries())
    for line in text.splitlines():
        assert not line.lstrip("│├└─ ").startswith("::") or line[0] in "│├└", line
        assert "##[" not in line
        assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
    assert text.endswith(" broken links\n")


def test_colour_is_only_put_around_what_is_printed() -> None:
    plain = tree.render(hostile_entries())
    painted = tree.render(hostile_entries(), colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain
    assert "\x1b[31;1m✗" in painted


def test_an_arrow_for_each_link() -> None:
    for form, arrow in {"dot": " -> ", "mermaid": "->"}.items():
        text = svclint("targets", "--format", form, SHOP).stdout
        # Two links of callers, three ports, and five targets.
        assert sum(arrow in line for line in text.splitlines()) == 10


def test_services_that_share_something_are_drawn_together() -> None:
    def entry(name: str, *callers: str) -> Entry:
        links = tuple(Link(ObjectRef("Ingress", "", each), None, "") for each in callers)
        return Entry(ObjectRef("Service", "", name), "", (), links)

    entries = [entry("a", "x"), entry("b"), entry("c", "y"), entry("d", "x", "y"), entry("e", "z")]
    groups = [[each.object.name for each in group] for group in connected_groups(entries)]
    assert groups == [["a", "c", "d"], ["b"], ["e"]]

"""A fix of the output becomes one of the values only where that surely has the same effect."""

from __future__ import annotations

from pathlib import Path

import pytest
from svclint.fix.batches import apply_batch, plan_batches
from svclint.fix.manifest_file import ManifestFile
from svclint.model import Edit, Finding, Fix, Location, ObjectName, Severity, set_to
from svclint.render.helm.written_values import ValuesFile

from tests.render import real_tools
from tests.render.helm.rendered_charts import CHARTS, Chart

PORT = ("spec", "ports", 0, "port")
SHOP = str(CHARTS / "shop/values.yaml")
CACHE = str(CHARTS / "cache/values.yaml")

# A Service, a fix of it, the file that is edited, the key, and the line after the edit.
FIXABLE = [
    ("web", set_to(PORT, 8085), SHOP, ("service", "port"), "  port: 8085"),
    ("web", set_to(("spec", "type"), "None"), SHOP, ("service", "type"), "  type: None"),
    ("worker-blue", set_to(PORT, 1), SHOP, ("workers", "blue", "port"), "    port: 1"),
    ("queue-mails", set_to(("spec", "selector", "queue"), "post"), SHOP, ("queues", 1),
     "queues: [orders, post]"),
    ("queue", set_to(PORT, 1), CACHE, ("service", "port"), "  port: 1"),
]  # fmt: skip
UNFIXABLE = {
    "the template spells it out": ("web", set_to(("spec", "selector", "part"), "x")),
    "the template changes it": ("shop-front", set_to(("metadata", "name"), "x")),
    "two files contain the key": ("sessions", set_to(PORT, 1)),
    "a string would be a number": ("web", set_to(("spec", "type"), "80")),
    "it is no scalar": ("web", set_to(PORT, ("a",))),
    "quotes may be in the template": ("web", Fix((Edit("quote", PORT),))),
    "one edit is not possible": (
        "web",
        Fix((*set_to(PORT, 1).edits, *set_to(("metadata", "name"), "x").edits)),
    ),
    "it is missing": ("web", set_to(("spec", "ports", 1, "protocol"), "UDP")),
}


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_fixes_of_values(program: str, tmp_path: Path) -> None:
    chart = Chart(program, CHARTS / "shop", tmp_path)
    fixes = [(name, fix) for name, fix, *_ in FIXABLE] + list(UNFIXABLE.values())
    tracer = chart.trace(*[(name, edit.path) for name, fix in fixes for edit in fix.edits])
    for name, fix, file, key, line in FIXABLE:
        (edit,) = fix.edits
        expected = Fix((Edit("set", key, edit.value),), is_safe=True, line=1)
        assert tracer.fix(chart.number(name), fix) == (file, expected)
        assert line in fixed(file, expected).split("\n")
    for reason, (name, fix) in UNFIXABLE.items():
        assert tracer.fix(chart.number(name), fix) is None, reason


def fixed(file: str, fix: Fix) -> str:
    """Return a file of values after a fix, as ``--fix`` edits it."""
    objects = ManifestFile(file, Path(file).read_bytes())
    finding = Finding(
        Location(file, 1, 1), "", Severity.ERROR, "", "", "", ObjectName(*"    "), None, fix=fix
    )
    batch, _ = plan_batches(objects, [finding])
    return apply_batch(objects.text, batch)


@pytest.mark.parametrize("program", real_tools.HELMS)
def test_values_that_are_read_from_elsewhere(program: str, tmp_path: Path) -> None:
    """The text of a file that is being fixed can be edited; a part of another file cannot."""
    changed = tmp_path / "changed.yaml"
    changed.write_text("grpc: {port: 50052}\nservice: {labels: {zone: a}}\n")
    chart = Chart(program, CHARTS / "shop", tmp_path, changed)
    path = ("metadata", "labels", "zone")
    fix = set_to(path, "b")
    for is_part in (False, True):
        file = ValuesFile(str(changed), "values.yaml", is_part)
        found = chart.trace(("web", path), files=[file]).fix(chart.number("web"), fix)
        expected = Fix((Edit("set", ("service", "labels", "zone"), "b"),), is_safe=True, line=1)
        assert found == (None if is_part else ("values.yaml", expected))

"""The house: imports point down its floors, and rules import only what rules may."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
LINT, RULES = TOP / "lint" / "svclint", TOP / "rules"
# From the ground up; a module imports only its own floor's package and those before it.
FLOORS = [
    ("typed",),
    (
        "model",
        "addresses",
        "providers",
        "shape",
        "fingerprint",
        "plain",
        "workers",
        "writing",
        "postings",
    ),
    ("source",),
    ("own_code", "suppression"),
    ("cache",),
    ("config",),
    ("option",),
    ("schema",),
    ("service",),
    ("workload",),
    ("selection",),
    ("inventory",),
    ("targets",),
    ("live",),
    ("rule",),
    ("registry",),
    ("choice", "rule_settings"),
    ("judge",),
    ("kept",),
    ("engine",),
    ("policy", "parts", "suppressing", "memory"),
    ("sharing",),
    ("baseline", "fix", "rendering", "revision"),
    ("report",),
    ("cli", "__main__"),
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
FOR_RULES = {
    "model",
    "typed",
    "rule",
    "addresses",
    "shape",
    "config",
    "schema",
    "source",
    "service",
    "workload",
    "inventory",
    "option",
    "policy",
    "postings",
    "providers",
    "selection",
    "suppression",
    "targets",
}
MODULES = sorted((*LINT.rglob("*.py"), *RULES.rglob("*.py")))
MAX_LINES = 260


def imports(file: Path) -> Iterator[str]:
    """Give every svclint module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("svclint"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("svclint"):
            if node.module == "svclint":
                yield from (f"svclint.{name.name}" for name in node.names)
            else:
                yield node.module or ""


def part(module: str) -> str:
    """Give the part of the house that a module belongs to: ``svclint.source.fold`` → source."""
    return [*module.split("."), ""][1]


@pytest.mark.parametrize("file", sorted(LINT.rglob("*.py")), ids=lambda f: str(f.relative_to(LINT)))
def test_imports_point_down(file: Path) -> None:
    own = file.relative_to(LINT).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    assert own in FLOOR, f"{own} has no floor: say in this test where it stands"
    for module in imports(file):
        name = part(module)
        assert name == own or FLOOR[name] <= FLOOR[own], f"{file.name} reaches up to {module}"


@pytest.mark.parametrize("file", sorted(RULES.rglob("*.py")), ids=lambda f: f.stem)
def test_rules_import_only_what_rules_may(file: Path) -> None:
    for module in imports(file):
        assert part(module) in FOR_RULES, f"{file.name} imports {module}"


def test_no_module_imports_a_rule() -> None:
    found = [f for f in MODULES for module in imports(f) if module.startswith("svclint.rules.")]
    assert found == []


@pytest.mark.parametrize("file", MODULES, ids=lambda f: f.stem)
def test_files_are_small(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MAX_LINES

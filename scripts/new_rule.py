"""Create the file and the page of a new rule.

``python scripts/new_rule.py GROUP NAME SUMMARY``
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"
SCOPES = {
    "cluster": "cluster",
    "change": "change",
    "references": "reference",
    "policy": "policy",
    "suppression": "suppression",
}
ARGUMENTS = {
    "service": "service: Service",
    "object": "checked: KubernetesObject",
    "cluster": "service: Service, facts: ClusterFacts",
    "reference": "document: Document, inventory: Inventory",
    "change": "change: Prediction",
    "policy": "problem: Problem",
    "suppression": "review: Review",
}
IMPORTS = {
    "service": "from svclint.kubernetes.service import Service\n",
    "object": "from svclint.kubernetes.objects import KubernetesObject\n",
    "cluster": "from svclint.kubernetes.service import Service\n",
    "reference": "from svclint.source import Document\n",
    "change": "from svclint.kubernetes.objects.prediction import Prediction\n",
}
# Importing policies would slow down every run.
LATE_IMPORTS = {
    "policy": "\nif TYPE_CHECKING:\n    from svclint.policy.problem import Problem\n",
}
MODEL = "Report, Severity, refused"
FIRST_IMPORTS = {
    "cluster": "from svclint.model.cluster import ClusterFacts\n",
    "reference": "from svclint.kubernetes.inventory import Inventory\n",
}
CODE = '''"""{summary}"""

from __future__ import annotations

from collections.abc import Iterator
{standard}
{imports}{late}

@{scope}_rule("{name}", Severity.ERROR, since="{since}")
def rule({arguments}) -> Iterator[Report]:
    """{summary}"""
    yield refused(("spec",), "the fact, with the user's names and values", "the remedy")
'''
PAGE = """# {name}

{summary}

## What it finds

## Why it matters

## How to fix it

There is no automatic fix.

## Since

All Kubernetes versions.

## Sources

## Bad

```yaml bad
```

## Good

```yaml good
```
"""


def main() -> None:
    """Write both files; exit with an error if the name exists or is not in kebab case."""
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    group, name, summary = sys.argv[1:]
    folder = RULES / group
    if not folder.is_dir() or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name):
        groups = ", ".join(sorted(f.name for f in RULES.iterdir() if (f / "__init__.py").exists()))
        sys.exit(f"use one of the groups {groups}, and a name in kebab case: port-out-of-range")
    file = folder / f"{name.replace('-', '_')}.py"
    if file.exists():
        sys.exit(f"{file} already exists")
    # A folder in a group is that of a kind: validity/ingress.
    scope = "object" if "/" in group else SCOPES.get(group, "service")
    file.write_text(
        CODE.format(
            summary=summary,
            name=name,
            scope=scope,
            since=_version(),
            arguments=ARGUMENTS[scope],
            standard="from typing import TYPE_CHECKING\n" if scope == "policy" else "",
            imports=_imports(scope),
            late=LATE_IMPORTS.get(scope, ""),
        )
    )
    file.with_suffix(".md").write_text(PAGE.format(name=name, summary=summary))
    print(f"{file}\n{file.with_suffix('.md')}")


def _imports(scope: str) -> str:
    """Return the imports of a rule, in the order that ruff expects."""
    model = "Report, Review, Severity, refused" if scope == "suppression" else MODEL
    lines = [
        f"from svclint.model import {model}\n",
        f"from svclint.rule import {scope}_rule\n",
        FIRST_IMPORTS.get(scope, ""),
        IMPORTS.get(scope, ""),
    ]
    return "".join(sorted(lines))


def _version() -> str:
    text = (RULES.parent / "pyproject.toml").read_text()
    found = re.search(r'^version = "(\d+\.\d+)', text, re.MULTILINE)
    assert found is not None
    return found[1]


if __name__ == "__main__":
    main()

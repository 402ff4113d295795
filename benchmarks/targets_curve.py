"""Measure how the time to resolve n Services against n workloads grows with n; it should be linear.

    python benchmarks/targets_curve.py [LARGEST]

Every Service selects by one label that all workloads share and one of its own. In ``broken``, the
second label has a typo, so svclint searches a similar label for every Service.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from svclint.engine.across import check_across
from svclint.engine.alone import document_checker
from svclint.engine.collecting import collect
from svclint.engine.run_rules import Findings
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets import targets_of
from svclint.model.cluster import ClusterFacts
from svclint.rule import Rule
from svclint.rule.registry import select_rules
from svclint.source import Document
from svclint.source.kinds import KINDS_READ
from svclint.source.loading import documents_of_bytes

PAIR = """\
apiVersion: v1
kind: Service
metadata: {{name: app{number}}}
spec:
  selector: {{part-of: shop, app: {selected}}}
  ports: [{{name: http, port: 80, targetPort: http}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app{number}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{part-of: shop, app: {name}}}}}
    spec:
      containers:
        - {{name: main, image: "shop/main:1", ports: [{{name: http, containerPort: 8080}}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: app{number}}}
spec:
  defaultBackend: {{service: {{name: app{number}, port: {{name: http}}}}}}
"""
Result = TypeVar("Result")
FACTS = ClusterFacts((1, 36))


def _checked(documents: list[Document], rules: tuple[Rule, ...]) -> list[Findings]:
    check = document_checker(rules, lambda _file: FACTS, None)
    collected = collect(map(check, documents), None)
    return list(check_across(collected, rules, lambda _inventory: None))


def main() -> None:
    """Print one row per size, doubling up to the largest."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    sizes = [max(1, largest // 8), max(1, largest // 4), max(1, largest // 2), largest]
    print("| selectors | Services | read s | index s | resolve s | rules s | µs a Service |")
    print("| :--- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind in ("sound", "broken"):
        for size in sizes:
            print(row(kind, size))


def row(kind: str, size: int) -> str:
    """Measure one size; return the row of the table."""
    texts = [text(kind, number) for number in range(size)]
    read_s, documents = timed(lambda: parsed(texts))
    inventory = Inventory()
    index_s, _ = timed(lambda: filled(inventory, documents))
    resolve_s, _ = timed(lambda: [targets_of(each, inventory) for each in inventory.services()])
    rules = select_rules(["references"], [])
    rules_s, _ = timed(lambda: _checked(documents, rules))
    each = 1e6 * (index_s + resolve_s + rules_s) / size
    cells = [f"{seconds:.2f}" for seconds in (read_s, index_s, resolve_s, rules_s)]
    return f"| {kind} | {size:,} | {' | '.join(cells)} | {each:.0f} |"


def text(kind: str, number: int) -> str:
    """Return a Service, its workload and its Ingress."""
    name = "".join("abcdefghij"[int(digit)] for digit in str(number)) + "-server"
    selected = name if kind == "sound" else name + "r"
    return PAIR.format(number=number, name=name, selected=selected)


def parsed(texts: list[str]) -> list[Document]:
    """Return the documents of texts, each read as a separate file."""
    return [
        document
        for number, each in enumerate(texts)
        for document in documents_of_bytes(f"apps/{number}/all.yaml", each.encode(), KINDS_READ)
    ]


def filled(inventory: Inventory, documents: list[Document]) -> None:
    """Add documents to an inventory, and build its index."""
    for document in documents:
        inventory.add(document)
    inventory.workloads.within(((0, "none"),))


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor seconds that some work took, and its result."""
    start = process_time()
    result = work()
    return process_time() - start, result


if __name__ == "__main__":
    main()

"""Collect the documents of a run, once each was checked alone, into inventories.

The ``execution`` that the caller passes in may pack documents.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable
from typing import NamedTuple

from svclint.engine.execution import SIMPLE, Execution, Packer
from svclint.engine.live import Live
from svclint.engine.results import DocumentResult, Results
from svclint.engine.run_rules import crash
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.workloads import drop_pod_template
from svclint.model.cluster import ClusterFacts
from svclint.source import Document
from svclint.source.document import Chunk

# Documents live to the end of a run, and contain no cycles. Moving them out of the garbage
# collector's sight every so often takes a cold run of 10,000 files from 3.1 to 1.75 s of CPU.
_FREEZE_EVERY = 500


class Collected(NamedTuple):
    """All documents of a run: one inventory for each cluster, and the results to complete."""

    inventories: dict[str, Inventory]
    results: Results


def collect(
    results: Iterable[DocumentResult], live: Live | None, execution: Execution = SIMPLE
) -> Collected:
    """Take all documents into inventories, completed by live objects that no file contains.

    Every document is collected before the first one is checked across: any other may matter to it.
    """
    inventories: dict[str, Inventory] = {}
    collected, packer = Results(), execution.packer()
    chunk: Chunk | None = None
    for number, result in enumerate(results):
        if number % _FREEZE_EVERY == 0:
            gc.freeze()
        document, facts = result.document, result.facts
        if chunk is not document.chunk:
            # The objects of a List share a chunk, and each may still have findings to place.
            if chunk is not None:
                chunk.forget()
            chunk = document.chunk
        inventory = inventories.get(facts.cluster)
        if inventory is None:
            templates = dict(facts.pod_templates)
            inventory = Inventory(facts.namespace, templates, facts.version, facts.backends)
            inventories[facts.cluster] = inventory
        try:
            _add(document, facts, inventory, packer)
        except Exception:
            crashed = crash("the inventory", document)
            findings = [*result.findings, crashed]
            result = result._replace(findings=findings, can_check_across=False)  # noqa: PLW2901
        if result.can_check_across or result.findings:
            collected.add(result)
        if result.can_check_across:
            inventory.checked.append(document)
    if chunk is not None:
        chunk.forget()
    packer.close()
    for inventory in inventories.values():
        inventory.add_live(live.objects if live else ())
    return Collected(inventories, collected)


def _add(document: Document, facts: ClusterFacts, inventory: Inventory, packer: Packer) -> None:
    """Add a document to an inventory, and drop what is not read again."""
    if not isinstance(document.data, dict):
        inventory.add(document)
        return
    if facts.is_closed:
        inventory.close(document.file)
    if facts.is_strict:
        inventory.expect_all(document.file)
    inventory.add(document, facts.namespace, read_now=not packer.is_packing)
    if not packer.is_packing:
        drop_pod_template(document)
    packer.add(document)

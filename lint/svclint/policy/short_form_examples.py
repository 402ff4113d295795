"""Run the examples of short policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svclint.kubernetes.merge.apply_options import REPLACE, ApplyOptions
from svclint.kubernetes.objects.update import predict
from svclint.kubernetes.service.update_steps import SERVICE_STEPS
from svclint.model import Data, Location
from svclint.model.cluster import ClusterFacts
from svclint.policy.evaluation.evaluate import UNDECIDED, evaluate
from svclint.policy.evaluation.request import CREATE, UPDATE
from svclint.policy.loading import load_policies
from svclint.policy.short_form import Example, examples
from svclint.source import Document
from svclint.source.stream import documents


def failed_examples(document: Document, facts: ClusterFacts) -> Iterator[tuple[Location, str]]:
    """Yield the place and the message of each example without the expected result."""
    policies = load_policies([document])
    for example in examples(document):
        manifest = _manifest(example)
        place = document.locate(example.path)[0]
        if manifest is None:
            yield place, "the example is not a Service"
            continue
        # The namespace of the Service takes precedence over that of the example.
        own_namespace = (manifest.get("metadata") or {}).get("namespace")
        namespace = own_namespace if isinstance(own_namespace, str) else example.namespace
        old = None if example.old is None else _stored(example.old, None, example, facts)
        new = _stored(manifest, old, example, facts)
        operation = CREATE if old is None else UPDATE
        found = evaluate(policies, new, old, namespace, operation, facts)
        messages = [each.message for each in found if each.rule != UNDECIDED]
        undecided = [each.message for each in found if each.rule == UNDECIDED]
        if undecided:
            yield place, undecided[0]
        elif example.passes and messages:
            yield place, f"should pass, but: {messages[0]}"
        elif not example.passes and not messages:
            yield place, "should fail, but passes"
        elif example.says and not any(example.says in message for message in messages):
            yield place, f"should say {example.says!r}, but says: {messages[0]}"


def _manifest(example: Example) -> Data | None:
    found: Any = example.manifest
    if isinstance(found, str):
        parsed = next(documents("example", found.encode()), None)
        found = None if parsed is None or parsed.problem is not None else parsed.data
    is_service = isinstance(found, dict) and found.get("kind") == "Service"
    return found if is_service and isinstance(found.get("spec"), dict) else None


def _stored(manifest: Data, old: Data | None, example: Example, facts: ClusterFacts) -> Data:
    facts = facts._replace(namespace=example.namespace)
    name = Document(example.document.chunk, manifest).object_name
    return predict(SERVICE_STEPS, manifest, old, ApplyOptions(REPLACE), facts, name).after

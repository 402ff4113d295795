"""The selector of a workload does not match the labels of its own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svclint.kubernetes.selection import matches
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import workload_rule
from svclint.source.placeholders import contains_placeholder

# Kinds with a LabelSelector; that of a Job is generated.
_CUSTOM_KINDS = ("Rollout", "CloneSet")
_KINDS = ("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", *_CUSTOM_KINDS)


@workload_rule("workload-selector-mismatch", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """The selector of a workload does not match the labels of its own pods."""
    document = pods.document
    written = document.value(("spec", "selector"))
    found = labels(mapping(pods.data.get("metadata")).get("labels"))
    if not isinstance(written, dict):
        return
    is_map = document.kind == "ReplicationController"
    if not is_map and document.kind not in _KINDS:
        return
    selector: Data = {"matchLabels": written} if is_map else written
    if matches(found, selector) or _has_placeholder(selector) or _has_placeholder(found):
        return
    path, fact = _difference(selector, found)
    where: Path = ("spec", "selector", *(path[1:] if is_map else path))
    yield Report(
        where,
        f"{fact}; the {_refuser(document.kind)} refuses the {document.kind}",
        "write the same labels in the selector and in spec.template.metadata.labels",
    )


def _refuser(kind: str) -> str:
    return "controller" if kind in _CUSTOM_KINDS else "API server"


def _difference(selector: Data, found: Mapping[str, str]) -> tuple[Path, str]:
    """Return the first requirement that the labels do not meet: its path, and what is wrong."""
    for key, value in labels(selector.get("matchLabels")).items():
        if found.get(key) != value:
            has = f'have {key}="{found[key]}"' if key in found else f'have no label "{key}"'
            fact = f'the selector requires {key}="{value}", but the pods {has}'
            return ("matchLabels", key), fact
    return ("matchExpressions",), "the pods do not meet matchExpressions of the selector"


def _has_placeholder(value: Mapping[str, object]) -> bool:
    return contains_placeholder(str(value))

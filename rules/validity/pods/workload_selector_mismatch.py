"""The selector of a workload does not match the labels of its own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from svclint.kubernetes.selection import matches
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import labels, mapping
from svclint.rule import workload_rule
from svclint.source import Document
from svclint.source.kustomization import folders_above, kustomization_in
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
    if not written and _needs_selector(document):
        yield Report(
            ("spec", "selector") if written is not None else ("spec",),
            f"the {document.kind} has no selector, which is required; the API server refuses it",
            "select the labels of spec.template.metadata.labels with matchLabels",
        )
    if not isinstance(written, dict) or not written:
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


def _needs_selector(document: Document) -> bool:
    """Return whether a selector is required, and no kustomization can add it with its labels."""
    # Former versions of the API took the labels of the template by default.
    is_built_in = document.api_version == "apps/v1" and document.kind in _KINDS
    return is_built_in and not any(map(kustomization_in, folders_above(document.file)))


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

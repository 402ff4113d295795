"""The selector of a workload does not match the labels of its own pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from svclint.kubernetes.selection import matches
from svclint.kubernetes.workloads import PodTemplate
from svclint.model import Data, Path, Report, Severity
from svclint.model.data import labels
from svclint.rule import workload_rule
from svclint.source import Document
from svclint.source.charts import RELEASE_NAME, is_rendered_chart
from svclint.source.files import rendered_folder
from svclint.source.kustomization import folders_above, kustomization_in
from svclint.source.paths import real_path
from svclint.source.placeholders import contains_placeholder

# Kinds with a LabelSelector; that of a Job is generated.
_CUSTOM_KINDS = ("Rollout", "CloneSet")
_KINDS = ("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", *_CUSTOM_KINDS)


@workload_rule("workload-selector-mismatch", Severity.ERROR, since="0.1")
def rule(pods: PodTemplate) -> Iterator[Report]:
    """The selector of a workload does not match the labels of its own pods."""
    document = pods.document
    is_map = document.kind == "ReplicationController"
    if not is_map and document.kind not in _KINDS:
        return
    written = document.value(("spec", "selector"))
    metadata = pods.data.get("metadata")
    pod_labels = metadata.get("labels") if isinstance(metadata, dict) else metadata
    if _is_unknown(written) or _is_unknown(pod_labels):
        return
    found = labels(pod_labels)
    selector: Data = {"matchLabels": written or {}} if is_map else written or {}
    if _is_empty(selector):
        # The server takes the labels of the template for that of a ReplicationController.
        if not (is_map and found) and _needs_selector(document):
            yield _no_selector(document, written)
        return
    if matches(found, selector) or _is_completed(document, found, selector):
        return
    path, fact = _difference(selector, found)
    where: Path = ("spec", "selector", *(path[1:] if is_map else path))
    repeated = (*pods.path, "metadata", "labels", path[-1])
    if any(each.path == repeated and not each.is_same_value for each in document.duplicates):
        yield Report(
            repeated,
            f"{fact}: the label is written twice, and the last one counts; the "
            f"{_refuser(document.kind)} refuses the {document.kind}",
            "remove the label that differs from the selector",
            related=(where,),
        )
        return
    release = _release_that_fits(document, selector, found)
    unless = f' unless the release is named "{release}"' if release else ""
    yield Report(
        where,
        f"{fact}; the {_refuser(document.kind)} refuses the {document.kind}{unless}",
        "write the same labels in the selector and in spec.template.metadata.labels",
        severity=Severity.WARNING if release else None,
    )


def _release_that_fits(document: Document, selector: Data, found: Mapping[str, str]) -> str:
    """Return the name of a release with which the labels of a chart fit; empty if none is known."""
    if not is_rendered_chart(document.file):
        return ""
    for key, value in labels(selector.get("matchLabels")).items():
        for one, other in ((value, found.get(key, "")), (found.get(key, ""), value)):
            before, is_named, after = one.partition(RELEASE_NAME)
            if not is_named or len(other) <= len(before + after):
                continue
            name = other.removeprefix(before).removesuffix(after)
            if matches(_named(dict(found), name), _named(selector, name)):
                return name
    return ""


def _named(data: Any, release: str) -> Any:
    """Return the values of a selector or of labels as a release of another name has them."""
    if isinstance(data, dict):
        return {key: _named(value, release) for key, value in data.items()}
    if isinstance(data, list):
        return [_named(each, release) for each in data]
    return data.replace(RELEASE_NAME, release) if isinstance(data, str) else data


def _is_unknown(value: Any) -> bool:
    """Return whether a selector or labels contain placeholders, or what is not a label."""
    if contains_placeholder(str(value)) or not isinstance(value, dict | None):
        return True
    return any(isinstance(each, int | float) for each in (value or {}).values())


def _is_empty(selector: Data) -> bool:
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def _no_selector(document: Document, written: Any) -> Report:
    fact = "has no selector, which is required" if not written else "has an empty selector"
    remedy = "select the labels of spec.template.metadata.labels with matchLabels"
    if document.kind == "ReplicationController":
        fact = "has neither a selector nor labels of its pods"
        remedy = "write the same labels in spec.selector and in spec.template.metadata.labels"
    return Report(
        ("spec", "selector") if written is not None else ("spec",),
        f"the {document.kind} {fact}; the API server refuses it",
        remedy,
    )


def _needs_selector(document: Document) -> bool:
    """Return whether a selector is required, and no kustomization can add it with its labels."""
    # Former versions of the API took the labels of the template by default.
    is_built_in = document.api_version in ("v1", "apps/v1")
    # What was built may be inside of a kustomization that cannot be built.
    source = rendered_folder(document.file) or document.file
    return is_built_in and not any(map(kustomization_in, folders_above(source)))


def _is_completed(document: Document, found: Mapping[str, str], selector: Data) -> bool:
    """Return whether a kustomization beside a file adds the labels, also if it does not list it.

    What is parked in a folder is written like its neighbours.
    """
    if document.file.startswith("<"):
        return False
    beside = filter(None, map(kustomization_in, folders_above(real_path(document.file))))
    added = dict(pair for each in beside for pair in each.labels)
    return bool(added) and matches({**found, **added}, selector)


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

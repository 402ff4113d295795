"""Client-side apply: the three-way strategic merge of ``kubectl apply``.

Source: kubectl's ``Patcher.patchSimple`` and ``GetModifiedConfiguration`` (k8s.io/kubectl), and
``CreateThreeWayMergePatch`` (k8s.io/apimachinery/pkg/util/strategicpatch).
Verified with kubectl 1.32 and 1.33.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from svclint.kubernetes.merge.errors import MergeError
from svclint.kubernetes.merge.field_types import FieldType
from svclint.kubernetes.merge.strategic_diff import additions_and_changes, deletions
from svclint.kubernetes.merge.strategic_patch import apply_patch, merge_patches
from svclint.kubernetes.version_changes import KUBECTL_NULL_ANNOTATIONS
from svclint.model import Data
from svclint.model.cluster import Version
from svclint.model.json_text import read_json

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


class ClientMerge(NamedTuple):
    """The patch that ``kubectl apply`` sends, and the merged object before the server's own steps.

    ``patch`` is empty if kubectl sends nothing. ``last_applied`` is ``None`` if the live object
    has no annotation; nothing can be deleted then.
    """

    patch: Data
    merged: Data
    last_applied: Data | None


def merge_client(
    manifest: Data, live: Data, types: FieldType, namespace: str, version: Version
) -> ClientMerge:
    """Merge a manifest into the live object, given what was applied last.

    ``namespace`` is that of a manifest without one; empty for a cluster-scoped object. ``version``
    is that of kubectl. Raises ``MergeError`` if kubectl gives up or the server refuses the patch.
    """
    modified = annotated(manifest, namespace, version)
    last_applied = read_last_applied(live)
    deleted = deletions(last_applied or {}, modified, types)
    changed = additions_and_changes(live, modified, types)
    patch = merge_patches(deleted, changed, types)
    return ClientMerge(patch, apply_patch(live, patch, types), last_applied)


def merge_release(
    manifest: Data, live: Data, types: FieldType, previous: Data | None
) -> ClientMerge:
    """Merge a manifest of a Helm 3 release into the live object, given that of the last release.

    For an object that is new in the release but live, the live object counts as the last one.
    Source: createPatch in Helm 3 (pkg/kube/client.go), existingResourceConflict
    (pkg/action/validate.go).
    """
    last = live if previous is None else previous
    deleted = deletions(last, manifest, types)
    changed = additions_and_changes(live, manifest, types)
    patch = merge_patches(deleted, changed, types)
    return ClientMerge(patch, apply_patch(live, patch, types), last)


def read_last_applied(live: Data) -> Data | None:
    """Return the configuration that was applied last; ``None`` if the annotation is missing."""
    metadata: Data = live.get("metadata") or {}
    text = (metadata.get("annotations") or {}).get(LAST_APPLIED)
    if not text:
        return None
    try:
        data: Any = read_json(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise MergeError(f"the annotation {LAST_APPLIED} of the live object is not a JSON object")
    return data


def annotated(manifest: Data, namespace: str, version: Version) -> Data:
    """Return the manifest as kubectl compares it: with namespace, and itself as annotation."""
    metadata: Data = manifest.get("metadata") or {}
    annotations = readable_annotations(metadata, version)
    annotations.pop(LAST_APPLIED, None)
    metadata = metadata | {"annotations": annotations}
    if namespace:
        metadata["namespace"] = metadata.get("namespace") or namespace
    text = go_json(manifest | {"metadata": metadata}) + "\n"
    full = metadata | {"annotations": annotations | {LAST_APPLIED: text}}
    return manifest | {"metadata": full}


def readable_annotations(metadata: Data, version: Version) -> dict[str, str]:
    """Return the annotations as kubectl reads them: up to 1.32 none at all if one is null."""
    annotations: Data = metadata.get("annotations") or {}
    if KUBECTL_NULL_ANNOTATIONS.is_in(version):
        annotations = {key: "" if value is None else value for key, value in annotations.items()}
    if not all(isinstance(value, str) for value in annotations.values()):
        return {}
    return dict(annotations)


def go_json(value: Any) -> str:
    """Return JSON as Go's encoder writes it: sorted keys, no spaces, HTML characters escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

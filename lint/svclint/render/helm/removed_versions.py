"""Hide the API versions that no cluster serves any more from the charts that ask for them.

``helm template`` claims that a cluster serves whatever Helm's own client knows, also
``extensions/v1beta1``. A chart that asks for such a version first would be rendered with it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable

# Removed up to Kubernetes 1.27, the oldest that is checked. What has come back since under one of
# these names is disabled by default, as all beta versions are.
# Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
REMOVED = frozenset(
    (
        "admissionregistration.k8s.io/v1beta1",
        "apiextensions.k8s.io/v1beta1",
        "apiregistration.k8s.io/v1beta1",
        "apps/v1beta1",
        "apps/v1beta2",
        "authentication.k8s.io/v1beta1",
        "authorization.k8s.io/v1beta1",
        "autoscaling/v2beta1",
        "autoscaling/v2beta2",
        "batch/v1beta1",
        "batch/v2alpha1",
        "certificates.k8s.io/v1beta1",
        "coordination.k8s.io/v1beta1",
        "discovery.k8s.io/v1beta1",
        "events.k8s.io/v1beta1",
        "extensions/v1beta1",
        "flowcontrol.apiserver.k8s.io/v1beta1",
        "networking.k8s.io/v1beta1",
        "node.k8s.io/v1beta1",
        "policy/v1beta1",
        "rbac.authorization.k8s.io/v1alpha1",
        "rbac.authorization.k8s.io/v1beta1",
        "scheduling.k8s.io/v1beta1",
        "storage.k8s.io/v1beta1",
    )
)
# Only what begins at the dot or at ``$``: what stands before, in a search for any of it, would be
# searched once from each of its characters.
_ASKED = re.compile(rb"""(?<![\w.$)])\$?\.Capabilities\.APIVersions\.Has[ \t]+(["`])([^"`\n]*)\1""")


def hide_removed_versions(folder: str, files: Iterable[str], served: Collection[str]) -> None:
    """Answer the questions of a copied chart for a removed version with ``false``.

    ``files`` are those of the copy, below its folder; ``served`` are versions that the cluster
    is said to have. All other text keeps its place, so that findings keep their columns.
    """
    removed = {version.encode() for version in REMOVED.difference(served)}

    def answered(match: re.Match[bytes]) -> bytes:
        return b"false".ljust(len(match[0])) if match[2] in removed else match[0]

    for name in files:
        if not re.match(r"(?:charts/[^/]+/)*templates/", name):
            continue
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            written = file.read()
        changed = _ASKED.sub(answered, written)
        if changed != written:
            with open(path, "wb") as copy:
                copy.write(changed)

"""Who applies a manifest, and how it is sent to the server.

Sources: kubectl (k8s.io/kubectl/pkg/cmd/apply); kustomize-controller of Flux
(internal/controller/kustomization_controller.go, and PatchReplaceFieldsManagers in
fluxcd/pkg/ssa); Argo CD (gitops-engine/pkg/utils/kube/resource_ops.go and pkg/sync/sync_context.go,
common/common.go); Helm (pkg/kube/client.go and pkg/action/upgrade.go).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svclint.model import Data, ObjectName

# The field manager of kubectl's server-side apply.
KUBECTL = "kubectl"
# The manager of the fields that an object had before its first server-side apply, whoever set
# them: the server makes it up if the object has no managedFields.
BEFORE_FIRST_APPLY = "before-first-apply"
CLIENT, SERVER, REPLACE = "client", "server", "replace"
FLUX, ARGO_CD = "Flux", "Argo CD"
# The manifests of the last release of Helm, as their names are written.
Release = Mapping[ObjectName, Data]


class ApplyOptions(NamedTuple):
    """How a manifest is sent to the server: ``method`` is ``client``, ``server`` or ``replace``.

    ``manager``, ``is_forced`` (``--force-conflicts``) and ``adopted`` matter to server-side apply
    alone. ``adopted`` are other managers whose fields become those of ``manager`` before: names
    and operations; a name that ends in ``*`` is a prefix. With ``tries_first``, the server has to
    accept the manifest before they do as well. ``applies_again``: kubectl moves the fields of
    client-side apply afterwards, and applies once more. ``previous`` is the last release, with
    which Helm 3 merges instead of the annotation of the last apply. ``marks`` are beginnings of
    the labels and annotations that the tool adds to each manifest. ``tool`` is its name, if the
    labels and annotations of an object change how it is applied.
    """

    method: str = CLIENT
    manager: str = KUBECTL
    is_forced: bool = False
    adopted: tuple[tuple[str, str], ...] = ()
    tries_first: bool = False
    applies_again: bool = True
    previous: Release | None = None
    marks: tuple[str, ...] = ()
    tool: str = ""

    def is_mark(self, key: str) -> bool:
        """Return whether the tool adds a label or annotation itself."""
        return key.startswith(self.marks)


_ARGO_CD = ("argocd.argoproj.io/tracking-id", "argocd.argoproj.io/installation-id")
_HELM = ("meta.helm.sh/release-", "app.kubernetes.io/managed-by")
APPLIERS = {
    "client": ApplyOptions(CLIENT),
    # kubectl forces nothing by itself. With --force-conflicts, the outcome shows what a conflict
    # is about; without, nothing but that there is one.
    "server": ApplyOptions(SERVER, is_forced=True),
    "replace": ApplyOptions(REPLACE),
    "flux": ApplyOptions(
        SERVER,
        "kustomize-controller",
        is_forced=True,
        adopted=(
            ("kubectl*", "Apply"),
            ("kubectl*", "Update"),
            (f"{BEFORE_FIRST_APPLY}*", "Update"),
            ("kustomize-controller*", "Update"),
        ),
        tries_first=True,
        applies_again=False,
        tool=FLUX,
        marks=("kustomize.toolkit.fluxcd.io/",),
    ),
    "argocd": ApplyOptions(CLIENT, marks=_ARGO_CD, tool=ARGO_CD),
    "argocd-server-side": ApplyOptions(
        SERVER,
        "argocd-controller",
        is_forced=True,
        adopted=(("kubectl-client-side-apply", "Update"),),
        marks=_ARGO_CD,
        tool=ARGO_CD,
    ),
    "helm3": ApplyOptions(CLIENT, previous={}, marks=_HELM),
    # What Helm 3 does with --force, and Helm 4 with --force-replace.
    "helm-replace": ApplyOptions(REPLACE, marks=_HELM),
    # Helm 4 takes over the fields of Helm 3 when a release moves to server-side apply.
    "helm4": ApplyOptions(
        SERVER, "helm", adopted=(("helm", "Update"),), applies_again=False, marks=_HELM
    ),
}

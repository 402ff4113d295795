"""What a caller asks for: one frozen dataclass for each of check, diff and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from svclint.source.files import MAX_BYTES

ApplyMethod = Literal[
    "client",
    "server",
    "replace",
    "flux",
    "argocd",
    "argocd-server-side",
    "helm3",
    "helm4",
    "helm-replace",
]
RenderMode = Literal["", "auto", "require", "off"]
# In ``live``: read the cluster of the kubeconfig instead of a snapshot.
CLUSTER = "cluster"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What every request says: which files, for which cluster, beside which live objects.

    ``paths`` are files, folders, glob patterns, or ``-`` for standard input. ``kustomize`` and
    ``helm`` are folders that are rendered, the latter with the files ``values``, the single
    values ``set`` (``a.b=c``), and ``release`` as the name of the release;
    ``render`` says whether those in the paths are: ``require`` makes it an error if one cannot be.
    An empty field leaves the answer to ``.svclint.yaml`` (unless ``use_config`` is false) or to the
    default. ``use_cache``: keep results for the next run, and use those of earlier ones.
    ``trust`` are folders outside of the checkout that configurations may refer to;
    ``follow_links``: read what links lead to outside of it. ``isolated``: no file of the tree says
    what is checked or reported, so configurations, ``.gitignore`` files, suppressions and policies
    in ``.svclint`` have no effect, a baseline is an error, and so is a run that checks nothing.
    ``live`` is ``("cluster",)`` or files and folders of a snapshot. A run of more than ``timeout``
    seconds is interrupted, and a file of more than ``max_file_size`` bytes is not read; both are
    errors. ``exclude`` and ``include`` are patterns as in ``.gitignore``: what is left out of
    folders, and what is read nevertheless.
    """

    paths: tuple[str, ...] = ()
    kustomize: tuple[str, ...] = ()
    helm: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    set: tuple[str, ...] = ()
    release: str = ""
    render: RenderMode = ""
    kubernetes_version: str = ""
    service_cidrs: tuple[str, ...] = ()
    node_port_range: str = ""
    namespace: str = ""
    use_config: bool = True
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    trust: tuple[str, ...] = ()
    follow_links: bool = False
    isolated: bool = False
    live: tuple[str, ...] = ()
    kubeconfig: str = ""
    context: str = ""
    timeout: float | None = None
    max_file_size: int = MAX_BYTES
    use_cache: bool = False


@dataclass(frozen=True, kw_only=True)
class ApplyRequest(Request):
    """What requests say about how the manifests will be applied to the live objects.

    ``field_manager`` is that of server-side apply, and ``force_conflicts`` takes over fields of
    other managers; ``None`` is what the applier does. ``previous`` are files with the manifests of
    the last release, for ``helm3``.
    """

    apply: ApplyMethod = "client"
    field_manager: str = ""
    force_conflicts: bool | None = None
    previous: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleRequest(ApplyRequest):
    """What requests say that run rules: which ones.

    ``select`` and ``ignore`` are names of rules and groups; ``policies`` are files and folders
    with ValidatingAdmissionPolicies.
    """

    profile: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    require_reason: bool = False
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckRequest(RuleRequest):
    """Check manifests as the API server would, and what it does not check.

    ``fix`` writes the fixes into the files, or only computes them (``preview``). ``jobs`` is the
    number of processes, ``None`` for one per CPU in a large run. ``fail_on`` is the severity from
    which a finding fails the run, or ``never``; empty: as configured, or ``error``. With
    ``use_baseline`` false, not even a configured baseline is used. ``debug`` adds the traceback
    to an error that is a bug in svclint. ``stdin_filename`` is the file for which standard input
    stands: it is checked with the configuration and the neighbours of that file.
    """

    among: tuple[str, ...] = ()
    changed_since: str = ""
    baseline: str = ""
    use_baseline: bool = True
    fail_on: Literal["", "error", "warning", "note", "never"] = ""
    strict_references: bool = False
    fix: Literal["", "write", "preview"] = ""
    unsafe_fixes: bool = False
    jobs: int | None = None
    debug: bool = False
    stdin_filename: str = ""


@dataclass(frozen=True, kw_only=True)
class DiffRequest(RuleRequest):
    """Predict what applying manifests would change; ``live`` is required.

    ``prune_report`` also lists live objects with the labels of ``selector`` (``a=b,c=d``) that
    were applied once and that no file contains. ``among`` are folders whose charts and
    kustomizations deploy the ``paths``: only objects that the latter cause are compared.
    """

    among: tuple[str, ...] = ()
    prune_report: bool = False
    selector: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetsRequest(ApplyRequest):
    """Resolve which workloads and ports each Service reaches, and who calls it.

    ``broken``: show only broken links and their Services.
    """

    broken: bool = False

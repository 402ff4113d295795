"""What charts may ask of a cluster: the kinds that every supported Kubernetes version serves.

Without a cluster, ``helm template`` knows only groups and versions: to a chart that asks for
``networking.k8s.io/v1/Ingress`` it looks like a cluster from before 2020.
"""

from __future__ import annotations

from svclint.source.kinds import CORE_KINDS

# https://kubernetes.io/docs/reference/kubernetes-api/
_KINDS = {
    "v1": sorted(CORE_KINDS - {"List"}),
    "admissionregistration.k8s.io/v1": (
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    ),
    "apiextensions.k8s.io/v1": ("CustomResourceDefinition",),
    "apiregistration.k8s.io/v1": ("APIService",),
    "apps/v1": ("ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    "authentication.k8s.io/v1": ("TokenReview",),
    "authorization.k8s.io/v1": (
        "LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview",
        "SubjectAccessReview",
    ),
    "autoscaling/v1": ("HorizontalPodAutoscaler",),
    "autoscaling/v2": ("HorizontalPodAutoscaler",),
    "batch/v1": ("CronJob", "Job"),
    "coordination.k8s.io/v1": ("Lease",),
    "discovery.k8s.io/v1": ("EndpointSlice",),
    "certificates.k8s.io/v1": ("CertificateSigningRequest",),
    "events.k8s.io/v1": ("Event",),
    "networking.k8s.io/v1": ("Ingress", "IngressClass", "NetworkPolicy"),
    "node.k8s.io/v1": ("RuntimeClass",),
    "policy/v1": ("PodDisruptionBudget",),
    "rbac.authorization.k8s.io/v1": ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
    "scheduling.k8s.io/v1": ("PriorityClass",),
    "storage.k8s.io/v1": (
        "CSIDriver", "CSINode", "CSIStorageCapacity", "StorageClass", "VolumeAttachment",
    ),
}  # fmt: skip
SERVED = tuple(f"{version}/{kind}" for version, kinds in _KINDS.items() for kind in kinds)

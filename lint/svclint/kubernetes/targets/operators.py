"""Pods and Services that operators make of custom resources."""

from __future__ import annotations

from collections.abc import Iterable

from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.targets.similarity import name_starts
from svclint.model.data import group_of, labels
from svclint.source import Document

_SHORTEST_NAME = 3
# Labels that name the application, and not a part of it or its environment.
_APPLICATION = ("app", "app.kubernetes.io/name", "app.kubernetes.io/instance", "k8s-app")
# Controllers of these groups configure traffic, certificates, addresses or scaling; they make no
# pods and no Services, so that an object of theirs explains no missing one.
_CONFIGURING = frozenset(
    """
    apisix.apache.org bitnami.com cert-manager.io cilium.io cloud.google.com
    configuration.konghq.com crd.projectcalico.org elbv2.k8s.aws extensions.istio.io
    external-secrets.io http.keda.sh k8s.nginx.org keda.sh kyverno.io linkerd.io metallb.io
    networking.gke.io networking.istio.io policy.linkerd.io projectcontour.io security.istio.io
    split.smi-spec.io telemetry.istio.io traefik.containo.us traefik.io
    """.split()  # noqa: SIM905
)
_KUBERNETES = "kubernetes.io"
# What Flux and Argo CD deploy is in the run, or is a release.
_DEPLOYING = (".fluxcd.io", "argoproj.io")


def is_made_by_operator(
    document: Document, texts: Iterable[str], inventory: Inventory, keys: Iterable[str] = ()
) -> bool:
    """Return whether a custom resource that may be deployed with an object has one of some texts.

    They are values of labels or the name of a Service: operators form both from the kind and the
    name of the custom resource, or from their own. ``keys`` of labels can begin with its API group.
    """
    resources = _resources_around(document, inventory)
    domains = {key.partition("/")[0] for key in keys if "/" in key}
    return any(
        _is_of(each, text) or group_of(each.api_version) in domains
        for each in resources
        for text in texts
    )


def is_named_by_resource(name: str, inventory: Inventory) -> bool:
    """Return whether the name of a Service begins with that of a custom resource of the run.

    An operator may make the Service, whatever deploys the resource: ``db-rw`` of ``db``, and
    ``vmsingle-metrics`` of the VMSingle ``metrics``.
    """
    known = inventory.cache.computed("names of resources", lambda: _names_of(inventory))
    return any(start in known for start in name_starts(name))


def _names_of(inventory: Inventory) -> frozenset[str]:
    found: set[str] = set()
    for each in inventory.custom_resources:
        name, group = each.object_name.name, group_of(each.api_version)
        if (
            len(name) >= _SHORTEST_NAME
            and group not in _CONFIGURING
            and not group.endswith(_DEPLOYING)
        ):
            found |= {name, f"{each.kind.lower()}-{name}"}
    return frozenset(found)


def is_label_of_operator(keys: Iterable[str], inventory: Inventory) -> bool:
    """Return whether a label key has a domain that no label of the workloads of the run has.

    Such labels are those of pods that an operator makes, as ``cnpg.io/cluster``. The pods of the
    operator itself may have them, too: that of a domain of custom resources is one in any case.
    """
    domains = {domain for domain in map(_domain, keys) if not domain.endswith(_KUBERNETES)}
    if not domains:
        return False
    known = inventory.cache.computed("domains of labels", lambda: _domains_of_labels(inventory))
    groups = inventory.cache.computed("groups of operators", lambda: _groups(inventory))
    return not domains <= known or any(
        f".{group}".endswith(f".{domain}") for group in groups for domain in domains
    )


def _domains_of_labels(inventory: Inventory) -> frozenset[str]:
    workloads = inventory.workloads.all
    return frozenset(_domain(key) for each in workloads for key in (*each.labels, *each.added))


def _groups(inventory: Inventory) -> frozenset[str]:
    found = (group_of(each.api_version) for each in inventory.custom_resources)
    return frozenset(found).difference(_CONFIGURING)


def _domain(key: str) -> str:
    """Return the domain of a label key, that of Kubernetes for one without a domain."""
    domain, slash, _ = key.partition("/")
    return domain if slash else _KUBERNETES


def _is_of(resource: Document, text: str) -> bool:
    """Return whether a text has the name or the kind of a custom resource, or that of its operator.

    The API group of most operators has their name: ``opentelemetry-operator`` labels what it makes
    of objects of ``opentelemetry.io``.
    """
    kind, domain = resource.kind.lower(), group_of(resource.api_version)
    name, operators = resource.object_name.name, domain.split(".")[:-1]
    is_named = text == name and len(name) >= _SHORTEST_NAME
    is_prefixed = any(
        text.startswith(f"{each}-") for each in (name, *operators) if len(each) >= _SHORTEST_NAME
    )
    if is_named or is_prefixed or _has_app(resource, text):
        return True
    return kind in (text.lower().replace("-", ""), *text.lower().split("-"))


def _has_app(resource: Document, text: str) -> bool:
    """Return whether a text is the name of the application in the labels of a resource."""
    own = labels(resource.value(("metadata", "labels")))
    return any(own.get(key) == text for key in _APPLICATION)


def _resources_around(document: Document, inventory: Inventory) -> list[Document]:
    """Return the custom resources of operators that are deployed with an object or may be.

    Where nothing says what deploys both, they are in one folder tree, though several variants of
    one resource are there: each makes the pods.
    """
    folder = inventory.deployments.folder_of(document.file)

    def compute() -> list[Document]:
        return [
            each
            for each in inventory.custom_resources
            if group_of(each.api_version) not in _CONFIGURING
            and (
                inventory.are_together(document, each)
                or inventory.are_in_one_folder_tree(document, each)
            )
        ]

    key = "custom resources", inventory.numbers(document), folder
    return inventory.cache.computed(key, compute)

"""The live objects of a run, and how manifests will be applied to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from svclint.kubernetes.deployments.sync_settings import SyncSettings
from svclint.kubernetes.kinds import kind_of
from svclint.kubernetes.merge.apply_options import ApplyOptions
from svclint.kubernetes.merge.object_policies import NO_SETTINGS, ObjectPolicy, object_policy
from svclint.model import Data, ObjectName
from svclint.source import Document


class DeployedNamespace(NamedTuple):
    """The namespace of objects that are deployed together: forced, or for those without one."""

    forced: str = ""
    default: str = ""


class Live(NamedTuple):
    """The objects of the cluster, and how manifests will be applied to it.

    ``settings`` are those with which the objects of each file are deployed, if any, and
    ``namespaces`` are where.
    """

    objects: Sequence[Document]
    apply_options: ApplyOptions
    settings: Mapping[str, SyncSettings] = MappingProxyType({})
    namespaces: Mapping[str, DeployedNamespace] = MappingProxyType({})

    def by_name(self) -> dict[ObjectName, Document]:
        """Return the live objects of the kinds that svclint checks."""
        return {
            document.object_name: document
            for document in self.objects
            if kind_of(document.api_version, document.kind) is not None
        }

    def name_of(self, document: Document, namespace: str) -> ObjectName:
        """Return the name in the cluster of a document's object.

        ``namespace`` is that of an object for which neither it nor its deployment names one.
        """
        deployed = self.namespaces.get(document.file, DeployedNamespace())
        name = name_in_cluster(document, deployed.default or namespace)
        # Without a namespace, it is of the whole cluster.
        return name._replace(namespace=name.namespace and (deployed.forced or name.namespace))

    def policy_of(self, document: Document, live: Data | None) -> ObjectPolicy:
        """Return how an object of a file is applied to the live one, if any."""
        settings = self.settings.get(document.file, NO_SETTINGS)
        return object_policy(self.apply_options, document.data, live, settings)


def name_in_cluster(document: Document, namespace: str) -> ObjectName:
    """Return the name of a document's object in the cluster.

    ``namespace`` is that of an object without one; a cluster-scoped object has none.
    """
    kind, name = kind_of(document.api_version, document.kind), document.object_name
    if kind is not None and not kind.is_namespaced:
        return name._replace(namespace="")
    return name._replace(namespace=name.namespace or namespace)

"""Calls by DNS name: the hosts in values of workloads and ConfigMaps, and their Services."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from svclint.kubernetes.host_names import (
    CUSTOM_RESOURCES,
    DnsName,
    HostValue,
    Mention,
    cluster_domain_problem,
    dns_names,
    host_values,
    is_host_key,
    mentions,
    nginx_upstreams,
)
from svclint.kubernetes.inventory import Inventory
from svclint.kubernetes.name_index import Place
from svclint.kubernetes.selection import has_labels
from svclint.kubernetes.targets.object_index import service_index
from svclint.kubernetes.targets.resolve import is_headless, selector_of
from svclint.kubernetes.targets.selecting import nearest_first
from svclint.kubernetes.workloads import Workload
from svclint.model import Path
from svclint.model.data import mapping, sequence
from svclint.source import Document
from svclint.source.kinds import CONFIGURED, WORKLOAD_KINDS
from svclint.source.kustomization import is_patch_file

DNS_CALLER_KINDS = (
    *sorted(WORKLOAD_KINDS),
    "ConfigMap",
    "Service",
    "Ingress",
    *dict.fromkeys(kind for _, kind in CUSTOM_RESOURCES),
    CONFIGURED,
)
_FEW = 12
# A host as a text spells it, whether a pod resolves it, and whether it is surely a host to call.
_Host = tuple[str, bool, bool]


class DnsCall(NamedTuple):
    """A host in a value, what it stands for, and the definitions of the Service that it names.

    ``problem`` says why a host that is written like that of a Service can be that of none.
    ``is_found``: one of ``services`` is deployed together with the object.

    ``port`` is that of the mention or of a variable beside the value, ``port_path`` its place.
    """

    value: HostValue
    mention: Mention
    name: DnsName
    services: list[Document]
    port: int | None
    port_path: Path
    problem: str = ""
    is_found: bool = False

    @property
    def is_port_beside(self) -> bool:
        """Whether the port is the value of a variable beside that of the host."""
        return self.port_path != self.value.path

    @property
    def written(self) -> str:
        """How the text spells the host, with its port if that follows it."""
        host = self.mention.host
        with_port = f"{host}:{self.mention.port}"
        return with_port if with_port in self.value.text else host

    @property
    def is_of_probe(self) -> bool:
        """Whether the host is that of a probe, which the kubelet resolves."""
        return self.value.path[-1] == "host" and self.value.path[-2] in ("httpGet", "tcpSocket")


# Several rules ask for the same document one after the other.
@lru_cache(maxsize=4)
def dns_calls(document: Document, inventory: Inventory) -> list[DnsCall]:
    """Return the hosts that an object mentions and that may be Services of the cluster."""
    values = host_values(document, inventory.pod_template_path(document))
    if not values:
        return []
    aliases = _host_aliases(document, inventory)
    upstreams = nginx_upstreams(document)
    places = inventory.search_places(document)
    # Most hosts are mentioned several times, and by several objects.
    known: dict[_Host, _Named] = inventory.cache.computed(("hosts", places), dict)
    own: dict[_Host, _Named | None] = {}
    found: list[DnsCall] = []
    for value in values:
        for mention in mentions(value.key, value.text):
            key = mention.host, value.is_of_pod, _is_called(value, mention)
            if mention.host.lower() in aliases:
                continue
            if mention.host in upstreams and (mention.port is None or mention.is_default):
                continue
            named = known.get(key)
            if named is None:
                if key not in own:
                    own[key] = _named(document, key, places, inventory)
                named = own[key]
                if named is None:
                    continue
                if named.is_found:
                    known[key] = named
            found.append(_call(value, mention, named))
    if all(each.is_found for each in found) or not is_patch_file(document.file):
        return found
    # The object that a patch changes may have other names around it.
    return []


def _is_called(value: HostValue, mention: Mention) -> bool:
    """Return whether a name is that of a host: it has a port, is in a URL, or has such a key."""
    return mention.port is not None or mention.protocol is not None or is_host_key(value.key)


class _Named(NamedTuple):
    """What a host stands for."""

    name: DnsName
    services: list[Document]
    problem: str
    is_found: bool = False


def _call(value: HostValue, mention: Mention, named: _Named) -> DnsCall:
    name, services, problem, is_found = named
    if value.port is not None and (mention.port is None or mention.is_default):
        path, port = value.port
        return DnsCall(value, mention, name, services, port, path, problem, is_found)
    return DnsCall(value, mention, name, services, mention.port, value.path, problem, is_found)


def _named(
    document: Document,
    key: _Host,
    places: tuple[Place, ...],
    inventory: Inventory,
) -> _Named | None:
    """Return what a host stands for, if it is of a cluster."""
    host, is_of_pod, is_called = key
    names = dns_names(host)
    problem = cluster_domain_problem(host, is_called=is_called)
    readings = [each for each in names if each.is_service or is_of_pod]
    for reading in readings:
        space = reading.namespace
        searched = [(number, space) for number, _ in places] if space else places
        found = inventory.find_at(searched, document, "", "Service", reading.name)
        if found and (reading.is_service or not reading.pod or any(map(is_headless, found))):
            is_found = any(inventory.are_together(document, each) for each in found)
            return _Named(reading, found, problem, is_found)
    if readings:
        return _Named(readings[0], [], problem)
    return _Named(DnsName(""), [], problem) if problem and not names else None


def _host_aliases(document: Document, inventory: Inventory) -> frozenset[str]:
    """Return the names that a pod resolves by itself, in lower case."""
    path = inventory.pod_template_path(document)
    found = {"localhost"}
    if path is not None:
        for entry in sequence(document.value((*path, "spec", "hostAliases"))):
            hosts = sequence(mapping(entry).get("hostnames"))
            found.update(each.lower() for each in hosts if isinstance(each, str))
    return frozenset(found)


def workload_defined(document: Document, inventory: Inventory) -> Workload | None:
    """Return the workload that a document defines."""
    known = inventory.cache.computed(
        "workloads by document",
        lambda: {id(each.document): each for each in inventory.workloads.all},
    )
    return known.get(id(document))


def services_selecting(document: Document, inventory: Inventory) -> list[Document]:
    """Return the Services that select the pods of a workload, nearest first."""
    name, namespace = document.object_name.name, document.object_name.namespace
    found = services_of_workload(document, name, namespace, inventory)
    services = [service for workload, service in found if workload.document is document]
    return nearest_first(document, services)


def services_of_workload(
    around: Document, name: str, namespace: str, inventory: Inventory
) -> list[tuple[Workload, Document]]:
    """Return the workloads with a name in a namespace, each with a Service that selects it.

    By default, the namespace is that of an object; only workloads deployed together count.
    """
    found: list[tuple[Workload, Document]] = []
    for workload in _workloads_named(around, name, namespace, inventory):
        index = service_index(_first_selector_pair, inventory)
        for place in inventory.places(workload.document):
            keys = [(place, *pair) for pair in workload.labels.items()]
            found += [
                (workload, service)
                for key in keys
                for service in islice(index.find(key), _FEW)
                if has_labels(workload, selector_of(service))
            ]
    return found


def _workloads_named(
    around: Document, name: str, namespace: str, inventory: Inventory
) -> Iterator[Workload]:
    known = inventory.cache.computed("workloads by name", lambda: _workloads_by_name(inventory))
    for place in inventory.search_places(around, namespace):
        yield from known.get((place, name), ())


def _workloads_by_name(inventory: Inventory) -> dict[tuple[Place, str], list[Workload]]:
    found: dict[tuple[Place, str], list[Workload]] = {}
    for workload in inventory.workloads.all:
        if workload.labels and workload.has_pods:
            for place in inventory.places(workload.document):
                found.setdefault((place, workload.name), []).append(workload)
    return found


def _first_selector_pair(service: Document, inventory: Inventory) -> list[tuple[Place, str, str]]:
    pair = next(iter(selector_of(service).items()), None)
    return [] if pair is None else [(place, *pair) for place in inventory.places(service)]

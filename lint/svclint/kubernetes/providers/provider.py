"""A provider: a controller that reads annotations of Services, as its file describes it.

Each JSON file of this folder is one provider, with its sources and the day they were read. A
provider that ``balances`` creates load balancers; a Service has only one such provider.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from typing import Any, NamedTuple

from svclint.kubernetes.providers.values import Values, values_from
from svclint.model.addresses import parse_cidr


class Provider(NamedTuple):
    """A controller that reads annotations of Services.

    ``names`` are its annotations by domain (the part before the slash); ``*`` stands for any text.
    ``owns`` are prefixes of names that only it uses. ``internal`` are annotations and the values
    that request a load balancer in a private network; ``limits`` are annotations that limit
    who may connect. ``requests`` are annotations that request addresses, ``sharing`` those whose
    value is a key that lets several Services share an address, in several namespaces only with one
    of ``sharing_across_namespaces``. ``values`` are the values that it reads, by the name of the
    annotation. ``reads_labels``: they may be labels as well.
    ``reads_all_kinds``: it reads the annotations of all objects, not of Services alone.
    ``names_of_ports`` are the names whose ``*`` stands for the number of a port of the Service.
    """

    name: str
    balances: bool
    classes: frozenset[str]
    private_classes: frozenset[str]
    owns: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    internal: Mapping[str, tuple[str, ...]]
    limits: frozenset[str]
    requests: tuple[str, ...]
    sharing: tuple[str, ...]
    values: Mapping[str, Values]
    reads_labels: bool = False
    reads_all_kinds: bool = False
    names_of_ports: tuple[str, ...] = ()
    sharing_across_namespaces: tuple[str, ...] = ()

    def knows(self, domain: str, name: str) -> bool:
        """Return whether it documents an annotation."""
        return _matches(name, self.names.get(domain, ()))

    def has(self, domain: str, name: str) -> bool:
        """Return whether an annotation belongs to it, documented or not."""
        return self.knows(domain, name) or (domain in self.names and name.startswith(self.owns))

    def values_of(self, domain: str, name: str) -> Values | None:
        """Return the values of an annotation; ``None`` if it may have any."""
        if name in self.values:
            return self.values[name] if domain in self.names else None
        if not self.knows(domain, name):
            return None
        return next((v for each, v in self.values.items() if fnmatchcase(name, each)), None)

    def port_in(self, domain: str, name: str) -> str:
        """Return the port of the Service in the name of an annotation; empty if it names none."""
        for each in self.names_of_ports if domain in self.names else ():
            start, _, end = each.partition("*")
            if name.startswith(start) and name.endswith(end):
                return name.removeprefix(start).removesuffix(end)
        return ""


def _matches(name: str, names: Iterable[str]) -> bool:
    return name in names or any(fnmatchcase(name, each) for each in names if "*" in each)


@lru_cache(maxsize=1)
def providers() -> tuple[Provider, ...]:
    """Return all known providers."""
    folder = os.path.dirname(__file__)
    found: list[Provider] = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found.append(_provider(json.load(file)))
    return tuple(found)


def _provider(entry: Any) -> Provider:
    names: dict[str, tuple[str, ...]] = {}
    for group in entry["annotations"]:
        for domain in group["domains"]:
            names[domain] = names.get(domain, ()) + tuple(group["names"])
    return Provider(
        entry["name"],
        entry["balances"],
        frozenset(entry["classes"]),
        frozenset(entry["private_classes"]),
        tuple(entry["owns"]),
        names,
        {key: tuple(values) for key, values in entry["internal"].items()},
        frozenset(entry["limits"]),
        tuple(entry["requests"]),
        tuple(entry["sharing"]),
        {name: values_from(each) for name, each in entry["values"].items()},
        entry.get("reads_labels", False),
        entry.get("reads_all_kinds", False),
        tuple(entry.get("names_of_ports", ())),
        tuple(entry.get("sharing_across_namespaces", ())),
    )


@cache
def readers_of(field: str, kind: str) -> tuple[Provider, ...]:
    """Return the providers that read the ``annotations`` or ``labels`` of objects of a kind."""
    return tuple(
        each
        for each in providers()
        if (each.reads_labels or field == "annotations")
        and (each.reads_all_kinds or kind == "Service")
    )


@cache
def _by_domain() -> Mapping[str, tuple[Provider, ...]]:
    found: dict[str, tuple[Provider, ...]] = {}
    for each in providers():
        for domain in each.names:
            found[domain] = (*found.get(domain, ()), each)
    return found


def readers_of_key(key: str, field: str, kind: str) -> list[Provider]:
    """Return those of the readers of a field that have annotations in the domain of a key."""
    domain, _, _ = key.partition("/")
    readers = readers_of(field, kind)
    return [each for each in _by_domain().get(domain, ()) if each in readers]


def balancer_of(key: str) -> Provider | None:
    """Return the provider of load balancers that an annotation belongs to."""
    domain, _, name = key.partition("/")
    known = _by_domain().get(domain, ())
    return next((each for each in known if each.balances and each.has(domain, name)), None)


def balancer_of_class(name: str) -> Provider | None:
    """Return the provider of a loadBalancerClass."""
    return next((each for each in providers() if name in each.classes), None)


def is_private(annotations: Mapping[str, str], load_balancer_class: str) -> bool:
    """Return whether a load balancer in a private network is requested."""
    return any(
        load_balancer_class in each.private_classes
        or any(annotations.get(key, "").lower() in values for key, values in each.internal.items())
        for each in providers()
    )


def is_about_private(key: str) -> bool:
    """Return whether an annotation is about private networks, whatever its value."""
    return any(key in each.internal for each in providers())


def limits_clients(annotations: Mapping[str, str], ranges: Iterable[str]) -> bool:
    """Return whether annotations or source ranges limit who may connect to a load balancer."""
    if any(not each.limits.isdisjoint(annotations) for each in providers()):
        return True
    networks = [parsed[1] for text in ranges if (parsed := parse_cidr(text)) is not None]
    return bool(networks) and all(network.prefix for network in networks)

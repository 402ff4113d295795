"""Providers: who documents which annotations and load-balancer classes of Services.

``providers.json`` contains their names, with the sources of each provider and the day they were
read. A provider that ``balances`` creates load balancers; a Service has only one such provider.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.model.addresses import parse_cidr
from svclint.model.suggestions import edit_distance, folded

# In names shorter than the first, at most one letter may differ; in those below the second, none.
_LONG, _SHORT = 8, 5
_SEPARATORS = "-_."


class Provider(NamedTuple):
    """A controller that reads annotations of Services.

    ``names`` are its annotations by domain (the part before the slash); ``*`` stands for any text.
    ``owns`` are prefixes of names that only it uses. ``internal`` are annotations and the values
    that request a load balancer in a private network; ``limits`` are annotations that limit
    who may connect.
    """

    name: str
    balances: bool
    classes: frozenset[str]
    private_classes: frozenset[str]
    owns: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    internal: Mapping[str, tuple[str, ...]]
    limits: frozenset[str]

    def knows(self, domain: str, name: str) -> bool:
        """Return whether it documents an annotation."""
        names = self.names.get(domain, ())
        return name in names or any(fnmatchcase(name, each) for each in names if "*" in each)

    def has(self, domain: str, name: str) -> bool:
        """Return whether an annotation belongs to it, documented or not."""
        return self.knows(domain, name) or (domain in self.names and name.startswith(self.owns))


@lru_cache(maxsize=1)
def providers() -> tuple[Provider, ...]:
    """Return all known providers."""
    with open(os.path.join(os.path.dirname(__file__), "providers.json"), encoding="utf-8") as file:
        return tuple(map(_provider, json.load(file)["providers"]))


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
    )


def balancer_of(key: str) -> Provider | None:
    """Return the provider of load balancers that an annotation belongs to."""
    domain, _, name = key.partition("/")
    return next((each for each in providers() if each.balances and each.has(domain, name)), None)


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
    if any(key in each.limits for each in providers() for key in annotations):
        return True
    networks = [parsed[1] for text in ranges if (parsed := parse_cidr(text)) is not None]
    return bool(networks) and all(network.prefix for network in networks)


def similar_annotation(key: str) -> tuple[Provider, str] | None:
    """Return the documented annotation that an unknown one is similar to, and its provider.

    The name may differ in one or two letters, or be in another domain of kubernetes.io than the
    documented one. ``None`` for documented annotations and those similar to none.
    """
    domain, slash, name = key.partition("/")
    if not slash or any(each.knows(domain, name) for each in providers()):
        return None
    near = [
        (edits, f"{domain}/{known}", each)
        for each in providers()
        for known in each.names.get(domain, ())
        if "*" not in known and (edits := _distance(name, known)) is not None
    ]
    if near:
        _, found, provider = min(near, key=lambda one: one[:2])
        return provider, found
    for provider, home in _homes(name):
        if domain.endswith("kubernetes.io") and name.startswith(provider.owns):
            return provider, f"{home}/{name}"
    return None


def _homes(name: str) -> Iterator[tuple[Provider, str]]:
    for each in providers():
        for domain in each.names:
            if each.owns and each.knows(domain, name):
                yield each, domain


def _distance(name: str, known: str) -> int | None:
    if folded(name, _SEPARATORS) == folded(known, _SEPARATORS):
        return 0
    most = 2 if len(known) >= _LONG else 1 if len(known) >= _SHORT else 0
    return edit_distance(name, known, most)

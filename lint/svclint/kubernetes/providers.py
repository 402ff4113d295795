"""Which annotations and load-balancer classes belong to whom, as their documentation has it.

The names stand in ``providers.json``, each provider's with its sources and the day they were read.
A provider that ``balances`` builds load balancers; one Service has but one such.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from svclint.model.addresses import parse_cidr
from svclint.model.suggestions import edit_distance, folded

# Below this length of a name only one letter may differ, and below the second none.
_LONG, _SHORT = 8, 5
_SEPARATORS = "-_."


class Provider(NamedTuple):
    """One of those who read annotations of Services.

    ``names`` are its annotations by domain (the part before the slash); ``*`` stands for any text.
    ``owns`` are beginnings of names that only it uses. ``internal`` are annotations and the values
    that ask for a load balancer that only a private network reaches; ``limits`` are annotations
    that say who may connect.
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
        """Whether an annotation is one of its documented ones."""
        from fnmatch import fnmatchcase  # noqa: PLC0415 - most Services need no provider

        names = self.names.get(domain, ())
        return name in names or any(fnmatchcase(name, each) for each in names if "*" in each)

    def has(self, domain: str, name: str) -> bool:
        """Whether an annotation is its own, documented or not."""
        return self.knows(domain, name) or (domain in self.names and name.startswith(self.owns))


@lru_cache(maxsize=1)
def providers() -> tuple[Provider, ...]:
    """Give all providers whose documentation was read."""
    import json  # noqa: PLC0415 - most Services need no provider

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
    """Give the provider of load balancers whose own an annotation is."""
    domain, _, name = key.partition("/")
    return next((each for each in providers() if each.balances and each.has(domain, name)), None)


def balancer_of_class(name: str) -> Provider | None:
    """Give the provider whose a loadBalancerClass is."""
    return next((each for each in providers() if name in each.classes), None)


def is_private(annotations: Mapping[str, str], load_balancer_class: str) -> bool:
    """Whether a load balancer is asked for that only a private network reaches."""
    return any(
        load_balancer_class in each.private_classes
        or any(annotations.get(key, "").lower() in values for key, values in each.internal.items())
        for each in providers()
    )


def says_private(key: str) -> bool:
    """Whether an annotation is about private networks, whatever its value."""
    return any(key in each.internal for each in providers())


def limits_clients(annotations: Mapping[str, str], ranges: Iterable[str]) -> bool:
    """Whether something says who may connect to a load balancer, other than everybody."""
    if any(key in each.limits for each in providers() for key in annotations):
        return True
    networks = [parsed[1] for text in ranges if (parsed := parse_cidr(text)) is not None]
    return bool(networks) and all(network.prefix for network in networks)


def meant(key: str) -> tuple[Provider, str] | None:
    """Give the documented annotation that comes near to one that nobody documents, and whose it is.

    The name may differ in a letter or two, or stand in another domain of kubernetes.io than it
    should.
    """
    domain, slash, name = key.partition("/")
    if not slash or any(each.knows(domain, name) for each in providers()):
        return None
    near = [
        (steps, f"{domain}/{known}", each)
        for each in providers()
        for known in each.names.get(domain, ())
        if "*" not in known and (steps := _distance(name, known)) is not None
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

"""Requests with possible values in place of those that the server allocates.

A generated name, a cluster IP or a node port is not known, but its range is. If a policy decides
the same for every value that is tried, that is its decision; otherwise it cannot be evaluated
offline. The values cover the range (its ends and middle, every character at every position) and
all constants of the policy inside it, so that a comparison with one of them goes both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from svclint.cel.values import Unknown
from svclint.model import Data
from svclint.model.addresses import IPV4, IPV6, Address, parse_ip
from svclint.model.cluster import ClusterFacts
from svclint.model.data import mapping, text
from svclint.policy.evaluation.request import GENERATED_SUFFIX, USER, Request
from svclint.policy.objects import Policy

Place = tuple[str | int, ...]
# What k8s.io/apimachinery makes names of: no vowels, no digits that look like letters.
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
_SINGULAR: Place = ("spec", "clusterIP")
# How many values are tried across a range, and how many consecutive ones: the digits of a base.
_SPREAD = 16
# Common ranges, for a cluster whose Service CIDRs are not known.
_COMMON_RANGES = {
    IPV4: ((0x0A600001, 0x0A6FFFFE), (0xAC140001, 0xAC14FFFE), (0xC0A80001, 0xC0A8FFFE)),
    IPV6: ((0xFD000010009600000000000000000001, 0xFD00001000960000000000000000FFFE),),
}


def possible_requests(request: Request, policy: Policy, facts: ClusterFacts) -> Iterator[Request]:
    """Yield the request with its unknown values replaced by possible ones."""
    constants = _constants(policy)
    choices = [list(_choices(request, place, facts, constants)) for place in request.unknowns]
    first = [values[0] for values in choices]
    # The first of the plural form is the singular one.
    choices = [
        values[:1] if place == _SINGULAR else values
        for place, values in zip(request.unknowns, choices, strict=True)
    ]
    yield _filled(request, first)
    for index, values in enumerate(choices):
        for value in values[1:]:
            yield _filled(request, [*first[:index], value, *first[index + 1 :]])


def _constants(policy: Policy) -> set[Any]:
    expressions = [
        *policy.conditions,
        *(each for _, each in policy.variables),
        *(each.expression for each in policy.validations),
        *(each for _, each in policy.annotations),
    ]
    return {constant for each in expressions for constant in each.program.constants()}


def _choices(
    request: Request, place: Place, facts: ClusterFacts, constants: Iterable[Any]
) -> Iterator[Any]:
    if place == USER:
        yield from _users(constants)
    elif place == ("metadata", "name"):
        yield from _names(text(request.object["metadata"].get("generateName")), constants)
    elif "clusterIP" in str(place[1]):
        yield from _addresses(request, place, facts, constants)
    else:
        low, high = facts.node_ports
        known = (each for each in constants if type(each) is int)
        # The bound of a comparison, and the values on both sides of it.
        beside = {number + shift for number in known for shift in (-1, 0, 1)}
        yield from _spread(low, high)
        yield from sorted(number for number in beside if low <= number <= high)


def _users(constants: Iterable[Any]) -> Iterator[Data]:
    """Yield administrators, people, service accounts, and the users that the policy names.

    Nodes are left out: a kubelet may not write Services (its role is ``system:node``).
    """
    everyone = "system:authenticated"
    yield _user("kubernetes-admin", "system:masters", everyone)
    yield _user("jane", "developers", everyone)
    account = "system:serviceaccounts"
    yield _user("system:serviceaccount:ci:deployer", account, f"{account}:ci", everyone)
    for constant in constants:
        if isinstance(constant, str) and constant and not constant.startswith("system:node"):
            yield _user(constant, constant, everyone)


def _user(name: str, *groups: str) -> Data:
    return {
        "username": name,
        "uid": Unknown("request.userInfo.uid", "string"),
        "groups": list(groups),
        "extra": Unknown("request.userInfo.extra", "map"),
    }


def _names(prefix: str, constants: Iterable[Any]) -> Iterator[str]:
    prefix = prefix[: 63 - GENERATED_SUFFIX]
    yield prefix + "x" * GENERATED_SUFFIX
    size = len(_ALPHABET)
    for shift in range(size):
        yield prefix + "".join(
            _ALPHABET[(shift + 7 * place) % size] for place in range(GENERATED_SUFFIX)
        )
    for constant in constants:
        rest = str(constant).removeprefix(prefix)
        if len(rest) == GENERATED_SUFFIX and set(rest) <= set(_ALPHABET):
            yield prefix + rest


def _addresses(
    request: Request, place: Place, facts: ClusterFacts, constants: Iterable[Any]
) -> Iterator[str]:
    spec = mapping(request.object.get("spec"))
    families = spec.get("ipFamilies") or [IPV4]
    index = place[-1] if isinstance(place[-1], int) else 0
    family = families[index] if index < len(families) else families[0]
    known = [
        (network.number + 1, network.number + network.size - 2)
        for network in facts.service_cidrs
        if network.family == family
    ]
    ranges = known or _COMMON_RANGES.get(family, _COMMON_RANGES[IPV4])
    for low, high in ranges:
        for number in _spread(low, high):
            yield str(Address(family, number))
    for constant in constants:
        address = parse_ip(constant) if isinstance(constant, str) else None
        if address is None or address.family != family:
            continue
        if any(low <= address.number <= high for low, high in ranges):
            yield constant


def _spread(low: int, high: int) -> Iterable[int]:
    """Return both ends, values evenly between them, and one for every last digit in the middle."""
    even = (low + (high - low) * step // _SPREAD for step in range(1, _SPREAD))
    middle = (low + high) // 2
    return dict.fromkeys((low, high, *even, *range(middle, min(middle + _SPREAD, high))))


def _filled(request: Request, values: list[Any]) -> Request:
    filled: Data = dict(request.object)
    user = request.user
    for place, value in zip(request.unknowns, values, strict=True):
        if place == USER:
            user = value
            continue
        if place != _SINGULAR:
            _put(filled, place, value)
        if place == ("spec", "clusterIPs", 0):
            _put(filled, _SINGULAR, value)
    name = filled["metadata"]["name"]
    return request._replace(object=filled, name=name, unknowns=(), user=user)


def _put(data: Any, place: Place, value: Any) -> None:
    """Set a value; every collection on the way to it is copied first."""
    for step in place[:-1]:
        data[step] = copy(data[step])
        data = data[step]
    data[place[-1]] = value

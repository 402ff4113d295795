"""What is known of a cluster, and what the user asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from svclint.addresses import IPV4, IPV6, Address, Network

Version = tuple[int, int]
DEFAULT_NODE_PORTS = (30000, 32767)


class Claims(NamedTuple):
    """What live Services hold: who has an address, and who has a node port (by number)."""

    addresses: Mapping[tuple[str, int], str]
    node_ports: Mapping[int, str]


NO_CLAIMS = Claims({}, {})


class ClusterFacts(NamedTuple):
    """What is known of the cluster a manifest is meant for.

    ``service_cidrs`` is empty where it is unknown. ``node_ports`` is the first and last node port.
    ``claims`` are those of live Services. Where nothing at all is known, ``is_assumed`` says that
    the default node ports are only a guess.
    """

    version: Version
    service_cidrs: tuple[Network, ...] = ()
    node_ports: tuple[int, int] = DEFAULT_NODE_PORTS
    namespace: str = "default"
    claims: Claims = NO_CLAIMS
    is_assumed: bool = False

    @property
    def families(self) -> tuple[str, ...]:
        """The IP families that the cluster is configured for, its default first."""
        return tuple(dict.fromkeys(network.family for network in self.service_cidrs))

    @property
    def kubernetes_address(self) -> Address | None:
        """The address of the ``kubernetes`` Service itself: the first of the first CIDR."""
        if not self.service_cidrs:
            return None
        first = self.service_cidrs[0]
        return Address(first.family, first.number + 1)


def other_family(family: str) -> str:
    """Give IPv6 for IPv4, and IPv4 for anything else."""
    return IPV6 if family == IPV4 else IPV4

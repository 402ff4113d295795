"""The Service CIDRs of a cluster, in order."""

from __future__ import annotations

from functools import cached_property

from svclint.model.addresses import IPV4, Address, Network


class Networks(tuple[Network, ...]):
    """Networks in order, which are looked up by address: a run may have as many as Services."""

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The IP families of the networks, that of the first network first."""
        return tuple(dict.fromkeys(network.family for network in self))

    @cached_property
    def _places(self) -> dict[tuple[str, int], dict[int, int]]:
        """By family and size: by the first address divided by the size, the index of a network."""
        found: dict[tuple[str, int], dict[int, int]] = {}
        for index, each in enumerate(self):
            found.setdefault((each.family, each.size), {}).setdefault(
                each.number // each.size, index
            )
        return found

    def containing(self, address: Address) -> list[Network]:
        """Return the networks that an address is in, in order and without repetition."""
        places = (
            numbers.get(address.number // size)
            for (family, size), numbers in self._places.items()
            if family == address.family
        )
        return [self[place] for place in sorted(each for each in places if each is not None)]

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The CIDRs of each IP family, in order."""
        return {
            family: [str(each) for each in self if each.family == family]
            for family in self.families
        }


NO_NETWORKS = Networks()


def allocation_problem(address: Address, networks: Networks) -> str | None:
    """Return why an address cannot be a cluster IP of some Service CIDRs; ``None`` if it can.

    The network address and, for IPv4, the broadcast address are never allocated.
    """
    for network in networks.containing(address):
        if network.size <= 2:
            continue
        if address.number == network.number:
            return f"the network address of {network}"
        if network.family == IPV4 and address.number == network.number + network.size - 1:
            return f"the broadcast address of {network}"
        return None
    return "outside"

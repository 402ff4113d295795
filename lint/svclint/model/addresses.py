"""IP addresses and CIDRs as the API server parses them, and the arithmetic of Service CIDRs.

The server has two parsers: the lenient one of Go before 1.17, which accepts leading zeros, and a
strict one for new values (KEP-4858, on by default from Kubernetes 1.36).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

IPV4, IPV6 = "IPv4", "IPv6"
_BITS = {IPV4: 32, IPV6: 128}
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
# Eight groups, the last of which is an IPv4 address, with the most zeros that a group may have.
_LONGEST = 10 * 65


class Address(NamedTuple):
    """An IP address: its family, its number, and whether it was written as IPv4-mapped IPv6."""

    family: str
    number: int
    mapped: bool = False

    def __str__(self) -> str:
        if self.family == IPV4:
            return ".".join(str(self.number >> shift & 255) for shift in (24, 16, 8, 0))
        return _ipv6_text(self.number)


class Network(NamedTuple):
    """A CIDR: its family, first address as a number, and prefix length in bits."""

    family: str
    number: int
    prefix: int

    @property
    def size(self) -> int:
        """The number of its addresses."""
        return 1 << (_BITS[self.family] - self.prefix)

    def contains(self, address: Address) -> bool:
        """Return whether an address is in it."""
        if address.family != self.family:
            return False
        return self.number <= address.number < self.number + self.size

    def __str__(self) -> str:
        return f"{Address(self.family, self.number)}/{self.prefix}"


def parse_ip(text: str) -> Address | None:
    """Return an address, parsed leniently; ``None`` if that fails, too."""
    return _parsed_ip(text) if len(text) <= _LONGEST else None


# Thirty questions of rules are about the same address, and an attacker may write 100,000 of them.
@lru_cache(maxsize=1 << 17)
def _parsed_ip(text: str) -> Address | None:
    if ":" in text:
        number = _ipv6(text)
        if number is None:
            return None
        if number >> 32 == 0xFFFF:
            return Address(IPV4, number & 0xFFFFFFFF, mapped=True)
        return Address(IPV6, number)
    parts = text.split(".")
    number = _ipv4(parts) if len(parts) == 4 else None
    return None if number is None else Address(IPV4, number)


def has_leading_zeros(text: str) -> bool:
    """Return whether the strict parser refuses an address that parses for its leading zeros."""
    if ":" not in text:
        return any(len(part) > 1 and part[0] == "0" for part in text.split("."))
    *groups, last = text.split(":")
    return any(len(group) > 4 for group in groups) or (
        has_leading_zeros(last) if "." in last else len(last) > 4
    )


def parse_cidr(text: str) -> tuple[Address, Network] | None:
    """Return the address and the network of a CIDR, parsed leniently; ``None`` if that fails."""
    written, slash, length = text.partition("/")
    address = parse_ip(written)
    if address is None or not slash or not _digits(length) or len(length) > 9:
        return None
    prefix, bits = int(length), 128 if ":" in written else 32
    if prefix > bits:
        return None
    if address.mapped:
        prefix = max(prefix - 96, 0)
    host_bits = _BITS[address.family] - prefix
    return address, Network(address.family, address.number >> host_bits << host_bits, prefix)


def cidr_has_leading_zeros(text: str) -> bool:
    """Return whether a CIDR that parses has leading zeros in its address or prefix length."""
    written, _, length = text.partition("/")
    return has_leading_zeros(written) or (len(length) > 1 and length[0] == "0")


def canonical_ip(text: str) -> str:
    """Return an address in the form of RFC 5952; the text itself if it is not an address."""
    address = parse_ip(text)
    return text if address is None else str(address)


def static_band(network: Network) -> tuple[Address, Address] | None:
    """Return the first and last address of the band that dynamic allocation avoids (KEP-3070).

    Of N usable addresses it is the first min(max(16, N/16), 256); there is no band if N <= 16.
    """
    usable = network.size - (2 if network.family == IPV4 else 1)
    if usable <= 16:
        return None
    width = min(max(16, usable // 16), 256)
    return (
        Address(network.family, network.number + 1),
        Address(network.family, network.number + width),
    )


def node_port_band(first: int, last: int) -> tuple[int, int] | None:
    """Return the first and last node port that dynamic allocation avoids (KEP-3668).

    Of S ports it is the first min(max(16, S/32), 128); there is no band if S <= 16.
    """
    size = last - first + 1
    if size <= 16:
        return None
    return first, first + min(max(16, size // 32), 128) - 1


def other_family(family: str) -> str:
    """Return IPv6 for IPv4, and IPv4 for anything else."""
    return IPV6 if family == IPV4 else IPV4


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _ipv4(parts: list[str]) -> int | None:
    number = 0
    for part in parts:
        if not _digits(part) or len(part) > 64 or int(part) > 255:
            return None
        number = number << 8 | int(part)
    return number


def _ipv6(text: str) -> int | None:
    head, gap, tail = text.partition("::")
    if "::" in tail or tail.startswith(":") or (not gap and not head):
        return None
    left = _groups(head, last=not gap) if head else []
    right = _groups(tail, last=True) if tail else []
    if left is None or right is None:
        return None
    missing = 8 - len(left) - len(right)
    if missing < (1 if gap else 0) or (not gap and missing):
        return None
    number = 0
    for group in (*left, *[0] * missing, *right):
        number = number << 16 | group
    return number


def _groups(text: str, *, last: bool) -> list[int] | None:
    groups: list[int] = []
    pieces = text.split(":")
    for index, piece in enumerate(pieces):
        if last and index == len(pieces) - 1 and "." in piece:
            parts = piece.split(".")
            number = _ipv4(parts) if len(parts) == 4 else None
            if number is None:
                return None
            groups += [number >> 16, number & 0xFFFF]
            continue
        if not 0 < len(piece) <= 64 or not _HEXADECIMAL.issuperset(piece):
            return None
        if int(piece, 16) > 0xFFFF:
            return None
        groups.append(int(piece, 16))
    return groups


def _ipv6_text(number: int) -> str:
    groups = [number >> shift & 0xFFFF for shift in range(112, -16, -16)]
    start, length = _longest_zeros(groups)
    if length < 2:
        return ":".join(f"{group:x}" for group in groups)
    left = ":".join(f"{group:x}" for group in groups[:start])
    right = ":".join(f"{group:x}" for group in groups[start + length :])
    return f"{left}::{right}"


def _longest_zeros(groups: list[int]) -> tuple[int, int]:
    best = (0, 0)
    start = 0
    while start < 8:
        end = start
        while end < 8 and groups[end] == 0:
            end += 1
        if end - start > best[1]:
            best = (start, end - start)
        start = end + 1
    return best

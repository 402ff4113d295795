"""IP addresses and networks (cel/library/ip.go and cidr.go of Kubernetes)."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import CelError
from ..text.go_quote import go_quote
from ..text.ip_syntax import AddressError, parse_address, parse_prefix, write_address
from ..values import name_type, no_overload
from .table import overloads


class Ip(NamedTuple):
    """An address: 32 or 128 bits, and its number."""

    bits: int
    number: int

    @property
    def size(self) -> int:
        """The size on which costs depend: bytes."""
        return self.bits // 8


class Cidr(NamedTuple):
    """A network; the address may have bits beyond the prefix."""

    bits: int
    number: int
    length: int

    @property
    def size(self) -> int:
        """The size on which costs depend: bytes of the prefix."""
        return -(-self.length // 8)


name_type(Ip, "net.IP")
name_type(Cidr, "net.CIDR")


def _is_mapped(bits: int, number: int) -> bool:
    return bits == 128 and number >> 32 == 0xFFFF


def _ip(text: str) -> Ip:
    try:
        bits, number, zone = parse_address(text)
    except AddressError as error:
        why = f"IP Address {go_quote(text)} parse error during conversion from string: {error}"
        raise CelError(why) from None
    if zone:
        raise CelError(f"IP address {go_quote(text)} with zone value is not allowed")
    if _is_mapped(bits, number):
        raise CelError(f"IPv4-mapped IPv6 address {go_quote(text)} is not allowed")
    return Ip(bits, number)


def _cidr(text: str) -> Cidr:
    where = "network address parse error during conversion from string"
    try:
        bits, number, length = parse_prefix(text)
    except AddressError as error:
        raise CelError(f"{where}: {where}: {error}") from None
    if _is_mapped(bits, number):
        raise CelError(f"{where}: IPv4-mapped IPv6 address {go_quote(text)} is not allowed")
    return Cidr(bits, number, length)


def _is_ip(text: str) -> bool:
    try:
        _ip(text)
    except CelError:
        return False
    return True


def _is_cidr(text: str) -> bool:
    try:
        _cidr(text)
    except CelError:
        return False
    return True


def _string(address: Ip) -> str:
    return write_address(address.bits, address.number)


def _cidr_string(network: Cidr) -> str:
    return f"{write_address(network.bits, network.number)}/{network.length}"


def _masked(network: Cidr) -> Cidr:
    free = network.bits - network.length
    return network._replace(number=network.number >> free << free)


def _contains_ip(network: Cidr, address: Ip) -> bool:
    free = network.bits - network.length
    return network.bits == address.bits and network.number >> free == address.number >> free


def _contains_ip_text(network: Cidr, text: str) -> bool:
    try:
        return _contains_ip(network, _ip(text))
    except CelError:
        # The server reports no more than this.
        raise no_overload() from None


def _contains_cidr(network: Cidr, other: Cidr) -> bool:
    return network.length <= other.length and _contains_ip(network, Ip(other.bits, other.number))


def _is_loopback(address: Ip) -> bool:
    return address.number >> 24 == 127 if address.bits == 32 else address.number == 1


def _is_link_local_multicast(address: Ip) -> bool:
    if address.bits == 32:
        return address.number >> 8 == 0xE00000
    return address.number >> 112 & 0xFF0F == 0xFF02


def _is_link_local(address: Ip) -> bool:
    if address.bits == 32:
        return address.number >> 16 == 0xA9FE
    return address.number >> 118 == 0xFE80 >> 6


def _is_multicast(address: Ip) -> bool:
    if address.bits == 32:
        return address.number >> 28 == 0xE
    return address.number >> 120 == 0xFF


def _is_global_unicast(address: Ip) -> bool:
    is_broadcast = address.bits == 32 and address.number == 2**32 - 1
    return not (
        is_broadcast
        or not address.number
        or _is_loopback(address)
        or _is_multicast(address)
        or _is_link_local(address)
    )


OVERLOADS = overloads(
    {
        "ip(string) -> ip": _ip,
        ".family(ip) -> int": lambda address: 4 if address.bits == 32 else 6,
        "ip.isCanonical(string) -> bool": lambda text: _string(_ip(text)) == text,
        ".isUnspecified(ip) -> bool": lambda address: address.number == 0,
        ".isLoopback(ip) -> bool": _is_loopback,
        ".isLinkLocalMulticast(ip) -> bool": _is_link_local_multicast,
        ".isLinkLocalUnicast(ip) -> bool": _is_link_local,
        ".isGlobalUnicast(ip) -> bool": _is_global_unicast,
        "isIP(string) -> bool": _is_ip,
        "string(ip) -> string": _string,
        "cidr(string) -> cidr": _cidr,
        ".containsIP(cidr, string) -> bool": _contains_ip_text,
        ".containsIP(cidr, ip) -> bool": _contains_ip,
        ".containsCIDR(cidr, string) -> bool": lambda net, text: _contains_cidr(net, _cidr(text)),
        ".containsCIDR(cidr, cidr) -> bool": _contains_cidr,
        ".ip(cidr) -> ip": lambda network: Ip(network.bits, network.number),
        ".prefixLength(cidr) -> int": lambda network: network.length,
        ".masked(cidr) -> cidr": _masked,
        "isCIDR(string) -> bool": _is_cidr,
        "string(cidr) -> string": _cidr_string,
    }
)

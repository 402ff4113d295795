"""How the server judges the addresses and CIDRs that are written in a Service."""

from __future__ import annotations

from svclint.kubernetes.service import Service, Version
from svclint.model import Data, Path
from svclint.model.addresses import (
    IPV4,
    IPV6,
    Address,
    canonical_ip,
    cidr_has_leading_zeros,
    has_leading_zeros,
    parse_cidr,
    parse_ip,
)

STRICT_FROM: Version = (1, 36)


def cluster_ip_path(service: Service, index: int) -> Path:
    """Give the field that a reader will look for: the singular where only that is written."""
    if index == 0 and not service.written["spec"].get("clusterIPs"):
        return ("spec", "clusterIP")
    return ("spec", "clusterIPs", index)


def are_sound(service: Service) -> bool:
    """Whether every cluster IP parses, so that questions about families make sense."""
    ips = service.cluster_ips
    if ips[:1] == ["None"]:
        return len(ips) == 1
    stored = service.stored("clusterIPs")
    return all(text in stored or new_ip_problem(text, service.version) is None for text in ips)


def new_ip_problem(text: str, version: Version) -> str | None:
    """Say why the server refuses an address that was not stored before."""
    address = parse_ip(text)
    if address is None:
        return "is no IP address" if text else "is empty"
    if version >= STRICT_FROM:
        return _loose_form(text, address)
    return None


def ip_meant(text: str) -> str | None:
    """Give the address that the server would take, where one is surely meant."""
    text = text.strip()
    if text.lower() == "none":
        return "None"
    return canonical_ip(text) if parse_ip(text) is not None else None


def ip_remedy(text: str) -> str:
    """Say what to write instead of an address that the server refuses."""
    if parse_ip(text.strip()) is not None:
        return f"write {canonical_ip(text.strip())}"
    if text.strip().lower() == "none":
        return "write None with a capital N for a headless Service"
    return "write an address such as 10.9.8.7 or 2001:db8::ffff"


def new_cidr_problem(text: str, version: Version) -> str | None:
    """Say why the server refuses a CIDR that was not stored before."""
    parsed = parse_cidr(text)
    if parsed is None:
        return "is no CIDR"
    if version < STRICT_FROM:
        return None
    address, network = parsed
    if cidr_has_leading_zeros(text):
        return "has leading zeros"
    if address.mapped:
        return "is an IPv4 range written as IPv6"
    if address.number != network.number:
        return f"has bits set beyond its prefix length of {network.prefix}"
    return None


def cidr_meant(text: str) -> str | None:
    """Give the CIDR that the server would take, where one is surely meant."""
    parsed = parse_cidr(text)
    if parsed is not None:
        return str(parsed[1])
    address = parse_ip(text)
    return address and f"{address}/{32 if address.family == IPV4 else 128}"


def cidr_remedy(text: str) -> str:
    """Say what to write instead of a CIDR that the server refuses."""
    meant = cidr_meant(text)
    if meant is not None:
        return f"write {meant}" + (" for one address" if parse_cidr(text) is None else "")
    return "write a CIDR such as 10.9.8.0/24 or 2001:db8::/64"


def ip_form_problem(text: str) -> tuple[str, str] | None:
    """Say in which way an address that is taken is unusual, and its canonical form."""
    address = parse_ip(text)
    if address is None:
        return None
    loose = _loose_form(text, address)
    if loose is not None:
        return loose, str(address)
    if address.family == IPV6 and str(address) != text:
        return "is not in the canonical form of RFC 5952", str(address)
    return None


def cidr_form_problem(text: str) -> tuple[str, str] | None:
    """Say in which way a CIDR that is taken is unusual, and its canonical form."""
    parsed = parse_cidr(text)
    if parsed is None:
        return None
    address, network = parsed
    problem = new_cidr_problem(text, STRICT_FROM)
    if problem is not None:
        return problem, str(network)
    if address.family == IPV6 and str(network) != text:
        return "is not in the canonical form of RFC 5952", str(network)
    return None


def special_problem(text: str) -> str | None:
    """Say why an external IP can never reach a node: unspecified, loopback or link-local."""
    address = parse_ip(text)
    if address is None:
        return None
    if address.family == IPV4:
        return _special_ipv4(address.number)
    return _special_ipv6(address.number)


def _special_ipv4(number: int) -> str | None:
    if number == 0:
        return "is the unspecified address"
    if number >> 24 == 127:
        return "is a loopback address (127.0.0.0/8)"
    if number >> 16 == 0xA9FE:
        return "is link-local (169.254.0.0/16)"
    if number >> 8 == 0xE00000:
        return "is link-local multicast (224.0.0.0/24)"
    return None


def _special_ipv6(number: int) -> str | None:
    if number == 0:
        return "is the unspecified address"
    if number == 1:
        return "is the loopback address"
    if number >> 118 == 0xFE80 >> 6:
        return "is link-local (fe80::/10)"
    # Interface-local is not on the server's list; link-local multicast is ff?2::/16.
    if number >> 120 == 0xFF and number >> 112 & 0xF == 2:
        return "is link-local multicast (ff02::/16)"
    return None


def _loose_form(text: str, address: Address) -> str | None:
    if has_leading_zeros(text):
        return "has leading zeros"
    if address.mapped:
        return "is an IPv4 address written as IPv6"
    return None


def keeps_addresses(old: Data, new: Data) -> bool:
    """Whether the addresses and IP families of a live spec may not change.

    They may where the old or new type is ExternalName, or where both are headless.
    """
    if "ExternalName" in (old.get("type"), new.get("type")):
        return False
    return not old.get("clusterIPs") == new.get("clusterIPs") == ["None"]

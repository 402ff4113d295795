"""Validation of addresses and CIDRs, and their correct spelling.

Source: IsValidIPForLegacyField and IsValidCIDRForLegacyField of Kubernetes; the strict forms are
those of KEP-4858, on by default from 1.36.
"""

from __future__ import annotations

from svclint.kubernetes.version_changes import NON_STANDARD_ADDRESS_WARNINGS, STRICT_ADDRESSES
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
from svclint.model.cluster import Version

# The bits of an IPv4 address written as IPv6 before those of the IPv4 address.
_MAPPED_BITS = 96


def new_ip_problem(text: str, version: Version) -> str | None:
    """Return why the server refuses a new address; ``None`` if it accepts it."""
    address = parse_ip(text)
    if address is None:
        return "is not an IP address" if text else "is empty"
    if STRICT_ADDRESSES.is_in(version):
        return _loose_form(text, address)
    return None


def corrected_ip(text: str) -> str | None:
    """Return the accepted spelling of an address; ``None`` if it is not clear which is meant."""
    text = text.strip()
    if text.lower() == "none":
        return "None"
    return canonical_ip(text) if parse_ip(text) is not None else None


def ip_remedy(text: str) -> str:
    """Return a remedy for an address that the server refuses."""
    if parse_ip(text.strip()) is not None:
        return f"write {canonical_ip(text.strip())}"
    if text.strip().lower() == "none":
        return "write None with a capital N for a headless Service"
    return "write an address such as 10.9.8.7 or 2001:db8::ffff"


def new_cidr_problem(text: str, version: Version) -> str | None:
    """Return why the server refuses a new CIDR; ``None`` if it accepts it."""
    if parse_cidr(text) is None:
        return "is not a CIDR"
    if not STRICT_ADDRESSES.is_in(version):
        return None
    return next(iter(_loose_cidr_forms(text)), None)


def corrected_cidr(text: str) -> str | None:
    """Return the accepted spelling of a CIDR; ``None`` if it is not clear which is meant."""
    parsed = parse_cidr(text)
    if parsed is not None:
        # ::ffff:10.0.0.1/32 contains all IPv4 addresses, which nobody means.
        is_clear = not parsed[0].mapped or int(text.rpartition("/")[2]) >= _MAPPED_BITS
        return str(parsed[1]) if is_clear else None
    address = parse_ip(text)
    return address and f"{address}/{32 if address.family == IPV4 else 128}"


def cidr_remedy(text: str) -> str:
    """Return a remedy for a CIDR that the server refuses."""
    corrected = corrected_cidr(text)
    if corrected is not None:
        return f"write {corrected}" + (" for one address" if parse_cidr(text) is None else "")
    return "write a CIDR such as 10.9.8.0/24 or 2001:db8::/64"


def ip_form_problem(text: str) -> tuple[str, str] | None:
    """Return what is unusual about an accepted address, and its canonical form."""
    address = parse_ip(text)
    if address is None:
        return None
    loose = _loose_form(text, address)
    if loose is not None:
        return loose, str(address)
    if address.family == IPV6 and str(address) != text:
        return "is not in the canonical form of RFC 5952", str(address)
    return None


def cidr_form_problems(text: str) -> list[str]:
    """Return what is unusual about an accepted CIDR; the server gives a warning for each."""
    parsed = parse_cidr(text)
    if parsed is None:
        return []
    loose = _loose_cidr_forms(text)
    if not loose and parsed[0].family == IPV6 and str(parsed[1]) != text:
        return ["is not in the canonical form of RFC 5952"]
    return loose


def keeps_its_addresses(text: str) -> bool:
    """Return whether the corrected spelling of a CIDR surely means the same addresses.

    It may not where bits are set beyond the prefix, and where zeros may stand for octal numbers.
    """
    parsed = parse_cidr(text)
    if parsed is None:
        return "/" not in text and not has_leading_zeros(text)
    return parsed[0].number == parsed[1].number and not cidr_has_leading_zeros(text)


def warns_of_ip(text: str, version: Version) -> bool:
    """Return whether the server warns of an address that it accepts.

    Source: GetWarningsForIP; before 1.33 getWarningsForIP (pkg/api/service/warnings.go), which
    parses with net/netip and so accepts a zone, too.
    """
    if NON_STANDARD_ADDRESS_WARNINGS.is_in(version):
        return ip_form_problem(text) is not None
    written, percent, zone = text.partition("%") if ":" in text else (text, "", "")
    address = parse_ip(written)
    if address is None or has_leading_zeros(written) or bool(percent) != bool(zone):
        return True
    return not _is_netip_form(written, address)


def warns_of_cidr(text: str, version: Version) -> bool:
    """Return whether the server warns of a CIDR that it accepts, perhaps with spaces around it.

    Source: GetWarningsForCIDR; before 1.33 getWarningsForCIDR.
    """
    if NON_STANDARD_ADDRESS_WARNINGS.is_in(version):
        return bool(cidr_form_problems(text))
    parsed = parse_cidr(text)
    written = text.partition("/")[0]
    return parsed is None or cidr_has_leading_zeros(text) or not _is_netip_form(written, parsed[0])


def _is_netip_form(text: str, address: Address) -> bool:
    """Return whether Go's net/netip prints an address without leading zeros as it is written."""
    return ":" not in text or text == f"{'::ffff:' if address.mapped else ''}{address}"


def special_ip_problem(text: str) -> str | None:
    """Return why an external IP can never reach a node: unspecified, loopback or link-local."""
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
    # The server does not check for interface-local; link-local multicast is ff?2::/16.
    if number >> 120 == 0xFF and number >> 112 & 0xF == 2:
        return "is link-local multicast (ff02::/16)"
    return None


def _loose_form(text: str, address: Address) -> str | None:
    if has_leading_zeros(text):
        return "has leading zeros"
    if address.mapped:
        return "is an IPv4 address written as IPv6"
    return None


def _loose_cidr_forms(text: str) -> list[str]:
    """Return why the strict parser refuses a CIDR that parses: how it is written, then its bits."""
    parsed = parse_cidr(text)
    if parsed is None:
        return []
    address, network = parsed
    found: list[str] = []
    if cidr_has_leading_zeros(text):
        found.append("has leading zeros")
    elif address.mapped:
        found.append("is an IPv4 range written as IPv6")
    if address.number != network.number:
        found.append(f"has bits set beyond its prefix length of {int(text.rpartition('/')[2])}")
    return found

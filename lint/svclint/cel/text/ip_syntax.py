"""IP addresses and networks from text, with the errors of Go's ``net/netip``."""

from __future__ import annotations

import string
from ipaddress import IPv4Address, IPv6Address

from .go_quote import go_quote

_HEX = frozenset(string.hexdigits)


class AddressError(ValueError):
    """A text that is not an address; the message is Go's."""


def _fail(whole: str, why: str, at: str = "") -> AddressError:
    place = f" (at {go_quote(at)})" if at else ""
    return AddressError(f"ParseAddr({go_quote(whole)}): {why}{place}")


def parse_address(text: str) -> tuple[int, int, str]:
    """Parse an address: its bits (32 or 128), its number, its zone. Raises ``AddressError``."""
    for character in text:
        if character == ".":
            return 32, _octets(text, text), ""
        if character == ":":
            return _parse_v6(text)
        if character == "%":
            raise _fail(text, "missing IPv6 address")
    raise _fail(text, "unable to parse IP")


def _octets(whole: str, text: str) -> int:
    number = value = fields = digits = 0
    for place, character in enumerate(text):
        if "0" <= character <= "9":
            if digits == 1 and value == 0:
                raise _fail(whole, "IPv4 field has octet with leading zero")
            value, digits = value * 10 + int(character), digits + 1
            if value > 255:
                raise _fail(whole, "IPv4 field has value >255")
        elif character == ".":
            if place in (0, len(text) - 1) or text[place - 1] == ".":
                raise _fail(whole, "IPv4 field must have at least one digit", text[place:])
            if fields == 3:
                raise _fail(whole, "IPv4 address too long")
            number, fields, value, digits = number << 8 | value, fields + 1, 0, 0
        else:
            raise _fail(whole, "unexpected character", text[place:])
    if fields < 3:
        raise _fail(whole, "IPv4 address too short")
    return number << 8 | value


def _parse_v6(whole: str) -> tuple[int, int, str]:
    text, percent, zone = whole.partition("%")
    if percent and not zone:
        raise _fail(whole, "zone must be a non-empty string")
    groups: list[int] = []
    gap = -1
    if text.startswith("::"):
        gap, text = 0, text[2:]
    while text and len(groups) < 8:
        size = _hex_length(whole, text)
        if text[size : size + 1] == ".":
            if gap < 0 and len(groups) != 6:
                why = "embedded IPv4 address must replace the final 2 fields of the address"
                raise _fail(whole, why, text)
            if len(groups) > 6:
                why = "too many hex fields to fit an embedded IPv4 at the end of the address"
                raise _fail(whole, why, text)
            number = _octets(whole, text)
            groups += [number >> 16, number & 0xFFFF]
            text = ""
            break
        groups.append(int(text[:size], 16))
        text = text[size:]
        if not text:
            break
        if text[0] != ":":
            raise _fail(whole, "unexpected character, want colon", text)
        if len(text) == 1:
            raise _fail(whole, "colon must be followed by more characters", text)
        text = text[1:]
        if text[0] == ":":
            if gap >= 0:
                raise _fail(whole, "multiple :: in address", text)
            gap, text = len(groups), text[1:]
    if text:
        raise _fail(whole, "trailing garbage after address", text)
    return 128, _assembled(whole, groups, gap), zone


def _hex_length(whole: str, text: str) -> int:
    size = 0
    while size < len(text) and text[size] in _HEX:
        if size > 3:
            raise _fail(whole, "each group must have 4 or less digits", text)
        size += 1
    if not size:
        why = "each colon-separated field must have at least one digit"
        raise _fail(whole, why, text)
    return size


def _assembled(whole: str, groups: list[int], gap: int) -> int:
    if len(groups) < 8:
        if gap < 0:
            raise _fail(whole, "address string too short")
        groups[gap:gap] = [0] * (8 - len(groups))
    elif gap >= 0:
        raise _fail(whole, "the :: must expand to at least one field of zeros")
    number = 0
    for group in groups:
        number = number << 16 | group
    return number


def parse_prefix(text: str) -> tuple[int, int, int]:
    """Parse a network: bits of an address, its number, its length. Raises ``AddressError``."""
    address, slash, length = text.rpartition("/")
    quoted = f"netip.ParsePrefix({go_quote(text)})"
    if not slash:
        raise AddressError(f"{quoted}: no '/'")
    try:
        bits, number, zone = parse_address(address)
    except AddressError as error:
        raise AddressError(f"{quoted}: {error}") from None
    if zone:
        raise AddressError(f"{quoted}: IPv6 zones cannot be present in a prefix")
    is_number = length.isascii() and length.isdigit() and (len(length) == 1 or length[0] != "0")
    if not is_number:
        raise AddressError(f"{quoted}: bad bits after slash: {go_quote(length)}")
    if len(length) > 3 or int(length) > bits:
        raise AddressError(f"{quoted}: prefix length out of range")
    return bits, number, int(length)


def write_address(bits: int, number: int) -> str:
    """Return an address in its canonical form."""
    return str(IPv4Address(number) if bits == 32 else IPv6Address(number))

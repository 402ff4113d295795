"""Addresses are parsed as the server parses them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from svclint.model.addresses import (
    IPV4,
    IPV6,
    Address,
    Network,
    cidr_has_leading_zeros,
    has_leading_zeros,
    node_port_band,
    parse_cidr,
    parse_ip,
    static_band,
)
from svclint.model.networks import Networks, allocation_problem


@given(st.ip_addresses())
def test_every_canonical_address_parses_to_its_number(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    parsed = parse_ip(str(address))
    assert parsed is not None
    if address.version == 6 and address.ipv4_mapped is not None:
        assert (parsed.family, parsed.mapped) == (IPV4, True)
    else:
        assert (parsed.number, parsed.family) == (int(address), f"IPv{address.version}")


@given(st.ip_addresses(v=6))
def test_ipv6_is_spelt_as_rfc_5952_asks(address: ipaddress.IPv6Address) -> None:
    if address.ipv4_mapped is None:
        assert str(Address(IPV6, int(address))) == str(address)


@given(st.text(alphabet="0123456789abcdefABCDEF:./% x", max_size=45))
def test_what_python_takes_is_taken_and_nothing_breaks(text: str) -> None:
    parsed = parse_ip(text)
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # The server's old parser also accepts leading zeros, and nothing else.
        assert parsed is None or has_leading_zeros(text)
    else:
        assert parsed is not None or "%" in text
    parse_cidr(text)


@pytest.mark.parametrize(
    ("text", "zeros"),
    [("10.0.0.1", False), ("010.0.0.1", True), ("10.0.0.00", True), ("::1", False)],
)
def test_leading_zeros(text: str, zeros: bool) -> None:
    assert parse_ip(text) is not None
    assert has_leading_zeros(text) is zeros


@pytest.mark.parametrize("text", ["", "10.0.0", "10.0.0.256", "1.2.3.4.5", ":::", "fe80::1%eth0"])
def test_what_no_parser_takes(text: str) -> None:
    assert parse_ip(text) is None


@pytest.mark.parametrize("text", ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "/8", "::/129", "a/8"])
def test_what_is_no_cidr(text: str) -> None:
    assert parse_cidr(text) is None


def test_cidr_with_host_bits_gives_address_and_network() -> None:
    assert parse_cidr("10.9.8.7/24") == (
        Address(IPV4, 0x0A090807),
        Network(IPV4, 0x0A090800, 24),
    )
    assert cidr_has_leading_zeros("10.0.0.0/08")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("10.3.240.0", "the network address of 10.3.240.0/20"),
        ("10.3.255.255", "the broadcast address of 10.3.240.0/20"),
        ("10.3.240.1", None),
        ("10.4.0.1", "outside"),
    ],
)
def test_which_addresses_a_service_cidr_gives_out(text: str, problem: str | None) -> None:
    address, parsed = parse_ip(text), parse_cidr("10.3.240.0/20")
    assert address is not None
    assert parsed is not None
    assert allocation_problem(address, Networks((parsed[1],))) == problem


NETWORKS = st.builds(
    lambda number, prefix: Network(IPV4, number >> 32 - prefix << 32 - prefix, prefix),
    st.integers(0, 7).map(lambda number: number << 28),
    st.integers(0, 6),
)


@given(st.lists(NETWORKS), st.integers(0, 7).map(lambda number: Address(IPV4, number << 28)))
def test_networks_are_found_by_address_in_order(found: list[Network], address: Address) -> None:
    expected = dict.fromkeys(each for each in found if each.contains(address))
    assert Networks(found).containing(address) == list(expected)
    assert Networks(found).containing(Address(IPV6, address.number)) == []


@pytest.mark.parametrize(
    ("cidr", "last"),
    [("10.96.0.0/16", "10.96.1.0"), ("10.96.0.0/24", "10.96.0.16"), ("10.96.0.0/28", None)],
)
def test_static_band_is_that_of_kep_3070(cidr: str, last: str | None) -> None:
    parsed = parse_cidr(cidr)
    assert parsed is not None
    band = static_band(parsed[1])
    assert (None if band is None else str(band[1])) == last


def test_node_port_band_is_that_of_kep_3668() -> None:
    assert node_port_band(30000, 32767) == (30000, 30085)
    assert node_port_band(30000, 30015) is None

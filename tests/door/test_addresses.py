"""Addresses: the inside of a network in all its forms, and one form of a name."""

from ipaddress import ip_address

import pytest

from pronouncer.door.addresses import check, parse, shown
from pronouncer.errors import SourceError


@pytest.mark.parametrize(
    "address",
    "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.1.1 169.254.169.254 172.31.0.1 192.168.1.1 192.0.0.192 "
    "198.18.0.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 168.63.129.16 100.100.100.200 "
    ":: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: "
    "2002:a00:1:: 2001:0:7f00:1:: 2001:db8::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 2600::1%eth0 fec0::1 "
    "ff02::1 100::1 5f00::1".split(),
)
def test_inner_addresses(address: str) -> None:
    """No address of a house, a machine, a cloud's metadata or a test net is fetched, in none of its forms."""
    with pytest.raises(SourceError, match="not fetched"):
        check("host", ip_address(address), loopback=False)


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.215.14 2600::1 2002:808:808:: 64:ff9b::8.8.8.8 ::ffff:8.8.8.8".split()
)
def test_public_addresses(address: str) -> None:
    """Public addresses are fetched, also inside IPv6 forms of IPv4."""
    check("host", ip_address(address), loopback=False)


def test_only_loopback_is_let_in_by_the_setting() -> None:
    """`loopback` lets in this machine, in its mapped form too, and no private address."""
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        check("host", ip_address(address), loopback=True)
    for address in ("10.0.0.1", "0.0.0.0", "169.254.169.254"):
        with pytest.raises(SourceError, match="not fetched"):
            check("host", ip_address(address), loopback=True)


@pytest.mark.parametrize(
    "url", ["http://bücher.example/", "http://xn--bcher-kva.example./", "http://XN--BCHER-kva.example/"]
)
def test_names_have_one_form(url: str) -> None:
    """A name with umlauts, in punycode, in capitals or with a full stop at its end is one name."""
    assert parse(url).raw_host == b"xn--bcher-kva.example"


def test_passwords_are_not_shown() -> None:
    """A message shows a URL without its name and password, without control characters, and not at its full length."""
    assert shown("http://user:p@ss@example.com/a") == "http://example.com/a"
    assert shown("http://example.com/\x1b[31m") == "http://example.com/?[31m"
    assert len(shown("http://example.com/" + "a" * 9_000)) < 310

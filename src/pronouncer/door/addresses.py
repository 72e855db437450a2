"""Which URLs and addresses may be fetched: public web servers, never the inside of a network.

A URL can be written so that it looks public and is not: as a number, with credentials, with escapes, or as a
name that resolves to an inner address. Names are judged here as written, addresses as they were resolved.
The ranges are the IANA special-purpose registries (RFC 6890), with the metadata addresses of clouds.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from pronouncer.errors import SourceError

Address = IPv4Address | IPv6Address

_CLOUD = frozenset(
    {
        IPv4Address("169.254.169.254"),
        IPv4Address("169.254.170.2"),
        IPv4Address("100.100.100.200"),
        IPv4Address("168.63.129.16"),
        IPv4Address("192.0.0.192"),
        IPv6Address("fd00:ec2::254"),
        IPv6Address("fd20:ce::254"),
    }
)
_RANGES = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an unspecified"),
        ("10.0.0.0/8", "a private"),
        ("100.64.0.0/10", "a carrier's inner"),
        ("127.0.0.0/8", "a loopback"),
        ("169.254.0.0/16", "a link-local"),
        ("172.16.0.0/12", "a private"),
        ("192.0.0.0/24", "a reserved"),
        ("192.0.2.0/24", "a reserved"),
        ("192.88.99.0/24", "a reserved"),
        ("192.168.0.0/16", "a private"),
        ("198.18.0.0/15", "a reserved"),
        ("198.51.100.0/24", "a reserved"),
        ("203.0.113.0/24", "a reserved"),
        ("224.0.0.0/4", "a multicast"),
        ("240.0.0.0/4", "a reserved"),
    )
)
_RANGES_6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "an unspecified"),
        ("::1/128", "a loopback"),
        ("fc00::/7", "a private"),
        ("fe80::/10", "a link-local"),
        ("fec0::/10", "a private"),
        ("ff00::/8", "a multicast"),
        ("2001::/23", "a reserved"),
        ("2001:db8::/32", "a reserved"),
        ("3fff::/20", "a reserved"),
    )
)
_UNICAST = IPv6Network("2000::/3")  # all that is given out for the public internet
_NAT64 = IPv6Network("64:ff9b::/96")

# Ports from 1024 on that databases and machines' own interfaces listen on, and those that browsers refuse.
_TAKEN = frozenset(
    map(
        int,
        "1433 1521 1719 1720 1723 2049 2181 2375 2376 2379 2380 3306 3389 3659 4045 4190 5060 5061 5432 5672 5900 5984 "
        "5985 5986 6000 6379 6443 6566 6665 6666 6667 6668 6669 6679 6697 8500 9042 9092 9200 9300 10080 10250 10255 "
        "11211 27017".split(),
    )
)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_INNER = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa")


def parse(url: str) -> httpx.URL:
    """Return a URL in one normal form, without fragment. Raises SourceError where it may not be fetched."""
    try:
        found = httpx.URL(url.strip()).copy_with(fragment=None)
        host = found.raw_host.decode("ascii").removesuffix(".")
    except (httpx.InvalidURL, ValueError) as error:
        raise SourceError(f"{shown(url)} is not a URL that can be fetched. Copy it from a browser.") from error
    if found.scheme not in ("http", "https"):
        raise SourceError(f"{shown(url)} is not an http or https URL. Give one, or a file.")
    if found.userinfo:
        raise SourceError(
            f"{shown(url)} has a name or password in it. Leave it out; the setting headers can hold a token for a host."
        )
    _check_port(found.port, url)
    if literal(host) is None:
        _check_name(host, url)
    return found.copy_with(host=host)


def literal(host: str) -> Address | None:
    """Return the address that a host is written as in its one normal form, None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def inner(host: str) -> bool:
    """Tell whether a name, as such, is one for machines of a house. For proxies, which resolve names themselves."""
    return "." not in host or host.endswith(tuple(f".{ending}" for ending in _INNER))


def check(host: str, address: Address, *, loopback: bool) -> None:
    """Raise SourceError where a host has an address that may not be fetched."""
    what = _what(address)
    if what == "a loopback" and not loopback:
        raise SourceError(
            f"{host} is this machine itself ({address}, a loopback address), which is not fetched. Give a public URL "
            "or a file; or, if your CMS runs on this machine, set loopback = true."
        )
    if what and what != "a loopback":
        raise SourceError(
            f"{host} has {what} address ({address}), which is not fetched, so that no URL can reach into your "
            "network. Give a public URL, or save the page and give the file."
        )


def shown(url: str) -> str:
    """Return a URL for a message: without credentials and control characters, and not endless."""
    bare = re.sub(r"//[^/?#]*@", "//", url)
    bare = "".join(character if character.isprintable() else "?" for character in bare)
    return bare if len(bare) <= 300 else f"{bare[:300]}…"


def _what(address: Address) -> str:
    """Return what kind of inner address this is, empty for a public one."""
    if address in _CLOUD:
        return "a cloud's metadata"
    if isinstance(address, IPv4Address):
        return next((what for network, what in _RANGES if address in network), "")
    # An address that carries an IPv4 address leads there: mapped, 6to4 (RFC 3056), NAT64 (RFC 6052).
    inside = address.ipv4_mapped or address.sixtofour
    if inside is None and address in _NAT64:
        inside = IPv4Address(int(address) & 0xFFFF_FFFF)
    if inside is not None:
        return _what(inside)
    if address.scope_id:
        return "a link-local"
    found = next((what for network, what in _RANGES_6 if address in network), "")
    return found or ("" if address in _UNICAST else "a reserved")


def _check_port(port: int | None, url: str) -> None:
    if port is None or port in (80, 443) or (1024 <= port <= 65535 and port not in _TAKEN):
        return
    raise SourceError(f"{shown(url)}: port {port} is not one for web pages. Give a URL without it.")


def _check_name(host: str, url: str) -> None:
    """Refuse what is neither a name nor an address in its normal form; resolvers take 0x7f.1 for 127.0.0.1."""
    labels = host.split(".")
    if len(host) > 253 or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):
        raise SourceError(f"{shown(url)} has no host name that can be fetched. Copy the URL from a browser.")

"""The client's address: who a request comes from, and whether by TLS, as far as anybody says so whom the settings name.

A trusted proxy's word is the rightmost address in `X-Forwarded-For` that is no trusted proxy's. What can't be read, or
is not said, makes the client unknown: the empty address, which no network holds. So is whoever comes over loopback
through a proxy that nobody named: nobody is *this machine* by a mistake in the settings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from litestar.types import HTTPScope

from jikim.api.this_machine import of_this_machine

UNKNOWN = ""
Networks = Sequence[IPv4Network | IPv6Network]
# What a proxy says of whom it speaks for, whether or not we believe it.
_RELAYED = frozenset(
    {b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip", b"forwarded", b"via"}
)
_PORT = re.compile(r"\[(?P<six>[^\[\]]+)\](?::\d{1,5})?|(?P<four>[\d.]+):\d{1,5}")


def settle(scope: HTTPScope, proxies: Networks) -> None:
    """Writes into a request who speaks and how."""
    client = scope["client"]
    address = read(client[0]) if client else UNKNOWN
    port = client[1] if client else 0
    if within(address, proxies):
        address, port = _forwarded(scope, address, proxies), 0
        proto = _said(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
        scope["scheme"] = "https" if proto == "https" else "http"
    elif of_this_machine(address) and any(name in _RELAYED for name, _ in scope["headers"]):
        address, port = UNKNOWN, 0
    scope["client"] = (address, port)


@lru_cache(maxsize=1_000)
def read(text: str) -> str:
    """An address as it is written once: without brackets, port and zone, IPv4 as such; `UNKNOWN` where it is none."""
    text = text.strip()
    if found := _PORT.fullmatch(text):
        text = found["six"] or found["four"]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(address)


def within(address: str, networks: Networks) -> bool:
    """Whether an address lies in one of these networks; one that is unknown lies in none."""
    return address != UNKNOWN and any(ip_address(address) in network for network in networks)


def _forwarded(scope: HTTPScope, proxy: str, proxies: Networks) -> str:
    address = proxy
    for part in reversed(_said(scope, b"x-forwarded-for").split(",")):
        address = read(part)
        # What stands left of a client's own address, or of what is no address, was written by nobody who is known.
        if not within(address, proxies):
            break
    return address


def _said(scope: HTTPScope, header: bytes) -> str:
    """A header's lines as one."""
    return ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == header)

"""Outward: a webhook leads out of the company, and nowhere else (server-side request forgery).

Guarantees: every address that a name has is looked at each time it is called, and the connection goes to one that was
looked at; no redirect is followed. Loopback, private, link-local, multicast and reserved networks are refused but for
those that the settings name (`JIKIM_WEBHOOK_NETWORKS`), and there the ports of this house itself: its site, databases,
mail server and scanner.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from jikim.errors import JikimError
from jikim.settings import Endpoint, Settings
from jikim.urls import for_data

# How IPv4 is reached through IPv6: the address that is meant is the one inside.
_NAT64, _6TO4 = ip_network("64:ff9b::/96"), ip_network("2002::/16")
# A family of addresses, and one of it, as a socket takes them.
Place = tuple[socket.AddressFamily, Any]
_DEFAULT = {"http": 80, "https": 443}
# In a connection string, of either form.
_PORT = re.compile(r"(?:\bport\s*=\s*'?|:)(\d+)(?:'|\s|/|\?|$)")


class Outward(NamedTuple):
    """Which networks a webhook may lead into besides the outside, and which ports there are the house's own."""

    networks: Sequence[IPv4Network | IPv6Network] = ()
    ports: frozenset[int] = frozenset()

    @classmethod
    def of(cls, settings: Settings) -> Outward:
        """As the settings say."""
        urls = [urlsplit(one) for one in (settings.url, settings.smtp) if one]
        ports = {url.port or _DEFAULT.get(url.scheme, 25) for url in urls}
        ports |= {int(found[1]) if (found := _PORT.search(dsn)) else 5432 for dsn in settings.dsns.values()}
        _, _, scanner = (settings.clamd or "").rpartition(":")
        ports |= {int(scanner)} if scanner.isdigit() else set()
        return cls(
            [ip_network(one, strict=False) for one in settings.webhook_networks],
            frozenset(ports | set(settings.own_ports)),
        )

    def refuses(self, address: str, port: int) -> str:
        """Why an address may not be called; empty where it may."""
        found = _meant(ip_address(address.partition("%")[0]))
        if found.is_global and not (found.is_multicast or found.is_reserved):
            return ""
        if not any(found in network for network in self.networks):
            return _INNER
        return _OWN if port in self.ports else ""


_INNER, _OWN = "it leads inwards", "it is a port of this house"
_INWARDS = {_INNER: "내부로 향하는 주소입니다", _OWN: "이 하우스의 포트입니다"}


def expect_outward(url: str, outward: Outward) -> None:
    """Raises JikimError for an address that no webhook may have, as far as that can be seen without asking anybody."""
    found = for_data(url)
    if why := _written(found, outward):
        raise JikimError(
            f"this is no address for a webhook: {why}",
            hint="use a public https:// address; receivers of your own go into JIKIM_WEBHOOK_NETWORKS (10.1.0.0/16)",
            ko=(
                f"웹훅 주소로 쓸 수 없습니다: {_INWARDS[why]}",
                "공개된 https:// 주소를 적어 주세요. 회사 안의 받는 곳은 JIKIM_WEBHOOK_NETWORKS에 적습니다 (10.1.0.0/16)",
            ),
        )


def _written(url: SplitResult, outward: Outward) -> str:
    """What is wrong with an address that needs no look-up: numbers in any notation, and names of this machine."""
    host = (url.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        host = "127.0.0.1"
    # As a C library reads it: `127.1`, `0x7f.1` and `2130706433` are numbers, too.
    with suppress(OSError):
        host = socket.inet_ntoa(socket.inet_aton(host))
    try:
        return outward.refuses(host, url.port or _DEFAULT[url.scheme])
    except ValueError:
        return ""


def opened(endpoint: Endpoint, outward: Outward, seconds: float) -> http.client.HTTPConnection:
    """A connection, not yet made, to an address that was looked at. Raises OSError where there is none that may be
    called."""
    url = urlsplit(endpoint.url)
    host, port = url.hostname or "", url.port or _DEFAULT[url.scheme]
    found = [(family, address) for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for _, address in found:
        if why := outward.refuses(str(address[0]), port):
            raise OSError(f"not called: {why}")
    if not found:
        raise OSError("nobody has this name")
    kind = _Secure if url.scheme == "https" else _Plain
    return kind(host, port, found[0], seconds)


class _Plain(http.client.HTTPConnection):
    """Speaks to one address, whatever its host's name says by now."""

    def __init__(self, host: str, port: int, place: Place, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._place, self._seconds = place, seconds

    def connect(self) -> None:
        self.sock = _connected(self._place, self._seconds)


class _Secure(http.client.HTTPSConnection):
    """The same over TLS, with a certificate for the name."""

    def __init__(self, host: str, port: int, place: Place, seconds: float) -> None:
        self._own = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self._own)
        self._place, self._seconds = place, seconds

    def connect(self) -> None:
        self.sock = self._own.wrap_socket(_connected(self._place, self._seconds), server_hostname=self.host)


def _connected(place: Place, seconds: float) -> socket.socket:
    found = socket.socket(place[0], socket.SOCK_STREAM)
    try:
        found.settimeout(seconds)
        found.connect(place[1])
    except BaseException:
        found.close()
        raise
    return found


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64 or address.packed[:12] == bytes(12):
        # `::1` and `::` stay what they are.
        return address if int(address) < 2 else IPv4Address(address.packed[12:])
    return IPv4Address(address.packed[2:6]) if address in _6TO4 else address

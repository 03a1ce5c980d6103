"""Cookies that are this host's alone: over TLS each travels as `__Host-NAME` (RFC 6265bis §4.1.3), which no other host
of the domain can set.

Everything behind the front knows a cookie by the name that the policy declares. On loopback, where a browser has no
TLS, it has no prefix.
"""

from __future__ import annotations

PREFIX = b"__Host-"
# Ours: without the prefix, somebody else may have set them.
OWN = b"jikim_"


def came(header: bytes) -> bytes:
    """A `Cookie` header without prefixes. One with a prefix wins over one of the same name without; ours without it are
    left out."""
    pairs = [pair.strip().partition(b"=") for pair in header.split(b";") if pair.strip()]
    hosts = {name[len(PREFIX) :]: value for name, _, value in pairs if name.startswith(PREFIX)}
    others = [(name, value) for name, _, value in pairs if not name.startswith((PREFIX, OWN)) and name not in hosts]
    return b"; ".join(name + b"=" + value for name, value in (*hosts.items(), *others))


def goes(value: bytes) -> list[bytes]:
    """A `Set-Cookie` value as it leaves over TLS; one that deletes a cookie deletes it under both names."""
    words = [word.strip().lower() for word in value.split(b";")[1:]]
    value = value if b"secure" in words else value + b"; Secure"
    if b"path=/" not in words or any(word.startswith(b"domain=") for word in words) or value.startswith(PREFIX):
        return [value]
    return [PREFIX + value, value] if b"max-age=0" in words else [PREFIX + value]

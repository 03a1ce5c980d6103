"""Whether a client is on this machine. Three things ask it, and nothing else does: plain HTTP, `/api/metrics` without a
key, and, by its networks, the office. One whose address is unknown is not.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address


@lru_cache(maxsize=1_000)
def of_this_machine(address: str) -> bool:
    """Whether an address is loopback."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def secure(scheme: str, address: str) -> bool:
    """Whether a request came by TLS, or never left this machine."""
    return scheme == "https" or of_this_machine(address)

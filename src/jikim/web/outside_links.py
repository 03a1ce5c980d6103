"""Links that lead out: each is signed when a page is made, and only a signed one is offered on the notice page (clause
12.1).

So nobody can use the page to send people somewhere by our name. The exception are addresses that the policy itself
names.
"""

from __future__ import annotations

import base64
import hmac
from urllib.parse import urlencode, urlsplit

from jikim.crypto import keyed
from jikim.policy.model import PolicyFile

LONGEST = 2048
_UNSEEN = frozenset(map(chr, (*range(0x21), 0x7F, 0xA0, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069))) | {"\\"}


def sound(url: str) -> bool:
    """Whether a link is one to another site: http or https, with a host, without a user's name, and nothing unseen in
    it."""
    if len(url) > LONGEST or any(char in _UNSEEN for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(host_of(url)) and parts.username is None and _port(url)
    except ValueError:
        return False


def _port(url: str) -> bool:
    port = urlsplit(url).port
    return port is None or port > 0


def host_of(url: str) -> str:
    """The host as it is looked up, in ASCII (`xn--…`): letters that look like others do not hide in it."""
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""


def signed(key: bytes, url: str) -> str:
    """The address of the notice page for a link. Raises ValueError for one that may not be followed."""
    if not sound(url):
        raise ValueError("a link that leads out is http or https, with a host and without a user's name")
    return "/out?" + urlencode({"to": url, "by": _mark(key, url)})


def is_signed(key: bytes, url: str, mark: str) -> bool:
    """Whether we made this link."""
    return hmac.compare_digest(_mark(key, url).encode(), mark.encode("utf-8", "replace"))


def _mark(key: bytes, url: str) -> str:
    return base64.urlsafe_b64encode(keyed(key, b"out:" + url.encode("utf-8", "surrogatepass"))[:18]).decode()


def named(file: PolicyFile) -> frozenset[str]:
    """The addresses that the policy names: the outside bodies of section 11."""
    earlier = {one.url for one in file.version.earlier if one.url}
    return frozenset(body.url for body in file.bodies.values() if body.url) | earlier

"""Links that lead out: each is signed when a page is made, and only a signed one is offered on the notice page (clause
12.1).

So nobody can use the page to send people somewhere by our name. The exception are addresses that the policy itself
names.
"""

from __future__ import annotations

import base64
import hmac
from urllib.parse import urlencode

from jikim.crypto import keyed
from jikim.policy.model import PolicyFile
from jikim.urls import is_link


def signed(key: bytes, url: str) -> str:
    """The address of the notice page for a link. Raises ValueError for one that may not be followed."""
    if not is_link(url):
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

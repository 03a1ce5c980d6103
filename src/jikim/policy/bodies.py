"""The bodies outside that hear complaints (11.3): as the policy names them, and as they are reached today where its
numbers are out of date."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from jikim.policy import statutes
from jikim.policy.check.bodies import digits, host
from jikim.policy.model import PolicyFile, Text


class Reached(NamedTuple):
    """One body. `phone_now` and `url_now` are empty where the policy's own are right; `unknown`: they changed, and
    nobody here knows to what."""

    label: Text
    phone: str
    url: str
    phone_now: str = ""
    url_now: str = ""
    unknown: bool = False
    since: date | None = None
    address: Text | None = None

    @property
    def current(self) -> bool:
        return not (self.phone_now or self.url_now or self.unknown)


def bodies_of(policy: PolicyFile, today: date) -> list[Reached]:
    """Each body of the policy with its numbers of today."""
    found = []
    for body in policy.bodies.values():
        plain = Reached(body.label, body.phone, body.url, address=body.address)
        now = statutes.bodies(body.kind or "", today)
        if now is not None and (now.phone is None or now.url is None):
            plain = plain._replace(unknown=True, since=now.since)
        elif now is not None and now.phone is not None and now.url is not None:
            plain = plain._replace(
                phone_now=now.phone if body.phone and digits(body.phone) != digits(now.phone) else "",
                url_now=now.url if body.url and host(body.url) != host(now.url) else "",
                since=now.since,
            )
        found.append(plain)
    return found

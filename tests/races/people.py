"""Who and what the race tests race for. All invented."""

from __future__ import annotations

from typing import Any

from tests.conftest import ORDER

import jikim
from jikim.app import Jikim
from jikim.policy.ask import Actor

_count = iter(range(10**9))


def looker(jk: Jikim) -> Actor:
    return jk.acting("system", "looker")


def member(jk: Jikim, *consents: str) -> tuple[jikim.Person, jikim.Ref]:
    """A new member and the membership."""
    n = next(_count)
    values = {
        "login_id": f"stork{n}",
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": f"stork{n}@example.com",
    }
    got = jk.collect("membership", values, channel="homepage", old_enough=True, consents=consents)
    return jikim.Person(got.ref.subject, "member"), got.ref


def order(jk: Jikim, whose: jikim.Person | str = "guest", **more: Any) -> jikim.Ref:
    how: Any = {"channel": "homepage", "old_enough": True, "counterparty": "counterparty"}
    return jk.collect("order", ORDER | more, subject=whose, **how).ref


def identity(jk: Jikim, whose: jikim.Person | str = "guest") -> jikim.Ref:
    values = {"name": "가나다", "mobile": "010-5550-0101", "result": {"ok": True}}
    return jk.collect("identity-check", values, channel="homepage", subject=whose, old_enough=True).ref


def enquiry(jk: Jikim) -> jikim.Ref:
    values = {"name": "Dan Example", "email": "dan@example.org", "text": "원격 접속이 자꾸 끊깁니다"}
    return jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True).ref


def entry(jk: Jikim) -> jikim.Ref:
    """An event entry, which lives by consent alone."""
    n = next(_count)
    values = {"name": "Dan Example", "email": f"dan{n}@example.org", "answers": "파란색"}
    consents = ["marketing.events"]
    return jk.collect("event-entry", values, channel="event", subject="guest", old_enough=True, consents=consents).ref

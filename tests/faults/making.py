"""Who and what the scenes are made of. All invented."""

from __future__ import annotations

from typing import Any

from tests.conftest import ORDER

import jikim
from jikim.app import Jikim
from jikim.errors import DeniedError

_count = iter(range(10**9))


def member(jk: Jikim, *consents: str) -> jikim.Person:
    """A new member."""
    n = next(_count)
    values = {
        "login_id": f"heron{n}",
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": f"heron{n}@example.com",
    }
    got = jk.collect("membership", values, channel="homepage", old_enough=True, consents=consents)
    return jikim.Person(got.ref.subject, "member")


def guest(jk: Jikim, kind: str, values: dict[str, Any], channel: str) -> jikim.Ref:
    return jk.collect(kind, values, channel=channel, subject="guest", old_enough=True).ref


def order(jk: Jikim, whose: jikim.Person | str = "guest") -> jikim.Ref:
    how: Any = {"channel": "homepage", "old_enough": True, "counterparty": "counterparty"}
    return jk.collect("order", ORDER, subject=whose, **how).ref


def identity(jk: Jikim, whose: jikim.Person | str = "guest") -> jikim.Ref:
    values = {"name": "가나다", "mobile": "010-5550-0101", "result": {"ok": True}}
    return jk.collect("identity-check", values, channel="homepage", subject=whose, old_enough=True).ref


def usable(jk: Jikim, ref: jikim.Ref, use: str, consult: str) -> list[str]:
    """Which doors a record answers at: `use`, `consult`."""
    doors = []
    omar = jk.acting("system", "looker")
    for door in ("use", "consult"):
        try:
            if door == "use":
                jk.by(omar).use(ref, purpose=use)
            else:
                jk.by(omar).consult(ref, purpose=consult, reason_kind="dispute", reason="a test")
        except DeniedError:
            continue
        doors.append(door)
    return doors


def someone(jk: Jikim) -> tuple[jikim.Person, jikim.Ref]:
    """A guest with an open order."""
    ref = order(jk)
    return jikim.Person(ref.subject, "guest"), ref

"""A house of its own for the rows that ask `jikim serve` from outside: people, orders and a key, made beforehand."""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

import jikim
from bench.records import VALUES, VISIT
from bench.stage import POLICY, admin_of
from jikim.accounts.sessions import begin_session
from jikim.api.keys import make_key
from jikim.app import Jikim, read_policy
from jikim.handlers.papers import add_paper
from jikim.policy.ask import Actor
from jikim.settings import Settings

PASSWORD = "correct horse 9"
LOGIN = "comes-and-goes"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Outside:
    """What is known outside: a key of the REST API, the session of a member who stays, and what may be posted."""

    key: dict[str, str]
    session: dict[str, str]
    uses: list[dict[str, Any]]
    collect: dict[str, Any]


def key_of(jk: Jikim) -> str:
    """A key for orders and visits, for delivery, which may ask as often as it likes."""
    made = make_key(
        jk.house,
        "bench",
        ["delivery"],
        until=jk.now() + timedelta(days=30),
        records=["order", "visit"],
        channels=["automatic"],
        most=100_000_000,
    )
    return jk.driver.run(made)[1]


def furnish(directory: Path) -> Outside:
    """Makes the house. Another member signs in by `LOGIN` and `PASSWORD`."""
    with Jikim(read_policy(POLICY), Settings(directory), "bench") as jk:
        people = []
        for name in (LOGIN, "stays"):
            given = {"login_id": name, "password": PASSWORD, "name": "가나다", "email": f"{name}@example.com"}
            ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
            people.append(jikim.Person(ref.subject, "member"))
        stays = people[-1]
        refs = [jk.collect("order", VALUES, channel="homepage", subject=stays, old_enough=True).ref for _ in range(20)]
        key = key_of(jk)
        token = jk.do(begin_session, stays.subject, stays.kind)
    return Outside(
        {"authorization": f"Bearer {key}"},
        {"jikim_session": token},
        [
            {
                "ref": {"subject": str(ref.subject), "record": str(ref.record), "kind": ref.kind},
                "purpose": "delivery",
                "items": ["name", "phone"],
            }
            for ref in refs
        ],
        {
            "kind": "visit",
            "channel": "automatic",
            "subject": {"subject": str(stays.subject), "kind": "member"},
            "old_enough": True,
            "values": VISIT,
        },
    )


def employed(jk: Jikim) -> Actor:
    """An officer with a grant for everything, whose papers lie in order."""
    today = jk.now().astimezone(jk.policy.zone).date()
    own, system = Actor("handler", "officer"), jk.by(jk.acting("system", "set-up"))
    jk.enter_handler("officer", name="가나다", email="officer@example.com", kind="officer")
    jk.do(add_paper, "officer", "pledge", day=today, text="보안 서약", place="서류철", actor=own)
    # A house's first officer is confirmed by a second person, days later: the superuser has that behind them.
    with admin_of(jk) as conn:
        conn.execute("UPDATE live.handler SET confirmed = 'set-up', confirmed_at = entered - interval '2 days'")
    system.grant("officer", list(jk.policy.file.purposes), jk.now() + timedelta(days=1))
    return jk.handler("officer", kind="officer")


def sign_in(url: str, name: str = LOGIN, password: str = PASSWORD) -> int:
    """Signs in as a browser does, each time from another address of this machine, and each process from its own: one
    address tries only so often.

    Answers the status.
    """
    here = f"127.{1 + os.getpid() % 250}.{next(_numbers) % 250}.{next(_numbers) % 250 + 1}"
    transport = httpx.HTTPTransport(local_address=here)
    with httpx.Client(base_url=url, timeout=60, transport=transport) as client:
        found = re.search(r'name="_csrf_token" value="([^"]+)"', client.get("/sign-in").text)
        data = {"_csrf_token": found[1] if found else "", "name": name, "password": password}
        return client.post("/sign-in", data=data).status_code

"""Somebody of the office, for tests: in the register, with a signed pledge, so that a grant may be given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from psycopg.conninfo import make_conninfo
from tests.kept_connections import looking

from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.db.keeper import ADMIN
from jikim.errors import StoppedError
from jikim.handlers.papers import add_paper, confirm_paper
from jikim.handlers.register import Kind, workers
from jikim.intake.webhook_signatures import Signature, check_signature, make_partner_key, signed
from jikim.ledger.export import entries_of
from jikim.policy.ask import Actor
from jikim.store.holding import Ref
from jikim.uploads import Accepted, pack


def admin_of(jk: Jikim) -> str:
    """The superuser's way to the live database."""
    server: Any = jk._server
    return (
        make_conninfo(jk.settings.dsns["live"], user=ADMIN) if server is None else str(server.conninfo("live", ADMIN))
    )


def employ(jk: Jikim, handler: str, kind: Kind = "handler", duty: str = "", *, new: bool = False) -> None:
    """Enters somebody with an invented name, where they are not there yet. An officer was confirmed long ago, but for a
    `new` one. A name is of one kind in all tests of a process, whichever comes first."""
    if there := [one.kind for one in jk.driver.run(workers(jk.house)) if one.handler == handler]:
        assert there == [kind], f"{handler} is there as {there[0]}: take another name"
        return
    jk.enter_handler(handler, name=f"가나다 {handler}", email=f"{handler}@example.com", duty=duty, kind=kind)
    swear(jk, handler)
    if kind == "officer" and not new:
        with looking(admin_of(jk)) as admin:
            admin.execute(
                "UPDATE live.handler SET confirmed = 'long-ago', confirmed_at = entered - interval '2 days'"
                " WHERE handler = %s AND confirmed IS NULL",
                (handler,),
            )


def swear(jk: Jikim, handler: str) -> None:
    """Somebody signs their own pledge."""
    today = jk.now().astimezone(jk.policy.zone).date()
    own = Actor("handler", handler)
    jk.do(add_paper, handler, "pledge", day=today, text="보안 서약", place="가상 서류철", actor=own)


def train(jk: Jikim, handler: str, day: date, recorder: Actor) -> None:
    """Somebody's training, recorded by somebody else and confirmed by them."""
    paper = jk.do(add_paper, handler, "training", day=day, text="가상의 교육", place="서류철", actor=recorder)
    jk.do(confirm_paper, handler, paper, "배웠습니다", actor=Actor("handler", handler))


def a_file(words: str = "지어낸 증빙입니다.") -> bytes:
    """A packed file that shows something."""
    return pack([Accepted("shown.txt", "text/plain", words.encode(), machine_moment())])


def lasting(
    jk: Jikim, handler: str, purposes: Sequence[str] | None = None, actor: Actor | None = None, **reach: Any
) -> int:
    """A grant (for every purpose unless said) that lasts for decades, for tests that move the clock. Answers its
    number.

    No verb gives one beyond the day of its renewal (10.6): the superuser moves its end.
    """
    every = [*jk.policy.file.purposes, *jk.policy.file.archive.purposes]
    by = actor or jk.acting("system", "set-up")
    number = jk.by(by).grant(handler, every if purposes is None else list(purposes), **reach)
    with looking(admin_of(jk)) as admin:
        admin.execute("UPDATE live.grant_ SET until = until + interval '20000 days' WHERE number = %s", (number,))
    return number


def long_alone(jk: Jikim, handler: str) -> None:
    """An officer was named and confirmed long ago: the only one, they may take a second officer's step themselves."""
    with looking(admin_of(jk)) as admin:
        admin.execute(
            "UPDATE live.handler SET named_at = named_at - interval '40 days', confirmed_at = confirmed_at - interval '40 days'"
            " WHERE handler = %s",
            (handler,),
        )


def officer_of(jk: Jikim, name: str) -> Actor:
    """An officer with a grant for everything."""
    employ(jk, name, "officer")
    lasting(jk, name)
    return jk.handler(name, kind="officer", origin="192.0.2.20")


def ledger_of(jk: Jikim, subject: UUID) -> list[dict[str, Any]]:
    """Every entry about a person as the ledger has it, with names and addresses: what an auditor reads, and no person
    of another."""
    return jk.driver.run(entries_of(jk.house.keyring, jk.house.objects, jk.policy.zone, subject, jk.house.names()))


def signed_by(jk: Jikim, partner: str) -> Actor:
    """A partner, by a message that it signed a moment ago."""
    return signature_of(jk, partner).actor()


def signature_of(jk: Jikim, partner: str, body: bytes = b"a message") -> Signature:
    """A partner's signature of a message, made a moment ago."""
    at = machine_moment()
    _, secret = jk.driver.run(make_partner_key(jk.house, partner, actor=jk.acting("system", "set-up")))
    mark = signed(secret, "m-1", at, body)
    found = jk.driver.run(check_signature(jk.house, partner, "m-1", str(int(at.timestamp())), mark, body))
    assert found is not None
    return found


def second(jk: Jikim, ref: Ref, *, purpose: str, actor: Actor, **how: Any) -> None:
    """Another person with a grant for that purpose of keeping approves this look of the actor's, where the policy asks
    for one."""
    if jk.policy.file.archive.purposes[purpose].second_person == "none":
        return
    employ(jk, "h-approves-looks")
    lasting(jk, "h-approves-looks", ["support", purpose])
    number = jk.by(actor).ask_look(ref, purpose=purpose, **how)
    jk.by(jk.handler("h-approves-looks", purpose=purpose)).decide_look(number, True)


def swept(jk: Jikim) -> None:
    """A sweep; where more people's records go than it may destroy alone, an officer looks first and approves it, as in
    life."""
    try:
        jk.sweep()
    except StoppedError as stopped:
        employ(jk, "h-approves", "officer")
        system = jk.by(jk.acting("system", "set-up"))
        system.grant("h-approves", list(jk.policy.file.purposes), jk.now() + timedelta(days=1))
        jk.by(jk.handler("h-approves", kind="officer")).approve(str(stopped.plan))
        jk.sweep()

"""The long story that the leak tests tell once: everything that the SDK does with values, a marker in each, and every
way it is refused."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.answered import deleted
from tests.conftest import Databases
from tests.seals.marked import MARKERS, as_bytes, found_in

import jikim
from jikim.app import Jikim
from jikim.db.driver import Driver
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.settings import Endpoint
from jikim.verbs.collect import Offer
from jikim.verbs.use import Read

M = MARKERS
MEMBERSHIP = {
    "login_id": M["login_id"],
    "password": M["password"],
    "name": M["name"],
    "email": f"{M['email']}@example.com",
    "mobile": f"010-{M['mobile'][:4]}-{M['mobile'][4:]}",
    "phone": f"02-{M['phone'][:3]}-{M['phone'][3:]}",
    "company": M["company"],
}
CORPORATE = {
    "login_id": M["login_id"] + "c",
    "password": M["password"],
    "name": M["korean name"],
    "email": f"c.{M['email']}@example.com",
    "company": M["company"],
    "business_no": f"{M['business_no'][:3]}-{M['business_no'][3:5]}-{M['business_no'][5:]}",
}
ORDER = {
    "name": M["name"],
    "phone": MEMBERSHIP["phone"],
    "address": {"postcode": "04524", "line1": M["address"]},
    "lines": [{"product": M["order.lines"], "quantity": 1}],
    "note": M["order.note"],
}
PAYMENT = {
    "name": M["name"],
    "card": M["card"],
    "bank_account": {"bank": "가상은행", "number": M["bank_account"]},
    "payment": {"method": "card", "amount": 99000, "currency": "KRW", "approval": M["payment"]},
}
ENQUIRY = {
    "name": M["name"],
    "email": f"g.{M['email']}@example.com",
    "text": M["enquiry.text"],
    "files": M["enquiry.files"].encode(),
}
IDENTITY = {"name": M["name"], "mobile": MEMBERSHIP["mobile"], "result": {"di": M["result"]}}
WITHDRAWAL = {"name": M["name"], "lines": [M["order.lines"]], "reason": M["reason"]}
ENTRY = {"name": M["name"], "email": f"e.{M['email']}@example.com", "answers": M["answers"]}
VISIT = {"ip": M["ip"], "access_log": {"path": "/" + M["access_log"]}, "cookie": M["cookie"]}
USAGE = {"usage": {"feature": M["usage"]}}
INTERESTS = {"cookie": M["cookie"], "topics": [M["topics"]]}
OPTIONAL = ["marketing.events", "marketing.tailored", "agreed-partner/marketing.events"]


@dataclass
class Ear:
    """Hears whatever goes to the database: text and parameters of each statement, and the bytes of each COPY."""

    statements: list[bytes] = field(default_factory=list)
    errors: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    def raising(self, name: str, act: Callable[[], Any]) -> None:
        """Runs what must fail, and keeps every form in which its error could be shown."""
        try:
            act()
        except Exception as error:
            shown = [
                str(error),
                repr(error),
                "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format()),
            ]
            seen: BaseException | None = error
            while seen is not None:
                # What a reporter of errors may show although Python does not: the errors behind it.
                shown.append(repr(seen))
                seen = seen.__cause__ or seen.__context__
            self.errors.append((name, "\n".join(shown).encode("utf-8", "backslashreplace")))
        else:
            raise AssertionError(f"{name}: nothing was raised")


@contextmanager
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    ear = Ear()
    execute, batch = Driver._execute, Driver._batch

    def one(self: Driver, statement: Any, hurry: float | None = None) -> Any:
        ear.statements.append(statement.query.text.encode() + b"\n" + as_bytes(list(statement.params)))
        return execute(self, statement, hurry)

    def many(self: Driver, wanted: Any) -> Any:
        for statement in wanted.statements:
            ear.statements.append(statement.query.text.encode() + b"\n" + as_bytes(list(statement.params)))
        return batch(self, wanted)

    raw, copy = psycopg.Cursor.execute, psycopg.Copy.write

    def executed(self: Any, query: Any, params: Any = None, **more: Any) -> Any:
        ear.statements.append(as_bytes(query) + b"\n" + as_bytes(list(params or ())))
        return raw(self, query, params, **more)

    def copied(self: Any, buffer: Any) -> Any:
        ear.statements.append(as_bytes(buffer))
        return copy(self, buffer)

    with monkeypatch.context() as patch:
        patch.setattr(Driver, "_execute", one)
        patch.setattr(Driver, "_batch", many)
        patch.setattr(psycopg.Cursor, "execute", executed)
        patch.setattr(psycopg.Copy, "write", copied)
        yield ear


def _post(endpoint: Endpoint, message: str, body: bytes, _at: Any) -> Answer:
    return deleted(endpoint, message)


def tell(jk: Jikim, ear: Ear) -> None:
    """Everything that the SDK does with values, with a marker in every one of them."""
    system = jk.acting("system", "shop", origin="192.0.2.9")

    def take(kind: str, values: dict[str, Any], channel: str, subject: Any = "guest", consents: Any = ()) -> jikim.Ref:
        got = jk.collect(kind, values, channel=channel, subject=subject, old_enough=True, consents=consents)
        ear.answers.append(repr(got))
        return got.ref

    membership = take("membership", MEMBERSHIP, "homepage", "member", OPTIONAL)
    member = jikim.Person(membership.subject, "member")
    take("corporate-membership", CORPORATE, "homepage", "corporate")
    order = take("order", ORDER, "homepage", member)
    payment = take("payment", PAYMENT, "homepage", member)
    enquiry = take("enquiry", ENQUIRY, "board")
    identity = take("identity-check", IDENTITY, "homepage", member)
    withdrawal = take("order-withdrawal", WITHDRAWAL, "homepage", member)
    entry = take("event-entry", ENTRY, "event", "guest", OPTIONAL)
    take("visit", VISIT, "automatic", "guest", OPTIONAL)
    take("usage-history", USAGE, "automatic", member)
    take("interests", INTERESTS, "automatic", member)
    many = jk.collect_many(
        [Offer(member, "order", ORDER, "homepage"), Offer(member, "visit", VISIT, "automatic")], old_enough=True
    )
    ear.answers.append(repr(many))

    reads = [
        (order, "delivery"),
        (payment, "billing"),
        (enquiry, "support"),
        (identity, "identity-check"),
        (membership, "notices"),
    ]
    for ref, purpose in reads:
        got = jk.by(system).use(ref, purpose=purpose, reason="a test")
        ear.answers.append(repr(got))
        assert found_in(as_bytes(dict(got)))
    ear.answers.append(repr(jk.by(system).use_many([Read(order, "delivery"), Read(payment, "billing")])))
    ear.answers.append(repr(jk.find("login_id", M["login_id"])))
    ear.answers.append(repr(jk.find("email", str(MEMBERSHIP["email"]))))
    correction = jk.ask_correction(order, ["name"])
    jk.correct(correction, {"name": M["corrected"]})
    jk.by(system).provide(order, to="service-least", purpose="delivery")
    jk.by(system).provide(entry, to="agreed-partner", purpose="marketing.events", items=["name", "email"])
    jk.by(system).entrust(payment, to="kcp", purpose="billing")
    ends = {name: Endpoint("http://127.0.0.1:9/", "s") for name in ("service-least", "agreed-partner", "kcp")}
    assert deliver(jk.driver, jk.house, ends, _post).sent == 3
    shown = jk.show(member.subject)
    ear.answers.append(repr(shown))
    _errors(jk, ear, member, order, enquiry)
    jk.event(identity, "checked")
    jk.event(withdrawal, "closed")
    jk.event(payment, "paid")
    jk.event(payment, "settled")
    jk.event(order, "delivered")
    jk.event(order, "settled")
    jk.event(enquiry, "answered")
    jk.sweep()
    held = jk.by(system).hold(payment, reason="a lawsuit")
    got = jk.by(system).consult(payment, purpose="legal-evidence", reason_kind="dispute", reason="a test")
    ear.answers.append(repr(got))
    jk.by(system).release(payment, held, reason="over")
    jk.consent(entry.subject, withdraw=["marketing.events"])
    jk.leave(member.subject)
    jk.sweep()
    jk.move_clock(jk.now() + timedelta(days=400))
    jk.sweep()
    jk.sequence()


def _errors(jk: Jikim, ear: Ear, member: jikim.Person, order: jikim.Ref, enquiry: jikim.Ref) -> None:
    """Every way in which something is refused while a value is at hand."""
    refused = "900101-1234568"

    def take(kind: str, values: dict[str, Any], channel: str, **more: Any) -> Callable[[], Any]:
        return lambda: jk.collect(kind, values, channel=channel, **{"subject": "guest", "old_enough": True, **more})

    for name, wrong in {
        "login_id": M["login_id"] + " with space",
        "password": M["password"][:6],
        "email": M["email"] + "-without-at",
        "mobile": M["mobile"] + "99999999999",
        "phone": M["phone"] + "x",
        "country": M["name"],
        "company": M["company"] * 90,
        "name": [M["name"]],
    }.items():
        ear.raising(f"wrong {name}", take("membership", MEMBERSHIP | {name: wrong}, "homepage", subject="member"))
    for name, value in {
        "a number that is never taken": f"{M['enquiry.text']} {refused}",
        "a lone surrogate": M["enquiry.text"] + "\ud800",
        "another form": {"text": M["enquiry.text"]},
        "too large": M["enquiry.text"] * 900_000,
    }.items():
        ear.raising(name, take("enquiry", ENQUIRY | {"text": value}, "board"))
    deep: Any = M["order.lines"]
    for _ in range(100_000):
        deep = [deep]
    for name, value in {
        "no plain data": {M["order.lines"]: {1, 2}},
        "a lone surrogate in data": {"x": M["order.lines"] + "\udfff"},
        "too deep": deep,
        "a key that is none": {(1, 2): M["order.lines"]},
    }.items():
        ear.raising(name, take("order", ORDER | {"lines": value}, "homepage"))
    ear.raising("a surrogate in a name", take("order", ORDER | {"name": M["name"] + "\ud800"}, "homepage"))
    ear.raising(
        "a surrogate in a password",
        take("membership", MEMBERSHIP | {"password": M["password"] + "\ud800"}, "homepage", subject="member"),
    )
    ear.raising("a value for a name", take("order", ORDER | {M["order.note"]: M["order.note"]}, "homepage"))
    ear.raising("a marker in a channel", take("order", ORDER, M["order.note"]))
    ear.raising("an unknown kind", take(M["order.note"], ORDER, "homepage"))
    ear.raising("too young", take("order", ORDER, "homepage", old_enough=False))
    ear.raising("taken", take("membership", MEMBERSHIP, "homepage", subject="member"))
    ear.raising("no consent", take("event-entry", ENTRY, "event"))
    ear.raising("another person's kind", take("membership", MEMBERSHIP, "homepage", subject=member))
    ear.raising("another purpose", lambda: jk.use(order, purpose="marketing.ads"))
    ear.raising("no purpose", lambda: jk.use(order, purpose=M["name"]))
    ear.raising("no item", lambda: jk.use(order, purpose="delivery", items=[M["name"]]))
    ear.raising("an item that can't be found by", lambda: jk.find("address", M["name"]))
    ear.raising("a name without digits to find by", lambda: jk.find("name", M["name"]))
    ear.raising("a wrong value to find by", lambda: jk.find("email", M["email"]))
    ear.raising("a surrogate to find by", lambda: jk.find("cookie", M["cookie"] + "\ud800"))
    correction = jk.ask_correction(order, ["phone"])
    ear.raising("frozen", lambda: jk.use(order, purpose="delivery"))
    ear.raising("frozen already", lambda: jk.ask_correction(order, ["phone"]))
    ear.raising("a wrong correction", lambda: jk.correct(correction, {"phone": M["phone"] + "x"}))
    jk.refuse_correction(correction, reason="it was right")
    ear.raising("not open", lambda: jk.correct(correction, {"phone": MEMBERSHIP["phone"]}))
    ear.raising(
        "nothing rests",
        lambda: jk.by(jk.acting("system", "x")).consult(
            order, purpose="legal-evidence", reason_kind="dispute", reason="x"
        ),
    )
    ear.raising("no such person", lambda: jk.use(order._replace(subject=enquiry.subject), purpose="delivery"))


def force(jk: Jikim, databases: Databases, ear: Ear) -> None:
    """The database itself refuses, and says why in its own words: with the row, if it could."""
    for database, table, act in (
        (
            "live",
            "live.record",
            lambda: jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True),
        ),
        (
            "live",
            "ledger.inbox",
            lambda: jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True),
        ),
        (
            "live",
            "live.claim",
            lambda: jk.collect(
                "membership", MEMBERSHIP | {"login_id": M["login_id"] + "x"}, channel="homepage", old_enough=True
            ),
        ),
    ):
        with psycopg.connect(databases.admin[database], autocommit=True) as conn:  # type: ignore[index]
            conn.execute(f"ALTER TABLE {table} ADD CONSTRAINT never CHECK (false) NOT VALID")  # type: ignore[arg-type]
            ear.raising(f"the database refuses {table}", act)  # type: ignore[arg-type]
            conn.execute(f"ALTER TABLE {table} DROP CONSTRAINT never")  # type: ignore[arg-type]
    ref = jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True).ref
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(
            "UPDATE live.record SET head = set_byte(head, 40, get_byte(head, 40) # 1) WHERE record = %s", (ref.record,)
        )
        ear.raising("a seal is broken", lambda: jk.use(ref, purpose="support"))
        conn.execute("DELETE FROM live.record WHERE record = %s", (ref.record,))
    with psycopg.connect(databases.admin["keys"], autocommit=True) as conn:
        conn.execute("ALTER TABLE keys.key ADD CONSTRAINT never CHECK (false) NOT VALID")
        ear.raising("no key", lambda: jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True))
        conn.execute("ALTER TABLE keys.key DROP CONSTRAINT never")


def dump(databases: Databases) -> dict[str, bytes]:
    """Every row of every table, as text."""
    dumps = {}
    for name, reader in databases.readers.items():
        with psycopg.connect(reader) as conn:
            tables = conn.execute(
                "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND c.relkind = 'r' AND c.relname <> 'policy_version'"
            ).fetchall()
            for (table,) in tables:
                with conn.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                    dumps[f"{name}: {table}"] = b"".join(map(bytes, copy))
    return dumps

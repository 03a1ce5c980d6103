"""One story, told in process and over HTTP, gives the same answers, refusals and plans."""

from __future__ import annotations

import asyncio
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.api.conftest import ORDER, Served, served  # noqa: F401

import jikim
from jikim.answers import Values
from jikim.policy.ask import Actor
from jikim.policy.compiled import mask_of
from jikim.policy.planned import Plan
from jikim.remote import sending
from jikim.remote.problems import RemoteError
from jikim.uploads import unpack

PURPOSES = ["delivery", "billing", "member-services", "marketing.statistics"]


class Told:
    """A story's answers, with numbers of people and records written as the order in which they came, so that two runs
    compare."""

    def __init__(self) -> None:
        self.said: list[Any] = []
        self._names: dict[str, str] = {}

    def call(self, act: Callable[[], Any]) -> Any:
        try:
            answer = act()
        except jikim.JikimError as error:
            answer = error
        self.said.append(self.plain(answer))
        return answer

    def plain(self, value: Any) -> Any:
        match value:
            case jikim.DeniedError():
                return ("denied", self._renamed(value.message), value.clause, value.why, value.hint)
            case jikim.InvalidError():
                return ("invalid", value.message, value.item, value.hint)
            case jikim.JikimError():
                return (type(value).__name__, value.message)
            case bytes():
                return [(file.name, file.type, file.size) for file in unpack(value)]
            case Values():
                return ("values", {name: self.plain(each) for name, each in value.items()}, value.version)
            case Plan():
                return [
                    (step.fate, step.clause, step.destroyed, step.parts, step.facts.kind, step.facts.items)
                    for step in value.steps
                ]
            case UUID():
                return self._names.setdefault(str(value), f"number {len(self._names)}")
        if isinstance(value, dict):
            return {name: self.plain(each) for name, each in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return (type(value).__name__, [self.plain(getattr(value, one.name)) for one in dataclasses.fields(value)])
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return (type(value).__name__, [self.plain(each) for each in value])
        if isinstance(value, list | tuple):
            return [self.plain(each) for each in value]
        return value

    def _renamed(self, text: str) -> str:
        for number, name in self._names.items():
            text = text.replace(number, name)
        return text


def story(jk: Any, n: int) -> list[Any]:
    """Everything that an application may ask for, and much that it may not."""
    told = Told()
    member = {
        "login_id": f"parity{n:03d}",
        "password": "quiet heron walks 7",
        "name": "가나다",
        "email": f"parity{n:03d}@example.com",
        "mobile": "010-0000-0001",
    }
    made = told.call(lambda: jk.collect("membership", member, channel="homepage", old_enough=True))
    person = jikim.Person(made.ref.subject, "member")
    told.call(lambda: jk.collect("membership", {**member, "mobile": "1"}, channel="homepage", old_enough=True))
    told.call(lambda: jk.collect("membership", member, channel="homepage", old_enough=True))
    told.call(lambda: jk.collect("membership", member, channel="homepage", old_enough=False))
    told.call(lambda: jk.collect("nothing", member, channel="homepage", old_enough=True))
    order = told.call(lambda: jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True)).ref
    told.call(
        lambda: jk.collect(
            "order", {**ORDER, "note": "900101-1234568"}, channel="homepage", subject=person, old_enough=True
        )
    )
    enquiry = told.call(
        lambda: jk.collect(
            "enquiry",
            {"name": "가나다", "email": "ganada@example.com", "text": "질문", "files": b"plain"},
            channel="board",
            subject=person,
            old_enough=True,
        )
    ).ref
    visit = jikim.Offer(person, "visit", {"ip": "192.0.2.7", "access_log": {"path": "/", "status": 200}}, "automatic")
    told.call(
        lambda: jk.collect_many(
            [visit, visit._replace(channel="fax"), visit._replace(values={"ip": "x"})], old_enough=True
        )
    )
    told.call(lambda: jk.use(order, purpose="delivery"))
    told.call(lambda: jk.use(order, purpose="delivery", items=["name", "email"]))
    told.call(lambda: jk.use(order, purpose="invoicing"))
    told.call(lambda: jk.use(order, purpose="no-purpose"))
    told.call(lambda: jk.use(order._replace(record=uuid4()), purpose="delivery"))
    told.call(lambda: jk.use(made.ref, purpose="marketing.statistics"))
    told.call(
        lambda: jk.use_many(
            [jikim.Read(order, "delivery"), jikim.Read(order, "joining"), jikim.Read(enquiry, "billing")]
        )
    )
    told.call(lambda: jk.event(order, "paid"))
    told.call(lambda: jk.event(order, "flown"))
    told.call(lambda: jk.provide(order, to="nobody", purpose="delivery"))
    told.call(lambda: jk.entrust(order, to="nobody", purpose="delivery"))
    opened = told.call(lambda: jk.ask_correction(order, ["phone"]))
    told.call(lambda: jk.use(order, purpose="delivery"))
    told.call(lambda: jk.correct(opened, {"phone": "1"}))
    told.call(lambda: jk.correct(opened, {"phone": "02-555-0199"}))
    told.call(lambda: jk.use(order, purpose="delivery", items=["phone"]))
    again = told.call(lambda: jk.ask_correction(order, ["name"]))
    told.call(lambda: jk.refuse_correction(again, reason="it is right"))
    told.call(lambda: jk.consent(person.subject, give=["marketing.ads"]))
    told.call(lambda: jk.consent(person.subject, give=["no.such"]))
    told.call(lambda: jk.consent(person.subject, withdraw=["marketing.ads"]))
    told.call(lambda: jk.consult(order, purpose="legal-evidence", reason_kind="dispute", reason="a question"))
    told.call(lambda: jk.hold(order, reason="a dispute"))
    told.call(lambda: jk.release(order, uuid4(), reason="over"))
    told.call(lambda: jk.find("email", member["email"]))
    told.call(lambda: jk.find("email", "no address"))
    told.call(lambda: jk.find("name", "가나다"))
    told.call(lambda: [type(one).__name__ for one in jk.statistics("usage-history", purpose="marketing.statistics")])
    told.call(lambda: [(one.state, sorted(one.happened), one.went) for one in jk.status(person.subject, "order")])
    found = told.call(lambda: jk.show(person.subject).cards)
    assert found[0].ref.subject == person.subject
    dossier = jk.show(person.subject)
    told.said.append([one["event"] for one in dossier.uses])
    told.said.append([told.plain(one._replace(opened=None, closed=None)) for one in dossier.requests])
    told.call(lambda: sorted(one["purpose"] for one in jk.consent_receipt(person.subject, language="en")["purposes"]))
    told.call(lambda: jk.leaving_plan(person.subject))
    told.call(lambda: jk.leave(person.subject))
    told.call(lambda: jk.use(made.ref, purpose="member-services"))
    told.call(lambda: [one.code for one in jk.receipt(person.subject).dates.waits])
    told.call(lambda: type(jk.deletions()).__name__)
    return told.said


def _cleared(said: list[Any]) -> list[Any]:
    """Without moments, which differ."""
    import datetime as dt

    def clear(value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return "a moment"
        if isinstance(value, dict):
            return {name: clear(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [clear(each) for each in value]
        return value

    return [clear(one) for one in said]


def test_a_story_is_the_same_in_process_and_over_http(served: Served) -> None:  # noqa: F811
    """Each verb answers alike by `jikim.open` and `jikim.connect`: values, files, plans, and every refusal with clause,
    reason and hint; of a grant a key is told how a key is made."""
    numbers = [served.jk.policy.number("purpose", name) for name in PURPOSES]
    actor = Actor("application", "shop", mask_of(n for n in numbers if n is not None))
    inside = story(served.jk.by(actor), 1)
    key = served.key(*PURPOSES, may=("people", "evidence"))[1]
    with jikim.connect(served.url, key) as remote:
        outside = story(remote, 2)
    for mine, theirs in zip(_cleared(inside), _cleared(outside), strict=True):
        if mine != theirs and theirs[0] == "denied" and theirs[3] in ("grant", "not-confirmed"):
            assert "key" in theirs[4]
            mine, theirs = mine[:4], theirs[:4]
        assert _same(mine) == _same(theirs)


def _same(value: Any) -> str:
    return repr(value).replace("parity001", "parity").replace("parity002", "parity")


def test_the_async_client_is_the_same(served: Served) -> None:  # noqa: F811
    """`AsyncRemote` answers as `Remote` does, refusals too, also when many ask at once."""
    person, _ = served.member()
    order = served.order(person)
    key = served.key("delivery", may=("people", "evidence"))[1]

    async def main() -> None:
        async with jikim.connect_async(served.url, key) as jk:
            reads = await asyncio.gather(*(jk.use(order, purpose="delivery", items=["name"]) for _ in range(40)))
            assert [dict(one) for one in reads] == [{"name": "가나다"}] * 40
            with pytest.raises(jikim.DeniedError) as caught:
                await jk.use(order, purpose="billing")
            assert caught.value.why == "grant"
            assert (await jk.show(person.subject)).subject == person.subject
            assert await jk.deletions() == []

    asyncio.run(main())


# An officer's word comes by the office alone; what commits or is noted beside a verb's own statement is the rooms' of
# the house.
INSIDE = {
    "collect": {"no_resident_number", "once", "beside", "newcomer"},
    "correct": {"no_resident_number"},
    "use": {"shown"},
    "use_many": {"shown"},
    "consult": {"shown"},
    "event": {"reason", "beside"},
    "provide": {"demand", "message"},
    "ask_correction": {"number", "beside"},
    "leave": {"beside", "time"},
    "come_back": {"time"},
}


def test_both_clients_have_the_same_methods() -> None:
    """The sync and the async client have the same methods, with the same arguments; and those of `jikim.open`'s verbs."""
    import inspect

    from jikim.app import Jikim

    mine = {name: one for name, one in inspect.getmembers(jikim.Remote, inspect.isfunction) if not name.startswith("_")}
    theirs = {
        name: one for name, one in inspect.getmembers(jikim.AsyncRemote, inspect.isfunction) if not name.startswith("_")
    }
    assert set(mine) == set(theirs)
    for name, one in mine.items():
        assert inspect.signature(one) == inspect.signature(theirs[name])
        if (verb := getattr(Jikim, name, None)) is not None and name != "close":
            wanted = [
                each for each in inspect.signature(verb).parameters.values() if each.name not in INSIDE.get(name, ())
            ]
            given = inspect.signature(one).parameters.values()
            assert {each.name: each.replace(annotation="") for each in wanted} == {
                each.name: each.replace(annotation="") for each in given
            }, name


def test_the_client_needs_no_database() -> None:
    """Importing `jikim.remote` imports no module of a database, and none of ours that speaks to one."""
    heavy = (
        "psycopg",
        "alembic",
        "sqlalchemy",
        "litestar",
        "jikim.db",
        "jikim.store",
        "jikim.verbs",
        "jikim.keys",
        "jikim.app",
    )
    code = f"import jikim.remote, jikim, sys; jikim.connect, jikim.Ref; print([m for m in sys.modules if m.startswith({heavy!r})])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_what_breaks_on_the_way_is_sent_again_and_done_once(served: Served) -> None:  # noqa: F811
    """An answer that was lost is asked for again under the same Idempotency-Key: the record is there once."""
    person, _ = served.member()
    key = served.key("delivery", may=("people", "evidence"))[1]

    class Losing(httpx.HTTPTransport):
        lost = 0

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            if request.url.path.endswith("/collect") and not self.lost:
                self.lost += 1
                answer.close()
                raise httpx.ReadError("the line broke", request=request)
            return answer

    transport = Losing()
    with jikim.Remote(served.url, key, transport=transport) as jk:
        jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True)
        assert transport.lost == 1
        assert [card.ref.kind for card in jk.show(person.subject).cards].count("order") == 1


def test_nobody_is_asked_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address that is neither https nor loopback is refused before anything is sent, and one where nobody listens is
    said so."""
    monkeypatch.setattr(sending, "PAUSES", (0.0,) * len(sending.PAUSES))
    with pytest.raises(jikim.JikimError, match="no place for personal data"):
        jikim.connect("http://privacy.example.com", "jk_x")
    with jikim.connect("http://127.0.0.1:9", "jk_x") as jk, pytest.raises(RemoteError) as caught:
        jk.show(uuid4())
    assert caught.value.code == "unreachable"

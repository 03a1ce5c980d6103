"""The async SDK runs the same generators: the same answers, refusals and ledger as the sync one; bulk forms equal
single forms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import ALICE, ORDER, START, Cast, Databases

import jikim
from jikim.app import AsyncJikim, Jikim
from jikim.policy.model import PolicyFile
from jikim.verbs.collect import Collected
from jikim.verbs.use import Values


def _outcome(answer: object) -> object:
    """What is comparable of an answer: a refusal's clause and reason, a read's values, or its type."""
    match answer:
        case jikim.DeniedError():
            return ("denied", answer.clause, answer.why)
        case jikim.InvalidError():
            return ("invalid", answer.item)
        case Values():
            return dict(answer)
        case bool():
            return answer
        case _:
            return type(answer).__name__


async def _said(answer: Awaitable[Any]) -> object:
    try:
        return _outcome(await answer)
    except jikim.JikimError as error:
        return _outcome(error)


async def _scenario(jk: Any, wrap: Callable[[Any], Awaitable[Any]]) -> list[object]:
    """One story, told to either SDK. `wrap` makes an awaitable of what a method answers."""
    said: list[object] = []

    async def say(call: Callable[[], Any]) -> Any:
        try:
            answer = await wrap(call())
        except jikim.JikimError as error:
            answer = error
        said.append(_outcome(answer))
        return answer

    alice = await say(lambda: jk.collect("membership", ALICE, channel="homepage", old_enough=True))
    person = jikim.Person(alice.ref.subject, "member")
    order = await say(lambda: jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True))
    await say(lambda: jk.collect("membership", ALICE, channel="homepage", old_enough=True))
    await say(lambda: jk.collect("order", {**ORDER, "phone": "1"}, channel="homepage", subject=person, old_enough=True))
    await say(lambda: jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=False))
    await say(lambda: jk.use(order.ref, purpose="delivery"))
    await say(lambda: jk.use(order.ref, purpose="marketing.events"))
    await say(lambda: jk.entrust(order.ref, to="kcp", purpose="delivery"))
    await say(lambda: jk.consent(person.subject, give=["marketing.events"]))
    correction = await say(lambda: jk.ask_correction(order.ref, ["phone"]))
    await say(lambda: jk.use(order.ref, purpose="delivery"))
    await say(lambda: jk.correct(correction, {"phone": "02-555-0102"}))
    await say(lambda: jk.use(order.ref, purpose="delivery"))
    await say(lambda: jk.use_many([jikim.Read(order.ref, "delivery"), jikim.Read(order.ref, "joining")]))
    await say(lambda: jk.find("email", "alice@example.com"))
    await say(lambda: jk.event(order.ref, "settled"))
    await say(lambda: jk.event(order.ref, "eaten"))
    await say(lambda: jk.use(order.ref, purpose="delivery"))
    await say(lambda: jk.show(person.subject))
    await say(lambda: jk.leave(person.subject))
    await say(lambda: jk.leave(person.subject))
    await say(lambda: jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True))
    return said


class _Sync:
    """The sync SDK with each call left for later, so that a refusal is met where it is awaited."""

    def __init__(self, jk: Jikim) -> None:
        self._jk = jk

    def __getattr__(self, name: str) -> Callable[..., Callable[[], Any]]:
        return lambda *args, **named: lambda: getattr(self._jk, name)(*args, **named)


async def _run(call: Callable[[], Any]) -> Any:
    return call()


async def _await(answer: Awaitable[Any]) -> Any:
    return await answer


def test_both_tell_the_same_story(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> None:
    """Collected, refused, used, frozen, corrected, ended and left: answer by answer the same, and the same ledger
    events, whether the second opens by itself or beside the first."""
    settings = databases.settings(tmp_path)
    with Jikim(homepage, settings, demo_start=START) as jk:
        sync = asyncio.run(_scenario(_Sync(jk), _run))
        jk.sequence()
        first = [
            line.split(b'"event', 1)[1][:60] for line in b"".join(jk.export_ledger()).splitlines() if b'"event' in line
        ]

        async def tell(beside: Jikim | None) -> list[object]:
            async with AsyncJikim(homepage, settings, beside=beside) as other:
                assert (other.house.versions is jk.house.versions) is (beside is not None)
                return await _scenario(other, _await)

        for beside in (None, jk):
            assert asyncio.run(tell(beside)) == sync
        every = [
            line.split(b'"event', 1)[1][:60] for line in b"".join(jk.export_ledger()).splitlines() if b'"event' in line
        ]
    assert len(sync) == 22
    second = every[len(first) :]
    kept = [event for event in first if b"policy:adopt" not in event]
    assert sorted(2 * kept) == sorted(second)


def test_concurrent_reads_on_one_loop_each_get_their_own(
    jk: Jikim, cast: Cast, databases: Databases, homepage: PolicyFile, tmp_path: Path
) -> None:
    """Fifty reads at once answer each its own record, the forbidden among them refused."""
    orders = [
        jk.collect(
            "order", {**ORDER, "phone": f"02-555-{n:04}"}, channel="homepage", subject=cast.alice, old_enough=True
        ).ref
        for n in range(25)
    ]

    async def read() -> list[object]:
        async with AsyncJikim(homepage, databases.settings(tmp_path)) as other:
            return await asyncio.gather(
                *(_said(other.use(ref, purpose="delivery", items=["phone"])) for ref in orders),
                *(_said(other.use(ref, purpose="joining")) for ref in orders),
            )

    answers = asyncio.run(read())
    assert answers[:25] == [{"phone": f"+822555{n:04}"} for n in range(25)]
    assert all(
        answer == ("denied", "2.2", "purpose-not-covering") or answer[:1] == ("denied",) for answer in answers[25:]
    )  # type: ignore[index]


def test_bulk_collect_equals_one_by_one(jk: Jikim, cast: Cast) -> None:
    """A batch with good, refused, malformed, unknown and duplicate rows answers each as it would alone, and none
    hinders another."""
    nobody = jikim.Person(uuid4(), "member")
    visit = {"ip": "192.0.2.7", "access_log": {"path": "/"}}
    offers = [
        jikim.Offer(cast.alice, "visit", visit, "automatic"),
        jikim.Offer(cast.alice, "visit", {**visit, "ip": "no address"}, "automatic"),
        jikim.Offer(cast.alice, "visit", {**visit, "gender": "x"}, "automatic"),
        jikim.Offer(cast.alice, "visit", {"ip": "192.0.2.7"}, "automatic"),
        jikim.Offer(cast.alice, "visit", visit, "phone"),
        jikim.Offer(nobody, "visit", visit, "automatic"),
        jikim.Offer(cast.alice, "membership", ALICE, "homepage"),
        jikim.Offer(cast.bob, "visit", visit, "automatic"),
        jikim.Offer(cast.bob, "nothing", visit, "automatic"),
    ]
    together = [_outcome(answer) for answer in jk.collect_many(offers, old_enough=True)]
    alone: list[object] = []
    for offer in offers:
        try:
            answer: object = jk.collect(
                offer.kind, offer.values, channel=offer.channel, subject=offer.subject, old_enough=True
            )
        except jikim.JikimError as error:
            answer = error
        alone.append(_outcome(answer))
    assert together == alone
    assert together.count(Collected.__name__) == 2


def test_bulk_use_equals_one_by_one(jk: Jikim, cast: Cast) -> None:
    """A batch with allowed, frozen, ended, unknown and forbidden reads answers each as it would alone."""
    orders = [jk.collect("order", ORDER, channel="homepage", subject=cast.alice, old_enough=True).ref for _ in range(3)]
    jk.ask_correction(orders[1], ["phone"])
    jk.event(orders[2], "settled")
    gone = orders[0]._replace(record=cast.alice.subject)
    reads = [
        jikim.Read(orders[0], "delivery"),
        jikim.Read(orders[1], "delivery"),
        jikim.Read(orders[2], "delivery"),
        jikim.Read(gone, "delivery"),
        jikim.Read(orders[0], "joining"),
        jikim.Read(orders[0], "nothing"),
        jikim.Read(orders[0], "delivery", ["phone", "login_id"]),
        jikim.Read(cast.dan_enquiry, "support"),
    ]
    together = [_outcome(answer) for answer in jk.use_many(reads)]
    alone: list[object] = []
    for read in reads:
        try:
            answer: object = jk.use(read.ref, purpose=read.purpose, items=read.items)
        except jikim.JikimError as error:
            answer = error
        alone.append(_outcome(answer))
    assert together == alone
    assert [isinstance(outcome, dict) for outcome in together].count(True) == 2


def test_nothing_of_a_policy_with_errors_is_opened(tmp_path: Path) -> None:
    """A file with errors opens nothing: every finding is in the error, with its place."""
    path = tmp_path / "policy.yaml"
    path.write_text("jikim: 1\nitem: {}\n", encoding="utf-8")
    with pytest.raises(jikim.PolicyError) as refused:
        jikim.open(path, tmp_path / "data")
    assert "policy.yaml:2:1" in str(refused.value)
    assert not (tmp_path / "data").exists()

"""The plan's limit of what an application reads in an hour, over HTTP: a batch is refused whole, and reads that come at
once are answered up to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from tests.api.conftest import Served, wire
from tests.employed import employ
from tests.limited import limit_reads
from tests.web.running import running

import jikim
from jikim.answers import Read, Ref, Values
from jikim.api.keys import keys_of
from jikim.errors import DeniedError
from jikim.policy.model import PolicyFile

MOST = 10


@pytest.fixture(scope="module")
def limited(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site of its own, whose plan lets an application read ten people an hour."""
    with running(homepage, tmp_path_factory.mktemp("limited")) as one:
        served, jk = Served(one.url, one.jk, one.mails, one.settings, one.app, one.inside), one.jk
        employ(jk, "h-plans", "officer")
        jk.by(jk.acting("system", "set-up")).grant("h-plans", ["support"], jk.now() + timedelta(days=90))
        limit_reads(jk, jk.handler("h-plans", kind="officer"), application=MOST)
        yield served


@pytest.fixture(scope="module")
def orders(limited: Served) -> list[Ref]:
    """An order of each of some people."""
    return [limited.order(limited.member()[0]) for _ in range(MOST + 5)]


def of_orders(orders: list[Ref]) -> list[Read]:
    return [Read(ref, "delivery", ["phone"]) for ref in orders]


def test_a_batch_is_refused_whole_and_says_how_many_are_left(limited: Served, orders: list[Ref]) -> None:
    """A denial, and not an answer among others; by another key of the client nothing more is left, and
    by then all its keys are paused."""
    keys = [limited.key(name="batch")[1] for _ in range(2)]

    def asked(key: str, refs: list[Ref]) -> httpx.Response:
        reads = [{"ref": wire(ref), "purpose": "delivery", "items": ["phone"]} for ref in refs]
        with limited.api(key) as client:
            return client.post("/use-many", json={"reads": reads})

    refused = asked(keys[0], orders)
    told = refused.json()
    assert (refused.status_code, told["type"], told["left"]) == (403, "urn:jikim:problem:read-limit", MOST)
    assert "10 of 10 are left" in told["hint"]
    assert [list(one["answer"]["values"]) for one in asked(keys[0], orders[:MOST]).json()["answers"]] == [
        ["phone"]
    ] * MOST
    assert asked(keys[1], orders[:1]).json()["left"] == 0
    assert paused(limited, "batch")


def paused(limited: Served, name: str) -> bool:
    """Whether no key of a client stands any more."""
    run, house = limited.jk.driver.run, limited.jk.house
    keys = [one.number for one in run(keys_of(house)) if one.name == name]
    return bool(keys) and not any(run(house.grant_runs(limited.jk.actor._replace(grant=one))) for one in keys)


def test_the_sdk_raises_what_is_left(limited: Served, orders: list[Ref]) -> None:
    """As in process: one error for the batch, with the number as a field, on both kinds of client."""
    with jikim.connect(limited.url, limited.key(name="sync")[1]) as remote, pytest.raises(DeniedError) as denied:
        remote.use_many(of_orders(orders))
    assert (denied.value.why, denied.value.left) == ("read-limit", MOST)

    async def awaited() -> None:
        async with jikim.connect_async(limited.url, limited.key(name="async")[1]) as remote:
            await remote.use_many(of_orders(orders))

    with pytest.raises(DeniedError) as denied:
        asyncio.run(awaited())
    assert (denied.value.why, denied.value.left) == ("read-limit", MOST)


def test_single_reads_that_come_at_once_are_asked_for_one_by_one(limited: Served, orders: list[Ref]) -> None:
    """They are sent to the database together, and are no batch of anybody's: no more than ten are answered, and who asks
    for the eleventh is refused and paused, with whatever is still on its way."""

    async def all_at_once() -> list[Values | BaseException]:
        async with jikim.connect_async(limited.url, limited.key(name="singles")[1]) as remote:
            reads = [remote.use(ref, purpose="delivery", items=["phone"]) for ref in orders]
            return await asyncio.gather(*reads, return_exceptions=True)

    answers = asyncio.run(all_at_once())
    assert sum(isinstance(one, Values) for one in answers) <= MOST
    whys = {one.why for one in answers if isinstance(one, DeniedError)}
    assert whys <= {"read-limit", "grant"}
    assert "read-limit" in whys
    assert paused(limited, "singles")

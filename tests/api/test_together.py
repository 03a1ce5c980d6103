"""Calls that come at the same time: one batch, each caller with their own outcome, and no one harmed by another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.api.conftest import Served, wire
from tests.api.test_kept import admin
from tests.waiting import PATIENCE

from jikim.api import batching
from jikim.api.batching import Together


class Slow:
    """A batch function that notes what it was given and waits for leave to answer."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self, key: object, numbers: Sequence[int]) -> list[int | ValueError]:
        self.batches.append(list(numbers))
        await self.go.wait()
        return [ValueError(n) if n < 0 else n * 10 for n in numbers]


async def turns() -> None:
    """So many turns of the loop that whatever may begin has begun."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_each_gets_their_own_outcome() -> None:
    """In one batch, who asked well gets an answer and who did not gets an error."""

    async def main() -> None:
        many = Slow()
        together: Together[int, int] = Together(many)
        found = await asyncio.gather(*(together("a", n) for n in (1, -2, 3)), return_exceptions=True)
        assert [found[0], found[2]] == [10, 30]
        assert isinstance(found[1], ValueError)
        assert many.batches == [[1, -2, 3]]

    asyncio.run(main())


def test_what_waits_is_the_next_batch_and_keys_are_apart() -> None:
    """While a batch is under way whoever comes waits for the next; of one key at most so many go; another key is
    another batch."""

    async def main() -> None:
        many = Slow()
        many.go.clear()
        together: Together[int, int] = Together(many, most=2, lanes=1)
        first = asyncio.create_task(together("a", 0))
        await turns()
        rest = [asyncio.create_task(together(key, n)) for key, n in (("a", 1), ("a", 2), ("a", 3), ("b", 4))]
        await turns()
        assert many.batches == [[0]]
        many.go.set()
        assert await asyncio.gather(first, *rest) == [0, 10, 20, 30, 40]
        assert sorted(many.batches) == [[0], [1, 2], [3], [4]]

    asyncio.run(main())


def test_a_cancelled_one_harms_no_other() -> None:
    """Whoever gives up, before their batch goes or while it is under way, gets nothing, and the others get theirs."""

    async def main() -> None:
        many = Slow()
        many.go.clear()
        together: Together[int, int] = Together(many, lanes=1)
        tasks = [asyncio.create_task(together("a", n)) for n in range(4)]
        await turns()
        late = [asyncio.create_task(together("a", n)) for n in (10, 11)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        late[0].cancel()
        many.go.set()
        found = await asyncio.gather(*tasks, *late, return_exceptions=True)
        assert [found[0], found[2], found[3], found[5]] == [0, 20, 30, 110]
        assert isinstance(found[1], asyncio.CancelledError)
        assert isinstance(found[4], asyncio.CancelledError)
        # Who gave up before their batch went is in none.
        assert many.batches == [[0, 1, 2, 3], [11]]

    asyncio.run(main())


def test_a_batch_that_fails_fails_each_and_the_next_goes() -> None:
    """Where the whole batch breaks, each of it is told, and whoever comes then is served."""

    async def main() -> None:
        broken = True

        async def many(_key: object, numbers: Sequence[int]) -> Sequence[int]:
            if broken:
                raise OSError
            return numbers

        together: Together[int, int] = Together(many)
        found = await asyncio.gather(*(together("a", n) for n in range(3)), return_exceptions=True)
        assert [type(one) for one in found] == [OSError] * 3
        broken = False
        assert await together("a", 7) == 7

    asyncio.run(main())


def test_a_slow_batch_has_another_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a batch takes long, the next does not wait for its end."""
    monkeypatch.setattr(batching, "SLOW_SECONDS", -1)

    async def main() -> None:
        many = Slow()
        many.go.clear()
        together: Together[int, int] = Together(many, lanes=2)
        first = asyncio.create_task(together("a", 1))
        await turns()
        second = asyncio.create_task(together("a", 2))
        await turns()
        assert many.batches == [[1], [2]]
        many.go.set()
        assert await asyncio.gather(first, second) == [10, 20]

    asyncio.run(main())


def test_a_batch_that_is_large_goes_beside_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many calls as a batch is worth do not wait for the end of the one that is under way; fewer do."""
    monkeypatch.setattr(batching, "SLOW_SECONDS", 3_600.0)

    async def main() -> None:
        many = Slow()
        many.go.clear()
        together: Together[int, int] = Together(many)
        calls = [asyncio.create_task(together("a", 0))]
        for n in range(1, batching.ENOUGH + 1):
            await turns()
            assert many.batches == [[0]]
            calls.append(asyncio.create_task(together("a", n)))
        await turns()
        assert many.batches == [[0], [*range(1, batching.ENOUGH + 1)]]
        many.go.set()
        await asyncio.gather(*calls)

    asyncio.run(main())


def test_many_reads_at_once_over_http_are_each_their_own(served: Served, shop: httpx.Client) -> None:
    """A crowd of reads, some of which are refused: each gets its own values or its own refusal, and each is recorded
    once."""
    people = [served.member(name=name)[0] for name in ("가나다", "라마바", "사아자")]
    orders = [
        served.order(person, name=name) for person, name in zip(people, ("가나다", "라마바", "사아자"), strict=True)
    ]

    def one(n: int) -> tuple[int, int, str]:
        purpose = "delivery" if n % 4 else "member-services"
        answer = shop.post("/use", json={"ref": wire(orders[n % 3]), "purpose": purpose, "items": ["name"]})
        return n, answer.status_code, answer.json().get("values", {}).get("name", "")

    with ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(one, range(120)))
    for n, status, said in answers:
        assert (status, said) == ((200, ("가나다", "라마바", "사아자")[n % 3]) if n % 4 else (403, ""))
    counted = [
        len([use for use in served.jk.show(person.subject).uses if use["event"].startswith("record:use")])
        for person in people
    ]
    assert counted == [40, 40, 40]


@pytest.mark.parametrize("held", [True, False])
def test_a_record_that_is_held_up_holds_up_no_other(served: Served, shop: httpx.Client, held: bool) -> None:
    """While somebody holds one person's rows, reads of other people that came together with its own are answered at
    once, and recorded once."""
    slow, fast = served.member()[0], served.member()[0]
    orders = {"slow": served.order(slow), "fast": served.order(fast)}
    done: dict[str, threading.Event] = {name: threading.Event() for name in orders}

    def read(name: str) -> int:
        answer = shop.post("/use", json={"ref": wire(orders[name]), "purpose": "delivery", "items": ["name"]})
        done[name].set()
        return answer.status_code

    with admin(served) as conn, ThreadPoolExecutor(8) as pool:
        with conn.transaction():
            if held:
                conn.execute("SELECT FROM live.subject WHERE subject = %s FOR UPDATE", (slow.subject,))
            waiting = [pool.submit(read, name) for name in ("slow", "fast", "slow", "fast", "fast")]
            assert done["fast"].wait(PATIENCE)
            assert [waiting[n].result(PATIENCE) for n in (1, 3, 4)] == [200] * 3
            if held:
                assert not done["slow"].is_set()
        assert [one.result(PATIENCE) for one in waiting] == [200] * 5
    uses = [use["event"] for use in served.jk.show(fast.subject).uses]
    assert uses.count("record:use:allowed") == 3

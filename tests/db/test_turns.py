"""Long work of the processor beside an event loop: the loop goes on meanwhile, and who signs in waits behind nobody's
long text."""

from __future__ import annotations

import ast
import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.conftest import ALICE, ORDER, Cast
from tests.house.source import holding
from tests.waiting import PATIENCE

import jikim
from jikim.app import AsyncJikim, Jikim
from jikim.db.driver import MUCH
from jikim.ledger.objects import Objects
from jikim.ledger.stored import bundles
from jikim.policy.detect import find_refused
from jikim.policy.model import ItemType
from jikim.verbs import forbidden_numbers
from jikim.web import forms
from jikim.web.forms import Form, Problem
from jikim.web.visitor import Visitor

LONG = "가나다 " * (MUCH // 4)
Call = Callable[[AsyncJikim, Cast], Awaitable[Any]]


@dataclass
class Search:
    """A search that ends when the loop says so: where the loop itself searches a long text, nobody is left to say it."""

    began: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, text: str) -> Any:
        if len(text) >= MUCH:
            self.began.set()
            assert self.go.wait(PATIENCE), "the loop waits for the search"
        return find_refused(text)

    async def until_begun(self, task: asyncio.Task[Any]) -> None:
        while not self.began.is_set():
            assert not task.done(), "nothing long was searched"
            await asyncio.sleep(0)


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Iterator[Search]:
    """The detector, held back where a text is long."""
    one = Search()
    monkeypatch.setattr(forbidden_numbers, "find_refused", one)
    yield one
    one.go.set()


async def _order(jk: AsyncJikim, _cast: Cast) -> None:
    lines = [{"product": LONG, "quantity": 1}]
    await jk.collect("order", {**ORDER, "lines": lines}, channel="homepage", subject="guest", old_enough=True)


async def _many(jk: AsyncJikim, cast: Cast) -> None:
    offers = [jikim.Offer(cast.alice, "enquiry", {"name": "가나다", "text": LONG}, "board")]
    await jk.collect_many(offers, old_enough=True)


async def _correct(jk: AsyncJikim, cast: Cast) -> None:
    me = jk.acting("member", str(cast.alice.subject))
    correction = await jk.by(me).ask_correction(cast.alice_order, ["lines"])
    await jk.by(me).correct(correction, {"lines": [{"product": LONG, "quantity": 1}]})


async def _use(jk: AsyncJikim, cast: Cast) -> None:
    await jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name"], reason=LONG)


async def _denied(jk: AsyncJikim, cast: Cast) -> None:
    with pytest.raises(jikim.DeniedError):
        await jk.by(cast.hana).use(cast.alice_order, purpose="marketing.events", items=["name"], reason=LONG)


async def _hold(jk: AsyncJikim, cast: Cast) -> None:
    await jk.by(cast.omar).hold(cast.alice_order, reason=LONG)


CALLS: dict[str, Call] = {
    "collect, nested": _order,
    "collect_many": _many,
    "correct": _correct,
    "use": _use,
    "denied": _denied,
    "hold": _hold,
}


@pytest.mark.parametrize("name", CALLS)
def test_the_loop_goes_on_while_a_long_text_is_searched(name: str, jk: Jikim, cast: Cast, search: Search) -> None:
    """Whatever brings the text, and however deep it lies: the loop is free to do other things until the search has
    ended."""

    async def story() -> None:
        async with AsyncJikim(jk._file, jk.settings) as looping:
            task = asyncio.ensure_future(CALLS[name](looping, cast))
            await search.until_begun(task)
            search.go.set()
            await task

    asyncio.run(story())


def test_who_signs_in_waits_behind_no_long_text(
    jk: Jikim, cast: Cast, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two processors, while one text is searched and a second waits for its turn, a password is checked all the
    same."""
    monkeypatch.setattr("jikim.db.looping.os.cpu_count", lambda: 2)

    async def story() -> None:
        async with AsyncJikim(jk._file, jk.settings) as looping:
            texts = [asyncio.ensure_future(_order(looping, cast)) for _ in range(2)]
            await search.until_begun(texts[0])
            me = looping.acting("member", str(cast.alice.subject))
            checked = looping.by(me).check(
                cast.alice_membership, "password", ALICE["password"], purpose="identification"
            )
            assert await asyncio.wait_for(checked, PATIENCE)
            assert not any(one.done() for one in texts)
            search.go.set()
            await asyncio.gather(*texts)

    asyncio.run(story())


def test_nobody_else_waits_for_a_store_of_objects(
    jk: Jikim, cast: Cast, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On two processors, while a store of past months does not answer those who read them, a long text is taken."""
    monkeypatch.setattr("jikim.db.looping.os.cpu_count", lambda: 2)
    answers = threading.Event()

    class Slow(Objects):
        def read(self, wanted: Any) -> Any:
            assert answers.wait(PATIENCE), "the text waits for the store"
            return {}

    async def story() -> None:
        async with AsyncJikim(jk._file, jk.settings) as looping:
            reads = [asyncio.ensure_future(looping.driver.run(bundles(Slow(None), [0]))) for _ in range(4)]
            text = asyncio.ensure_future(_order(looping, cast))
            await search.until_begun(text)
            search.go.set()
            await asyncio.wait_for(text, PATIENCE)
            assert not any(one.done() for one in reads)
            answers.set()
            await asyncio.gather(*reads)

    asyncio.run(story())


def test_a_form_that_goes_back_searches_no_long_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is made on the loop: of a long text that held a refused number, every digit is left out instead; a short
    one keeps the others."""
    searched: list[str] = []
    monkeypatch.setattr(forms, "find_refused", lambda text: searched.append(text) or find_refused(text))
    form = Form(Visitor("ko", "/"), {"text": f"{LONG} 900101-1234567 ①②", "other": "주문 12345, 900101-1234567"})
    form.problem = Problem("", "")
    form._mask(ItemType.RESIDENT_NUMBER, False)
    assert all(len(text) < MUCH for text in searched)
    assert not any(letter.isdigit() for letter in form.values["text"])
    assert "12345" in form.values["other"]
    assert "1234567" not in form.values["other"]


def test_no_search_is_made_and_forgotten() -> None:
    """Each call of a search that may go aside is awaited by its step: one that is only made would look at nothing."""
    for path, parsed in holding("no_numbers|holds_never"):
        kept = {id(node.value) for node in ast.walk(parsed) if isinstance(node, ast.YieldFrom)}
        kept |= {id(one) for node in ast.walk(parsed) if isinstance(node, ast.Call) for one in node.args}
        for node in ast.walk(parsed):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("no_numbers", "holds_never") or id(node) in kept, f"{path}:{node.lineno}"

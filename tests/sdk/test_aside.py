"""A long look holds up nobody: on an event loop, what takes the processor long is done beside it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Cast, Databases

import jikim.verbs.show
from jikim.app import AsyncJikim, Jikim
from jikim.policy.model import PolicyFile
from jikim.verbs.collect import Offer

ENQUIRY = {"name": "Dan Example", "email": "dan@example.org"}


@pytest.mark.parametrize(("records", "beside"), [(3, False), (400, True)])
def test_many_records_are_opened_beside_the_loop(
    jk: Jikim,
    cast: Cast,
    databases: Databases,
    homepage: PolicyFile,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    records: int,
    beside: bool,
) -> None:
    """A person's few records are opened at once, many in a thread of their own; both are shown alike."""
    offers = [Offer(cast.dan, "enquiry", {**ENQUIRY, "text": f"물음 {n}"}, "board") for n in range(records)]
    assert all(hasattr(one, "ref") for one in jk.collect_many(offers, old_enough=True))
    threads: set[int] = set()
    real = jikim.verbs.show.open_items

    def watched(*given: Any) -> Any:
        threads.add(threading.get_ident())
        return real(*given)

    async def look() -> int:
        async with AsyncJikim(homepage, databases.settings(tmp_path)) as other:
            monkeypatch.setattr(jikim.verbs.show, "open_items", watched)
            shown = await other.by(other.acting("member", str(cast.dan.subject))).show(cast.dan.subject)
            assert {card.values["text"] for card in shown.cards} >= {f"물음 {n}" for n in range(records)}
            return len(shown.cards)

    assert asyncio.run(look()) == records + 1
    assert (threads != {threading.get_ident()}) is beside

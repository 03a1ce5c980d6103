"""A database of an earlier moment is put back: what was refused, let out once, taken back or shredded since is so
again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.conftest import START
from tests.desk.test_transfers import NOTES, asked, confirm, delivered, note
from tests.employed import employ, lasting
from tests.lost import person
from tests.restore.restore_past import Past, past

from jikim.app import Jikim, read_policy
from jikim.cabinet.paper_register import paper_of
from jikim.cabinet.papers import destroy_paper, enter_paper
from jikim.desk import request_steps
from jikim.desk.requests import requests_of
from jikim.desk.transfers import send_transfers
from jikim.disclosures import demand_register, demands, new_consents, pseudonyms
from jikim.disclosures.releases import release_of
from jikim.errors import ConflictError, SealedError
from jikim.verbs.house import SYSTEM

__all__ = ["past"]
PARTICULARS: dict[str, Any] = {
    "ground": "order",
    "authority": "가나경찰서",
    "statute": "통신비밀보호법 제13조",
    "document": "가나-1",
    "place": "A",
}


def test_what_was_refused_taken_back_or_shredded_stays_so(past: Past) -> None:
    """A demand that was refused is not approved out of a backup, a request that was taken back is not answered, and a
    shredded paper is not kept."""
    with past.open() as jk:
        run: Any = jk.driver.run
        house = jk.house
        for name in ("omar", "olga"):
            employ(jk, name, "officer")
            lasting(jk, name)
        omar, olga = (jk.handler(name, kind="officer") for name in ("omar", "olga"))
        _, membership = person(jk, 1)
        number = run(demands.prepare(house, to="authority", purpose="identification", actor=omar, **PARTICULARS))
        run(demands.set_part(house, run(demand_register.demand_of(house, number)), membership, ["name"], actor=omar))
        run(demands.put(house, run(demand_register.demand_of(house, number)), actor=omar))
        demand = run(demand_register.demand_of(house, number))
        until = START.date() + timedelta(days=30)
        request, _ = run(
            new_consents.ask_people(
                house, "asked-later/support", why_ko="이유", why_en="reason", until=until, actor=omar
            )
        )
        ask: dict[str, Any] = {"purpose": "marketing.statistics", "items": ["country"], "quasi": ["country"]}
        release = run(
            pseudonyms.prepare_release(house, "research", "membership", why="연구", ends=until, actor=omar, **ask)
        )
        paper = run(enter_paper(house, "enquiry", cabinet="A", shelf="1", received=date(2013, 1, 10), actor=omar))
    names = past.keep("live")
    with past.open() as jk:
        run, house = jk.driver.run, jk.house
        run(demands.refuse(house, demand, demand.digest, "절차가 빠졌습니다", actor=olga))
        run(new_consents.end(house, request, actor=omar))
        run(pseudonyms.withdraw_release(house, run(release_of(house, release)), actor=omar))
        run(destroy_paper(house, paper, method="burn", day=house.today(), witness="olga", actor=omar))
    with pytest.raises(SealedError):
        Jikim(past.homepage, past.settings(names))
    assert past.replayed(names).replayed.restrictions["live"] >= 4
    with Jikim(past.homepage, past.settings(names)) as jk:
        run, house = jk.driver.run, jk.house
        assert run(demand_register.demand_of(house, demand.demand)).state == "refused"
        with pytest.raises(ConflictError):
            run(demands.approve(house, demand, demand.digest, actor=olga))
        assert not next(one for one in run(new_consents.askings(house)) if one.request == request).open(house.today())
        assert run(release_of(house, release)).state == "withdrawn"
        found = run(paper_of(house, paper.number))
        assert (found.state, found.method) == ("destroyed", "burn")


def test_a_transfer_that_was_refused_is_not_sent_out_of_a_backup(past: Past) -> None:
    """The backup holds the request open and its message waiting: after the restore it is refused, and nothing leaves."""
    past.homepage = read_policy(NOTES)
    with past.open() as jk:
        ref = note(jk)
        made = asked(jk, ref)
        confirm(jk, made)
        assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    names = past.keep("live")
    with past.open() as jk:
        jk.do(request_steps.refuse, ref.subject, made.request, "it tells of somebody else", actor=SYSTEM)
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names), demo_start=START) as jk:
        assert [one.state for one in jk.do(requests_of, ref.subject)] == ["refused"]
        assert delivered(jk) == []

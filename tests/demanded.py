"""A demand by law, for tests: prepared by one invented officer, approved by another for exactly one record, and carried
out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tests.employed import employ

from jikim.app import Jikim
from jikim.disclosures import demand_register, demands
from jikim.policy.ask import Actor
from jikim.store.holding import Ref

PARTICULARS = {"authority": "가상지방검찰청", "statute": "가상의 법 제1조", "document": "2013-형제-0001"}


def approving(jk: Jikim, handler: str) -> Actor:
    """An officer whose approvals count, with a grant for everything."""
    employ(jk, handler, "officer")
    jk.by(jk.acting("system", "set-up")).grant(
        handler, [*jk.policy.file.purposes, *jk.policy.file.archive.purposes], jk.now() + timedelta(days=30)
    )
    return jk.handler(handler, kind="officer")


def approved(
    jk: Jikim, ref: Ref, items: Sequence[str], *, purpose: str = "identification", to: str = "authority"
) -> demand_register.Demand:
    """A demand that was approved and not carried out yet."""
    run: Any = jk.driver.run
    house, first, second = jk.house, approving(jk, "o-prepares"), approving(jk, "o-approves")
    number = run(
        demands.prepare(
            house, to=to, purpose=purpose, ground="statute", place="가상 서류함", actor=first, **PARTICULARS
        )
    )
    run(demands.set_part(house, run(demand_register.demand_of(house, number)), ref, items, actor=first))
    run(demands.put(house, run(demand_register.demand_of(house, number)), actor=first))
    asked = run(demand_register.demand_of(house, number))
    run(demands.approve(house, asked, asked.digest, actor=second))
    found: demand_register.Demand = run(demand_register.demand_of(house, number))
    return found


def demanded(jk: Jikim, ref: Ref, items: Sequence[str], **more: str) -> int:
    """Queues what an approved demand sends. Answers how many records."""
    one = approved(jk, ref, items, **more)
    return jk.driver.run(demands.carry_out(jk.house, one, actor=approving(jk, "o-approves")))

"""Several brands under one policy: who works for one of them gets what came in by its doors, and of another's nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from tests.conftest import START, Databases

from jikim.app import Jikim, read_policy
from jikim.drill.people import value_of
from jikim.errors import DeniedError
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.policy.model import ItemType
from jikim.settings import Endpoint
from jikim.store.holding import Ref

MALL = Path(__file__).parents[1] / "policy" / "others" / "mall.yaml"
ORDER = {
    "name": "Noa Invented",
    "address": value_of(ItemType.ADDRESS, "outlet", Random(7)),
    "account": value_of(ItemType.BANK_ACCOUNT, "outlet", Random(7)),
}


def test_each_brands_processor_gets_its_own_brands_orders_alone(databases: Databases, tmp_path: Path) -> None:
    """The outlet's courier carries what was ordered at the outlet, the shop's what was ordered there; neither the other's, and
    who works for both gets both. The refusal says that it is another brand's."""
    got: list[str] = []

    def taken(endpoint: Endpoint, _message: str, _body: bytes, _at: datetime) -> Answer:
        got.append(endpoint.url)
        return Answer(200, b"{}")

    with Jikim(read_policy(MALL), databases.settings(tmp_path), demo_start=START) as jk:

        def order(channel: str, **more: str) -> Ref:
            return jk.collect("order", {**ORDER, **more}, channel=channel, old_enough=True).ref

        shop, outlet = order("site"), order("outlet", mobile="010-0000-0101")
        with pytest.raises(DeniedError):
            order("outlet")  # the outlet asks for a mobile number; the shop does not
        for ref, courier, is_its_own in (
            (shop, "courier", True),
            (outlet, "outlet_courier", True),
            (shop, "outlet_courier", False),
            (outlet, "courier", False),
        ):
            if is_its_own:
                jk.entrust(ref, to=courier, purpose="delivery")
                continue
            with pytest.raises(DeniedError) as refused:
                jk.entrust(ref, to=courier, purpose="delivery")
            assert refused.value.why == "other-brand"
        for ref in (shop, outlet):
            jk.entrust(ref, to="gateway", purpose="orders")
        names = ("courier", "outlet_courier", "gateway")
        here = {name: Endpoint(f"http://127.0.0.1:9/{name}", "s") for name in names}
        assert deliver(jk.driver, jk.house, here, taken).sent == 4
    assert sorted(url.rpartition("/")[2] for url in got) == ["courier", "gateway", "gateway", "outlet_courier"]

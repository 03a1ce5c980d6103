"""What left of a guest to a processor stays in the register as long as anything of the guest is archived (4.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.homepage.shop import Shop, shop
from tests.office.conftest import Office, post

from jikim.policy.model import PolicyFile


@pytest.fixture
def alone(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A homepage of its own, whose clock goes on by months."""
    with shop(homepage, tmp_path_factory.mktemp("guest")) as one:
        yield one


@pytest.mark.by_hand
@pytest.mark.clause("4.5")
def test_what_a_guest_s_processor_had_stays_listed(alone: Shop) -> None:
    """A guest pays through Alipay and the order is settled; once all of it is archived, the officer's register has the
    same line, and the promise in public says that data has been entrusted."""
    back = Office(**vars(alone.web))

    def listed(name: str) -> list[str]:
        page = back.officer(name).get("/office/disclosures", params={"to": "processor:alipay"}).text
        return [re.sub(r"<[^>]+>|\s+", " ", row) for row in re.findall(r'<th scope="row">.*?</tr>', page, re.S)]

    with alone.browser() as browser:
        number = alone.order(browser)
        assert "결제됐습니다." in alone.paid(browser, number, "alipay").text
        alone.jk.deliver()
        before = listed("h-guest-first")
        assert len(before) == 1
        alone.later(days=20)
        (order,) = alone.cards(number, "order")
        clerk = back.worker("h-guest-clerk", "billing", "delivery")
        done = post(clerk, f"/office/shop/orders/{order.ref.subject}/{order.ref.record}", do="settled")
        assert "까지 분리 보관" in done.text
        for _ in range(2):
            alone.later(days=30)
            alone.sweep()
            alone.jk.deliver()
        after = listed("h-guest-later")
        promised = browser.get("/promises").text
    known = alone.jk.show(order.ref.subject)
    assert not known.cards
    assert {part.ref.kind for part in known.resting} >= {"order", "payment"}
    assert [row.split()[:6] for row in after] == [row.split()[:6] for row in before]
    part = promised.split('id="p4.5"')[1].split("</section>")[0]
    assert "지금까지 위탁한 것은" in part
    assert "아직 위탁한 것이 없습니다" not in part

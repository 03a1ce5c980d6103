"""Who leaves with an open order: it is still theirs to read, to keep and to withdraw from, also where their address is
gone."""

from __future__ import annotations

import json
import re

import pytest
from tests.homepage.shop import Shop
from tests.office.conftest import Office
from tests.office.conftest import post as post_office
from tests.office.test_let_in import NEW, filed
from tests.web.person import post
from tests.web.running import plain

PHONE = "02-555-0188"
SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")


def hidden(page: str, name: str) -> str:
    """What a page's form brings along."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, page
    return found[1]


@pytest.mark.by_hand
@pytest.mark.clause("7.5", "5.3")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_who_left_reads_keeps_and_withdraws_from_an_open_order(rv: Shop, en: bool) -> None:
    """By the number of the mailed receipt, a code to their address and the telephone number of the order; each entry is
    told to that address, and the money goes back."""
    person, given = rv.web.member()
    at = "/en" if en else ""
    with rv.browser(person, en=en) as browser:
        number = rv.order(browser, name=given["name"], phone=PHONE, email=given["email"])
        rv.paid(browser, number)
        assert "/receipt/" in browser.post("/my/leave", {"password": given["password"]}).text
    link = rv.web.mails.link(given["email"])
    with rv.web.client() as client:
        receipt = client.get(link[link.index("/", 8) :]).text
        assert f'href="{at}/rested"' in receipt
        code = re.search(r"<code>([0-9a-f-]{36})</code>", receipt)
        assert code is not None
        asked = post(client, f"{at}/rested", number=code[1]).text
        sent = rv.web.mails.newest(
            lambda mail: given["email"] in str(mail["to"]) and SIX.search(plain(mail)), "the code"
        )
        proof = {"sealed": hidden(asked, "sealed"), "code": SIX.findall(plain(sent))[0]}
        wrong = post(client, f"{at}/rested", f"{at}/rested/code", fact="02-555-0199", **proof)
        assert (wrong.status_code, PHONE in wrong.text) == (422, False)
        own = post(client, f"{at}/rested", f"{at}/rested/code", fact=PHONE.replace("-", " "), **proof).text
        assert given["email"] in own
        told = "Your records were opened" if en else "보관 중인 기록이 열람되었습니다"
        rv.web.mails.newest(lambda mail: given["email"] in str(mail["to"]) and told in str(mail["subject"]), told)
        way = hidden(own, "way")
        kept = json.loads(post(client, f"{at}/rested", f"{at}/rested/download", way=way, do="json").text)
        assert {one["kind"] for one in kept["records"]} == {"order", "payment"}
        where = f"{at}/orders/{number}/withdraw"
        sure = post(client, f"{at}/rested", where, way=way, ask="1").text
        assert ("What will happen" if en else "처리 내용") in sure
        done = post(client, f"{at}/rested", where, way=way, reason="").text
        assert ("We have received your withdrawal." if en else "청약철회를 접수했습니다.") in done
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}
    states = {
        card.ref.kind: card.state for card in rv.jk.show(person.subject).cards if card.ref.kind in ("order", "payment")
    }
    assert states == {"order": "ended", "payment": "ended"}


@pytest.mark.by_hand
@pytest.mark.clause("7.5", "5.3")
def test_whose_address_bounces_withdraws_by_the_officers_link(rv: Shop, back: Office) -> None:
    """No code arrives at an address that is gone. The officer who saw an identity document sends a link to the new one:
    it opens the order in progress, and the money goes back."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone=PHONE, email=given["email"])
        rv.paid(browser, number)
        assert "/receipt/" in browser.post("/my/leave", {"password": given["password"]}).text
    receipt = rv.web.mails.link(given["email"])
    arrived = len(rv.web.mails.all_to(given["email"]))
    rv.web.mails.unknown.add(given["email"])
    with rv.web.client() as client:
        told = client.get(receipt[receipt.index("/", 8) :]).text
        code = re.search(r"<code>([0-9a-f-]{36})</code>", told)
        assert code is not None
        assert "인증번호를 받을 수 없다면" in post(client, "/rested", number=code[1]).text
    officer = back.officer("h-let-order")
    path = filed(back, officer, name=given["name"])
    assert "열람 링크를 보냈습니다" in post_office(officer, f"{path}/let-in", rested=code[1]).text
    link = rv.web.mails.link(NEW)
    link = link[link.index("/", 8) :]
    with rv.web.client() as client:
        client.get(link)
        own = post(client, link, link).text
        assert given["email"] in own
        where, way = f"/orders/{number}/withdraw", hidden(own, "way")
        assert "처리 내용" in post(client, link, where, way=way, ask="1").text
        assert "청약철회를 접수했습니다." in post(client, link, where, way=way, reason="").text
    assert {payment.state for payment in rv.kept.payments.values() if payment.order == number} == {"void"}
    assert len(rv.web.mails.all_to(given["email"])) == arrived

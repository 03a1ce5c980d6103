"""회원탈퇴: the account before, the receipt after, and nothing in between."""

from __future__ import annotations

import re

import pytest
from tests.web.person import order, post, signed_in
from tests.web.running import Running

import jikim
from jikim.errors import DeniedError


@pytest.mark.clause("7.2")
@pytest.mark.clause("7.5")
def test_leaving_tells_before_and_gives_a_receipt_after(web: Running) -> None:
    """Before: what goes, what finishes first, what rests until when. It asks for the password alone; after: four dates,
    a mail, no session."""
    person, given = web.member()
    order(web, person)
    settled = order(web, person, name="라마바사")
    web.jk.event(settled, "settled")
    with signed_in(web, person) as client:
        before = client.get("/my/leave").text
        for said in (
            "바로 접근을 차단하고 파기합니다",
            "진행 중인 항목",
            "보관하는 것",
            "회원 정보",
            "계약 기록",
            "own-life",
        ):
            assert said in before, said
        # No more is asked than to join: one field and one button, and no reason (E-Commerce Act §21-2).
        form = re.search(r'<form[^>]*action="/my/leave".*?</form>', before, re.S)
        assert form is not None
        asked = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*name=\"(\w+)\"", form[0])
        assert (asked, form[0].count("<button")) == (["password"], 1)
        wrong = post(client, "/my/leave", password="not my password")
        assert wrong.status_code == 422
        assert 'id="e-password"' in wrong.text
        assert "not my password" not in wrong.text
        left = post(client, "/my/leave", password=given["password"])
        assert left.status_code == 200, left.text
        assert "탈퇴가 완료되었습니다" in left.text
        assert client.get("/my").status_code == 303
    with pytest.raises(jikim.DeniedError):
        web.jk.use(settled, purpose="billing")
    link = re.search(r"https?://\S+/receipt/\S+", web.mails.text(given["email"]))
    assert link is not None
    path = link[0].removeprefix(web.url)
    with web.client() as outsider:
        shown = outsider.get(path)
        assert shown.status_code == 200
        pdf = outsider.get(f"{path}/receipt.pdf")
        told = outsider.get(f"{path}/receipt.json").json()
    assert pdf.content.startswith(b"%PDF")
    assert told["hidden"] is not None
    for value in (given["name"], given["email"], given["login_id"], "라마바사", "5550101"):
        assert value not in shown.text + str(told), value


@pytest.mark.clause("7.2")
def test_what_is_still_in_progress_is_not_said_to_be_kept_nowhere(web: Running) -> None:
    """Who leaves with an order under way alone reads that it is handled later, and not that nothing is kept."""
    person, _ = web.member()
    order(web, person)
    with signed_in(web, person) as client:
        for path, later, nothing in (
            ("/my/leave", "진행 중인 항목은 마친 뒤 위와 같이 처리합니다.", "보관하는 항목이 없습니다."),
            ("/en/my/leave", "handled as shown above once it is completed.", "Nothing is kept."),
        ):
            shown = client.get(path).text
            assert later in shown
            assert nothing not in shown


@pytest.mark.clause("7.5")
@pytest.mark.parametrize("token", ["AAAA", "x" * 90, "!!", "가"])
def test_a_receipts_link_cannot_be_made_up(web: Running, token: str) -> None:
    """Any token that is not ours is a page that there is not."""
    with web.client() as client:
        for path in (f"/receipt/{token}", f"/receipt/{token}/receipt.json", f"/en/receipt/{token}/receipt.pdf"):
            assert client.get(path).status_code == 404


@pytest.mark.clause("7.2")
def test_a_guest_leaves_without_a_password(web: Running) -> None:
    """A guest has none: who came by the link and ticks the box is let go, gets the receipt by mail too, and is told of a
    deletion, not of an account."""
    ref = web.jk.collect(
        "enquiry",
        {"name": "Dan Example", "email": "dan-leaves@example.org", "text": "끊깁니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    with signed_in(web, jikim.Person(ref.subject, "guest")) as client:
        assert 'type="password"' not in client.get("/my/leave").text
        for path in ("/my", "/my/edit", "/my/leave", "/my/requests/new?kind=correct", "/my/requests/new?kind=withdraw"):
            assert not re.search("회원님|회원정보수정|회원탈퇴", client.get(path).text), path
        assert post(client, "/en/my/leave").status_code == 422
        assert "close your account" not in client.get("/en/my/leave").text
        left = post(client, "/en/my/leave", sure="yes")
        assert "Your data is being deleted" in left.text
        assert "account" not in re.sub("<[^>]*>", "", left.text.split("<main")[1].split("</main")[0])
    with pytest.raises(DeniedError, match="closed their account or had their data deleted") as denied:
        web.jk.use(ref, purpose="support", items=["name"])
    assert denied.value.why == "left"
    mail = web.mails.text("dan-leaves@example.org")
    assert "/receipt/" in mail
    assert "is being deleted, as you asked" in mail
    assert "account" not in mail

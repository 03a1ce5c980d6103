"""Enquiries by the hand of whoever answers them: found by number, opened with a reason, answered by mail, and over; and
nobody without a grant."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.employed import ledger_of
from tests.homepage.shop import Shop
from tests.homepage.test_board import POST, posted
from tests.office.conftest import Office, post

import jikim
from jikim.policy.model import Language
from jikim.policy.render.voice import date_in
from jikim.web import HandlerJikim

LIST = "/office/shop/enquiries"


def asked(rv: Shop, email: str) -> tuple[jikim.Ref, str]:
    """An enquiry that a guest wrote on the board. Answers it, and the number that the guest reads out."""
    with rv.browser() as browser:
        browser.post("/board/write", {**POST, "email": email})
        ref = posted(rv)
        number = re.search(r"글 번호 <span[^>]*>([0-9A-F-]{9})<", browser.get(f"/board/{ref.record.hex}").text)
        assert number is not None
        return ref, number[1]


def place_of(ref: jikim.Ref) -> str:
    return f"{LIST}/{ref.subject}/{ref.record}"


def in_three_days(rv: Shop, language: Language) -> str:
    """The last of three days, as a page writes it."""
    return date_in((rv.jk.now() + timedelta(days=3)).astimezone(rv.jk.policy.zone).date(), language)


def deeds(rv: Shop, ref: jikim.Ref, event: str) -> list[dict[str, object]]:
    """The ledger's entries of an event about a person, each with who did it."""
    rv.jk.sequence()
    return [one for one in ledger_of(rv.jk, ref.subject) if one["event"] == event]


@pytest.mark.by_hand
@pytest.mark.clause("5.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_handler_answers_an_enquiry_found_by_its_number(rv: Shop, back: Office, language: str) -> None:
    """The list shows nothing of anybody; opening is a recorded read; the page says what becomes of it; the answer
    leaves by mail, and it waits no more."""
    email = f"by-number-{language}@example.com"
    ref, number = asked(rv, email)
    browser = back.worker(f"h-answers-{language}", "support")
    prefix = "/en" if language == "en" else ""
    listed = browser.get(prefix + LIST).text
    assert number in listed
    assert POST["subject"] not in listed
    assert email not in listed
    found = browser.get(prefix + LIST, params={"number": number.lower()})
    assert found.headers["location"] == prefix + place_of(ref)
    closed = browser.get(prefix + place_of(ref)).text
    assert POST["subject"] not in closed
    unexplained = post(browser, prefix + place_of(ref), do="read", reason="")
    assert unexplained.status_code == 422
    assert POST["subject"] not in unexplained.text
    opened = post(browser, prefix + place_of(ref), do="read", reason="게시판 답변").text
    assert POST["subject"] in opened
    assert ("Destroyed" if prefix else "파기") in opened
    read = deeds(rv, ref, "record:use:allowed")[-1]
    assert read["actor"] == f"handler:h-answers-{language}"
    assert read["purpose"] == "support"
    assert read["reason"] == "게시판 답변"
    done = post(
        browser,
        prefix + place_of(ref),
        do="answer",
        reason="게시판 답변",
        text="공유기를 다시 켜 보세요.",
        language=language,
    )
    assert ("The answer was sent by e-mail" if prefix else "답변을 메일로 보내고") in done.text
    mail = rv.web.mails.text(email)
    assert "공유기를 다시 켜 보세요." in mail
    assert ("will be destroyed" if prefix else "파기합니다") in mail
    sent = deeds(rv, ref, "record:event:allowed")[-1]
    assert (sent["actor"], sent["happened"]) == (f"handler:h-answers-{language}", "answer-sent")
    assert number not in browser.get(prefix + LIST).text


@pytest.mark.by_hand
@pytest.mark.clause("5.1")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_an_answer_is_read_on_the_page_of_whoever_asked(rv: Shop, back: Office, en: bool) -> None:
    """The post says before and after what becomes of it; its writer reads the answer beside it, and closes it; then it
    is over."""
    with rv.browser(en=en) as guest, rv.browser(en=en) as stranger:
        guest.post("/board/write", {**POST, "email": f"reads-on-the-page-{en:d}@example.com"})
        ref = posted(rv)
        page = f"/board/{ref.record.hex}"
        assert ("3 days later" if en else "3일 동안 표시합니다") in guest.get(page).text
        worker = back.worker(f"h-on-the-page-{en:d}", "support")
        for path in (LIST, place_of(ref)):
            worker.get(path)
        post(worker, place_of(ref), do="read", reason="답변")
        post(worker, place_of(ref), do="answer", reason="답변", text="공유기를 다시 켜 보세요.", language="ko")
        read = guest.get(page).text
        assert "공유기를 다시 켜 보세요." in read
        assert in_three_days(rv, "en" if en else "ko") in read
        assert ("answered" if en else "답변 완료") in guest.get("/board").text
        assert stranger.get(page).status_code == 404
        assert ("Your post is closed" if en else "글을 종결했습니다") in guest.post(page, {}).text
        assert guest.get(page).status_code == 410
    ended = deeds(rv, ref, "record:event:allowed")[-1]
    assert (ended["actor"], ended["happened"]) == (f"member:{ref.subject}", "closed")


@pytest.mark.clause("5.1")
def test_an_answer_that_nobody_read_goes_with_its_enquiry(rv: Shop, back: Office) -> None:
    """Three days after the answer was sent the enquiry is over by itself, and nothing of it rests."""
    ref, _ = asked(rv, "never-reads@example.com")
    told = post(back.worker("h-never-read", "support"), place_of(ref), do="answer", reason="답변", text="답").text
    assert re.search(r"이 처리로는 종료되지 않으며, \d{4}년 \d+월 \d+일까지 두었다가 종료됩니다", told)
    shown = []
    for _ in range(2):
        rv.later(days=2)
        shown += [(card.state, card.values.get("answer")) for card in rv.jk.show(ref.subject).cards]
    assert shown == [("live", "답"), ("ended", None)]
    rv.sweep()
    assert not rv.jk.show(ref.subject).cards


def test_an_answer_sent_twice_leaves_once(rv: Shop, back: Office) -> None:
    """The second press of the button finds the enquiry answered, and writes no second mail."""
    ref, _ = asked(rv, "pressed-twice@example.com")
    browser = back.worker("h-twice", "support")
    for said in ("답변을 메일로 보내고", "그사이 이미 처리되었습니다"):
        answer = post(browser, place_of(ref), do="answer", reason="답변", text="한 번만 보냅니다.", language="ko")
        assert said in answer.text
    assert sum("pressed-twice@example.com" in str(one["to"]) for one in rv.web.mails.mails) == 1


def test_a_mail_that_does_not_leave_ends_nothing(rv: Shop, back: Office) -> None:
    """Where the server refuses the address the page says that nothing was saved, and the enquiry still waits."""
    ref, number = asked(rv, "nowhere@example.com")
    browser = back.worker("h-nowhere", "support")
    rv.web.mails.unknown.add("nowhere@example.com")
    answer = post(browser, place_of(ref), do="answer", reason="답변", text="닿지 않습니다.", language="ko")
    assert answer.status_code == 422
    assert number in browser.get(LIST).text


def test_an_enquiry_is_closed_with_a_reason(rv: Shop, back: Office) -> None:
    """Without a reason nothing is closed; with one it is over, nothing is mailed, and the reason is on the record."""
    ref, number = asked(rv, "closed-alone@example.com")
    browser = back.worker("h-closes", "support")
    assert post(browser, place_of(ref), do="close", reason="").status_code == 422
    assert number in browser.get(LIST).text
    assert post(browser, place_of(ref), do="close", reason="광고 글").status_code == 200
    ended = deeds(rv, ref, "record:event:allowed")[-1]
    assert (ended["happened"], ended["reason"]) == ("closed", "광고 글")
    assert number not in browser.get(LIST).text
    assert not any("closed-alone@example.com" in str(one["to"]) for one in rv.web.mails.mails)


@pytest.mark.clause("10.6")
def test_without_a_grant_nothing_is_seen_or_done(rv: Shop, back: Office) -> None:
    """A handler whose grant reads no enquiries is shown no place, refused by list, page and each act, and nothing
    leaves or ends."""
    ref, number = asked(rv, "kept-from-them@example.com")
    for browser in (back.worker("h-carrier", "delivery"), back.worker("h-other-kind", "debt-collection")):
        assert f'href="{LIST}"' not in browser.get("/office").text
        for path in (LIST, f"{LIST}?number={number}", place_of(ref)):
            assert browser.get(path).status_code == 403, path
        for do in ("open", "answer", "close"):
            answer = post(browser, place_of(ref), do=do, reason="보고 싶어서", text="보냅니다.", language="ko")
            assert answer.status_code == 403, do
            assert POST["text"].splitlines()[0] not in answer.text
    assert not any("kept-from-them@example.com" in str(one["to"]) for one in rv.web.mails.mails)
    assert f'href="{LIST}"' in back.worker("h-sees-the-place", "support").get("/office").text
    assert rv.jk.use(ref, purpose="support", items=["subject"], reason="그대로 있는지")["subject"] == POST["subject"]


def test_an_answer_leaves_once_wherever_its_process_dies(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the mail and its record, the answer is not sent again by anybody's press; a handler says what
    became of it."""
    email = "once-alone@example.com"
    ref, _ = asked(rv, email)
    browser = back.worker("h-answers-once", "support")
    with monkeypatch.context() as patch:

        async def dies(*_: object, **_more: object) -> bool:
            raise SystemError("the process ended")

        patch.setattr(HandlerJikim, "event", dies)
        assert post(browser, place_of(ref), do="answer", reason="답변", text="첫 번째 답").status_code == 500
    assert len([mail for mail in rv.web.mails.mails if str(mail["to"]) == email]) == 1
    again = post(browser, place_of(ref), do="answer", reason="답변", text="두 번째 답")
    assert "답변을 발송한 것으로 기록" in again.text
    assert len([mail for mail in rv.web.mails.mails if str(mail["to"]) == email]) == 1
    assert (
        "답변을 발송한 것으로 기록했습니다" in post(browser, place_of(ref), do="arrived", reason="발송 기록 확인").text
    )
    assert deeds(rv, ref, "record:event:allowed")[-1]["happened"] == "answer-sent"


def test_an_answer_that_no_server_took_can_be_sent_again(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused by the mail server it has not left: nothing is recorded, and the next press sends it."""
    email = "second-try@example.com"
    ref, _ = asked(rv, email)
    browser = back.worker("h-answers-again", "support")
    with monkeypatch.context() as patch:

        async def refused(*_: object, **_more: object) -> None:
            raise jikim.JikimError("no server took it", ko=("서버가 받지 않음", ""))

        patch.setattr(HandlerJikim, "write_now", refused)
        assert post(browser, place_of(ref), do="answer", reason="답변", text="답").status_code == 422
    assert post(browser, place_of(ref), do="answer", reason="답변", text="답").status_code == 200
    assert len([mail for mail in rv.web.mails.mails if str(mail["to"]) == email]) == 1


@pytest.mark.parametrize(
    "path", ["/office/sign-in-shop", "/office/begin/shop", "/office/renew/shop", "/shop", "/officer"]
)
def test_an_office_page_that_its_door_would_not_guard_is_refused(path: str) -> None:
    """Outside the office, or under its sign-in, no page of the office's is taken in; nor is a page of the site inside
    of it."""
    from jikim.errors import JikimError
    from jikim.web import get
    from jikim.web.office.added import added
    from jikim.web.office.own import expect_outside

    @get(path)
    async def page() -> str:
        return ""

    with pytest.raises(JikimError, match="no page of the office"):
        added([page])

    @get("/office/shop/lost")
    async def lost() -> str:
        return ""

    with pytest.raises(JikimError, match="lies in the office"):
        expect_outside([lost])


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_answer_that_no_server_takes_is_not_lost(rv: Shop, back: Office, prefix: str) -> None:
    """It stands in its field beside the enquiry, and the enquiry is open still."""
    email = f"nobody-takes{prefix[1:]}@example.com"
    ref, _ = asked(rv, email)
    browser = back.worker(f"h-keeps-answer{prefix[1:]}", "support")
    back.mails.unknown.add(email)
    answer = post(browser, prefix + place_of(ref), do="answer", reason="게시판 답변", text="공들여 쓴 긴 답변입니다")
    assert 'role="alert"' in answer.text
    assert "공들여 쓴 긴 답변입니다" in answer.text
    assert POST["subject"] in answer.text
    back.mails.unknown.discard(email)
    sent = post(browser, prefix + place_of(ref), do="answer", reason="게시판 답변", text="공들여 쓴 긴 답변입니다")
    assert sent.status_code == 200
    assert "공들여 쓴 긴 답변입니다" in back.mails.text(email)

"""Explanations (소명): a conspicuous read is explained by its reader alone, and judged by an officer who is another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of, employ, lasting
from tests.office.conftest import Office, post

from jikim.app import Jikim
from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.monitoring.explaining import (
    Explanation,
    ask_explanation,
    explain,
    explanations,
    forget_explanations,
    judge_explanation,
)
from jikim.policy.ask import Actor
from jikim.review.reviewing import make_review, reviews, write_review
from jikim.review.worksheet import Sampled
from jikim.verbs.house import SYSTEM


def _officer(jk: Jikim, name: str) -> Actor:
    employ(jk, name, "officer")
    lasting(jk, name)
    return jk.handler(name, kind="officer", origin="192.0.2.44")


def _asked(jk: Jikim, reader: str, about: str) -> Explanation:
    jk.do(ask_explanation, about, reader, f"가상의 열람 {about}", f"an invented access {about}", SYSTEM)
    (one,) = jk.do(explanations, None, about)
    return one


def test_only_its_reader_explains_and_once(jk: Jikim, cast: Any) -> None:
    """Nobody else writes it; its reader does so without any grant, and never twice."""
    employ(jk, "h-reads")  # no grant: as of somebody whose reads are paused
    one = _asked(jk, "h-reads", "review:a:1")
    judge, reader = _officer(jk, "o-judge"), Actor("handler", "h-reads", 0, "192.0.2.45")
    for steps in (
        lambda: jk.do(explain, one.number, "대신 입력해 드립니다", actor=judge),
        lambda: jk.do(explain, one.number, "대신 입력해 드립니다", actor=cast.hana),
    ):
        with pytest.raises((DeniedError, ConflictError)):
            steps()
    with pytest.raises(InvalidError):
        jk.do(explain, one.number, " ", actor=reader)
    with pytest.raises((InvalidError, DeniedError)):
        jk.do(explain, one.number, "주민번호 800101-1234567 확인", actor=reader)
    jk.do(explain, one.number, "문의 20건을 몰아서 처리했습니다", actor=reader)
    with pytest.raises(ConflictError):
        jk.do(explain, one.number, "다시 적습니다", actor=reader)
    (found,) = jk.do(explanations, "h-reads")
    assert (found.words, found.reader) == ("문의 20건을 몰아서 처리했습니다", "h-reads")


def test_no_reader_judges_their_own(jk: Jikim, cast: Any) -> None:
    """Not even where there is no other officer; a handler judges none; another officer does, once and with a reason."""
    reader = _officer(jk, "o-reads")
    one = _asked(jk, "o-reads", "review:b:2")
    jk.do(explain, one.number, "점검을 위해 열람했습니다", actor=reader)
    with pytest.raises(DeniedError) as denied:
        jk.do(judge_explanation, one.number, "fine", "이상 없음", actor=reader)
    assert denied.value.why == "second-person"
    with pytest.raises(DeniedError):
        jk.do(judge_explanation, one.number, "fine", "이상 없음", actor=cast.hana)
    with pytest.raises(DeniedError):
        jk.do(judge_explanation, one.number, "fine", " ", actor=cast.omar)
    jk.do(judge_explanation, one.number, "misuse", "요청 번호가 없습니다", actor=cast.omar)
    with pytest.raises(ConflictError):
        jk.do(judge_explanation, one.number, "fine", "다시", actor=cast.omar)
    (found,) = jk.do(explanations, "o-reads")
    assert (found.verdict, found.judged_by) == ("misuse", "omar")


def test_nobody_is_judged_before_they_were_heard(jk: Jikim, cast: Any, forward: Any) -> None:
    """While the reader's day is not over their word is awaited; after it the officer judges without."""
    employ(jk, "h-silent")
    one = _asked(jk, "h-silent", "review:c:3")
    with pytest.raises(ConflictError):
        jk.do(judge_explanation, one.number, "misuse", "답이 없음", actor=cast.omar)
    assert one.due == jk.house.today() + timedelta(days=7)
    forward(days=8)
    jk.do(judge_explanation, one.number, "misuse", "기한까지 답이 없음", actor=_officer(jk, "o-later"))
    assert [found.verdict for found in jk.do(explanations, "h-silent")] == ["misuse"]


def test_an_explanation_is_forgotten_three_years_after(jk: Jikim, cast: Any, forward: Any) -> None:
    """Not before, and with its key."""
    employ(jk, "h-forgotten")
    one = _asked(jk, "h-forgotten", "review:d:5")
    jk.do(explain, one.number, "가상의 사유", actor=Actor("handler", "h-forgotten", 0, "192.0.2.46"))
    forward(days=3 * 365 - 5)
    assert jk.do(forget_explanations) == 0
    forward(days=10)
    assert jk.do(forget_explanations) == 1
    assert jk.do(explanations) == []


def test_a_handler_explains_on_their_own_page_and_an_officer_judges(office: Office) -> None:
    """It stands on the reader's morning with its day, on nobody else's; the judgement on the officers'; the words in no
    other handler's page."""
    jk, reader, other = office.jk, office.worker("h-explains"), office.worker("h-explains-not")
    officer = office.officer("h-explains-judge")
    one = _asked(jk, "h-explains", "review:office-explaining:4")
    way = f"/office/explanations/{one.number}"
    assert "소명 요청: 가상의 열람 review:office-explaining:4" in reader.get("/office").text
    for browser in (other, officer):
        assert "소명 요청: 가상의 열람 review:office-explaining:4" not in browser.get("/office").text
    assert "an invented access review:office-explaining:4" in reader.get("/en/office/explanations").text
    assert f'action="{way}/judge"' not in officer.get("/office/explanations").text
    assert post(reader, way).status_code == 422
    assert post(other, way, words="대신").status_code in (403, 422)
    assert post(reader, way, words="문의 번호 가상-77을 처리했습니다").status_code == 303
    assert "가상-77" in reader.get("/office/explanations").text
    assert "가상-77" not in other.get("/office/explanations").text
    assert "소명 판단: h-explains" in officer.get("/office").text
    assert f'action="{way}/judge"' in officer.get("/office/explanations").text
    assert post(reader, f"{way}/judge", do="fine", reason="저는 괜찮습니다").status_code in (403, 422)
    assert post(officer, f"{way}/judge", do="fine", reason="문의와 맞음").status_code == 303
    assert "정상으로 판단" in reader.get("/office/explanations").text
    jk.sequence()
    for event in ("handler:explain", "handler:judge-explanation"):
        assert officer.get(f"/office/ledger?event={event}").text.count("h-explains")


@pytest.mark.clause("10.10")
def test_a_row_to_be_asked_about_asks_its_reader_and_the_review_shows_both(office: Office) -> None:
    """Signed, the worksheet asks whom it marked; beside the row stand their words and the judgement, and of a fine row
    nothing is asked."""
    run, house = office.jk.driver.run, office.jk.house
    browser, reader = office.officer("h-asks"), office.worker("h-row-read")
    actor = office.jk.handler("h-asks", kind="officer")
    day = house.today() - timedelta(days=25)
    number = run(make_review(house, day, day, {}, actor=actor))
    made = next(one for one in run(reviews(house)) if one.review == number)
    at = f"{day}T01:00:00.000000+00:00"
    rows = [
        Sampled(n, at, "h-row-read", "record:use", "support", "enquiry", "가상의 상담", "", found)
        for n, found in ((1, "ask"), (2, ""))
    ]
    run(write_review(house, made, replace(made.sheet, sample=tuple(rows)), actor=actor))
    way = f"/office/review/{number}"
    signer = office.officer("h-asks-signs")
    # The rows without a judgement are fine by one tick, which is the officer's word that each was looked at.
    judged = {"found.1": "ask", "remarks": "확인이 필요합니다"}
    assert post(signer, way, do="sign", **judged).status_code == 422
    assert post(signer, way, do="sign", others="yes", **judged).status_code == 303
    assert browser.get(way).text.count("<b>업무상 적정</b>") == 1
    (asked,) = run(explanations(house, "h-row-read"))
    assert asked.about == f"review:{number}:1"
    assert "소명 대기" in browser.get(way).text
    post(reader, f"/office/explanations/{asked.number}", words="전화 문의 가상-88")
    post(browser, f"/office/explanations/{asked.number}/judge", do="misuse", reason="문의가 없었습니다")
    page, english = browser.get(way).text, browser.get(f"/en{way}").text
    assert page.count("전화 문의 가상-88") == 1
    assert "오남용으로 판단" in page
    assert "judged a misuse" in english


def test_what_is_not_judged_is_never_pushed_out_of_sight(jk: Jikim, cast: Any) -> None:
    """An old explanation that nobody judged comes before any number of newer ones that are."""
    employ(jk, "h-old")
    one = _asked(jk, "h-old", "review:old:1")
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO live.explanation SELECT gen_random_uuid(), 'review:new:' || n, 'h-new', now()::date, 'ko', 'en', now() + interval '1 day',"
            " NULL, now(), 'fine', now(), 'omar' FROM generate_series(1, 120) AS n"
        )
    assert jk.do(explanations)[0].number == one.number


@pytest.mark.parametrize("words", ["\u200b\u200b", "...", "\u3164"])
def test_words_that_nobody_can_see_are_no_explanation(jk: Jikim, cast: Any, words: str) -> None:
    """It can be submitted once: what has no letter and no digit is not taken for it."""
    employ(jk, "h-unseen")
    one = _asked(jk, "h-unseen", f"review:unseen:{ord(words[0])}")
    with pytest.raises(InvalidError):
        jk.do(explain, one.number, words, actor=Actor("handler", "h-unseen", 0, "192.0.2.47"))


def test_what_is_wrong_with_a_judgement_stands_beside_it(office: Office) -> None:
    """A blank reason, one with a number that is never taken, and a second press: each is said, and what was written
    stays."""
    jk, reader, officer = office.jk, office.worker("h-read-judged"), office.officer("h-judges-wrong")
    one = _asked(jk, "h-read-judged", "review:office-judging:9")
    post(reader, f"/office/explanations/{one.number}", words="문의 번호 가상-78을 처리했습니다")
    again = post(reader, f"/office/explanations/{one.number}", words="다시")
    assert "이미 제출한 소명입니다" in again.text
    assert "판단할 수 없습니다" not in again.text
    way = f"/office/explanations/{one.number}/judge"
    assert "입력해 주세요" in post(officer, way, do="fine", reason="   ").text
    assert "판단을 선택해 주세요" in post(officer, way, reason="이상 없음").text
    refused = post(officer, way, do="fine", reason="800101-1234567 님을 확인").text
    assert f'id="x-{one.number}"' in refused or 'role="alert"' in refused
    assert "님을 확인" in refused
    assert post(officer, way, do="fine", reason="업무 확인").status_code == 303
    assert "이미 판단했거나" in post(officer, way, do="misuse", reason="다시 판단").text


def test_an_explanation_of_a_pause_is_kept_three_years_from_its_judgement(jk: Jikim, cast: Any, forward: Any) -> None:
    """The judgement stands at the pause: the words are not forgotten before their three years from there."""
    employ(jk, "h-paused-late")
    one = _asked(jk, "h-paused-late", "pause:77")
    jk.do(explain, one.number, "가상의 사유", actor=Actor("handler", "h-paused-late", 0, "192.0.2.48"))
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO live.pause OVERRIDING SYSTEM VALUE VALUES (77, 'handler:h-paused-late', %s, 'burst', 41, 40, true, '{}', NULL, %s, 'omar',"
            " %s, 'omar', 'fine')",
            (jk.now(), jk.now() + timedelta(days=400), jk.now() + timedelta(days=400)),
        )
    forward(days=3 * 365 + 10)
    assert jk.do(forget_explanations) == 0

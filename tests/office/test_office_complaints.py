"""The complaints desk, reports of impersonation and notices, on the running site."""

from __future__ import annotations

import re

import psycopg
import pytest
from tests.employed import admin_of
from tests.entering import typed
from tests.office.conftest import Office, post
from tests.office.papers import arrived
from tests.suspected import report

from jikim.desk.complaints import complain
from jikim.desk.impersonation import suspicion_of
from jikim.verbs.house import SYSTEM


def reported(office: Office, email: str) -> None:
    """Somebody finds their own address on an account that is not theirs, and shows that it is theirs."""
    with office.client() as client:
        client.get("/complaint")  # which leads there
        asked = typed(client, "/report-impersonation", address=email).text
        sealed = re.search(r'name="sealed" value="([^"]+)"', asked)
        token = re.search(r'name="_csrf_token" value="([^"]+)"', asked)
        assert sealed is not None
        assert token is not None
        said = {"_csrf_token": token[1], "sealed": sealed[1], "code": office.mails.code(email)}
        assert "계정을 정지했습니다" in client.post("/report-impersonation/code", data=said).text


@pytest.mark.by_hand
@pytest.mark.clause("8.2")
def test_an_officer_releases_a_reported_account_or_ends_it(office: Office) -> None:
    """A reported account stands still; an officer releases one with a reason, and ends another whose misuse is
    confirmed; a handler does neither."""
    officer = office.officer("h-complaints-officer")
    kept, kept_given = office.member()
    lost, lost_given = office.member()
    for given in (kept_given, lost_given):
        reported(office, given["email"])
    number = report(office.jk, kept.subject).number
    assert number in officer.get("/office/impersonation").text
    assert f"도용 신고 {number}" in officer.get("/office").text
    path = f"/office/impersonation/{number}"
    assert officer.get(path).status_code == 200
    handler = office.worker("h-complaints", "complaints")
    assert handler.get("/office/impersonation").status_code == 403
    assert post(handler, f"{path}/release", released="아는 사람입니다").status_code in (403, 422)
    assert post(officer, f"{path}/release", released=" ").status_code == 422
    assert post(officer, f"{path}/release", released="본인과 통화했습니다").status_code == 303
    assert office.jk.driver.run(suspicion_of(office.jk.house, kept.subject)) is None
    assert post(officer, f"{path}/release", released="또").status_code == 422
    assert "정지 해제" in officer.get(path).text
    assert number in officer.get("/office/impersonation?which=closed").text
    gone = f"/office/impersonation/{report(office.jk, lost.subject).number}"
    assert post(officer, f"{gone}/end", confirmed="신고가 사실입니다").status_code == 422
    assert post(officer, f"{gone}/end", confirmed="신고가 사실입니다", sure="yes").status_code == 303
    assert not office.jk.by(office.jk.handler("h-complaints-officer")).show(lost.subject).here


def test_a_notice_is_seen_before_it_is_posted_and_then_stays(office: Office) -> None:
    """Both languages are needed; the preview posts nothing; what is posted is on the board; a handler writes none."""
    officer = office.officer("h-complaints-officer")
    words = {
        "title_ko": "나흘 점검 안내",
        "title_en": "Four days of maintenance",
        "body_ko": "하루\n\n이틀",
        "body_en": "One\n\nTwo",
        "kind": "important",
    }
    missing = post(officer, "/office/notices/new", **{**words, "body_en": ""})
    assert missing.status_code == 422
    assert "나흘 점검 안내" in missing.text
    seen = post(officer, "/office/notices/new", do="look", **words)
    assert "게시될 모습" in seen.text
    assert "나흘 점검 안내" not in office.client().get("/notices").text
    posted = post(officer, "/office/notices/new", do="post", **words)
    assert posted.status_code == 303
    assert "나흘 점검 안내" in office.client().get(posted.headers["location"]).text
    assert "Four days of maintenance" in officer.get("/en/office/notices").text
    handler = office.worker("h-complaints", "complaints")
    assert handler.get("/office/notices").status_code == 200
    assert handler.get("/office/notices/new").status_code == 403
    assert post(handler, "/office/notices/new", do="post", **words).status_code in (403, 422)


def test_a_complaint_over_the_phone_gets_its_number_and_deadline(office: Office) -> None:
    """Entered at the intake, it stands on the complaints desk like one from the page."""
    officer = office.officer("h-complaints-officer")
    form = {
        "v.name": "가나다",
        "v.email": "caller@example.com",
        "v.text": "전화가 자꾸 옵니다",
        "age": "yes",
        "paperless": "yes",
    }
    done = post(officer, "/office/intake/entry/phone/complaint", **form)
    assert done.status_code == 200, done.text
    found = re.search(r"/office/complaints/([A-Z0-9-]+)", done.text)
    assert found is not None
    assert found[1] in officer.get("/office/complaints").text
    assert "전화가 자꾸 옵니다" in post(officer, f"/office/complaints/{found[1]}/open").text
    assert arrived(office, "caller@example.com", found[1])


def test_answered_complaints_push_no_waiting_one_off_the_morning(office: Office) -> None:
    """However many answered ones nobody has closed yet: what waits for an answer stands on the first page."""
    officer, (person, _) = office.officer("h-complaints-officer"), office.member()
    waits = {"name": "가나다", "email": "crowded@example.com", "text": "묻힌 민원입니다"}
    made = office.jk.do(complain, waits, person=person, actor=SYSTEM, old_enough=True, language="ko")
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO live.person_case (subject, id, register, number, language, state, opened, due)"
            " SELECT %s, gen_random_uuid(), 'complaint', 'CROWD-' || n, 'ko', 'answered', now(), '2001-01-01' FROM generate_series(1, 120) AS n",
            (person.subject,),
        )
    try:
        assert made.number in officer.get("/office").text
    finally:
        with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
            admin.execute("DELETE FROM live.person_case WHERE number LIKE 'CROWD-%'")

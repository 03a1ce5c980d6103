"""Evidence from two hands: a training, a handover and a pledge count by more than one person's word (10.7-10.9)."""

from __future__ import annotations

import re
from uuid import UUID

import psycopg
import pytest
from tests.employed import a_file, admin_of
from tests.office.conftest import Office, confirm, post
from tests.uploads.samples import PDF

from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.handlers.papers import add_paper, confirm_paper, papers_of
from jikim.handlers.register import worker
from jikim.policy.ask import Actor


def _training(office: Office, handler: str, recorder: str, **more: bytes) -> UUID:
    jk, day = office.jk, office.jk.house.today()
    by = jk.handler(recorder, kind="officer")
    return jk.do(add_paper, handler, "training", day=day, text="가상의 교육", place="서류철", actor=by, **more)


@pytest.mark.clause("10.7")
def test_only_who_was_trained_confirms_it_and_once(office: Office) -> None:
    """An officer's record alone is no training; another's word, an empty one and a second one are refused, and what was
    said stays."""
    office.employ("h-hand-chief", "officer")
    jk, own = office.jk, Actor("handler", "h-hand-pupil")
    office.employ("h-hand-pupil")
    number = _training(office, "h-hand-pupil", "h-hand-chief")
    assert jk.do(worker, "h-hand-pupil").trained is None
    with pytest.raises(DeniedError):
        jk.do(
            confirm_paper, "h-hand-pupil", number, "그가 배웠습니다", actor=jk.handler("h-hand-chief", kind="officer")
        )
    with pytest.raises(InvalidError):
        jk.do(confirm_paper, "h-hand-pupil", number, " ", actor=own)
    assert jk.do(worker, "h-hand-pupil").trained is None
    jk.do(confirm_paper, "h-hand-pupil", number, "유출 대응을 배웠습니다", actor=own)
    assert jk.do(worker, "h-hand-pupil").trained == jk.house.today()
    with pytest.raises(ConflictError):
        jk.do(confirm_paper, "h-hand-pupil", number, "또 배웠습니다", actor=own)
    (paper,) = [one for one in jk.do(papers_of, "h-hand-pupil") if one.kind == "training"]
    assert (paper.word, paper.recorder) == ("유출 대응을 배웠습니다", "h-hand-chief")


@pytest.mark.clause("10.7")
def test_what_an_officer_records_of_themself_takes_a_file(office: Office) -> None:
    """Recorded and confirmed by one hand it does not count, by the function and by the table; with the certificate it
    does."""
    office.employ("h-hand-alone", "officer")
    jk, own = office.jk, Actor("officer", "h-hand-alone")
    number = _training(office, "h-hand-alone", "h-hand-alone")
    with pytest.raises(DeniedError):
        jk.do(confirm_paper, "h-hand-alone", number, "배웠습니다", actor=own)
    with psycopg.connect(admin_of(jk)) as admin, pytest.raises(psycopg.errors.CheckViolation):
        admin.execute("UPDATE live.handler_paper SET confirmed = now(), word = '' WHERE paper = %s", (number,))
    assert jk.do(worker, "h-hand-alone").trained is None
    shown = _training(office, "h-hand-alone", "h-hand-alone", scan=a_file())
    jk.do(confirm_paper, "h-hand-alone", shown, "배웠습니다", actor=own)
    assert jk.do(worker, "h-hand-alone").trained == jk.house.today()


@pytest.mark.clause("10.8")
def test_a_handover_is_accepted_by_who_takes_over(office: Office) -> None:
    """Nobody who could not confirm it is named; it is over for the officer once the taker, and nobody else, has said
    what they took over."""
    officer, jk = office.officer("h-hand-boss"), office.jk
    office.employ("h-hand-goes")
    taker, other = office.worker("h-hand-takes", "support"), office.worker("h-hand-other", "support")
    assert post(officer, "/office/handlers/h-hand-goes/leave", sure="yes").status_code == 303
    way = "/office/handlers/h-hand-goes/handover"
    for nobody in ("h-hand-goes", "h-hand-nobody"):
        refused = post(officer, way, text="문의 두 건", to=nobody)
        assert refused.status_code == 422
        assert "인수를 확인할 수 있는 사람이 아닙니다" in refused.text
    assert post(officer, way, text="문의 두 건", to="h-hand-takes").status_code == 303
    (action,) = re.findall(r'action="(/office/me/h-hand-goes/[^"]+)"', taker.get("/office/me").text)
    assert "/office/me/h-hand-goes" not in re.sub(r'href="[^"]*"', "", other.get("/office/me").text)
    assert post(other, action, word="제가 받았습니다").status_code in (403, 409, 422)
    assert jk.do(worker, "h-hand-goes").handed is None
    assert post(taker, action, word="").status_code == 422
    confirm(taker, "문의 두 건을 넘겨받았습니다")
    assert jk.do(worker, "h-hand-goes").handed is not None
    assert "문의 두 건을 넘겨받았습니다" in officer.get("/office/handlers/h-hand-goes").text


@pytest.mark.clause("10.9")
def test_a_written_pledge_shows_its_file(office: Office, scanned: None) -> None:
    """The signed paper can be fetched again by an officer, and by no other handler than its own person."""
    officer, jk = office.officer("h-hand-sees"), office.jk
    jk.enter_handler("h-hand-paper", name="가나다")
    form = {"day": str(jk.house.today()), "text": "보안 서약", "place": "서류철"}
    files = {"scan": ("pledge.pdf", PDF, "application/pdf")}
    assert post(officer, "/office/handlers/h-hand-paper/pledge", files=files, **form).status_code == 303
    found = re.search(
        r'href="(/office/handlers/h-hand-paper/paper/[^"]+)"', officer.get("/office/handlers/h-hand-paper").text
    )
    assert found is not None
    assert officer.get(found[1]).content.startswith(b"%PDF")
    assert office.worker("h-hand-curious", "support").get(found[1]).status_code == 403
    assert jk.do(worker, "h-hand-paper").may


@pytest.mark.clause("10.7")
def test_who_signs_in_nowhere_is_shown_to_be_trained_by_a_file(office: Office) -> None:
    """Of staff without a sign-in nobody could confirm it: without a file it is refused, with one it counts."""
    office.employ("h-hand-teacher", "officer")
    office.jk.enter_handler("h-hand-staff", name="가나다", kind="staff")
    with pytest.raises(InvalidError) as refused:
        _training(office, "h-hand-staff", "h-hand-teacher")
    assert refused.value.item == "scan"
    _training(office, "h-hand-staff", "h-hand-teacher", scan=a_file())
    assert office.jk.do(worker, "h-hand-staff").trained == office.jk.house.today()

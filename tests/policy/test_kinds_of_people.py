"""As many kinds of people as a company has: each with its word, its records, doors and rights, in the document, the
decisions, the forms and the store."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import START, Databases

from jikim.app import Jikim, read_policy
from jikim.desk.barring import barred_by, bars
from jikim.errors import DeniedError
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.fields import fields_at
from jikim.policy.model import SubjectKind
from jikim.policy.numbers import Numbers
from jikim.policy.render import render_markdown
from jikim.policy.source import plain, read
from jikim.web.account.newcomer import joinings

ERRANDS = Path(__file__).parent / "others" / "errands.yaml"
SECRET = "quiet heron walks 77"  # noqa: S105 - invented
RIDER = {
    "login_id": "rider1",
    "password": SECRET,
    "name": "Noa Invented",
    "email": "noa@example.com",
    "mobile": "010-1234-0101",
    "account_no": "004 110-123-456789",
}
APPLICANT = {"name": "Dan Invented", "email": "dan@example.com", "mobile": "010-1234-0102"}


@cache
def errands() -> Policy:
    return compile_policy(read_policy(ERRANDS))


def test_a_further_kind_is_one_of_three_and_its_own() -> None:
    """`member.rider` is one value however often it is read, signs in as members do, and is no member; what is no such name
    is none."""
    rider = SubjectKind("member.rider")
    assert rider is SubjectKind("member.rider")
    assert pickle.loads(pickle.dumps(rider)) is rider  # noqa: S301 - made here
    assert (rider, rider.guest) == ("member.rider", False)
    assert SubjectKind("guest.applicant").guest
    assert rider not in list(SubjectKind)
    for wrong in ("rider", "member.", "member.Rider", "member.rider.night", "handler.night", "guest applicant"):
        with pytest.raises(ValueError, match="is not a valid"):
            SubjectKind(wrong)


def test_kinds_keep_their_numbers() -> None:
    """A kind that a later version puts first or leaves out changes no other's number, and every version knows the first
    three by the same."""
    file = read_policy(ERRANDS)
    first = errands()
    assert [first.people[name] for name in ("member", "corporate", "guest")] == [1, 2, 3]
    covers = ("member.tutor", *(one for one in file.service.covers if one != "member.rider"))
    service = file.service.model_copy(update={"covers": tuple(map(SubjectKind, covers))})
    later = compile_policy(file.model_copy(update={"service": service}), Numbers.from_rows(first.numbers.rows()))
    assert dict(first.people).items() <= dict(later.people).items()
    assert later.people["member.tutor"] > max(first.people.values())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "고객, 라이더, 기업 고객, 입점 가게, 문의한 사람, 라이더 지원자"),
        ("en", "customers, riders, buyers for companies, shops, people who ask and applicants"),
    ],
)
def test_the_document_calls_each_by_its_word(language: str, said: str) -> None:
    """All six stand in the document by the company's own words, and none by its name in the file."""
    text = render_markdown(errands().file, language)  # type: ignore[arg-type]
    assert said in text
    assert "member.rider" not in text.replace('"member.rider"', "")


def test_each_joins_by_a_form_of_its_own() -> None:
    """Who has accounts has a form each, with the items and the door of their own record; applicants have none."""
    found = {one.kind.value: one for one in joinings(errands()).values()}
    assert set(found) == {"member", "member.rider", "corporate", "corporate.shop"}
    assert (found["member.rider"].record, found["member.rider"].channel) == ("rider", "riders")
    assert "account_no" in {field.name for field in found["member.rider"].fields}
    assert "account_no" not in {field.name for field in found["member"].fields}


def test_the_editor_offers_the_further_kinds_by_their_words() -> None:
    """Whose a record is, is chosen of the three and of those that the policy adds; of a right also guardians and heirs; and a
    time may be counted from the last use."""
    found, _ = read(ERRANDS.read_text(encoding="utf-8"), "policy.yaml")
    data = plain(found)

    def words(*path: str) -> dict[str, str]:
        [field] = [one for one in fields_at(data, path[:-1]) if one.path == path]
        return {one.word: one.means.get("ko", "") for one in field.choices}

    assert words("records", "rider", "of")["member.rider"] == "라이더"
    assert "heir" not in words("records", "rider", "of")
    assert {"member", "guest.applicant", "guardian", "heir"} <= set(words("rights", "access", "who"))
    assert "last-use" in words("records", "rider", "ends", "from")


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(ERRANDS), databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


def test_a_rider_and_an_applicant_live_by_their_own_rules(jk: Jikim) -> None:
    """A rider is taken by the riders' door as a rider and as nothing else, is found as one and leaves as one; an applicant
    is a guest, whose data goes with the application."""
    rider = jk.collect("rider", RIDER, channel="riders", subject="member.rider", old_enough=True).ref
    for who in ("member", "guest.applicant", "member.tutor"):
        with pytest.raises(DeniedError):
            jk.collect(
                "rider",
                {**RIDER, "login_id": "rider2", "email": "x@example.com"},
                channel="riders",
                subject=who,
                old_enough=True,
            )
    assert [person.kind for person in jk.find("login_id", "rider1")] == ["member.rider"]
    assert jk.show(rider.subject).kind == "member.rider"
    applied = jk.collect(
        "application", APPLICANT, channel="hiring", subject="guest.applicant", old_enough=True, consents=["hiring"]
    ).ref
    assert jk.show(applied.subject).kind == "guest.applicant"
    jk.event(applied, "answered")
    jk.leave(rider.subject)
    jk.sweep()
    assert not jk.show(applied.subject).here, "a guest goes with their last record"
    assert [part.ref.kind for part in jk.show(rider.subject).resting] == ["rider"]


def test_who_left_joins_again_after_the_day_that_the_policy_says(jk: Jikim) -> None:
    """A rider who leaves is refused by the same address, under another login ID, until the day is over, and only a hash of
    it was kept; the office has nothing of it to lift; another address joins at once, and after the day so does this one."""

    def join(**other: str) -> str:
        try:
            jk.collect("rider", {**RIDER, **other}, channel="riders", subject="member.rider", old_enough=True)
        except DeniedError as error:
            return error.why
        return ""

    first = jk.collect("rider", RIDER, channel="riders", subject="member.rider", old_enough=True).ref
    jk.leave(first.subject)
    jk.sweep()
    assert join(login_id="rider2") == "barred"
    assert jk.do(bars) == []
    assert [one.number for one in jk.do(barred_by, "rider", RIDER)] == [""]
    assert join(login_id="rider2", email="other@example.com") == ""
    jk.move_clock(jk.now() + timedelta(days=2))
    jk.sweep()
    assert join(login_id="rider3") == ""


def test_the_document_says_that_who_left_waits() -> None:
    """In both languages, with what is kept for it; and nothing of misuse, which this policy does not bar for."""
    text = render_markdown(errands().file, "ko")
    assert "고객과 라이더가 탈퇴하면 탈퇴한 날부터 1일 동안 다시 가입할 수 없습니다" in text
    assert "부정하게" not in text
    assert "they cannot join again for 1 day from that day" in render_markdown(errands().file, "en")

"""The letters that tell of what the desk did: in the language of who asked, to an address of theirs, by the house's own
queue."""

from __future__ import annotations

from tests.conftest import Cast

from jikim.app import Jikim, desk_letters
from jikim.desk.complaints import COMPLAINTS, complain
from jikim.desk.requests import file_request
from jikim.mail.queue import address, due
from jikim.policy.ask import Actor
from jikim.policy.model import Language


def letters(jk: Jikim) -> list[tuple[str, str, str]]:
    """What waits to be sent: to whom, which, and its text."""
    found = []
    for row in jk.driver.run(due(jk.house, 50)):
        ready = jk.driver.run(address(jk.house, row, "https://rview.example"))
        assert ready is not None, row.letter
        found.append((ready.to, row.letter, ready.letter.text))
    return found


def test_a_refusal_is_written_with_its_reason_and_the_bodies(jk: Jikim, cast: Cast) -> None:
    """A member gets it at the membership's address, a guest at the one that was left with the request; each in the
    language asked in."""
    run, house = jk.driver.run, jk.house
    asks: tuple[tuple[object, str, Language], ...] = (
        (cast.alice, "alice@example.com", "ko"),
        (cast.dan, "dan@example.org", "en"),
    )
    for person, _, language in asks:
        subject = person.subject  # type: ignore[attr-defined]
        made = run(
            file_request(
                house, subject, "delete", None, "page", Actor("member", str(subject)), language=language,
                words={"name": "Dan Example", "email": "dan@example.org" if language == "en" else "alice@example.com", "text": "…"},
            )
        )  # fmt: skip
        run(desk_letters.refuse(house, subject, made.request, "계약 기록은 남겨야 합니다", actor=cast.omar))
    found = {to: text for to, name, text in letters(jk) if name == "request-refused"}
    assert set(found) == {to for _, to, _ in asks}
    for _, to, language in asks:
        assert "계약 기록은 남겨야 합니다" in found[to]
        assert ("삭제" if language == "ko" else "Delete") in found[to]
        assert "support.kr@rsupport.com" in found[to]
    assert "/my/requests" in found["alice@example.com"]


def test_each_step_is_told(jk: Jikim, cast: Cast) -> None:
    """Postponed, answered, a complaint answered, a guardian linked: each has its letter, and an answer to a complaint
    is not in the mail."""
    run, house, alice = jk.driver.run, jk.house, cast.alice
    me = Actor("member", str(alice.subject))
    words = {"name": "가나다", "email": "alice@example.com", "text": "보여 주세요"}
    made = run(file_request(house, alice.subject, "access", None, "page", me, words=words))
    run(desk_letters.postpone(house, alice.subject, made.request, "확인 중입니다", actor=cast.omar))
    [row] = run(due(house, 50))
    put_off = run(address(house, row, "https://rview.example"))
    assert put_off is not None
    # A postponement is no extension: the letter says what it is, and where to object (PIPA §35③).
    for said in ("확인 중입니다", "지체 없이", "이의를 제기", "요청 연기 안내"):
        assert said in put_off.letter.text + put_off.letter.subject, said
    assert "기한을" not in put_off.letter.text
    run(desk_letters.answer(house, alice.subject, made.request, "모두 보여 드렸습니다", actor=cast.omar))
    other = run(file_request(house, alice.subject, "access", None, "page", me, words=words))
    run(desk_letters.carry_out(house, alice.subject, other.request, actor=cast.omar))
    complaint = run(complain(house, words, person=alice, actor=me, old_enough=True))
    run(desk_letters.act(house, COMPLAINTS, complaint, "answer", {"answer": "광고를 멈추었습니다"}, actor=cast.omar))
    run(desk_letters.link_guardian(house, alice.subject, cast.bob.subject, actor=cast.omar))
    rows = {row.letter for row in run(due(house, 50))}
    assert rows == {"request-postponed", "request-answered", "complaint-answered", "guardian-linked"}
    texts = {
        row.letter: run(address(house, row, "https://rview.example"))
        for row in run(due(house, 50))
        if row.letter != "request-postponed"
    }
    assert texts["complaint-answered"] is not None
    assert complaint.number in texts["complaint-answered"].letter.text
    assert "광고를 멈추었습니다" not in texts["complaint-answered"].letter.text
    assert texts["guardian-linked"] is not None
    assert texts["guardian-linked"].to == "alice@example.com"

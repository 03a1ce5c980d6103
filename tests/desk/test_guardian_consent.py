"""A guardian who agrees on paper or by phone: a handler confirms it by a way that the policy names, says how it came, and
in time; what is not confirmed goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import START, Databases
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim, read_policy
from jikim.desk.guardian_consent import confirm_by_hand, ways_by_hand
from jikim.errors import DeniedError, InvalidError
from jikim.policy.model import GuardianWay
from jikim.policy.render import render_markdown

ACADEMY = Path(__file__).parents[1] / "policy" / "others" / "academy.yaml"
CHILD = {"login_id": "cassie", "password": "quiet heron 77", "name": "Cassie Invented", "email": "c@example.com"}
WHO = {"guardian_name": "Gia Invented", "guardian_email": "gia@example.com"}


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(ACADEMY), databases.settings(tmp_path), demo_start=START) as opened:
        employ(opened, "hana")
        lasting(opened, "hana", ["guardian"])
        yield opened


def asked(jk: Jikim) -> jikim.Ref:
    return jk.collect("guardian", WHO, channel="site", old_enough=False).ref


def joins(jk: Jikim, ref: jikim.Ref) -> bool:
    try:
        jk.collect("student", CHILD, channel="site", subject=jikim.Person(ref.subject, "member"), old_enough=False)
    except DeniedError:
        return False
    return True


def test_a_handler_confirms_by_a_way_that_the_policy_names(jk: Jikim) -> None:
    """Not by another way, without words, as a stranger, or of another record; then the child is taken."""
    ref, hana = asked(jk), jk.handler("hana")
    for way, said in (("card", "카드로 확인"), ("phone", " "), ("", "통화함")):
        with pytest.raises(InvalidError):
            jk.do(confirm_by_hand, ref, way, said, actor=hana)
    with pytest.raises(DeniedError):
        jk.do(confirm_by_hand, ref, "phone", "통화함", actor=jk.handler("nobody"))
    assert not joins(jk, ref)
    jk.do(confirm_by_hand, ref, "phone", "28일 오전에 통화함", actor=hana)
    assert joins(jk, ref)


def test_what_is_not_confirmed_in_time_goes_whatever_comes_later(jk: Jikim) -> None:
    """After the fifth day the record is over, and a paper that comes then confirms nothing."""
    ref = asked(jk)
    jk.move_clock(jk.now() + timedelta(days=6))
    with pytest.raises(DeniedError):
        jk.do(confirm_by_hand, ref, "paper", "2번 서류함", actor=jk.handler("hana"))
    jk.sweep()
    assert not jk.show(ref.subject).cards


def test_the_ways_are_in_the_document() -> None:
    """Each in words, in both languages; of a policy that names none it is the e-mail."""
    file = read_policy(ACADEMY)
    bare = file.model_copy(update={"refuse": file.refuse.model_copy(update={"ways": (GuardianWay.EMAIL,)})})
    assert (ways_by_hand(file), ways_by_hand(bare)) == ((GuardianWay.PAPER, GuardianWay.PHONE), ())
    for language, phone, mail in (
        ("ko", "전화로 동의 내용을 알리고", "이메일로 동의 내용을"),
        ("en", "a telephone call in", "an e-mail with"),
    ):
        told, silent = (render_markdown(one, language) for one in (file, bare))  # type: ignore[arg-type]
        assert phone in told
        assert phone not in silent
        assert mail in silent

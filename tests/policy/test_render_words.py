"""The words between the facts: particles, dates, articles, enumerations and anchors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from jikim.particles import ending, eul, eun, euro, gwa, i_ga
from jikim.policy.model import PolicyFile
from jikim.policy.render import document, render_markdown
from jikim.policy.render.document import Link
from jikim.policy.render.voice import Voice, telephone
from jikim.policy.statutes.row import article

BAKERY = (Path(__file__).parent / "bakery.yaml").read_text(encoding="utf-8")


def load(text: str) -> PolicyFile:
    return PolicyFile.model_validate(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("주문", "consonant"),
        ("쿠키", "vowel"),
        ("이메일", "rieul"),
        ("한국사이버결제(KCP)", "vowel"),
        ("알림 (문자)", "consonant"),
        ("‘회원탈퇴’", "vowel"),
        ("5년", "consonant"),
        ("2013", "consonant"),
        ("제7호 1", "rieul"),
        ("10", "consonant"),
        ("KCP", "vowel"),
        ("SMS", "vowel"),
        ("URL", "rieul"),
        ("CRM", "consonant"),
        ("PayPal", "rieul"),
        ("Alipay", "vowel"),
        ("Epsilon", "consonant"),
        ("Google", "rieul"),
        ("Slack", "consonant"),
        ("Stripe", "vowel"),
        ("", "vowel"),
        ("—", "vowel"),
    ],
)
def test_particles_hear_how_a_word_ends(word: str, sound: str) -> None:
    """Hangul, digits, initialisms and English words are heard by their last sound; brackets do not count."""
    assert ending(word) == sound


def test_particles_follow_the_sound() -> None:
    """Each pair of particles takes its form from the word before it."""
    assert [eun("주문"), eun("쿠키"), i_ga("이름"), i_ga("KCP")] == ["주문은", "쿠키는", "이름이", "KCP가"]
    assert [eul("기록"), eul("전화"), gwa("결제"), gwa("PayPal")] == ["기록을", "전화를", "결제와", "PayPal과"]
    assert [euro("서면"), euro("이메일"), euro("전화")] == ["서면으로", "이메일로", "전화로"]


def test_dates_articles_and_lists_are_written_out() -> None:
    """Dates, articles and enumerations read as each language writes them."""
    ko, en = Voice(load(BAKERY), "ko"), Voice(load(BAKERY), "en")
    assert ko.date(date(2026, 11, 24)) == "2026년 11월 24일"
    assert en.date(date(2026, 11, 24)) == "24 November 2026"
    assert article("§6①2", "ko") == "제6조제1항제2호"
    assert article("§44-5", "ko") == "제44조의5"
    assert article("§6①2", "en") == "§6(1)2"
    assert ko.join(["회원", "비회원"]) == "회원과 비회원"
    assert en.join(["a", "b", "c"]) == "a, b and c"
    assert (ko.join([]), en.either(["a", "b"])) == ("—", "a or b")


def test_an_anchor_is_given_once() -> None:
    """The first promise under a clause gets its number as anchor; the next get their path, and a path is numbered."""
    voice = Voice(load(BAKERY), "en")
    given = [
        voice.anchor("a.b", "5.3").id,
        voice.anchor("a.c", "5.3").id,
        voice.anchor("a.c").id,
        voice.anchor("a.c").id,
    ]
    assert given == ["c5.3", "a.c", "a.c-2", "a.c-3"]


@pytest.mark.parametrize(
    ("said", "dialled"),
    [
        ("02-555-0101", "025550101"),
        ("02-555-0101~9", "025550101"),
        ("1833-6972 (국번 없이)", "18336972"),
        ("국번없이 118", "118"),
        ("02-555-0101, 010-0000-0101", "025550101"),
        ("+82 (0)2 555 0101", "+8225550101"),
        ("02)555-0101 (24시간)", "025550101"),
    ],
)
def test_a_number_to_tap_is_one_number(said: str, dialled: str) -> None:
    """Of what stands where a phone number is told, the first is dialled, and nothing besides; its words stay as they
    are."""
    assert telephone(said) == Link(said, f"tel:{dialled}")
    assert telephone("없음") == "없음"


def test_an_order_without_numbers_explains_none() -> None:
    """Where no promise has a number, no document of another order speaks of one; where some have, it does."""
    bare = BAKERY.replace('  numbered: {clause: "8.9", ', "  numbered: {")
    assert document(load(bare), "en", "kr.2026").note == ""
    assert "small number" in document(load(BAKERY), "en", "kr.2026").note


def test_other_points_of_a_life_are_each_a_when() -> None:
    """Two events read as two."""
    said = render_markdown(
        load(BAKERY.replace("events: [candles-lit]", "events: [candles-lit, paid, delivered]")), "en"
    )
    assert "Other points of its life: when ‘candles lit’ happens, when it is paid and when it is delivered" in said

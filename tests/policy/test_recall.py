"""How many are missed and how many are wrongly refused, as figures: generated numbers, by separator, script and label.
Seeded."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from jikim.policy.detect import find_refused
from jikim.policy.model import ItemType

RESIDENT = frozenset({ItemType.RESIDENT_NUMBER, ItemType.ALIEN_NUMBER})
SEPARATORS = (
    "", "-", " ", "  ", "     ", ",", ":", "~", ".", ";", "/", "|", "_", "+", "=", "·", "–", "—", "ㅡ", "－", "−", " - ", " : ", ", ", "...",
    "\n", "-\n", "\r\n", " \n ", "\t", "\u200b", "\u200b-\u200b", "\xa0", "\u3000", ") (", "'-'", '", "', "•", "→", "\u20e3-", "\ufe0f",
)  # fmt: skip
# Ten digits in a row, wherever Unicode has them; and those that are digits without being decimal ones.
SCRIPTS = {
    unicodedata.name(chr(code)).removesuffix(" DIGIT ZERO").removesuffix(" ZERO"): "".join(
        map(chr, range(code, code + 10))
    )
    for code in range(sys.maxunicode + 1)
    if unicodedata.decimal(chr(code), -1) == 0 and unicodedata.decimal(chr(code + 9), -1) == 9
} | {"circled": "⓪①②③④⑤⑥⑦⑧⑨", "dingbat": "⓿❶❷❸❹❺❻❼❽❾", "superscript": "⁰¹²³⁴⁵⁶⁷⁸⁹", "ideograph": "〇一二三四五六七八九"}
BEFORE = (
    "",
    "주민번호: ",
    "주민등록번호 ",
    "제 번호는 ",
    "id=",
    "hello ",
    "(",
    "연락 부탁드려요 ",
    "가나다 ",
    "RRN: ",
    "'",
    "주문번호와 함께 드리는 제 번호 ",
)
AFTER = ("", " 입니다", "입니다.", ")", " thanks", "\n", "'", "\n다음 줄")


def number(rng: random.Random) -> tuple[date, str]:
    """A birth and the seven digits that go with it, of a resident or an alien; the check digit is whatever it is."""
    born = date(1900, 1, 1) + timedelta(days=rng.randrange((date(2026, 11, 1) - date(1900, 1, 1)).days))
    seventh = rng.choice("3478" if born.year >= 2000 else "1256")
    return born, seventh + "".join(rng.choices("0123456789", k=6))


def _dated(way: Callable[[date], str]) -> Callable[[random.Random, str], str]:
    def made(rng: random.Random, separator: str) -> str:
        born, serial = number(rng)
        return f"{way(born)}{separator}{serial}"

    return made


WAYS: dict[str, Callable[[random.Random, str], str]] = {
    "two-digit year": _dated(lambda born: f"{born:%y%m%d}"),
    "four-digit year": _dated(lambda born: f"{born:%Y%m%d}"),
    "dashed date": _dated(lambda born: f"{born:%y-%m-%d}"),
    "dotted date": _dated(lambda born: f"{born:%Y. %m. %d}"),
}


def missed(seed: str, many: int, way: Callable[[random.Random, str], str], separator: str, digits: str = "") -> int:
    """How many of so many generated numbers, each between some words, are not found."""
    rng = random.Random(seed)
    script = str.maketrans("0123456789", digits) if digits else {}
    count = 0
    for _ in range(many):
        text = rng.choice(BEFORE) + way(rng, separator).translate(script) + rng.choice(AFTER)
        count += not any(hit.type in RESIDENT for hit in find_refused(text))
    return count


def recall(many: int) -> tuple[int, dict[str, int]]:
    """How many were looked for, and how many of each were missed."""
    looks: dict[str, tuple[Callable[[random.Random, str], str], str, str]] = {
        f"{name}, {separator!r}": (way, separator, "")
        for name, way in WAYS.items()
        for separator in SEPARATORS
        if separator or not name.endswith("date")
    }
    looks |= {
        f"{script}, {separator!r}": (WAYS["two-digit year"], separator, digits)
        for script, digits in SCRIPTS.items()
        for separator in ("", "-")
    }
    found = {name: missed(name, many, *look) for name, look in looks.items()}
    return many * len(looks), {name: count for name, count in found.items() if count}


def test_none_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of forty generated numbers per separator, way and script, none is missed."""
    looked, misses = recall(40)
    with capsys.disabled():
        print(f"\nresident numbers: {sum(misses.values())} of {looked} missed")
    assert misses == {}


@pytest.mark.long
def test_none_of_ten_thousand_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of ten thousand generated numbers per separator, way and script, none is missed."""
    looked, misses = recall(10_000)
    with capsys.disabled():
        print(f"\nresident numbers: {sum(misses.values())} of {looked} missed")
    assert misses == {}


@pytest.mark.parametrize("between", [" ", "-", ".", ", ", "\n", "\u200b ", " / "])
def test_digits_that_stand_alone_are_one_number(between: str) -> None:
    """A number with something between each two of its digits is found, and so is a card."""
    rng = random.Random(between)
    for _ in range(200):
        born, serial = number(rng)
        text = between.join(f"{born:%y%m%d}{serial}")
        assert {hit.type for hit in find_refused(f"번호 {text} 끝")} & RESIDENT
    assert [hit.type for hit in find_refused(between.join("4111111111111111"))] == [ItemType.CARD]


@pytest.mark.parametrize("broken", ["\n", "\r\n", "\n  "])
def test_a_line_break_at_any_place_hides_nothing(broken: str) -> None:
    """Wherever a line ends within a number or a card, it is found, at its whole place."""
    for whole, types in (
        ("900101-1234567", RESIDENT),
        ("9001011234567", RESIDENT),
        ("4111 1111 1111 1111", {ItemType.CARD}),
    ):
        for at in range(1, len(whole)):
            if whole[at - 1].isdigit() and whole[at].isdigit():
                text = f"번호 {whole[:at]}{broken}{whole[at:]} 끝"
                [hit] = find_refused(text)
                assert hit.type in types
                assert text[hit.start : hit.end] == whole[:at] + broken + whole[at:]


def barcode(rng: random.Random) -> str:
    """A Korean barcode (880…) with its check digit."""
    head = "880" + "".join(rng.choices("0123456789", k=9))
    return head + str(-sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(head)) % 10)


def moment(rng: random.Random) -> datetime:
    return datetime(2013, 1, 1) + timedelta(seconds=rng.randrange(14 * 365 * 86_400))


def serial(rng: random.Random, many: int) -> str:
    return "".join(rng.choices("0123456789", k=many))


CORPUS: dict[str, Callable[[random.Random], str]] = {
    "바코드 {}": barcode,
    '{{"barcode": "{}"}}': barcode,
    "EAN-13: {}": barcode,
    "주문번호 {}": lambda rng: f"{moment(rng):%Y%m%d}-{serial(rng, 7)}",
    "주문번호: {}": lambda rng: f"{moment(rng):%y%m%d}-{serial(rng, 7)}",
    "order no. {}": lambda rng: f"{moment(rng):%y%m%d}{serial(rng, 7)}",
    '{{"order_no": "{}"}}': lambda rng: f"{moment(rng):%Y%m%d}{serial(rng, 7)}",
    '{{"orderId": {}}}': lambda rng: str(rng.randrange(10**12, 10**13)),
    "송장번호 {} 로 보냈습니다": lambda rng: serial(rng, 12),
    "계좌번호 {}": lambda rng: serial(rng, 13),
    "연락처 {}": lambda rng: f"010-{serial(rng, 4)}-{serial(rng, 4)}",
    "call {}": lambda rng: f"+82 10-{serial(rng, 4)}-{serial(rng, 4)}",
    "전화 {}": lambda rng: f"0{rng.choice(['2', '31', '51', '505'])}-{serial(rng, 3)}-{serial(rng, 4)}",
    "{} 에 접속": lambda rng: f"{moment(rng):%Y-%m-%d %H:%M:%S}.{serial(rng, 6)}",
    "[{}] GET /": lambda rng: f"{moment(rng).isoformat()}.{serial(rng, 3)}+09:00",
    "log {} ok": lambda rng: f"{moment(rng):%H:%M:%S}.{serial(rng, 7)}",
    '{{"created_at": {}}}': lambda rng: str(int(moment(rng).timestamp() * 1000)),
    "timestamp={}": lambda rng: str(int(moment(rng).timestamp() * 1000)),
}


def wrongly(many: int) -> tuple[int, dict[str, int]]:
    """How many were tried, and how many of each were taken for a number never taken."""
    found = {}
    for form, made in CORPUS.items():
        rng = random.Random(form)
        found[form] = sum(bool(find_refused(form.format(made(rng)))) for _ in range(many))
    return many * len(CORPUS), found


def test_what_a_label_names_is_believed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of barcodes, order and phone numbers and times, under one in a thousand of each labelled kind is refused."""
    tried, found = wrongly(3_000)
    with capsys.disabled():
        print(
            f"\nlabelled numbers: {sum(found.values())} of {tried} wrongly refused; the most: {max(found.values())} of 3000"
        )
    assert {form: count for form, count in found.items() if count >= 3} == {}


@pytest.mark.long
def test_what_a_label_names_is_believed_of_fifty_thousand(capsys: pytest.CaptureFixture[str]) -> None:
    """Of fifty thousand of each labelled kind, under one in a thousand is refused."""
    tried, found = wrongly(50_000)
    with capsys.disabled():
        print(f"\nlabelled numbers: {sum(found.values())} of {tried} wrongly refused; {found}")
    assert {form: count for form, count in found.items() if count >= 50} == {}


@pytest.mark.parametrize("label", ["주문번호", "바코드", "계좌번호", "order no.", "송장번호는", "timestamp"])
def test_a_label_hides_nobody(label: str) -> None:
    """A number written as resident numbers are, of somebody born between 1940 and 2012, is found after any label; so is
    one with its check digit."""
    rng = random.Random(label)
    for _ in range(300):
        born, rest = number(rng)
        if 1940 <= born.year <= 2012:
            assert find_refused(f"{label} {born:%y%m%d}-{rest}")
    assert find_refused(f"{label} 9001011234568")

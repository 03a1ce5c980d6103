"""Detection of refused numbers in free text: what is found, where, and what is left alone."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.waiting import PATIENCE

from jikim.policy.detect import Hit, find_refused, holds_card_number, luhn, redact, scheme
from jikim.policy.model import ItemType

RESIDENT, ALIEN = ItemType.RESIDENT_NUMBER, ItemType.ALIEN_NUMBER
SEPARATORS = ("", "-", "–", "—", " - ", " ", "  ", ".", "...", "·", "‑", "−", "－", "ㅡ", "_", "/", "\u200b-")


def found(text: str) -> list[tuple[ItemType, str]]:
    return [(hit.type, text[hit.start : hit.end]) for hit in find_refused(text)]


def luhn_by_the_book(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B, step by step from the right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def with_check_digit(head: str) -> str:
    return next(head + d for d in "0123456789" if luhn_by_the_book(head + d))


words = st.text(alphabet="가나다라마바사힣 aegknoxyz,!?\n'", max_size=40)
births = st.dates(date(1900, 1, 1), date(2059, 12, 31))


@st.composite
def resident_numbers(draw: st.DrawFn) -> tuple[str, ItemType]:
    """A number whose date and seventh digit agree; the other digits, check digit included, are anything."""
    born = draw(births)
    alien = draw(st.booleans())
    seventh = draw(st.sampled_from({(0, 0): "12", (1, 0): "34", (0, 1): "56", (1, 1): "78"}[born.year >= 2000, alien]))
    rest = draw(st.text("0123456789", min_size=6, max_size=6))
    number = f"{born:%y%m%d}{draw(st.sampled_from(SEPARATORS))}{seventh}{rest}"
    if draw(st.booleans()):
        number = "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in number)
    return number, ALIEN if alien else RESIDENT


@given(words, resident_numbers(), words)
def test_a_planted_number_is_found_and_nothing_else(before: str, planted: tuple[str, ItemType], after: str) -> None:
    """A resident or alien number is found at any place, whatever its separator and width, never its neighbours."""
    number, kind = planted
    hits = find_refused(before + number + after)
    assert hits == (Hit(kind, len(before), len(before) + len(number)),)


@given(words, resident_numbers(), words, st.sampled_from("0123456789"), st.booleans())
def test_a_longer_run_of_digits_is_no_resident_number(
    before: str, planted: tuple[str, ItemType], after: str, digit: str, ahead: bool
) -> None:
    """One more digit directly before or after makes it another number."""
    number = digit + planted[0] if ahead else planted[0] + digit
    assert not {RESIDENT, ALIEN} & {hit.type for hit in find_refused(before + number + after)}


@given(st.lists(resident_numbers(), min_size=2, max_size=4))
def test_each_of_several_numbers_is_found(planted: list[tuple[str, ItemType]]) -> None:
    """Numbers that stand together in one text are found each by itself."""
    text = "와 ".join(number for number, _ in planted)
    assert found(text) == [(kind, number) for number, kind in planted]


@given(words, resident_numbers(), words, st.sampled_from(["ko", "en"]))
def test_redacting_leaves_nothing_to_find(
    before: str, planted: tuple[str, ItemType], after: str, language: str
) -> None:
    """A redacted text has the marker in place of the number, the rest untouched, and no hit left."""
    text = before + planted[0] + after
    clean = redact(text, find_refused(text), language="ko" if language == "ko" else "en")
    assert clean.startswith(before)
    assert clean.endswith(after)
    assert planted[0] not in clean
    assert find_refused(clean) == ()


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    """Hits are in order, apart from each other and inside the text, whatever the text is."""
    end = 0
    for hit in find_refused(text):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


@pytest.mark.parametrize(
    "text",
    [
        "901301-1234567",  # thirteenth month
        "900229-1234567",  # 1990 had no 29 February
        "000229-1234567",  # nor had 1900
        "900101-123456",
        "주문번호 9001011234567",
        "주문번호는 231201-1234567",
        "ORD-231201-1234567",
        "order no. 2312011234567",
        "202312011234567",
        "2312010000123",  # date and serial number, with a wrong checksum for people born before 1900
        "법인등록번호: 110111-1234567",
        "110111-0123456",
        "231201 1500000원 입금",
        "+8210123456789",
        "010-1234-5678 02-123-4567 1588-1234 070-1234-5678",
        "사업자등록번호 101-01-00009",
        "2023-12-01 12:34:56.789",
        "2023년 12월 1일, 1,234,567원",
        "계좌 110-123-456789",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """Orders, companies, telephones, dates and sums that only resemble a refused number are not hits."""
    assert find_refused(text) == ()


@pytest.mark.parametrize(
    ("text", "type", "number"),
    [
        ("000229-3234567", RESIDENT, "000229-3234567"),  # 2000 had a 29 February
        ("900101-9234567", RESIDENT, "900101-9234567"),  # born 1890
        ("홍길동(900101-1******)", RESIDENT, "900101-1******"),
        ("주민번호를 주문번호와 함께: 900101-1234567", RESIDENT, "900101-1234567"),
        ("٩٠٠١٠١-١٢٣٤٥٦٧", RESIDENT, "٩٠٠١٠١-١٢٣٤٥٦٧"),
        ("여권은M12345678입니다", ItemType.PASSPORT, "M12345678"),
        ("M123A4567.", ItemType.PASSPORT, "M123A4567"),
        ("Ｍ１２３４５６７８", ItemType.PASSPORT, "Ｍ１２３４５６７８"),
        ("면허 11-22-333333-44번", ItemType.DRIVER_LICENCE, "11-22-333333-44"),
        ("카드 4111-1111-1111-1111로", ItemType.CARD, "4111-1111-1111-1111"),
        ("4111111111111111", ItemType.CARD, "4111111111111111"),
        ("3782 822463 10005", ItemType.CARD, "3782 822463 10005"),
        ("30569309025904", ItemType.CARD, "30569309025904"),
        ("account number 4111 1111 1111 1111", ItemType.CARD, "4111 1111 1111 1111"),
        ("2023-4111-1111-1111-1111", ItemType.CARD, "4111-1111-1111-1111"),
        ("생년월일: 1990-01-01", ItemType.BIRTH_DATE, "1990-01-01"),
        ("생년월일(6자리)은 900101", ItemType.BIRTH_DATE, "900101"),
        ("1990년 1월 1일생입니다", ItemType.BIRTH_DATE, "1990년 1월 1일"),
        ("date of birth: 1 January 1990", ItemType.BIRTH_DATE, "1 January 1990"),
        ("I was born on March 3rd, 1985.", ItemType.BIRTH_DATE, "March 3rd, 1985"),
        ("DOB 03/04/1990", ItemType.BIRTH_DATE, "03/04/1990"),
    ],
)
def test_each_kind_is_found(text: str, type: ItemType, number: str) -> None:
    """Each kind of refused number is found where it stands, and only it."""
    assert found(text) == [(type, number)]


@pytest.mark.parametrize(
    "text",
    [
        "SKU-M12345678",
        "AM12345678",
        "M123456789",
        "m12345678@example.com",
        "1-11-22-333333-44",
        "4111-1111-1111-1112",
        "20231201123456",
        "주문번호 4111111111111111",
        "0000 0000 0000 0000",
        "1990-01-01",
        "1990년 1월 1일 생산",
        "stubborn 1990-01-01",
        "생일 축하합니다, 12월 1일에 만나요",
    ],
)
def test_shapes_without_their_sign_are_left_alone(text: str) -> None:
    """A word boundary, a check digit or the text's own word is missing, so it is no hit."""
    assert find_refused(text) == ()


@given(st.sampled_from(["4", "51", "2221", "35", "62", "9"]), st.data(), words, words)
def test_a_planted_card_is_found(head: str, data: st.DataObject, before: str, after: str) -> None:
    """A card number in groups or run together is found at its place, and not with its last digit changed."""
    fill = data.draw(st.text("0123456789", min_size=15 - len(head), max_size=15 - len(head)))
    number = with_check_digit(head + fill)
    written = data.draw(st.sampled_from(["", "-", " ", "."])).join(number[i : i + 4] for i in range(0, 16, 4))
    cards = [hit for hit in find_refused(before + written + after) if hit.type is ItemType.CARD]
    if scheme(number) is not None or len(written) > 16:
        assert cards == [Hit(ItemType.CARD, len(before), len(before) + len(written))]
    wrong = written[:-1] + str((int(written[-1]) + 1) % 10)
    assert ItemType.CARD not in {hit.type for hit in find_refused(before + wrong + after)}


@given(st.text("0123456789", min_size=1, max_size=20))
def test_luhn_agrees_with_the_standard(digits: str) -> None:
    """The fast check digit is the standard's, for every number."""
    assert luhn(digits) == luhn_by_the_book(digits)


@given(st.text("0123456789", min_size=13, max_size=15), st.data())
def test_luhn_sees_any_changed_digit(head: str, data: st.DataObject) -> None:
    """One changed digit always breaks the check."""
    number = with_check_digit(head)
    place = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert luhn(number)
    assert not luhn(number[:place] + other + number[place + 1 :])


def test_one_that_overlaps_another_is_covered_whole() -> None:
    """Where a birth date is part of a resident number, the number is named and nothing of it stays."""
    text = "생년월일 900101-1234567"
    assert found(text) == [(RESIDENT, "900101-1234567")]
    assert redact(text, find_refused(text)) == "생년월일 ［주민등록번호 삭제됨］"
    assert redact(text, find_refused(text), language="en") == "생년월일 ［resident registration number removed］"


def test_overlapping_hits_of_a_caller_are_redacted_whole() -> None:
    """Hits in any order that overlap leave no digit of either behind."""
    hits = [Hit(ItemType.CARD, 3, 6), Hit(ItemType.TEXT, 0, 4)]
    assert redact("123456 x", hits, language="en") == "［personal data removed］［card number removed］ x"


def test_a_hit_holds_no_text() -> None:
    """A hit can be logged: it has a type and two positions."""
    assert "900101" not in repr(find_refused("900101-1234567"))


@pytest.mark.parametrize(
    "text", ["4111/1111/1111/1111", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "order no 4111111111111111"]
)
def test_a_payment_hides_no_card_behind_separators(text: str) -> None:
    """In a payment's field a card number counts however it is spaced or labelled."""
    assert holds_card_number(text)


def test_a_payment_services_ids_are_no_cards() -> None:
    """Times, approval numbers and a payment service's own numbers pass."""
    for text in ("2023-12-01T12:34:56+09:00", "20231201123456", "30012345", "1700000000000", ""):
        assert not holds_card_number(text)


@pytest.mark.parametrize(
    "drawn",
    [
        "5c582d68-4804-4236-9130-48829248e6a0",
        "31abe108-1238-4045-8356-86503655afef",
        "8d51be59-4465-4648-8023-7290ffba451a",
        "4111a1111b1111c1111defabcdefabcd",
        "900101a9001011234567bcdefabcdefa",
    ],
)
def test_a_number_that_a_program_drew_is_nobodys(drawn: str) -> None:
    """A UUID or 32 hexadecimal digits hold a card's digits by chance alone; what stands beside them is found."""
    for text in (drawn, drawn.upper(), f"order {drawn}, attempt {drawn}"):
        assert find_refused(text) == ()
        assert not holds_card_number(text)
    text = f"{drawn} 900101-1234567"
    assert found(text) == [(RESIDENT, "900101-1234567")]
    assert holds_card_number(f"{drawn} 4111 1111 1111 1111")
    assert found("11112222333344445555666677778888 900101-1234567") == [(RESIDENT, "900101-1234567")]


def _approval(serial: int) -> str:
    return f"20261125-41000000-{serial:08d}"


def test_an_approval_number_of_a_tax_invoice_is_no_card() -> None:
    """One in ten ends as a card number would: none is refused. What only begins so, or has another code, is searched."""
    cards = [serial for serial in range(100) if luhn(f"41000000{serial:08d}")]
    assert len(cards) == 10
    for serial in cards:
        for text in (_approval(serial), f"승인번호 {_approval(serial)}."):
            assert find_refused(text) == ()
            assert not holds_card_number(text)
        assert [kind for kind, _ in found(f"41000000-{serial:08d}")] == [ItemType.CARD]
        assert ItemType.CARD in [kind for kind, _ in found(f"{_approval(serial)}-1")]
    assert [kind for kind, _ in found("20261125-41111111-11111111")] == [ItemType.CARD]
    assert [kind for kind, _ in found(f"20261399-41000000-{cards[0]:08d}")] == [ItemType.CARD]


def test_letters_part_the_digits_of_a_payments_field() -> None:
    """A provider's own number is no card because its digits would be one without its letters."""
    assert not holds_card_number("PAY-41111111-TX-11111111")
    assert holds_card_number("PAY-TX 4111.1111.1111.1111")


SEARCHES = """
import sys
from contextlib import suppress
from jikim.policy.detect import SearchError, find_refused
for piece in sys.argv[1:]:
    with suppress(SearchError):
        find_refused(piece * (2_000_000 // len(piece)))
    print(piece, flush=True)
"""


def test_searching_takes_steps_in_proportion() -> None:
    """No pattern backtracks unboundedly: of two million characters of any repeated piece a search comes to its end, where
    the square of their number would take hours."""
    pieces = ["1234-", "생일", "90.1.1 ", "1 ", "-", "9001011234567", "M1234567", "４１１１ ", "born on "]
    subprocess.run([sys.executable, "-c", SEARCHES, *pieces], check=True, timeout=PATIENCE)

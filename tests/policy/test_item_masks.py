"""Masks of item values: how much of each type shows, and in what form."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.policy.items import Accepted, ItemError, accept, mask
from jikim.policy.items.business import check_digit
from jikim.policy.items.countries import COUNTRIES
from jikim.policy.model import ItemType

T = ItemType
TAKEN = sorted(ItemType)

names = st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=30)
korean = st.text(alphabet="김이박가나다라마바사", min_size=1, max_size=6)
digits = st.text("0123456789", min_size=8, max_size=8)
lines = st.text(alphabet="가나다라 abcdef123", min_size=1, max_size=60)
VALUES: dict[ItemType, st.SearchStrategy[object]] = {
    T.LOGIN_ID: st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{3,31}", fullmatch=True),
    T.PASSWORD: st.text(min_size=8, max_size=40),
    T.PERSON_NAME: names | korean | st.lists(names, min_size=2, max_size=3).map(" ".join),
    T.EMAIL: st.from_regex(r"[a-z0-9]{1,20}@[a-z]{1,20}(\.[a-z]{2,8})?\.(com|kr|net)", fullmatch=True),
    T.COUNTRY: st.sampled_from(sorted(COUNTRIES)),
    T.MOBILE: digits.map(lambda d: f"010{d}") | digits.map(lambda d: f"+8190{d}"),
    T.PHONE: digits.map(lambda d: f"02{d}") | digits.map(lambda d: f"0505{d}") | st.just("1588-1234"),
    T.ADDRESS: lines | st.fixed_dictionaries({"line1": lines, "line2": lines, "postcode": st.just("04524")}),
    T.COMPANY: lines,
    T.BUSINESS_NUMBER: st.integers(101_010_000, 101_019_999).map(lambda n: f"{n}{check_digit(str(n))}"),
    T.USAGE: lines | st.dictionaries(names, lines, min_size=1, max_size=4),
    T.ACCESS_LOG: lines | st.dictionaries(names, lines, min_size=1, max_size=4),
    T.COOKIE_ID: st.from_regex(r"[A-Za-z0-9-]{1,64}", fullmatch=True),
    T.IP_ADDRESS: st.ip_addresses().map(str),
    T.CARD: st.sampled_from(["4242424242424242", "378282246310005", "30569309025904"]),
    T.BANK_ACCOUNT: st.tuples(korean, digits).map(lambda t: f"{t[0]} 00{t[1]}"),
    T.PAYMENT: lines.map(lambda line: {"method": "card", "amount": 55000, "currency": "KRW", "order": line}),
    T.TEXT: lines,
    T.GENDER: st.sampled_from(["female", "male", "other"]),
    T.AGE_BAND: st.sampled_from(["20-29", "70+"]),
    T.REGION: st.sampled_from(["KR-11", "제주"]),
    T.BIRTH_DATE: st.dates(date(1900, 1, 1)).map(str),
    T.RESIDENT_NUMBER: digits.map(lambda d: f"900101-1{d[:6]}"),
    T.ALIEN_NUMBER: digits.map(lambda d: f"900101-5{d[:6]}"),
    T.PASSPORT: digits.map(lambda d: f"M{d}"),
    T.DRIVER_LICENCE: digits.map(lambda d: f"11-{d[:2]}-{d[2:]}-00"),
    T.SENSITIVE: lines,
}


def masked(type: ItemType, data: st.DataObject) -> tuple[Accepted, str] | None:
    """A drawn value as accepted, with its mask; None where the draw is not one the type takes."""
    try:
        accepted = accept(type, data.draw(VALUES[type]))
    except ItemError:
        return None
    return accepted, mask(type, accepted.value)


ORDINARY = sorted(set(TAKEN) - {T.PERSON_NAME, T.MOBILE, T.PHONE, T.CARD})


@pytest.mark.parametrize("type", ORDINARY)
@given(data=st.data())
def test_a_mask_shows_a_third_at_most(type: ItemType, data: st.DataObject) -> None:
    """Of every type but the three customary exceptions, a third of the characters is the most that shows."""
    drawn = masked(type, data)
    if drawn is None:
        return
    accepted, shown = drawn
    secret = accepted.value
    if type is T.EMAIL:  # the top-level domain tells nobody apart
        shown, secret = shown.rpartition(".")[0], secret.rpartition(".")[0]
    elif type is T.BANK_ACCOUNT:
        secret = json.loads(secret)["number"]
    elif type is T.ADDRESS:
        secret = json.loads(secret)["line1"]
    assert 3 * len(re.sub(r"[*@.: -]", "", shown)) <= len(secret)


@given(data=st.data())
def test_a_masked_name_shows_two_letters_at_most(data: st.DataObject) -> None:
    """A name keeps its first and last letter (or first two), always hides one, and hides further words whole."""
    drawn = masked(T.PERSON_NAME, data)
    if drawn is None:
        return
    accepted, shown = drawn
    letters = re.sub(r"[* ]", "", shown)
    assert len(letters) <= 2
    assert len(letters) < len(accepted.value)
    assert "*" in shown


@pytest.mark.parametrize("type", [T.MOBILE, T.PHONE])
@given(data=st.data())
def test_a_masked_telephone_number_shows_four_digits_at_most(type: ItemType, data: st.DataObject) -> None:
    """Beyond its prefix, a number shows its last four digits at most, less than half of it."""
    drawn = masked(type, data)
    if drawn is None:
        return
    accepted, shown = drawn
    own = "".join(shown.split("-")[1:]) if "-" in shown else shown
    assert 2 * len(re.sub(r"[^0-9]", "", own)) < len(accepted.value)
    assert len(re.sub(r"[^0-9]", "", own)) <= 4


@given(data=st.data())
def test_a_masked_card_shows_no_more_than_is_kept(data: st.DataObject) -> None:
    """A card shows four digits, less than a third of its number."""
    drawn = masked(T.CARD, data)
    assert drawn is not None
    accepted, shown = drawn
    number = accepted.handover
    assert number is not None
    assert re.sub(r"[^0-9]", "", shown) == number[-4:]
    assert len(number) > 3 * 4


@given(st.sampled_from(sorted(ItemType)), st.text(max_size=60))
def test_a_mask_never_raises(type: ItemType, value: str) -> None:
    """Any text can be masked as any type, whether the type would take it or not."""
    assert mask(type, value)


@pytest.mark.parametrize(
    ("type", "value", "shown"),
    [
        (T.PERSON_NAME, "김가수", "김*수"),
        (T.PERSON_NAME, "김수", "김*"),
        (T.PERSON_NAME, "남궁가수", "남**수"),
        (T.PERSON_NAME, "Alice", "Al***"),
        (T.PERSON_NAME, "Alice Example", "Al*** ***"),
        (T.PERSON_NAME, "김", "*"),
        (T.EMAIL, "alice@daum.com", "a***@d***.com"),
        (T.EMAIL, "al@ex.co.kr", "***@e***.kr"),
        (T.MOBILE, "010-1234-5678", "010-****-5678"),
        (T.MOBILE, "011-123-4567", "011-***-4567"),
        (T.PHONE, "02-312-3456", "02-***-3456"),
        (T.PHONE, "0505-123-4567", "0505-***-4567"),
        (T.PHONE, "1588-1234", "15**-****"),
        (T.PHONE, "+1 201-555-0123", "+********123"),
        (T.CARD, "4242424242424242", "Visa ····4242"),
        (T.BUSINESS_NUMBER, "101-01-00009", "101-**-*****"),
        (T.BANK_ACCOUNT, "없는은행 123-456-789012", "********9012"),
        (T.ADDRESS, "서울 없는구 없는로 1", "서울 ***"),
        (T.ADDRESS, "1 Nowhere Road", "***"),
        (T.IP_ADDRESS, "203.0.113.77", "203.*.*.*"),
        (T.IP_ADDRESS, "2001:db8:0:1:2:3:4:5", "2001:***"),
        (T.LOGIN_ID, "alice_kim", "al***"),
        (T.PASSWORD, "purple-7x", "********"),
        (T.TEXT, "짧은 글", "***"),
    ],
)
def test_masks_look_as_people_know_them(type: ItemType, value: object, shown: str) -> None:
    """Names, addresses and numbers are masked in the form that Korean services use."""
    assert mask(type, accept(type, value).value) == shown

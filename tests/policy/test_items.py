"""Item values: what each validator accepts and refuses, and that errors hold no value."""

from __future__ import annotations

import json
import re
import sys
import traceback
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikim.policy.items import Accepted, ItemError, accept, account
from jikim.policy.items.business import check_digit
from jikim.policy.items.countries import COUNTRIES
from jikim.policy.items.weak_passwords import common_passwords
from jikim.policy.model import ItemType

T = ItemType
TAKEN = sorted(ItemType)

PAYMENT = {
    "method": "card",
    "amount": 55000,
    "currency": "KRW",
    "approval": "30012345",
    "at": "2013-02-05T10:00:00+09:00",
}

GOOD: list[tuple[ItemType, object, str, str | None]] = [
    (T.LOGIN_ID, "Alice_Kim-1.x", "Alice_Kim-1.x", "alice_kim-1.x"),
    (T.LOGIN_ID, "Ａｌｉｃｅ", "Alice", "alice"),
    (T.LOGIN_ID, "m12345678", "m12345678", "m12345678"),
    (T.PASSWORD, "purple-7x", "purple-7x", None),
    (T.PASSWORD, "correct horse battery", "correct horse battery", None),
    (T.PERSON_NAME, " 김  가수 ", "김 가수", None),
    (T.PERSON_NAME, "Alice O'Example-Lee Jr.", "Alice O'Example-Lee Jr.", None),
    (T.PERSON_NAME, "किरण", "किरण", None),
    (T.EMAIL, "Alice.Kim@EXAMPLE.com", "Alice.Kim@example.com", "alice.kim@example.com"),
    (T.EMAIL, "홍길동@example.com", "홍길동@example.com", "홍길동@example.com"),
    (T.COUNTRY, "kr", "KR", None),
    (T.MOBILE, "010-1234-5678", "+821012345678", "+821012345678"),
    (T.MOBILE, "+82 (0)11 123 4567", "+82111234567", "+82111234567"),
    (T.MOBILE, "０１０ １２３４ ５６７８", "+821012345678", "+821012345678"),
    (T.MOBILE, "+1 201-555-0123", "+12015550123", "+12015550123"),
    (T.PHONE, "02-312-3456", "+8223123456", "+8223123456"),
    (T.PHONE, "031-123-4567 내선 12", "+82311234567;ext=12", "+82311234567"),
    (T.PHONE, "1588-1234", "+8215881234", "+8215881234"),
    (T.ADDRESS, "04524 서울특별시 없는구 없는로 1", "", None),
    (T.COMPANY, "㈜ 없는회사 R&D", "㈜ 없는회사 R&D", None),
    (T.BUSINESS_NUMBER, "101-01-00009", "1010100009", "1010100009"),
    (T.BUSINESS_NUMBER, "１０１ ０１ ００００９", "1010100009", "1010100009"),
    (T.USAGE, {"screen": "main", "seconds": 12.5, "new": True, "from": None}, "", None),
    (T.USAGE, "한 줄", "한 줄", None),
    (T.ACCESS_LOG, {"path": "/orders", "status": 200}, '{"path":"/orders","status":200}', None),
    (T.COOKIE_ID, "b3f0-77aa", "b3f0-77aa", "b3f0-77aa"),
    (T.IP_ADDRESS, "2001:0DB8:0::1", "2001:db8::1", "2001:db8::1"),
    (T.IP_ADDRESS, "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
    (T.CARD, "4242 4242 4242 4242", '{"brand":"Visa","last4":"4242"}', None),
    (T.CARD, {"brand": "Visa", "last4": "4242"}, '{"brand":"Visa","last4":"4242"}', None),
    (T.BANK_ACCOUNT, "없는은행 123-456-789012", '{"bank":"없는은행","number":"123456789012"}', None),
    (T.BANK_ACCOUNT, {"bank": "004", "number": "1234567890"}, '{"bank":"004","number":"1234567890"}', None),
    (T.PAYMENT, PAYMENT, "", None),
    (T.TEXT, "첫 줄\r\n둘째 줄", "첫 줄\n둘째 줄", None),
    (T.GENDER, "여성", "female", None),
    (T.AGE_BAND, "20대", "20-29", None),
    (T.REGION, "서울", "KR-11", None),
    (T.BIRTH_DATE, "1990년 1월 31일", "1990-01-31", None),
    (T.BIRTH_DATE, "20040229", "2004-02-29", None),
    (T.RESIDENT_NUMBER, "9001011234567", "900101-1234567", None),
    (T.ALIEN_NUMBER, "900101-5234567", "900101-5234567", None),
    (T.PASSPORT, "m123a4567", "M123A4567", None),
    (T.DRIVER_LICENCE, "11 22 333333 44", "11-22-333333-44", None),
    (T.SENSITIVE, "없는 병\n둘째 줄", "없는 병\n둘째 줄", None),
]

BAD: list[tuple[ItemType, object, str]] = [
    (T.LOGIN_ID, "abc", "login-id"),
    (T.LOGIN_ID, "1alice", "login-id"),
    (T.LOGIN_ID, "аlice", "login-id"),  # a Cyrillic a
    (T.PASSWORD, "a1b2c3!", "too-short"),
    (T.PASSWORD, "wqzkvbnm", "too-short"),
    (T.PASSWORD, "Password123", "too-common"),
    (T.PASSWORD, "aaaaaaaaaaaa", "too-common"),
    (T.PASSWORD, "x" * 257, "too-long"),
    (T.PASSWORD, "tab\tand more", "characters"),
    (T.PASSWORD, 1234567890, "not-text"),
    (T.PERSON_NAME, "010-1234-5678", "name"),
    (T.PERSON_NAME, "김<b>가수", "characters"),
    (T.PERSON_NAME, "김\u202e가수", "characters"),
    (T.PERSON_NAME, "   ", "empty"),
    (T.PERSON_NAME, "가" * 101, "too-long"),
    (T.EMAIL, "alice.example.com", "email"),
    (T.EMAIL, "Alice <alice@example.com>", "email"),
    (T.EMAIL, "alice@localhost", "email"),
    (T.COUNTRY, "KP1", "country"),
    (T.COUNTRY, "UK", "country"),
    (T.MOBILE, "02-312-3456", "not-mobile"),
    (T.MOBILE, "012-1234-5678", "not-mobile"),
    (T.MOBILE, "+81 3-1234-5678", "not-mobile"),
    (T.MOBILE, "010-1234-567", "no-such-number"),
    (T.PHONE, "118", "short-number"),
    (T.PHONE, "182", "short-number"),
    (T.PHONE, "1301", "short-number"),
    (T.MOBILE, "119", "short-number"),
    (T.PHONE, "call 02-312-3456 at night", "phone"),
    (T.PHONE, "+999 12345678", "phone"),
    (T.ADDRESS, {"postcode": "123-456", "line1": "없는로 1"}, "postcode"),
    (T.ADDRESS, {"postcode": "04524"}, "fields"),
    (T.ADDRESS, {"line1": "없는로 1", "floor": "2"}, "fields"),
    (T.ADDRESS, {"line1": "없는로 1", "country": "ZZ"}, "country"),
    (T.COMPANY, "---", "characters"),
    (T.BUSINESS_NUMBER, "101-01-00008", "checksum"),
    (T.BUSINESS_NUMBER, "0000000000", "checksum"),
    (T.BUSINESS_NUMBER, "101-01-0000", "business-number"),
    (T.USAGE, {"list": [1]}, "not-scalar"),
    (T.USAGE, {"n": float("nan")}, "not-scalar"),
    (T.USAGE, {"n": 10**5000}, "not-scalar"),
    (T.USAGE, {}, "empty"),
    (T.USAGE, {f"k{i}": i for i in range(65)}, "too-long"),
    (T.ACCESS_LOG, {f"k{i}": "가" * 1000 for i in range(9)}, "too-long"),
    (T.ACCESS_LOG, "가" * 8000, "too-long"),
    (T.ACCESS_LOG, {7: "seven"}, "not-text"),
    (T.COOKIE_ID, "a b", "cookie-id"),
    (T.IP_ADDRESS, "256.1.1.1", "ip-address"),
    (T.IP_ADDRESS, "fe80::1%eth0", "ip-address"),
    (T.IP_ADDRESS, 1, "not-text"),
    (T.CARD, "4242 4242 4242 4241", "checksum"),
    (T.CARD, "4242 4242 4242 4242 123", "card"),
    (T.CARD, {"number": "4242424242424242", "cvc": "123"}, "fields"),
    (T.CARD, {"brand": "Visa", "last4": "42424"}, "card"),
    (T.CARD, {"brand": "4242424242424242", "last4": "4242"}, "card"),
    (T.BANK_ACCOUNT, "1234567890", "bank-account"),
    (T.BANK_ACCOUNT, {"bank": "없는은행", "number": "123456789"}, "bank-account"),
    (T.PAYMENT, "card 55000", "payment"),
    (T.PAYMENT, {**PAYMENT, "amount": 55000.0}, "payment"),
    (T.PAYMENT, {**PAYMENT, "amount": True}, "payment"),
    (T.PAYMENT, {**PAYMENT, "at": "yesterday"}, "payment"),
    (T.PAYMENT, {**PAYMENT, "note": "4242-4242-4242-4242"}, "card-data"),
    (T.PAYMENT, {**PAYMENT, "ref": 4242424242424242}, "card-data"),
    (T.PAYMENT, {**PAYMENT, "k4242424242424242": ""}, "card-data"),
    (T.PAYMENT, {**PAYMENT, "cvc": "123"}, "card-data"),
    (T.PAYMENT, {**PAYMENT, "card_number": "kept elsewhere"}, "card-data"),
    (T.TEXT, "\n \t", "empty"),
    (T.TEXT, "a\x00b", "characters"),
    (T.TEXT, "가" * 10_001, "too-long"),
    (T.GENDER, "unknown", "not-a-choice"),
    (T.AGE_BAND, "23", "not-a-choice"),
    (T.AGE_BAND, "13", "not-a-choice"),
    (T.REGION, "US-CA", "not-a-choice"),
    (T.BIRTH_DATE, "1990-02-30", "date"),
    (T.BIRTH_DATE, "1790-02-03", "date"),
    (T.RESIDENT_NUMBER, "900231-1234567", "number"),
    (T.RESIDENT_NUMBER, "900101-5234567", "number"),
    (T.RESIDENT_NUMBER, "900101-123456", "length"),
    (T.ALIEN_NUMBER, "900101-1234567", "number"),
    (T.PASSPORT, "M1234567", "number"),
    (T.DRIVER_LICENCE, "11-22-333333-4A", "characters"),
    (T.SENSITIVE, " \n", "empty"),
]


@pytest.mark.parametrize(("type", "value", "kept", "key"), GOOD)
def test_good_values_are_normalised(type: ItemType, value: object, kept: str, key: str | None) -> None:
    """Each type takes its usual spellings and keeps one form of them (empty here: see the tests of that type)."""
    accepted = accept(type, value)
    assert accepted.key == key
    if kept:
        assert accepted.value == kept


@pytest.mark.parametrize(("type", "value", "reason"), BAD)
def test_bad_values_are_refused_with_their_reason(type: ItemType, value: object, reason: str) -> None:
    """Each type refuses what is not of it, for a reason that a program can read."""
    with pytest.raises(ItemError) as caught:
        accept(type, value)
    assert caught.value.reason == reason


def test_every_type_is_covered() -> None:
    """No type of the policy's language lacks a validator, or a good and a bad example here."""
    assert {type for type, *_ in GOOD} == set(TAKEN)
    assert {type for type, *_ in BAD} == set(TAKEN)


@pytest.mark.parametrize(("type", "value", "reason"), BAD)
def test_errors_speak_both_languages_as_the_house_does(type: ItemType, value: object, reason: str) -> None:
    """Text and hint are there in Korean and English; the English is lower case, without a full stop."""
    with pytest.raises(ItemError) as caught:
        accept(type, value)
    error = caught.value
    for said in (error.text, error.hint):
        assert set(said) == {"ko", "en"}
        assert re.search("[가-힣]", said["ko"])
        assert said["en"][0].islower()
        assert "." not in said["en"][-1] + said["ko"][-1]
    assert str(error) == f"{error.text['en']}\nhint: {error.hint['en']}"


# ---- errors never hold the value

SECRET = "Zq7"  # no message holds it
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
strange = st.one_of(
    scalars,
    st.binary(max_size=10),
    st.lists(scalars, max_size=3),
    st.dictionaries(st.text(max_size=8) | st.integers(), scalars, max_size=4),
    st.sampled_from([value for _, value, _ in BAD]),
)


def outcome(type: ItemType, value: object, country: str = "KR") -> Accepted | ItemError:
    """What `accept` answers, either way."""
    try:
        return accept(type, value, country=country)
    except ItemError as error:
        return error


def everything_said(error: BaseException) -> str:
    """All that a log could get from an error: its texts and the traceback with causes and contexts."""
    return "\n".join((str(error), repr(error), repr(error.__dict__), "".join(traceback.format_exception(error))))


@given(st.sampled_from(sorted(ItemType)), strange)
def test_nothing_but_an_item_error_comes_out(type: ItemType, value: object) -> None:
    """Whatever is offered, the answer is an Accepted or an ItemError without cause or context."""
    refused = outcome(type, value)
    if isinstance(refused, ItemError):
        assert (refused.__cause__, refused.__context__) == (None, None)
    else:
        assert isinstance(refused, Accepted)


@given(
    st.sampled_from(sorted(ItemType)), st.text(max_size=20), st.text(max_size=20), st.sampled_from([str, dict, bytes])
)
def test_an_error_never_holds_the_value(
    type: ItemType, before: str, after: str, shape: Callable[[object], object]
) -> None:
    """A marked value, as text, as a field, as a field's name, never shows in message, repr or traceback."""
    marked = before + SECRET + after
    values: list[object] = [marked]
    if shape is dict:
        values = [{marked: marked}, {"line1": marked, "postcode": marked}, {"bank": marked, "number": marked}]
        values += [{**PAYMENT, "at": marked}, {**PAYMENT, marked: 1}, {"brand": "Visa", "last4": marked}]
    elif shape is bytes:
        values = [marked.encode(), [marked], (marked,)]
    for value in values:
        for country in ("KR", "US", "ZZ"):
            refused = outcome(type, value, country)
            if isinstance(refused, ItemError):
                assert SECRET not in everything_said(refused)


@pytest.mark.parametrize(("type", "value", "reason"), BAD)
def test_a_typical_error_does_not_hold_its_value(type: ItemType, value: object, reason: str) -> None:
    """Each of the bad examples stays out of what its refusal says."""
    with pytest.raises(ItemError) as caught:
        accept(type, value)
    said = f"{caught.value!s} {caught.value!r} {caught.value.text} {caught.value.hint}"
    for part in value.values() if isinstance(value, dict) else [value]:
        if isinstance(part, str) and len(part.strip()) > 3 and part not in PAYMENT.values():
            assert part not in said


def test_a_failing_validator_denies_without_its_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a library fails unexpectedly and quotes the value, the answer is a refusal that does not."""

    def failing(value: object, *rest: object) -> str:
        raise RuntimeError(f"cannot read {value}")

    monkeypatch.setattr(account, "read_code", failing)
    with pytest.raises(ItemError) as caught:
        accept(T.LOGIN_ID, SECRET * 3)
    assert caught.value.reason == "unreadable"
    assert SECRET not in everything_said(caught.value)


@pytest.mark.parametrize(("type", "value", "kept", "key"), GOOD)
def test_an_accepted_value_does_not_show_in_its_repr(type: ItemType, value: object, kept: str, key: str | None) -> None:
    """An Accepted in a log line or a traceback shows nothing of what it holds."""
    assert repr(accept(type, value)) == "Accepted()"


# ---- single types


def with_tenth(nine: str) -> str:
    return nine + check_digit(nine)


nines = st.tuples(st.integers(101, 999), st.integers(1, 99), st.integers(0, 9999)).map(
    lambda t: f"{t[0]:03}{t[1]:02}{t[2]:04}"
)


@given(nines, st.sampled_from(["%s-%s-%s", "%s%s%s", "%s %s %s"]))
def test_a_business_number_with_its_check_digit_is_accepted(nine: str, form: str) -> None:
    """Any well-formed number passes in any spelling and is kept as ten digits."""
    number = with_tenth(nine)
    assert accept(T.BUSINESS_NUMBER, form % (number[:3], number[3:5], number[5:])).value == number


@given(nines, st.integers(0, 9), st.integers(1, 9))
def test_one_changed_digit_breaks_a_business_number(nine: str, place: int, by: int) -> None:
    """Every single-digit slip is refused."""
    number = with_tenth(nine)
    slip = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(ItemError):
        accept(T.BUSINESS_NUMBER, slip)


@pytest.mark.parametrize("number", ["116-82-00276", "124-81-00998"])
def test_published_business_numbers_pass(number: str) -> None:
    """The checksum is the one in force: numbers that python-stdnum and a listed company publish pass it."""
    assert accept(T.BUSINESS_NUMBER, number).value == number.replace("-", "")


def test_a_card_is_kept_as_brand_and_last_four() -> None:
    """The number itself is in the hand-over alone, which neither repr nor comparison shows."""
    accepted = accept(T.CARD, "3782 822463 10005")
    assert json.loads(accepted.value) == {"brand": "American Express", "last4": "0005"}
    assert accepted.handover == "378282246310005"
    assert "378282246310005" not in accepted.value + repr(accepted)
    assert accept(T.CARD, {"brand": "Visa", "last4": "4242"}).handover is None


@pytest.mark.parametrize(
    ("value", "country", "fields"),
    [
        (
            "(04524) 서울특별시 없는구 없는로 1",
            "KR",
            {"country": "KR", "line1": "서울특별시 없는구 없는로 1", "postcode": "04524"},
        ),
        ("12345 Nowhere Road", "US", {"country": "US", "line1": "12345 Nowhere Road"}),
        (
            {"line1": "1 Nowhere Road", "postcode": "K1A 0B1", "country": "ca", "line2": ""},
            "KR",
            {"country": "CA", "line1": "1 Nowhere Road", "postcode": "K1A 0B1"},
        ),
    ],
)
def test_addresses_are_kept_as_canonical_fields(value: object, country: str, fields: dict[str, str]) -> None:
    """Text and fields come to the same canonical JSON, with the country's own postcode."""
    accepted = accept(T.ADDRESS, value, country=country)
    assert accepted.value == json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_structured_values_are_canonical() -> None:
    """The order of fields makes no difference to what is sealed."""
    backwards = dict(reversed(PAYMENT.items()))
    assert accept(T.PAYMENT, PAYMENT).value == accept(T.PAYMENT, backwards).value
    assert json.loads(accept(T.PAYMENT, PAYMENT).value) == PAYMENT


def test_a_number_is_read_in_the_plan_of_its_country() -> None:
    """The same digits are a mobile number in one country and none in another."""
    assert accept(T.MOBILE, "090-1234-5678", country="JP").value == "+819012345678"
    with pytest.raises(ItemError):
        accept(T.MOBILE, "090-1234-5678")


def test_regions_of_other_countries_are_codes() -> None:
    """Outside Korea a region is an ISO 3166-2 code of that country."""
    assert accept(T.REGION, "us-ca", country="US").value == "US-CA"
    with pytest.raises(ItemError):
        accept(T.REGION, "JP-13", country="US")


def test_countries_are_those_of_the_standard() -> None:
    """249 codes, and none that the standard only reserves."""
    assert len(COUNTRIES) == 249
    assert not {"UK", "EU", "XK", "AC", "TA"} & COUNTRIES


def test_no_common_password_is_missed_by_its_case() -> None:
    """Ten thousand and more, in any case, and with a short tail; a phrase of several words is none of them."""
    assert len(common_passwords()) >= 10_000
    for word in [word for word in sorted(common_passwords()) if len(word) >= 4][::40]:
        for typed in (word.upper(), f"{word}2026!"):
            with pytest.raises(ItemError):
                accept(T.PASSWORD, typed)
    assert accept(T.PASSWORD, "quiet heron walks 7").value


@pytest.mark.parametrize(
    ("type", "value", "most"),
    [(T.LOGIN_ID, "alice_kim", 50), (T.PERSON_NAME, "김가수", 50), (T.EMAIL, "alice@example.com", 670)],
)
def test_simple_values_are_quick(type: ItemType, value: str, most: int) -> None:
    """One is accepted in at most `most` calls of functions, Python's own among them: three times what it takes today."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    accept(type, value)
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        accept(type, value)
    finally:
        sys.setprofile(before)
    assert 0 < calls <= most


def _read(type: ItemType, value: str) -> str:
    """What a value becomes, or why it is refused."""
    try:
        return accept(type, value, country="KR").value
    except ItemError as error:
        return error.reason


@pytest.mark.parametrize("prefix", ["010", "011", "016", "019", "02", "031", "044", "055", "064"])
def test_a_plain_korean_number_is_read_as_the_whole_plan_reads_it(prefix: str) -> None:
    """The short way and the library's answer alike, for what is a number and for what is none."""
    middles = [f"{n:04d}" for n in range(0, 10000, 97)] + [f"{n:03d}" for n in range(0, 1000, 19)]
    for middle in middles:
        plain, longer = f"{prefix}-{middle}-5678", f"{prefix}\N{EN DASH}{middle}-5678"  # only the first is short
        for type in (T.MOBILE, T.PHONE):
            assert _read(type, plain) == _read(type, longer)

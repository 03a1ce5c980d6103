"""Every value of every kind is searched for numbers that are never taken; what an item is says what counts."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from tests.house.source import ROOT
from tests.waiting import PATIENCE

from jikim.errors import InvalidError
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.decide import Denied
from jikim.policy.model import ItemType, PolicyFile
from jikim.verbs.forbidden_numbers import seen_in_contents, seen_in_value
from jikim.verbs.values import Checked, check_values

NUMBER, CARD = "900101-1234567", "4111 1111 1111 1111"
UUID_OF_CARD = "41111111-1111-4111-8111-111111111111"
PAYMENT = {"method": "card", "amount": 99000, "currency": "KRW"}


@pytest.fixture(scope="module")
def policy(homepage: PolicyFile) -> Policy:
    """The homepage's policy, compiled."""
    return compile_policy(homepage)


def judged(policy: Policy, kind: str, given: dict[str, Any], *, cleared: bool = False) -> Checked | Denied:
    return check_values(policy, policy.records[kind], given, "KR", cleared=cleared)


def outcome(policy: Policy, kind: str, given: dict[str, Any]) -> str:
    """What becomes of values, in a word."""
    try:
        found = judged(policy, kind, given)
    except InvalidError as refused:
        return refused.message.partition(": ")[2]
    return found.why if isinstance(found, Denied) else "passes"


def placed(number: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """A number in a value of each type and in each place of it that takes words: record kind, values."""
    return {
        "login": ("membership", {"login_id": f"a{number.replace('-', '')}"}),
        "e-mail": ("membership", {"email": f"{number}@example.com"}),
        "password": ("membership", {"password": f"my own {number}"}),
        "company": ("corporate-membership", {"company": f"가상상사 {number}"}),
        "address": ("order", {"address": {"line1": "없는로 1", "line2": number}}),
        "payment's memo": ("payment", {"payment": {**PAYMENT, "memo": f"입금 {number}"}}),
        "payment's key": ("payment", {"payment": {**PAYMENT, "memo": "x", "payer": number}}),
        "account's holder": (
            "payment",
            {"bank_account": {"bank": "가상은행", "number": "12345678901234", "holder": f"가나다 {number}"}},
        ),
        "usage": ("usage-history", {"usage": {"path": f"/x?q={number}"}}),
        "usage as text": ("usage-history", {"usage": f"GET /x?q={number}"}),
        "access log": ("visit", {"access_log": {"path": f"/x/{number}", "status": 200}}),
        "access log's key": ("visit", {"access_log": {number: 1}}),
        "cookie": ("visit", {"cookie": f"id.{number}"}),
        "text": ("enquiry", {"text": f"제 번호는 {number} 입니다"}),
        "subject": ("enquiry", {"subject": number}),
        "data": ("order", {"lines": [{"memo": f"번호 {number}"}]}),
        "data's key": ("order", {"lines": {number: 1}}),
        "data over two lines": ("order", {"lines": {"a": {"b": [number.replace("-", "-\n")]}}}),
        "data by a control character": ("order", {"lines": {"a": number.replace("-", "\x1f")}}),
        "data as a number": ("order", {"lines": [{"x": int("".join(filter(str.isdigit, number)))}]}),
    }


@pytest.mark.parametrize("place", placed(NUMBER))
def test_a_resident_number_comes_in_by_no_value(policy: Policy, place: str) -> None:
    """In every type of value, in its keys and whatever is nested in it, the number is refused, and the refusal does not
    repeat it."""
    kind, given = placed(NUMBER)[place]
    known = {
        name: value
        for name, value in given.items()
        if name in policy.records[kind].names or f"{kind}.{name}" in policy.records[kind].names
    }
    assert known == given
    denied = judged(policy, kind, given)
    assert isinstance(denied, Denied)
    assert denied.why == "refused-in-text"
    assert "1234567" not in denied.text()


@pytest.mark.parametrize("place", ["payment's memo", "account's holder", "access log", "text", "data", "company"])
def test_a_card_number_comes_in_by_no_words(policy: Policy, place: str) -> None:
    """A card number goes to the payment processor or nowhere."""
    kind, given = placed(CARD)[place]
    assert outcome(policy, kind, given) in ("refused-in-text", "the payment record holds card data")


@pytest.mark.parametrize(
    "data",
    [
        {"birth_date": "1990-01-01"},
        {"user": {"birthDate": "19900101"}},
        {"dateOfBirth": "1990.1.1"},
        {"x": [{"dob": "01/02/1990"}]},
        {"생년월일": "900101"},
        {"profile": {"birthday": "1990년 1월 1일"}},
        {"birth_date": "1990-01-01T00:00:00Z"},
        {"birth_date": 19900101},
    ],
)
def test_a_birth_date_under_its_key_is_seen(policy: Policy, data: Any) -> None:
    """The key of a field calls a date a birth date, however it is written and nested."""
    denied = judged(policy, "order", {"lines": data})
    assert isinstance(denied, Denied)
    assert denied.about[1:] == ("birth-date",)


def test_a_refusal_says_what_where_and_how_sure(policy: Policy) -> None:
    """Type, path and certainty are told; of the path nothing that may be a value."""

    def said(lines: Any) -> tuple[str, ...]:
        denied = judged(policy, "order", {"lines": lines})
        assert isinstance(denied, Denied)
        return denied.about

    resident, alien = "kr.resident-registration-number", "kr.alien-registration-number"
    assert said([1, 2, {"a": 1, "to": {"memo": NUMBER}}]) == ("order.lines[2][1][0]", resident, "shape-only")
    assert said({"a": "900101-1234568"}) == ("order.lines[0]", resident)
    assert said({"rrn": NUMBER}) == ("order.lines[0]", resident)
    assert said({"kim min su": ["900101-5234560"]}) == ("order.lines[0][0]", alien, "shape-only")


def test_what_a_number_is_by_its_type_or_label_passes(policy: Policy) -> None:
    """An account, a telephone, an order number or a barcode under its own key is no resident number, whatever its
    digits."""
    passes: list[tuple[str, dict[str, Any]]] = [
        ("payment", {"bank_account": {"bank": "가상은행", "number": "2312011234567"}}),
        ("payment", {"payment": {**PAYMENT, "order": "231201-1234567", "approval": "2312011234567"}}),
        ("order", {"lines": [{"barcode": "8801011234564", "order_no": "20231201-3234567", "qty": 2}]}),
        ("order", {"lines": {"barcodes": ["8801011234564", "8801011234571"], "created_at": 1701012345678}}),
        ("order", {"lines": [{"sku": "M12-345", "price": 1234567, "date": "2026-11-27"}]}),
        ("usage-history", {"usage": {"at": "2026-11-27T08:15:30.1234567Z", "ms": 1764231330123}}),
        ("enquiry", {"text": "바코드 8801011234564 제품의 주문번호는 231201-1234567 입니다. 연락처 010-1234-5678"}),
        ("visit", {"cookie": "550e8400-e29b-41d4-a716-446655440000"}),
    ]
    for kind, given in passes:
        assert isinstance(judged(policy, kind, given), Checked), given


def test_bare_in_a_text_no_check_digit_clears(policy: Policy) -> None:
    """A barcode without a word that says so is taken for what it may be: numbers issued since October 2020 have no
    check digit."""
    assert isinstance(judged(policy, "enquiry", {"text": "8801011234564 이 제품이요"}), Denied)


def test_an_officers_word_clears_a_shape_and_no_real_one(policy: Policy) -> None:
    """Cleared, a number that only has the shape passes; one that is certain, a card or a birth date beside it does not."""
    for text, passes in (
        (f"관리 {NUMBER}", True),
        ("900101-1234568", False),
        (f"주민번호 {NUMBER}", False),
        (f"{NUMBER} 와 {CARD}", False),
        (f"{NUMBER}, 생년월일 1990-01-01", False),
        (f"{NUMBER} 그리고 900101-1234568", False),
    ):
        assert isinstance(judged(policy, "enquiry", {"text": text}, cleared=True), Checked) is passes, text
        assert isinstance(judged(policy, "enquiry", {"text": text}), Denied)


PIECES = ["4111 1111 1111 1112 ", "1 ", "9001011234567,", "order no 900101-1234567 ", "9", "12\n", "４１１１ "]
JUDGES = """
import sys
from tests.conftest import HOMEPAGE
from tests.policy.test_never import compile_policy, outcome
from jikim.app import read_policy
policy = compile_policy(read_policy(HOMEPAGE))
for piece in sys.argv[1:]:
    print(outcome(policy, "enquiry", {"text": piece * (8_000_000 // len(piece.encode()))}), flush=True)
"""


def test_eight_megabytes_are_judged() -> None:
    """Whatever stands in them, 8 MB are searched, or refused as more than is searched, and a search that grew with the
    square of them would be at it for hours."""
    command = [sys.executable, "-c", JUDGES, *PIECES]
    judged = subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE, stdout=subprocess.PIPE, text=True)
    outcomes = {"refused-in-text", "it holds more numbers than can be searched", "passes"}
    assert len(lines := judged.stdout.splitlines()) == len(PIECES)
    assert {*lines} <= outcomes


def test_what_an_item_is_says_for_what_it_is_searched(policy: Policy) -> None:
    """As SECURITY.md says: a login that looks like a passport passes, one that holds a resident or card number does
    not; a free text does neither."""
    passport, person = "M12345678", policy.records["enquiry"].names["name"]
    for kind, number, refused in (
        (ItemType.LOGIN_ID, passport, False),
        (ItemType.PERSON_NAME, passport, False),
        (ItemType.LOGIN_ID, NUMBER, True),
        (ItemType.PERSON_NAME, CARD, True),
        (ItemType.MOBILE, NUMBER, False),
    ):
        assert (seen_in_value(policy, "name", kind, number) is not None) is refused, (kind, number)
    assert person in policy.types
    seen = seen_in_contents(policy, "enquiry.text", passport, passport)
    assert (seen is not None) is (ItemType.PASSPORT in policy.refused)
    assert seen_in_contents(policy, "enquiry.text", UUID_OF_CARD, UUID_OF_CARD) is None

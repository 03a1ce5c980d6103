"""Cards, bank accounts and payment records.

A card number is never kept: what is sealed is its brand and last four digits. A security code (CVC) is accepted
nowhere, in no field (PCI DSS 3.3.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime

from jikim.policy.detect import holds_card_number, luhn, scheme
from jikim.policy.items.answer import Accepted, ItemError, refusal
from jikim.policy.items.normalised import bad_fields, canonical, read_code, read_fields, read_line

_CARD_TEXT = re.compile(r"[0-9](?:[ \-–]{0,3}[0-9]){13,15}")
_SEPARATORS = re.compile(r"[^0-9]")
_LAST4 = re.compile(r"[0-9]{4}")
_UNKNOWN_BRAND = "card"


def accept_card(value: object, country: str) -> Accepted:
    """14 to 16 digits with a right Luhn digit; or {brand, last4} from a payment service that kept the number.

    `value` holds brand and last four only; the whole number is in `handover`, for the payment service, once.
    """
    if isinstance(value, Mapping):
        if value.keys() != {"brand", "last4"}:
            raise bad_fields(("brand", "last4"))
        brand, last4 = read_line(value["brand"], 24), read_code(value["last4"], 8)
        if _LAST4.fullmatch(last4) is None or any(c.isdecimal() for c in brand):
            raise _not_a_card()
        return Accepted(canonical({"brand": brand, "last4": last4}))
    text = read_code(value, 40)
    if _CARD_TEXT.fullmatch(text) is None:
        raise _not_a_card()
    digits = _SEPARATORS.sub("", text)
    if not luhn(digits) or digits.startswith("0"):  # no issuer's number starts with 0 (ISO/IEC 7812-1)
        raise refusal(
            "checksum",
            ko=("카드번호의 검증번호가 맞지 않습니다", "카드의 번호와 한 자리씩 견주어 주세요"),
            en=("the card number's check digit is wrong", "compare it with the card"),
        )
    brand = scheme(digits) or _UNKNOWN_BRAND
    return Accepted(canonical({"brand": brand, "last4": digits[-4:]}), handover=digits)


def _not_a_card() -> ItemError:
    return refusal(
        "card",
        ko=("카드번호가 아닙니다", "카드 앞면의 14~16자리 숫자만 입력해 주세요"),
        en=("this is not a card number", "enter the 14 to 16 digits on the card, and nothing else"),
    )


def mask_card(value: str) -> str:
    """Visa ····4242: all that is kept of a card."""
    fields = json.loads(value)
    return f"{fields['brand']} ····{fields['last4']}"


_BANK_TEXT = re.compile(r"([0-9]{3}|\D*[^\W\d_]\D*?)[ :/,]+([0-9][0-9 \-–]*)")
_BANK_CODE = re.compile(r"[0-9]{3}")
_ACCOUNT = re.compile(r"[0-9](?:[ \-–]{0,3}[0-9]){9,13}")
_BANK_FIELDS = ("bank", "number", "holder")


def accept_bank_account(value: object, country: str) -> Accepted:
    """{bank, number, holder?}, or text such as `국민은행 123456-78-901234`. Accounts have no checksum.

    `bank` is a name or a three-digit code, `number` 10 to 14 digits; hyphens go.
    """
    fields: Mapping[object, object]
    if isinstance(value, Mapping):
        if not value.keys() <= set(_BANK_FIELDS) or not {"bank", "number"} <= value.keys():
            raise bad_fields(_BANK_FIELDS)
        fields = value
    else:
        found = _BANK_TEXT.fullmatch(read_code(value, 80))
        if found is None:
            raise _not_an_account()
        fields = {"bank": found[1], "number": found[2]}
    bank = read_line(fields["bank"], 40)
    number = read_code(fields["number"], 40)
    named = any(c.isalpha() for c in bank) and not any(c.isdecimal() for c in bank)
    if _ACCOUNT.fullmatch(number) is None or not (named or _BANK_CODE.fullmatch(bank)):
        raise _not_an_account()
    read = {"bank": bank, "number": _SEPARATORS.sub("", number)}
    if fields.get("holder"):
        read["holder"] = read_line(fields["holder"], 100)
    return Accepted(canonical(read))


def _not_an_account() -> ItemError:
    return refusal(
        "bank-account",
        ko=("은행 계좌가 아닙니다", "은행 이름(또는 3자리 코드)과 10~14자리 계좌번호를 입력해 주세요"),
        en=("this is not a bank account", "give the bank's name or 3-digit code, and 10 to 14 digits"),
    )


def mask_bank_account(value: str) -> str:
    """The last third of the number, four digits at most; neither bank nor holder."""
    number = str(json.loads(value)["number"])
    shown = min(4, len(number) // 3)
    return "*" * (len(number) - shown) + number[len(number) - shown :]


_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SECRET_NAME = re.compile(r"(?:^|_)(?:cvc|cvv|csc)[0-9]?(?:_|$)|security_?code|card_?(?:number|no|num)$|^pan$")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST_AMOUNT = 10**13 - 1  # below the length of a card number


def accept_payment(value: object, country: str) -> Accepted:
    """{method, amount, currency, …} of JSON scalars: what is kept of a payment.

    `amount` is a whole number of the currency's smallest unit (negative: paid back), `currency` three letters of
    ISO 4217, `at` an ISO 8601 time where given; further fields (`approval`, `order`) are free. A card number in any
    field, or a field for a card's secrets, is refused.
    """
    if not isinstance(value, Mapping):
        raise _not_a_payment()
    fields = read_fields(value)
    if any(_FIELD_NAME.fullmatch(name) is None for name in fields):
        raise _not_a_payment()
    if any(_SECRET_NAME.search(name) for name in fields) or any(
        holds_card_number(str(part)) for pair in fields.items() for part in pair
    ):
        raise refusal(
            "card-data",
            ko=("결제기록에 카드번호나 보안코드가 들어 있습니다", "카드사와 끝 네 자리만 남겨 주세요"),
            en=("the payment record holds card data", "keep brand and last four digits only"),
        )
    method, amount, currency = fields.get("method"), fields.get("amount"), fields.get("currency")
    if not isinstance(method, str) or not method.strip() or not isinstance(currency, str):
        raise _not_a_payment()
    if isinstance(amount, bool) or not isinstance(amount, int) or abs(amount) > _LARGEST_AMOUNT:
        raise _not_a_payment()
    if _CURRENCY.fullmatch(currency) is None or not ("at" not in fields or _is_time(fields["at"])):
        raise _not_a_payment()
    return Accepted(canonical(fields))


def _is_time(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _not_a_payment() -> ItemError:
    return refusal(
        "payment",
        ko=(
            "결제기록의 꼴이 아닙니다",
            "method, amount(정수), currency(세 글자)가 있어야 하고 at은 ISO 8601 시각입니다",
        ),
        en=(
            "this is not a payment record",
            "give method, amount (a whole number), currency (3 letters); at is ISO 8601",
        ),
    )


def mask_payment(value: str) -> str:
    """Nothing: any field may name the payer."""
    return "***"

"""Item values: one validator and one mask for each type of item.

`accept` guarantees that a value which passes has the form its type promises, and that one which fails leaves no
trace in the error. Pure: no DNS, no clock. Simple types take a few microseconds; e-mail about 30, telephone numbers
about 50 (the libraries' own parsing). It leaves to others: hashing of passwords, uniqueness, which types the policy
refuses, and the search of every value for numbers that are never taken (`verbs/forbidden_numbers.py`).

>>> accept(ItemType.BUSINESS_NUMBER, "101-01-00009").value
'1010100009'
>>> mask(ItemType.PERSON_NAME, "김가수")
'김*수'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jikim.policy.items import account, business, contact, countries, guarded, payment, person, traces
from jikim.policy.items.answer import Accepted, ItemError, refusal
from jikim.policy.model import ItemType

__all__ = ["Accepted", "ItemError", "accept", "mask"]

_Rule = tuple[Callable[[object, str], Accepted], Callable[[str], str]]

_RULES: Mapping[ItemType, _Rule] = MappingProxyType(
    {
        ItemType.LOGIN_ID: (account.accept_login_id, account.mask_login_id),
        ItemType.PASSWORD: (account.accept_password, account.mask_password),
        ItemType.PERSON_NAME: (person.accept_name, person.mask_name),
        ItemType.EMAIL: (contact.accept_email, contact.mask_email),
        ItemType.COUNTRY: (countries.accept_country, countries.mask_country),
        ItemType.MOBILE: (contact.accept_mobile, contact.mask_phone),
        ItemType.PHONE: (contact.accept_phone, contact.mask_phone),
        ItemType.ADDRESS: (contact.accept_address, contact.mask_address),
        ItemType.COMPANY: (person.accept_company, person.mask_company),
        ItemType.BUSINESS_NUMBER: (business.accept_business_number, business.mask_business_number),
        ItemType.USAGE: (traces.accept_record, traces.mask_record),
        ItemType.ACCESS_LOG: (traces.accept_record, traces.mask_record),
        ItemType.COOKIE_ID: (traces.accept_cookie_id, traces.mask_cookie_id),
        ItemType.IP_ADDRESS: (traces.accept_ip_address, traces.mask_ip_address),
        ItemType.CARD: (payment.accept_card, payment.mask_card),
        ItemType.BANK_ACCOUNT: (payment.accept_bank_account, payment.mask_bank_account),
        ItemType.PAYMENT: (payment.accept_payment, payment.mask_payment),
        ItemType.TEXT: (person.accept_text, person.mask_text),
        ItemType.GENDER: (person.accept_gender, person.mask_choice),
        ItemType.AGE_BAND: (person.accept_age_band, person.mask_choice),
        ItemType.REGION: (person.accept_region, person.mask_choice),
        ItemType.BIRTH_DATE: (person.accept_birth_date, person.mask_choice),
        ItemType.RESIDENT_NUMBER: (guarded.accept_resident_number, guarded.mask_number),
        ItemType.ALIEN_NUMBER: (guarded.accept_alien_number, guarded.mask_number),
        ItemType.PASSPORT: (guarded.accept_passport, guarded.mask_number),
        ItemType.DRIVER_LICENCE: (guarded.accept_licence, guarded.mask_number),
        ItemType.SENSITIVE: (person.accept_text, person.mask_text),
    }
)


def accept(type: ItemType, value: object, *, country: str = "KR") -> Accepted:
    """The value, checked and normalised. `country` (ISO 3166-1 alpha-2) is the one whose formats hold by default.

    Raises ItemError, and nothing else, whatever the value is.
    """
    accepted = _try(_RULES[type][0], value, country)
    if accepted is not None:
        return accepted
    raise refusal(
        "unreadable",
        ko=("값을 읽을 수 없습니다", "다시 확인해 입력해 주세요"),
        en=("the value cannot be read", "check it and enter it again"),
    )


def _try(rule: Callable[[object, str], Accepted], value: object, country: str) -> Accepted | None:
    """None where the validator itself fails: that denies. The failure, whose message may quote the value, ends here."""
    try:
        return rule(value, country)
    except ItemError:
        raise
    except Exception:
        return None


def mask(type: ItemType, value: str) -> str:
    """The sealed text of this type (`Accepted.value`) as it may be shown to people who need not know it.

    Shows a third of it at most, with three exceptions that are customary because people must recognise them: a name's
    first and last letter, a Korean telephone number's prefix and last four digits, a card's brand and last four.
    Never raises; a value that the type's own mask cannot read is hidden whole.
    """
    try:
        return _RULES[type][1](value)
    except Exception:
        return "***"

"""A valid value for every item and content, all invented; and wrong ones, whose refusal must not repeat them."""

from __future__ import annotations

import itertools
from typing import Any

from tests.clauses import facts

_numbers = itertools.count(1)

FIXED: dict[str, Any] = {
    "password": "a quiet heron 4471",
    "name": "가나다",
    "country": "KR",
    "mobile": "010-5550-0101",
    "phone": "02-555-0101",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "company": "가상상사",
    "business_no": "101-01-00009",
    "usage": {"feature": "remote-session", "minutes": 12},
    "access_log": {"path": "/download", "status": 200},
    "cookie": "visit-7f3a",
    "ip": "192.0.2.77",
    "card": "4242 4242 4242 4242",
    "bank_account": {"bank": "가상은행", "number": "12345678901234"},
    "payment": {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"},
}

# Per type, texts that its validator refuses. None may come back in an error.
WRONG: dict[str, list[Any]] = {
    "login_id": ["no", "has space"],
    "password": ["password1", "zq!7kk"],
    "name": [" ", "x" * 300],
    "email": ["nobody-at-example", "a@b@example.com"],
    "country": ["Atlantis", "QQ"],
    "mobile": ["02-555-0101", "12345"],
    "phone": ["118", "0000000"],
    "address": [{"line1": "somewhere", "planet": "Mars"}, {"postcode": "1", "line1": "서울특별시 가상구"}],
    "company": ["x" * 500],
    "business_no": ["101-01-00008", "12345"],
    "usage": [7, "x" * 9000],
    "access_log": [["a"], "x" * 9000],
    "cookie": ["two words", "x" * 300],
    "ip": ["300.1.1.1", "fe80::1%eth0"],
    "card": ["4242 4242 4242 4241", "1234"],
    "bank_account": [{"bank": "가상은행"}, "no number"],
    "payment": [{"method": "card", "amount": 1.5, "currency": "KRW"}, {"method": "card", "amount": 1, "cvc": "123"}],
}


def value(item: str) -> Any:
    """A valid value; logins and e-mails differ each time."""
    if item == "login_id":
        return f"heron{next(_numbers)}"
    if item == "email":
        return f"heron{next(_numbers)}@example.com"
    if item in FIXED:
        return FIXED[item]
    kind, _, name = item.partition(".")
    form = facts.policy()["records"][kind]["items"]["contents"][name]["type"]
    return {
        "text": f"{name} of a {kind}",
        "data": {"what": f"{name} of a {kind}"},
        "file": f"{name} of a {kind}".encode(),
    }[form]


def record(kind: str, *wanted: str) -> dict[str, Any]:
    """Values for these items of a kind (in full: `order.lines`), by the name inside the kind; by default for all."""
    return {facts.short(kind, item): value(item) for item in (wanted or facts.items(kind))}

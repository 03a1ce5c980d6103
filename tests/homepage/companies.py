"""Invented companies and their members: one counter for every file that makes them."""

from __future__ import annotations

import itertools
from typing import Any

from tests.homepage.shop import Shop

import jikim

_serial = itertools.count(1)


def number_like(n: int) -> str:
    """An invented registration number whose check digit is right."""
    digits = [int(one) for one in f"{n:09d}"]
    total = sum(one * weight for one, weight in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    total += digits[8] * 5 // 10
    text = "".join(map(str, digits)) + str((10 - total % 10) % 10)
    return f"{text[:3]}-{text[3:5]}-{text[5:]}"


def firm() -> dict[str, str]:
    """A company that no other test has."""
    n = next(_serial)
    return {"company": f"주식회사 없는회사 {n}", "business_no": number_like(501_810_000 + n)}


def account(rv: Shop, company: dict[str, str]) -> tuple[jikim.Person, dict[str, Any]]:
    """A corporate member of a company."""
    n = next(_serial)
    given: dict[str, Any] = {
        "login_id": f"staff{n:04d}", "password": f"blue heron rests {n}", "name": "라마바", "email": f"staff{n}@example.com", **company,
    }  # fmt: skip
    ref = rv.jk.collect("corporate-membership", given, channel="homepage", subject="corporate", old_enough=True).ref
    rv.web.given[ref.subject] = given
    return jikim.Person(ref.subject, "corporate"), given

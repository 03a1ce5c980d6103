"""Invented people, from a seed. Each is obviously invented: names that say so, example domains, numbers set aside for
fiction.

E-mail addresses are those of RFC 2606, IP addresses of RFC 5737; telephone numbers are of ranges that nobody is given
(010-0000, 02-555-01xx here; 202-555-01xx; Ofcom's and Germany's numbers for drama). Business numbers have a right check
digit and a tax office that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from jikim.policy.items.business import check_digit

_FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
_GIVEN = ("가상", "예시", "견본", "허구", "보기", "가명", "시늉", "연습", "본보기", "없음")
_FIRST = (
    "Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hugo", "Iris", "Jon", "Kay", "Leo", "Mia", "Ned", "Oda", "Pia",
    "Quin", "Rex", "Sue", "Tom",
)  # fmt: skip
_LAST = {"US": "Example", "GB": "Sample", "DE": "Beispiel", "JP": "Mihon"}
_COUNTRIES = ("KR",) * 7 + ("US", "GB", "DE", "JP")
_DOMAINS = ("example.com", "example.org", "example.kr")


@dataclass(frozen=True)
class Invented:
    """One invented person, or one who acts for an invented company."""

    number: int
    kind: str
    country: str
    name: str
    email: str
    phone: str
    mobile: str
    address: dict[str, str]
    company: str
    business_no: str

    @property
    def membership(self) -> dict[str, Any]:
        """What a sign-up brings. The password is as invented as the rest."""
        values: dict[str, Any] = {
            "login_id": f"invented.{self.number:04d}",
            "password": f"four invented words {self.number}",
            "name": self.name,
            "email": self.email,
            "country": self.country,
        }
        if self.mobile:
            values["mobile"] = self.mobile
        if self.kind == "corporate":
            values |= {"company": self.company, "business_no": self.business_no}
        return values

    @property
    def contact(self) -> dict[str, str]:
        """Name and e-mail."""
        return {"name": self.name, "email": self.email}


def business_number(serial: int) -> str:
    """999-98-…: an office that does not exist, a check digit that fits."""
    nine = f"99998{serial % 10_000:04d}"
    return f"999-98-{nine[5:]}{check_digit(nine)}"


def invent(number: int, kind: str, rng: Random, country: str | None = None) -> Invented:
    """The person of this number."""
    land = country or rng.choice(_COUNTRIES)
    domain = rng.choice(_DOMAINS)
    serial = f"{number % 100:02d}"
    mobile = ""
    if land == "KR":
        name = rng.choice(_FAMILY) + rng.choice(_GIVEN)
        phone, mobile = f"02-555-01{serial}", f"010-0000-{number % 10_000:04d}"
        address = {"postcode": "00000", "line1": f"가상특별시 예시구 없는길 {number}"}
    else:
        name = f"{rng.choice(_FIRST)} {_LAST[land]}"
        # Japan sets no numbers aside: who is invented there has one of the United States' own for fiction.
        phone = {"GB": f"+44 20 7946 0{number % 1000:03d}", "DE": f"+49 30 23125 {number % 1000:03d}"}.get(
            land, f"+1 202-555-01{serial}"
        )
        address = {"line1": f"{number} Nowhere Street, Exampleton", "country": land}
    company, business_no = "", ""
    if kind == "corporate":
        company = f"가상상사 {number}호점" if land == "KR" else f"Invented Goods {number} Ltd."
        business_no = business_number(number)
    return Invented(
        number, kind, land, name, f"invented.{number:04d}@{domain}", phone, mobile, address, company, business_no
    )


def crowd(count: int, rng: Random) -> list[Invented]:
    """`count` people: six in ten members, one or two corporate members, the rest guests."""
    kinds = ("member",) * 12 + ("corporate",) * 3 + ("guest",) * 5
    return [invent(100 + n, kinds[n * 7 % len(kinds)], rng) for n in range(count)]


def cast() -> dict[str, Invented]:
    """The people the story is about: they have no luck of the draw."""
    kr = {"postcode": "00000", "line1": "가상특별시 예시구 없는길 1"}
    us = {"line1": "1 Nowhere Street, Exampleton", "country": "US"}
    return {
        "gana": Invented(1, "member", "KR", "가나다", "gana@example.kr", "02-555-0101", "010-0000-0001", kr, "", ""),
        "kim": Invented(2, "member", "KR", "김가상", "kim.gasang@example.kr", "02-555-0102", "010-0000-0002", kr, "", ""),
        "ada": Invented(3, "member", "US", "Ada Example", "ada@example.com", "+1 202-555-0103", "", us, "", ""),
        "ben": Invented(
            4, "corporate", "KR", "박예시", "ben@example.org", "02-555-0104", "010-0000-0004", kr, "가상상사",
            business_number(4),
        ),
        "dan": Invented(5, "guest", "US", "Dan Example", "dan@example.org", "+1 202-555-0105", "", us, "", ""),
    }  # fmt: skip


def somebody(number: int, name: str, login: str) -> Invented:
    """A member of this number with a name, an e-mail address and telephone numbers, and nothing else."""
    phone, mobile = f"02-555-01{number:02d}", f"010-0000-{number:04d}"
    return Invented(number, "member", "KR", name, f"{login}@example.com", phone, mobile, {}, "", "")

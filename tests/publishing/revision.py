"""A revision of the homepage's policy, by edits of its text: a processor and a marketing purpose more, a longer period,
and two things less.

It adds the processor `mailer` and the purpose `marketing.partner-news`, keeps identity checks for a year instead of six
months, and gives up the members' company name and the record of delivery requests.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.conftest import HOMEPAGE
from tests.employed import admin_of
from tests.kept_connections import looking

from jikim.app import Jikim

_PROCESSOR = """processors:
  mailer:
    label: {ko: 가상메일, en: Imaginary Mail}
    task: {ko: 메일 발송, en: sending mail}
    purposes: [notices]
    records: [membership]
    items: [name, email]
    until: [withdrawal, contract-end]
    country: KR
"""
_PURPOSE = """  marketing.partner-news:
    clause: "2.3"
    group: marketing
    kind: marketing
    basis: consent
    optional: true
    label: {ko: 제휴 소식, en: News of our partners}
    items: [name, email]
  marketing.events:
"""


def revised(announced: date, effective: date, *more: tuple[str, str]) -> str:
    """The revision's text with these dates, and further edits."""
    text = HOMEPAGE.read_text(encoding="utf-8")
    text = re.sub(
        r"  delivery-request:\n    clause: \"5.1\".*?\n(?=  [a-z-]+:\n    clause)", "", text, count=1, flags=re.DOTALL
    )
    for old, new in (
        ("announced: 2013-01-29", f"announced: {announced}"),
        ("effective: 2013-02-05", f"effective: {effective}"),
        ("processors:\n", _PROCESSOR),
        ("  marketing.events:\n    clause", f"{_PURPOSE}    clause"),
        (
            "      marketing.demographics, marketing.ads, marketing.statistics\n    ]\n    ends: left\n    expected: standing\n\n  corp",
            "      marketing.demographics, marketing.ads, marketing.statistics, marketing.partner-news\n    ]\n    ends: left\n    expected: standing\n\n  corp",
        ),
        ("        for: 6mo\n        from: checked", "        for: 1y\n        from: checked"),
        (
            "      required: [login_id, password, name, email]\n      optional: [country, mobile, phone, company]",
            "      required: [login_id, password, name, email]\n      optional: [country, mobile, phone]",
        ),
        (
            "    items: [name, phone, mobile, address, delivery-request.wishes]",
            "    items: [name, phone, mobile, address]",
        ),
        (", order.note, delivery-request.wishes]", ", order.note]"),
        ("    records: [order, delivery-request]", "    records: [order]"),
        *more,
    ):
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def written(
    directory: Path, announced: date, effective: date, *more: tuple[str, str], name: str = "revision.yaml"
) -> Path:
    """The revision as a file."""
    path = directory / name
    path.write_text(revised(announced, effective, *more), encoding="utf-8")
    return path


def approved(jk: Jikim, path: Path) -> Path:
    """A file whose very text another officer has approved; the superuser writes that they did."""
    with looking(admin_of(jk)) as admin:
        admin.execute(
            "INSERT INTO live.proposal (number, base, state, origin, source, edits, saved, saved_by, proposed_by, decided_by)"
            " SELECT coalesce(max(number), 0) + 1, %s, 'approved', '', %s, 1, %s, 'omar', 'omar', 'seojun' FROM live.proposal",
            (jk.house.in_force()[1], path.read_bytes(), jk.now()),
        )
    return path

"""A house whose policy declares two systems of the company's own."""

from __future__ import annotations

import pytest
from tests.clauses.conftest import outside as outside

from jikim.policy.model import PolicyFile, System
from jikim.policy.period import Period

SEARCH = System(
    label={"ko": "회원 검색", "en": "Member search"},
    kind="search",
    records=("membership", "order"),
    items=("name", "email", "phone"),
    clause="6.9",
)
MAILER = System(
    label={"ko": "메일 발송 도구", "en": "Mailing tool"},
    kind="mail",
    records=("membership",),
    items=("email",),
    purposes=("marketing.ads",),
    within=Period(2, "d"),
    clause="6.9",
)


@pytest.fixture(scope="session")
def homepage(homepage: PolicyFile) -> PolicyFile:
    """The homepage's policy with the two systems."""
    return homepage.model_copy(update={"systems": {"search": SEARCH, "mailer": MAILER}})

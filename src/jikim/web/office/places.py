"""The rooms of the office, as the side of every page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jikim.app.registers import REGISTERS
from jikim.cases.register import Menu
from jikim.cases.who_may import WORDING
from jikim.handlers.sessions import Signed, reads
from jikim.policy.compiled import Policy
from jikim.reading.sign_ins import purposes_against_abuse


class Place(NamedTuple):
    """A page of the navigation. `officer`: an officer's alone; `record`: also a handler's whose grant reads such
    records; `law`: only where this act judges the policy; `abuse`: of those alone whose grant is for a purpose that
    stops abuse."""

    path: str
    ko: str
    en: str
    officer: bool = False
    record: str = ""
    law: str = ""
    abuse: bool = False


def _cases(menu: Menu) -> Iterator[Place]:
    """The registers that have their place in a part of the menu."""
    for one in REGISTERS:
        if (one.menu or ("today" if one.house else "people")) == menu:
            yield Place(one.path, *one.many, not (one.house or one.reads), one.reads, one.law)


Group = tuple[str, str, tuple[Place, ...]]
GROUPS: tuple[Group, ...] = (
    (
        "오늘",
        "Today",
        (Place("/office", "오늘 할 일", "Today"), *_cases("today"), Place("/office/alerts", "알림", "Alerts", True)),
    ),
    (
        "정보주체와 요청",
        "People and requests",
        (
            Place("/office/people", "정보주체 조회", "People"),
            Place("/office/records", "진행 중인 기록", "Open records"),
            Place("/office/requests", "권리 행사 요청", "Requests", record=WORDING),
            Place("/office/intake", "오프라인 접수", "Intake"),
            Place("/office/sign-ins", "로그인 비교", "Sign-ins compared", abuse=True),
            *_cases("people"),
        ),
    ),
    (
        "보관과 파기",
        "Retention and destruction",
        (
            Place("/office/calendar", "보존과 파기 일정", "Retention calendar", True),
            Place("/office/destruction", "파기 관리대장", "Destruction register", True),
            Place("/office/cabinet", "종이 문서", "Paper documents"),
        ),
    ),
    (
        "제공과 위탁",
        "Disclosures",
        (
            Place("/office/disclosures", "제공·위탁 내역", "Disclosures", True),
            Place("/office/handing", "직접 전달", "Handing over"),
            Place("/office/statistics", "통계", "Statistics"),
            Place("/office/processors", "수탁자와 제휴사", "Processors and partners", True),
            *_cases("disclosures"),
        ),
    ),
    (
        "증거",
        "Evidence",
        (
            Place("/office/promises", "약속과 증거", "Promises"),
            Place("/office/ledger", "처리 원장", "Ledger", True),
            Place("/office/review", "접속 기록 점검", "Access review", True),
            Place("/office/monitoring", "열람 모니터링", "Access monitoring"),
            Place("/office/explanations", "소명", "Explanations"),
            Place("/office/observed", "데이터베이스 관찰", "Database observed", True),
            Place("/office/breach", "유출 대응", "Breaches", True),
            Place("/office/reports", "보고서", "Reports", True),
        ),
    ),
    (
        "처리방침과 운영",
        "Policy and operations",
        (
            Place("/office/policy", "처리방침", "Policy"),
            Place("/office/notices", "공지", "Notices"),
            Place("/office/plan", "내부관리계획", "Internal management plan"),
            *_cases("policy"),
            Place("/office/handlers", "취급자", "Handlers", True),
            Place("/office/jobs", "작업과 상태", "Jobs and health"),
        ),
    ),
)


def places_of(policy: Policy, me: Signed | None, own: Group | None = None) -> list[tuple[str, str, list[Place]]]:
    """The navigation of whoever is signed in: no page that would refuse them whatever they do there. `own`: a company's
    pages, after today's."""
    if me is None:
        return []
    groups = GROUPS if own is None else (GROUPS[0], own, *GROUPS[1:])
    return [(ko, en, found) for ko, en, rooms in groups if (found := [one for one in rooms if _open(policy, me, one)])]


def _open(policy: Policy, me: Signed, one: Place) -> bool:
    if one.law and one.law not in policy.file.service.under:
        return False
    if one.abuse:
        return not set(purposes_against_abuse(policy)).isdisjoint(me.purposes())
    if me.officer:
        return True
    return not one.officer and (not one.record or any(reads(policy, grant, one.record) for grant in me.grants))

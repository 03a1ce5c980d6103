"""The rooms of the office, as the side of every page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jikim.app.registers import REGISTERS
from jikim.cases.register import Menu
from jikim.cases.who_may import WORDING
from jikim.desk.guardian_consent import ways_by_hand
from jikim.handlers.sessions import Signed, reads
from jikim.policy.compiled import Policy
from jikim.reading.sign_ins import purposes_against_abuse


class MenuItem(NamedTuple):
    """A page of the navigation. `officer`: an officer's alone; `record`: also a handler's whose grant reads such
    records; `law`: only where this act judges the policy; `abuse`: of those alone whose grant is for a purpose that
    stops abuse; `part`: only where the policy has this part; `children`: only where the office confirms guardians' consents;
    `purposes`: of those alone whose grant names one of them."""

    path: str
    ko: str
    en: str
    officer: bool = False
    record: str = ""
    law: str = ""
    abuse: bool = False
    part: str = ""
    children: bool = False
    purposes: frozenset[str] = frozenset()


def _cases(menu: Menu) -> Iterator[MenuItem]:
    """The registers that have their place in a part of the menu."""
    for one in REGISTERS:
        if (one.menu or ("today" if one.house else "people")) == menu:
            yield MenuItem(one.path, *one.many, one.officers, one.reads, one.law)


Group = tuple[str, str, tuple[MenuItem, ...]]
GROUPS: tuple[Group, ...] = (
    (
        "오늘",
        "Today",
        (
            MenuItem("/office", "오늘 할 일", "Today"),
            *_cases("today"),
            MenuItem("/office/alerts", "알림", "Alerts", True),
        ),
    ),
    (
        "정보주체와 요청",
        "People and requests",
        (
            MenuItem("/office/people", "정보주체 조회", "People"),
            MenuItem("/office/records", "진행 중인 기록", "Open records"),
            MenuItem("/office/requests", "권리 행사 요청", "Requests", record=WORDING),
            MenuItem("/office/intake", "오프라인 접수", "Intake"),
            MenuItem("/office/sign-ins", "로그인 비교", "Sign-ins compared", abuse=True),
            *_cases("people"),
            MenuItem("/office/guardian-consents", "법정대리인 동의 확인", "Guardians’ consents", children=True),
            MenuItem("/office/rejoining", "재가입 제한", "Joining again", True, part="rejoining"),
        ),
    ),
    (
        "보관과 파기",
        "Retention and destruction",
        (
            MenuItem("/office/calendar", "보존과 파기 일정", "Retention calendar", True),
            MenuItem("/office/destruction", "파기 관리대장", "Destruction register", True),
            MenuItem("/office/cabinet", "종이 문서", "Paper documents"),
        ),
    ),
    (
        "제공과 위탁",
        "Disclosures",
        (
            MenuItem("/office/disclosures", "제공·위탁 내역", "Disclosures", True),
            MenuItem("/office/handing", "직접 전달", "Handing over"),
            MenuItem("/office/statistics", "통계", "Statistics"),
            MenuItem("/office/processors", "수탁자와 제휴사", "Processors and partners", True),
            MenuItem("/office/systems", "사내 시스템", "Own systems", True),
            *_cases("disclosures"),
        ),
    ),
    (
        "증거",
        "Evidence",
        (
            MenuItem("/office/promises", "약속과 증거", "Promises"),
            MenuItem("/office/ledger", "처리 원장", "Ledger", True),
            MenuItem("/office/review", "접속 기록 점검", "Access review", True),
            MenuItem("/office/monitoring", "열람 모니터링", "Access monitoring"),
            MenuItem("/office/explanations", "소명", "Explanations"),
            MenuItem("/office/observed", "데이터베이스 관찰", "Database observed", True),
            MenuItem("/office/breach", "유출 대응", "Breaches", True),
            MenuItem("/office/reports", "보고서", "Reports", True),
        ),
    ),
    (
        "처리방침과 운영",
        "Policy and operations",
        (
            MenuItem("/office/policy", "처리방침", "Policy"),
            MenuItem("/office/notices", "공지", "Notices"),
            MenuItem("/office/plan", "내부관리계획", "Internal management plan"),
            *_cases("policy"),
            MenuItem("/office/handlers", "취급자", "Handlers", True),
            MenuItem("/office/jobs", "작업과 상태", "Jobs and health"),
        ),
    ),
)


def places_of(policy: Policy, me: Signed | None, own: Group | None = None) -> list[tuple[str, str, list[MenuItem]]]:
    """The navigation of whoever is signed in: no page that would refuse them whatever they do there. `own`: a company's
    pages, after today's."""
    if me is None:
        return []
    groups = GROUPS if own is None else (GROUPS[0], own, *GROUPS[1:])
    return [(ko, en, found) for ko, en, rooms in groups if (found := [one for one in rooms if _open(policy, me, one)])]


def stands(policy: Policy, one: MenuItem) -> bool:
    """Whether this policy has such a page at all, whoever asks."""
    if one.law and one.law not in policy.file.service.under:
        return False
    if one.part and getattr(policy.file, one.part) is None:
        return False
    return not one.children or bool(ways_by_hand(policy.file))


def _open(policy: Policy, me: Signed, one: MenuItem) -> bool:
    if not stands(policy, one):
        return False
    if one.children and not any(reads(policy, grant, policy.file.refuse.guardian or "") for grant in me.grants):
        return False
    if one.abuse:
        return not set(purposes_against_abuse(policy)).isdisjoint(me.purposes())
    if one.purposes:
        return not one.purposes.isdisjoint(me.purposes())
    if me.officer:
        return True
    return not one.officer and (not one.record or any(reads(policy, grant, one.record) for grant in me.grants))

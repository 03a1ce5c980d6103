"""What the ledger's events are about, for a search in the office, and how they read there."""

from __future__ import annotations

from jikim.app.registers import REGISTERS
from jikim.web.page import Page
from jikim.web.parts.deeds import DEEDS

# What an event is about, for a search.
KINDS = {
    "officer": ("보호책임자", "officers"), "deputy": ("대리", "deputies"),
    "access": ("다른 시스템의 접속 기록", "other systems’ access records"), "api": ("API 요청", "API requests"),
    "account": ("계정", "accounts"), "alert": ("알림", "alerts"), "attach": ("회사 데이터베이스", "the company’s own database"),
    "archive": ("분리 보관 기록", "archived records"), "backup": ("백업", "backups"), "bar": ("재가입 제한", "bars on joining again"),
    "breach": ("유출", "breaches"), "case": ("종결된 건", "closed cases"),
    "consent": ("새 동의 요청", "new consents"), "demand": ("기관 요구", "authorities’ demands"), "destruction": ("파기 증명서", "destruction certificates"),
    "disclosure": ("제공·위탁 대장", "disclosures"),
    "epoch": ("키 교체", "key rotations"), "guardian": ("법정대리인", "guardians"), "handler": ("취급자", "handlers"),
    "house": ("복구", "restoring"), "index": ("색인", "indexes"), "intake": ("오프라인 접수", "intake"),
    "canary": ("파기 점검용 인물", "canaries"),
    "campaign": ("광고", "advertising"), "keys": ("키", "keys"), "ledger": ("원장", "the ledger"), "mail": ("메일", "e-mails"),
    "mass": ("대량 열람", "bulk access"), "notice": ("공지", "notices"), "office": ("관리자 페이지 접속", "office sign-ins"), "paper": ("종이 문서", "paper"),
    "partner": ("제휴사", "partners"), "people": ("정보주체 조회", "looking people up"), "plan": ("내부관리계획", "the management plan"),
    "policy": ("처리방침", "the policy"), "processor": ("수탁자", "processors"), "promises": ("약속과 증거", "promises"), "record": ("기록", "records"),
    "release": ("통계와 가명정보", "statistics and pseudonymised data"), "report": ("보고서", "reports"), "request": ("권리 행사 요청", "requests"),
    "review": ("접속 기록 점검", "access reviews"), "session": ("로그인 연결", "handed-over sign-ins"), "sign-in": ("로그인 비교", "comparisons of sign-ins"),
    "subject": ("정보주체", "people"), "sweep": ("파기 작업", "destruction runs"),
    "usage-notice": ("이용 내역 통지", "usage notices"), "webhook": ("웹훅", "webhooks"), **{one.name: (one.many[0], one.many[1].lower()) for one in REGISTERS},
}  # fmt: skip


def deed(page: Page, event: str) -> str:
    """How an event reads, its outcome left off; by its own name where it has no words."""
    return page.say(*DEEDS.get(event, (event, event)))


def kinds(page: Page) -> list[tuple[str, str]]:
    """What can be searched for: the beginning of its events, and its words, in the order of the words."""
    return sorted(((f"{name}:", page.say(*words)) for name, words in KINDS.items()), key=lambda one: one[1])

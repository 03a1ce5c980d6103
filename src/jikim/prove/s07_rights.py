"""Section 7: what people may ask, in time, and what a correction stops and tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from jikim.ledger.counting import Count
from jikim.prove.evidence import Requests
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Judge,
    Mechanism,
    all_of,
    counted,
    has_paths,
    none_of,
    ready,
    refusals,
    seen_of_pages,
    some,
)

GUARDIAN = "guardian"
BY_DESK = ("letter", "phone", "email", "fax", "visit")


def in_time(asked: Asked, right: str) -> Finding:
    """All requests of this right, by whatever way they came."""
    found = [one for (kind, _paged), one in asked.evidence.requests.items() if kind == right]
    return answered(asked, found, asked.happened("request:file", right=[right]))


def answered(asked: Asked, requests: Iterable[Requests], ever: Count) -> Finding:
    """None of these is overdue."""
    found = list(requests)
    open_ = sum(one.open for one in found)
    return none_of(
        "answered",
        sum(one.overdue for one in found),
        counted(
            asked,
            ever,
            f"지금까지 접수한 요청은 {{n}}건이고 {asked.number(open_, '건', 'ko')}이 처리 중이며, 기한을 넘긴 것은 없습니다.",
            f"Requests so far: {{n}}; open: {asked.number(open_, '', 'en')}; none is overdue.",
            "접수한 요청이 아직 없습니다.",
            "No request has been made yet.",
        ),
    )


def right(name: str) -> Judge:
    def judge(asked: Asked) -> Finding:
        findings = [in_time(asked, name)]
        if name == "access":
            # A guardian looks and corrects by a link, which is asked for like any other right (7.1).
            findings.append(in_time(asked, GUARDIAN))
        if f"right:{name}" in asked.evidence.refusals:
            findings.append(refusals(asked, f"right:{name}"))
        return all_of(*findings)

    return judge


def pages(asked: Asked) -> Finding:
    """The pages are there under those names (ready), and people have corrected and left (kept)."""
    seen = seen_of_pages(
        asked,
        has_paths("/my/edit", "/my/leave"),
        (
            "‘회원정보수정’이나 ‘회원탈퇴’ 화면이 없습니다.",
            "The page for editing personal data or closing an account is missing.",
        ),
        (
            "‘회원정보수정’과 ‘회원탈퇴’ 화면이 열려 있습니다.",
            "The pages for editing personal data and closing an account are available.",
        ),
    )
    return all_of(
        ready(seen.ko, seen.en) if seen.state == "kept" else seen,
        some(asked, "pages", asked.happened("subject:leave", "record:correct")),
    )


def desk(asked: Asked) -> Finding:
    """What came by letter, phone or e-mail; and guardians' links, which the desk alone confirms, by whatever way they
    were asked for."""
    found = [one for (kind, paged), one in asked.evidence.requests.items() if not paged or kind == GUARDIAN]
    ever = asked.evidence.happened
    desk, guardians = ever.of("request:file", by=BY_DESK), ever.of("request:file", by=["page"], right=[GUARDIAN])
    years = Counter(desk.years) + Counter(guardians.years)
    return answered(asked, found, Count(dict(sorted(years.items())), desk.whole))


def frozen(asked: Asked) -> Finding:
    seen = asked.evidence
    return all_of(
        refusals(asked, "frozen"),
        none_of(
            "frozen",
            seen.corrections.overdue,
            counted(
                asked,
                asked.happened("record:freeze"),
                f"지금까지 접수한 정정 요청은 {{n}}건이고 {asked.number(seen.corrections.open, '건', 'ko')}이 처리 중이며, 그동안 이용하거나 제공하지 않습니다.",
                f"Correction requests so far: {{n}}; open: {asked.number(seen.corrections.open, '', 'en')}; meanwhile the record is neither used nor disclosed.",
                "정정 요청이 아직 없습니다.",
                "No correction has been requested yet.",
            ),
        ),
    )


def told(asked: Asked) -> Finding:
    found = list(asked.evidence.corrected.values())
    sent = asked.happened("record:corrected-sent")
    waits = sum(one.waiting for one in found)
    return none_of("told", sum(one.late for one in found), some(asked, "told", sent if sent.many else waits))


def after(asked: Asked) -> Finding:
    left = asked.evidence.left
    left_ko, left_en = asked.number(left, "명", "ko"), asked.number(left, "", "en")
    return all_of(
        refusals(asked, "gone", "left"),
        none_of(
            "after",
            asked.evidence.sessions.gone,
            counted(
                asked,
                asked.happened("subject:leave", "record:delete"),
                f"탈퇴 후 분리 보관 중인 기록만 있는 정보주체가 {left_ko}이며, 탈퇴나 삭제 후에 유효한 로그인은 없습니다.",
                f"People who left and have archived records only: {left_en}; no session remains valid after closure or deletion.",
                "탈퇴하거나 삭제를 요청한 정보주체가 아직 없습니다.",
                "Nobody has closed an account or requested deletion yet.",
            ),
        ),
    )


MECHANISMS = (
    Mechanism("rights.access", right("access"), "/office/requests"),
    Mechanism("rights.withdraw", right("withdraw"), "/office/requests"),
    Mechanism("rights.suspend", right("suspend"), "/office/requests", words="filed"),
    Mechanism("rights.portability", right("portability"), "/office/requests", words="filed"),
    *(
        Mechanism(f"rights.{name}", right(name), "/office/requests", words="filed")
        for name in ("object", "human-review", "opt-out")
    ),
    Mechanism("rights.correct", right("correct"), "/office/requests", words="clauses.frozen"),
    Mechanism("rights.delete", right("delete"), "/office/requests", words="clauses.gone"),
    Mechanism("clauses.pages", pages),
    Mechanism("clauses.desk", desk, "/office/requests"),
    Mechanism("clauses.frozen", frozen, "/office/requests"),
    Mechanism("clauses.told", told, "/office/requests"),
    Mechanism("clauses.gone", after, also=("clauses.after-withdrawal",)),
)

"""Section 10, of people: who may, who has sworn, learnt and handed over, that access records are reviewed, and that
findings are put right."""

from __future__ import annotations

from datetime import timedelta

from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    counted,
    idle,
    kept,
    late,
    none_of,
    ready,
    refusals,
    some,
    unproven,
)

DAY = timedelta(days=1)


def grants(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    return all_of(
        refusals(asked, "grants"),
        none_of(
            "grants.stale",
            staff.stale,
            counted(
                asked,
                staff.handlers + staff.officers,
                f"취급자 {{n}}명에게 권한 {staff.grants}개가 부여되어 있으며, 갱신 기한을 넘긴 취급자는 없습니다.",
                f"Handlers: {{n}}; access rights granted: {staff.grants}; no password or passkey is overdue.",
                "등록된 취급자가 아직 없습니다.",
                "No handler is registered yet.",
            ),
        ),
        _answered_for(asked),
        none_of("grants.strays", staff.strays, some(asked, "grants.strays", staff.grants)),
    )


def _answered_for(asked: Asked) -> Finding:
    """Who has a grant says that they answer for it: nobody is designated by one click of somebody else's."""
    staff = asked.evidence.staff
    if staff.unaccepted:
        return late(
            f"부여한 지 5일이 지나도록 취급자 본인이 확인하지 않은 권한이 {staff.unaccepted:,}개 있습니다.",
            f"Access rights that their handlers have not confirmed five days after they were given: {staff.unaccepted:,}.",
        )
    return some(asked, "answered_for", staff.grants)


def grants_kept(asked: Asked) -> Finding:
    days = asked.evidence.grants_kept
    if days < 3 * 365:
        return broken(
            "권한 기록의 보관 기간이 3년에 미치지 못합니다.", "The record of grants is kept for less than three years."
        )
    return ready(
        f"권한의 부여·변경·말소 기록을 {days // 365}년 동안 보관합니다.",
        f"The record of grants and revocations is kept for {days // 365} years.",
    )


def training(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    if not staff.handlers + staff.officers:
        return unproven("등록된 취급자가 아직 없습니다.", "No handler is registered yet.")
    ko, en = (
        asked.dated("마지막 교육 {0}.", "The last training was on {0}.", staff.trained) if staff.trained else ("", "")
    )
    return none_of(
        "training",
        staff.untrained,
        kept(f"교육 기한을 넘긴 취급자는 없습니다. {ko}", f"Nobody’s training is overdue. {en}")
        if staff.trained
        else idle(
            "교육을 받은 취급자가 아직 없고, 기한 전입니다.",
            "Nobody has been trained yet; the first training is not due.",
        ),
    )


def handover(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    return none_of(
        "handover",
        staff.unhanded,
        counted(
            asked,
            staff.handed + staff.handing,
            f"업무가 종료된 {{n}}명 가운데 {staff.handing}명이 인수인계 중이며, 기한을 넘긴 사람은 없습니다.",
            f"People whose duties ended: {{n}}; handovers pending: {staff.handing}, none overdue.",
            "업무가 종료된 사람이 아직 없습니다.",
            "Nobody’s duties have ended yet.",
        ),
    )


def pledges(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    if not staff.here:
        return unproven("등록된 직원이 아직 없습니다.", "No staff are registered yet.")
    return none_of(
        "pledges",
        staff.unsworn,
        kept(
            f"등록된 {staff.here}명이 모두 서약했거나 업무를 시작한 지 일주일이 지나지 않았습니다.",
            f"All {staff.here} registered staff have signed the pledge, or started less than a week ago.",
        ),
    )


def body(asked: Asked) -> Finding:
    seen = asked.evidence
    ko, en = (
        asked.dated("{0} 점검에 이어 지금 다시 점검했습니다.", "Checked on {0} and again now.", seen.proved)
        if seen.proved is not None
        else ("지금 처음으로 점검했습니다.", "Checked now for the first time.")
    )
    more = (
        (
            f"발견한 문제 {seen.findings:,}건을 과제로 처리 중입니다.",
            f"Open findings: {seen.findings:,}, each with its task.",
        )
        if seen.findings
        else ("처리 중인 문제는 없습니다.", "No finding is open.")
    )
    return none_of("body", seen.findings_overdue, kept(f"{ko} {more[0]}", f"{en} {more[1]}"))


def reviewed(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.unreviewed:
        ko, en = asked.dated("가장 오래된 것의 기한은 {0}입니다.", "The oldest was due by {0}.", seen.review_due)
        return broken(
            f"완료하지 않은 접속 기록 점검이 {seen.unreviewed}회 있습니다. {ko}",
            f"Reviews of access records that nobody has signed: {seen.unreviewed}. {en}",
        )
    every = seen.review_cycle.every("ko"), seen.review_cycle.every("en")
    if seen.reviewed is None:
        return idle(
            f"접속 기록은 {every[0]} 점검합니다. 점검 대상 기간이 끝나지 않았거나 기한 전입니다.",
            f"Access records are reviewed {every[1]}. No review has been due yet.",
        )
    return kept(
        *asked.dated(
            f"접속 기록은 {every[0]} 점검합니다. {{0}}까지의 접속 기록을 점검하고 서명했습니다.",
            f"Access records are reviewed {every[1]}. Those up to {{0}} were reviewed and signed.",
            seen.reviewed,
        )
    )


def recorded(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.access_kept < 365:
        return broken("접속 기록의 보관 기간이 1년에 미치지 못합니다.", "Access records are kept for less than a year.")
    if not seen.entries and not seen.waiting:
        return unproven("원장에 기록이 아직 없습니다.", "The ledger is still empty.")
    if seen.checkpoint is not None and not seen.checkpoint.sound:
        return broken(
            "원장의 전자서명이나 검증값이 일치하지 않습니다.",
            "The ledger’s checkpoint does not fit its key or its entries.",
        )
    late = seen.waiting_since is not None and seen.at - seen.waiting_since > DAY
    if late or (seen.checkpoint is None and seen.entries):
        return broken(
            f"기록 {seen.waiting:,}건이 하루 넘게 서명 대기 중입니다.",
            f"{seen.waiting:,} entries have waited for a signature for more than a day.",
        )
    ko = f"전자서명된 원장에 {seen.entries:,}건이 있으며, 마지막 서명과 검증값을 방금 다시 계산하여 확인했습니다."
    en = f"{seen.entries:,} entries in the ledger; its last signature and root were checked again just now."
    if seen.waiting:
        ko, en = f"{ko} {seen.waiting:,}건은 곧 서명됩니다.", f"{en} {seen.waiting:,} are about to be signed."
    for one in seen.witnesses:
        more = asked.dated(
            f" 증인 {one.name}: {one.size:,}건까지 확인({{0}}).",
            f" Witness {one.name}: confirmed up to {one.size:,} on {{0}}.",
            one.at,
        )
        ko, en = ko + more[0], en + more[1]
    if not seen.witnesses:
        ko, en = f"{ko} 지정한 외부 증인이 없습니다.", f"{en} No outside witness is named yet."
    return kept(ko, en)


MECHANISMS = (
    Mechanism("safeguards.grant-renewal", grants, "/office/handlers", also=("clauses.grant",)),
    Mechanism("safeguards.access-grants", grants_kept, "/office/handlers"),
    Mechanism("safeguards.training", training, "/office/handlers", also=("clauses.training",)),
    Mechanism("safeguards.handover", handover, "/office/handlers", also=("clauses.handover",)),
    Mechanism("safeguards.pledge", pledges, "/office/handlers", also=("clauses.pledge",)),
    Mechanism("safeguards.internal-body", body, "/office/promises", also=("clauses.audit",)),
    Mechanism("safeguards.access-review", reviewed, "/office/review"),
    Mechanism("safeguards.access-records", recorded, "/office/ledger"),
)

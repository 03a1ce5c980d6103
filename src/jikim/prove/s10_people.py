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
    idle,
    kept,
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
            staff.stale,
            "정한 기간이 지나도록 비밀번호나 패스키를 바꾸지 않은 취급자가 {n}명 있습니다.",
            "Handlers who did not renew their password or passkey in time: {n}.",
            some(
                staff.handlers + staff.officers,
                f"취급자 {{n}}명이 권한 {staff.grants}개로 일하고, 갱신 기한을 넘긴 사람이 없습니다.",
                f"Handlers and officers: {{n}}; grants: {staff.grants}; nobody's password or passkey is overdue.",
                "대장에 취급자가 아직 없습니다.",
                "There is no handler in the register yet.",
            ),
        ),
        none_of(
            staff.strays,
            "가질 수 없는 사람의 권한이 {n}개 유효합니다.",
            "Grants that run of people who may hold none: {n}.",
            some(
                staff.grants,
                "유효한 권한 {n}개 가운데 가질 수 없는 사람의 것은 없습니다.",
                "Of {n} grants that run, nobody holds one who may not.",
                "유효한 권한이 아직 없습니다.",
                "No grant runs yet.",
            ),
        ),
    )


def grants_kept(asked: Asked) -> Finding:
    days = asked.evidence.grants_kept
    if days < 3 * 365:
        return broken("권한 기록이 3년을 채우지 못합니다.", "The record of grants is kept for less than three years.")
    return ready(
        f"권한을 주고 거둔 기록을 {days // 365}년 동안 보관합니다.",
        f"The record of grants and revocations is kept for {days // 365} years.",
    )


def training(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    if not staff.handlers + staff.officers:
        return unproven("대장에 취급자가 아직 없습니다.", "There is no handler in the register yet.")
    ko, en = (
        asked.dated("마지막 교육 {0}.", "The last training was on {0}.", staff.trained) if staff.trained else ("", "")
    )
    return none_of(
        staff.untrained,
        "교육 기한이 지난 취급자가 {n}명 있습니다.",
        "Handlers whose training is overdue: {n}.",
        kept(f"교육 기한을 넘긴 취급자가 없습니다. {ko}", f"Nobody's training is overdue. {en}")
        if staff.trained
        else idle(
            "교육을 받은 취급자가 아직 없고, 기한 전입니다.", "Nobody was trained yet; the first training is not due."
        ),
    )


def handover(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    return none_of(
        staff.unhanded,
        "떠난 지 일주일이 지나도록 인수인계가 기록되지 않은 사람이 {n}명 있습니다.",
        "People who left more than a week ago without a recorded handover: {n}.",
        some(
            staff.handed + staff.handing,
            f"업무를 그만둔 {{n}}명 가운데 {staff.handing}명의 인수인계를 기다리고, 기한을 넘긴 사람은 없습니다.",
            f"People who left their duty: {{n}}; handovers awaited: {staff.handing}, none overdue.",
            "업무를 그만둔 사람이 아직 없습니다.",
            "Nobody has left their duty yet.",
        ),
    )


def pledges(asked: Asked) -> Finding:
    staff = asked.evidence.staff
    if not staff.here:
        return unproven("대장에 아직 아무도 없습니다.", "There is nobody in the register yet.")
    return none_of(
        staff.unsworn,
        "서약하지 않은 직원이 {n}명 있습니다.",
        "People of the staff who have not signed the pledge: {n}.",
        kept(
            f"대장에 있는 {staff.here}명이 모두 서약했거나, 들어온 지 일주일이 지나지 않았습니다.",
            f"Each of {staff.here} people in the register has signed the pledge, or came less than a week ago.",
        ),
    )


def body(asked: Asked) -> Finding:
    seen = asked.evidence
    ko, en = (
        asked.dated("지난번 {0}에 이어 지금 다시 살폈습니다.", "It was looked at on {0} and again now.", seen.proved)
        if seen.proved is not None
        else ("지금 처음으로 살폈습니다.", "It is looked at now for the first time.")
    )
    more = (
        (
            f"열려 있는 발견 {seen.findings:,}건은 과제로 처리 중입니다.",
            f"Open findings: {seen.findings:,}, each with its task.",
        )
        if seen.findings
        else ("열려 있는 발견은 없습니다.", "No finding is open.")
    )
    return none_of(
        seen.findings_overdue,
        "찾은 문제를 바로잡는 과제 가운데 기한이 지난 것이 {n}건 있습니다.",
        "Overdue tasks from earlier findings: {n}.",
        kept(f"{ko} {more[0]}", f"{en} {more[1]}"),
    )


def reviewed(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.unreviewed:
        ko, en = asked.dated("가장 오래된 것은 {0}까지였습니다.", "The oldest was due by {0}.", seen.review_due)
        return broken(
            f"서명하지 않은 접속 기록 점검이 {seen.unreviewed}번 있습니다. {ko}",
            f"Reviews of access records that nobody has signed: {seen.unreviewed}. {en}",
        )
    every = seen.review_cycle.every("ko"), seen.review_cycle.every("en")
    if seen.reviewed is None:
        return idle(
            f"접속 기록은 {every[0]} 점검합니다. 점검할 기간이 아직 끝나지 않았거나 기한 전입니다.",
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
        return broken("접속 기록이 1년을 채우지 못합니다.", "Access records are kept for less than a year.")
    if not seen.entries and not seen.waiting:
        return unproven("원장에 아직 아무것도 없습니다.", "The ledger is still empty.")
    if seen.checkpoint is not None and not seen.checkpoint.sound:
        return broken(
            "원장의 서명이나 뿌리가 맞지 않습니다.", "The ledger's checkpoint does not fit its key or its entries."
        )
    late = seen.waiting_since is not None and seen.at - seen.waiting_since > DAY
    if late or (seen.checkpoint is None and seen.entries):
        return broken(
            f"기록 {seen.waiting:,}건이 하루 넘게 서명을 기다립니다.",
            f"{seen.waiting:,} entries have waited for a signature for more than a day.",
        )
    ko = f"서명된 원장에 {seen.entries:,}건이 있고, 마지막 서명과 뿌리를 방금 다시 계산해 확인했습니다."
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
        ko, en = f"{ko} 바깥의 증인은 아직 정하지 않았습니다.", f"{en} No outside witness is named yet."
    return kept(ko, en)


_PLEDGE = ("서약하기 전에는 아무 권한도 받을 수 없습니다.", "Before the pledge nobody holds a grant.")
_GRANTS = (
    "정해진 사람만, 기한이 있는 권한으로 일하며, 비밀번호를 정기적으로 바꿉니다.",
    "Designated people alone work, by grants that end, with passwords that are renewed.",
)

MECHANISMS = (
    Mechanism("safeguards.grant-renewal", *_GRANTS, grants, "/office/handlers"),
    Mechanism("clauses.grant", *_GRANTS, grants, "/office/handlers"),
    Mechanism(
        "safeguards.access-grants",
        "권한을 주고 바꾸고 거둔 일이 원장에 남습니다.",
        "Grants and revocations stand in the ledger.",
        grants_kept,
        "/office/handlers",
    ),
    Mechanism(
        "safeguards.training",
        "교육을 대장에 적고, 기한이 다가오면 알립니다.",
        "Trainings stand in a register, which says when the next is due.",
        training,
        "/office/handlers",
    ),
    Mechanism(
        "clauses.training",
        "교육을 대장에 적고, 기한이 다가오면 알립니다.",
        "Trainings stand in a register, which says when the next is due.",
        training,
        "/office/handlers",
    ),
    Mechanism(
        "safeguards.handover",
        "떠나면 그 자리에서 권한이 끝나고, 인수인계를 기록합니다.",
        "Leaving ends every grant at once, and asks for the record of the handover.",
        handover,
        "/office/handlers",
    ),
    Mechanism(
        "clauses.handover",
        "떠나면 그 자리에서 권한이 끝나고, 인수인계를 기록합니다.",
        "Leaving ends every grant at once, and asks for the record of the handover.",
        handover,
        "/office/handlers",
    ),
    Mechanism("safeguards.pledge", *_PLEDGE, pledges, "/office/handlers"),
    Mechanism("clauses.pledge", *_PLEDGE, pledges, "/office/handlers"),
    Mechanism(
        "safeguards.internal-body",
        "약속이 지켜지는지 살펴, 찾은 문제를 담당과 기한이 있는 과제로 만듭니다.",
        "It is looked whether promises are kept; what is found becomes a task with an owner and a day.",
        body,
        "/office/promises",
    ),
    Mechanism(
        "clauses.audit",
        "약속이 지켜지는지 살펴, 찾은 문제를 담당과 기한이 있는 과제로 만듭니다.",
        "It is looked whether promises are kept; what is found becomes a task with an owner and a day.",
        body,
        "/office/promises",
    ),
    Mechanism(
        "safeguards.access-review",
        "내부관리계획이 정한 주기마다 접속 기록을 점검하고 서명합니다.",
        "Access records are reviewed and signed in the cycle of the internal management plan.",
        reviewed,
        "/office/review",
    ),
    Mechanism(
        "safeguards.access-records",
        "누가 무엇을 왜 보았는지 고칠 수 없는 원장에 적습니다.",
        "Who saw what and why is written into a ledger that cannot be changed unnoticed.",
        recorded,
        "/office/ledger",
    ),
)

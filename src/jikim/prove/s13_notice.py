"""Section 13: changes are announced in time, and every version stays."""

from __future__ import annotations

from jikim.policy.period import Period
from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, broken, idle, kept, refusals


def _leads(asked: Asked, important: bool, promised: Period) -> Finding:
    found = [one for one in asked.evidence.notices if one.important is important]
    late = [one for one in found if one.lead < promised.approximate_days()]
    if late:
        ko, en = promised.words("ko"), promised.words("en")
        return broken(
            f"{ko}보다 늦게 알린 개정이 {len(late)}건 있습니다(공지 {late[0].number}번은 {late[0].lead}일 전).",
            f"{len(late)} changes were announced less than {en} ahead (notice {late[0].number}: {late[0].lead} days).",
        )
    if not found:
        return idle("알려야 할 개정이 아직 없었습니다.", "There was no such change to announce yet.")
    least = min(one.lead for one in found)
    return kept(
        f"알린 개정 {len(found)}건, 가장 짧은 것도 시행 {least}일 전에 알렸습니다.",
        f"{len(found)} changes were announced, the shortest {least} days ahead.",
    )


def ordinary(asked: Asked) -> Finding:
    return all_of(refusals(asked, "notice:ordinary"), _leads(asked, False, asked.policy.file.notice.ordinary))


def important(asked: Asked) -> Finding:
    return all_of(refusals(asked, "notice:important"), _leads(asked, True, asked.policy.file.notice.important))


def versions(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.unreadable_versions:
        return broken(
            f"읽을 수 없거나 바뀐 판이 {seen.unreadable_versions}개 있습니다.",
            f"{seen.unreadable_versions} versions cannot be read, or were changed.",
        )
    return kept(
        f"지금까지의 {seen.versions}판을 모두 다시 읽어 처음과 같은 것을 확인했습니다.",
        f"Every version so far ({seen.versions}) was read again and is as it was.",
    )


_STAYS = (
    "판마다 날짜와 함께 남고, 누구나 읽을 수 있습니다.",
    "Each version stays with its dates, for everybody to read.",
)

MECHANISMS = (
    Mechanism(
        "notice.ordinary",
        "개정은 정한 날수만큼 앞서 공지사항에 알립니다.",
        "A change is announced on the notice board, so many days ahead.",
        ordinary,
        "/office/policy",
    ),
    Mechanism(
        "notice.important",
        "권리가 크게 바뀌는 개정은 더 일찍 알립니다.",
        "A change that matters to people's rights is announced earlier still.",
        important,
        "/office/policy",
    ),
    Mechanism(
        "clauses.important",
        "권리가 크게 바뀌는 개정은 더 일찍 알립니다.",
        "A change that matters to people's rights is announced earlier still.",
        important,
        "/office/policy",
    ),
    Mechanism("version", *_STAYS, versions, "/office/policy"),
    Mechanism("clauses.versions", *_STAYS, versions, "/office/policy"),
    Mechanism("clauses.versions-readable", *_STAYS, versions, "/office/policy"),
)

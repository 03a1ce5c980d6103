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
            f"{ko}보다 늦게 공지한 개정이 {len(late)}건 있습니다(공지 {late[0].number}번은 {late[0].lead}일 전).",
            f"{len(late)} changes were announced less than {en} ahead (notice {late[0].number}: {late[0].lead} days).",
        )
    if not found:
        return idle("공지할 개정이 아직 없습니다.", "There has been no such change to announce yet.")
    least = min(one.lead for one in found)
    return kept(
        f"개정 {len(found)}건을 공지했으며, 모두 시행 {least}일 이상 전에 공지했습니다.",
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
            f"읽을 수 없거나 변경된 버전이 {seen.unreadable_versions}개 있습니다.",
            f"{seen.unreadable_versions} versions cannot be read, or were changed.",
        )
    return kept(
        f"지금까지의 버전 {seen.versions}개를 모두 다시 읽어 변경되지 않은 것을 확인했습니다.",
        f"Versions so far, each read again and unchanged: {seen.versions}.",
    )


MECHANISMS = (
    Mechanism("notice.ordinary", ordinary, "/office/policy", words="ahead.ordinary"),
    Mechanism("notice.important", important, "/office/policy", also=("clauses.important",), words="ahead.important"),
    Mechanism("version", versions, "/office/policy", also=("clauses.versions", "clauses.versions-readable")),
)

"""Section 0: who speaks, for which service, about whom. The file that people read is the file that runs."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, broken, kept


def scope(asked: Asked) -> Finding:
    seen, file = asked.evidence, asked.policy.file
    if not seen.stored:
        return broken(
            "시행 중인 처리방침이 등록된 버전에 없습니다.", "The policy in use is not among the stored versions."
        )
    bare = [who.value for who in file.service.covers if not any(who in one.of for one in file.records.values())]
    rightless = [
        who.value for who in file.service.covers if not any(who.value in one.who for one in file.rights.values())
    ]
    if bare or rightless:
        some = ", ".join(dict.fromkeys((*bare, *rightless)))
        return broken(
            f"처리방침의 적용 대상 가운데 기록이나 권리가 정해지지 않은 대상이 있습니다: {some}.",
            f"The policy covers people for whom it declares no record or no right: {some}.",
        )
    return kept(
        f"시스템에 적용 중인 처리방침은 등록된 버전 {seen.version}과 완전히 일치하며, 적용 대상별로 기록과 권리가 정해져 있습니다.",
        f"The policy in use is identical to stored version {seen.version}, and everyone it covers has records and rights in it.",
    )


MECHANISMS = (Mechanism("service", scope, "/office/policy"),)

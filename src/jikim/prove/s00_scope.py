"""Section 0: who speaks, for which service, about whom. The file that people read is the file that runs."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, broken, kept


def scope(asked: Asked) -> Finding:
    seen, file = asked.evidence, asked.policy.file
    if not seen.stored:
        return broken(
            "시행 중인 방침이 이곳의 판 가운데에 없습니다.",
            "The policy that runs is none of the versions that are kept here.",
        )
    bare = [who.value for who in file.service.covers if not any(who in one.of for one in file.records.values())]
    rightless = [
        who.value for who in file.service.covers if not any(who.value in one.who for one in file.rights.values())
    ]
    if bare or rightless:
        some = ", ".join(dict.fromkeys((*bare, *rightless)))
        return broken(
            f"방침이 다룬다고 한 사람 가운데 기록이나 권리가 없는 쪽이 있습니다: {some}.",
            f"Some of whom the policy says that it is about have no record or no right in it: {some}.",
        )
    return kept(
        f"지금 실행되는 방침은 이곳의 {seen.version}번째 판과 글자 하나까지 같고, 방침이 밝힌 사람마다 기록과 권리가 있습니다.",
        f"What runs now is version {seen.version} of the file, to the letter, and everybody whom it is about has records and rights in it.",
    )


MECHANISMS = (
    Mechanism(
        "service",
        "방침 파일이 곧 실행되는 규칙입니다.",
        "The policy's file is the rule that runs.",
        scope,
        "/office/policy",
    ),
)

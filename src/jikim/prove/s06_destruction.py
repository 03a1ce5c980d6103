"""Section 6: how it is destroyed, and that what rests is apart."""

from __future__ import annotations

from datetime import timedelta

from jikim.prove.evidence import Papers
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

# What the application's role may read by itself: leaves without a person, and signed heads.
READABLE = frozenset({"ledger.leaf", "ledger.checkpoint"})
DAY = timedelta(days=1)


def apart(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.live is None or seen.archive is None or seen.keys is None:
        return unproven("데이터베이스를 살피지 못했습니다.", "The databases could not be looked at.")
    places = [(one.place, one.role) for one in (seen.live, seen.archive, seen.keys)]
    if len(set(places)) < len(places):
        return broken(
            "운영, 보관, 키 가운데 둘이 한 데이터베이스와 한 계정에 있습니다.",
            "Two of live, archive and keys share a database and a role.",
        )
    if bare := sorted({*seen.reads, *seen.changes} - READABLE):
        names = ", ".join(bare[:5])
        return broken(
            f"운영 계정이 표를 바로 읽거나 고칠 수 있습니다: {names}.",
            f"The application's role reads or changes tables by itself: {names}.",
        )
    return all_of(
        ready(
            "운영, 보관, 키가 서로 다른 데이터베이스와 계정에 있고, 운영 계정은 개인정보 표를 바로 읽을 수 없습니다.",
            "Live, archive and keys are databases with roles of their own, and no role reads a table of people's data by itself.",
        ),
        resting(asked),
    )


def resting(asked: Asked) -> Finding:
    return some(
        sum(asked.evidence.rests.values()),
        "분리 보관 중인 기록이 {n}건 있습니다.",
        "In the archive now: {n}.",
        "분리 보관 중인 기록이 아직 없습니다.",
        "Nothing is in the archive yet.",
    )


def unreachable(asked: Asked) -> Finding:
    places = [one for one in (asked.evidence.live, asked.evidence.archive, asked.evidence.keys) if one is not None]
    return all_of(
        refusals(asked, "resting"),
        none_of(
            sum(one.links for one in places),
            "데이터베이스에 다른 서버로 이어지는 길이 {n}개 있습니다.",
            "Links from a database to another server: {n}.",
            ready("데이터베이스 사이에 이어진 길이 없습니다.", "No database is linked to another."),
        ),
        resting(asked),
    )


def placed(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("places", Papers())
    return none_of(
        register.overdue,
        "보관 자리가 적히지 않았거나, 분리 보관한 지 닷새가 지나도록 분리 보관함으로 옮기지 않은 종이 문서가 {n}건 있습니다.",
        "Papers without a place in the register, or not in a separate cabinet five days after their record was archived: {n}.",
        some(
            register.rows,
            "종이 문서 대장에 {n}건이 있고, 모두 보관함이 적혀 있으며, 분리 보관 중인 기록의 문서는 분리 보관함에 있거나 옮길 기한 전입니다.",
            "Papers in the register: {n}, each with its cabinet; those of archived records lie in a separate one, or are about to.",
            "종이 문서 대장은 비어 있습니다.",
            "The register of paper is empty.",
        ),
    )


def shredded(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("shreds", Papers())
    return none_of(
        register.overdue,
        "없앨 날이 닷새 넘게 지난 종이 문서가 {n}건 있습니다.",
        "Papers that should have been shredded or burnt more than five days ago: {n}.",
        some(
            register.rows,
            "지금까지 {n}건을 분쇄하거나 태웠고, 기한을 넘긴 것은 없습니다.",
            "Papers shredded or burnt so far: {n}, none overdue.",
            "없앨 종이 문서가 아직 없었습니다.",
            "No paper had to be destroyed yet.",
        ),
    )


def irrecoverable(asked: Asked) -> Finding:
    seen = asked.evidence
    safeguard = asked.policy.file.safeguards.get("key-rotation")
    every = (
        timedelta(days=safeguard.every.approximate_days())
        if safeguard is not None and safeguard.every is not None
        else DAY
    )
    if seen.waits_since is not None and seen.at - seen.waits_since > every + DAY:
        return broken(
            *asked.dated(
                "파기한 것의 키가 {0}부터 교체를 기다립니다.",
                "Keys of what was destroyed wait to be turned since {0}.",
                seen.waits_since,
            )
        )
    if seen.waits_since is not None:
        # Until the first keys were turned nothing has shown that they are.
        return (kept if seen.epoch is not None else unproven)(
            *asked.dated(
                "{0}부터 파기한 것의 키가 정한 기한 안에 교체됩니다.",
                "Keys of what was destroyed since {0} are turned within their time.",
                seen.waits_since,
            )
        )
    if seen.epoch is None:
        return idle("아직 키를 파기한 것이 없습니다.", "No key has been destroyed yet.")
    return kept(
        *asked.dated(
            "마지막 키 교체 {0}. 그때까지 파기한 것은 백업에서도 읽을 수 없습니다.",
            "Keys last turned on {0}: what was destroyed before is read from no backup.",
            seen.epoch,
        )
    )


def certified(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.forged:
        return broken(
            f"서명이 맞지 않는 파기 증명서가 {seen.forged}장 있습니다.",
            f"The signature of {seen.forged} certificates is wrong.",
        )
    if seen.uncertified:
        return broken(
            f"이틀이 지나도록 증명서가 없는 파기가 {seen.uncertified:,}건 있습니다.",
            f"Destructions that stand in no certificate after two days: {seen.uncertified:,}.",
        )
    ko = f" 방금 있었던 파기 {seen.owed:,}건은 다음 증명서를 기다립니다." if seen.owed else ""
    en = f" Recent destructions that wait for the next certificate: {seen.owed:,}." if seen.owed else ""
    if seen.certified is None and seen.owed:
        return unproven(f"아직 증명서가 없습니다.{ko}", f"There is no certificate yet.{en}")
    if seen.certified is None:
        return idle("아직 파기한 것이 없습니다.", "Nothing was destroyed yet.")
    return kept(
        *asked.dated(
            f"서명을 다시 확인한 파기 증명서 {seen.certificates:,}장, 마지막은 {{0}}.{ko}",
            f"{seen.certificates:,} signed certificates, the newest of them verified again just now, the last of {{0}}.{en}",
            seen.certified,
        )
    )


MECHANISMS = (
    Mechanism(
        "clauses.separate",
        "목적을 다한 기록은 분리된 DB로, 다른 계정과 다른 키로 옮깁니다.",
        "What has met its purpose moves to a separate database, under another role and other keys.",
        apart,
        "/office/calendar",
    ),
    Mechanism(
        "clauses.archive-apart",
        "보관 DB는 운영 쪽에서 이어 볼 수 없고, 법이 정한 목적으로만 엽니다.",
        "The live side reaches nothing of the archive, which opens for its own purposes.",
        unreachable,
    ),
    Mechanism(
        "clauses.archive-use",
        "보관 DB는 운영 쪽에서 이어 볼 수 없고, 법이 정한 목적으로만 엽니다.",
        "The live side reaches nothing of the archive, which opens for its own purposes.",
        unreachable,
    ),
    Mechanism(
        "archive",
        "종이는 잠긴 보관함에 두고 자리를 대장에 적습니다.",
        "Paper lies in its cabinet, whose place stands in a register.",
        placed,
        "/office/cabinet",
    ),
    Mechanism(
        "clauses.paper",
        "기한이 되면 분쇄하거나 태우고, 방법과 날짜를 적습니다.",
        "On its day it is shredded or burnt, with method and date.",
        shredded,
        "/office/cabinet",
    ),
    Mechanism(
        "clauses.electronic",
        "암호키를 파기하고 키 고리를 교체하여 복구할 수 없게 합니다.",
        "The key is destroyed and the key ring turned, so that nothing can be brought back.",
        irrecoverable,
        "/office/jobs",
    ),
    Mechanism(
        "clauses.irrecoverable",
        "암호키를 파기하고 키 고리를 교체하여 복구할 수 없게 합니다.",
        "The key is destroyed and the key ring turned, so that nothing can be brought back.",
        irrecoverable,
        "/office/jobs",
    ),
    Mechanism(
        "safeguards.key-rotation",
        "파기한 정보의 키가 남지 않도록 키 고리를 교체합니다.",
        "The key ring is turned, so that no key of what was destroyed remains.",
        irrecoverable,
        "/office/jobs",
    ),
    Mechanism(
        "clauses.certificate",
        "파기할 때마다 서명한 증명서를 만듭니다.",
        "Each destruction makes a signed certificate.",
        certified,
        "/office/destruction",
    ),
)

"""Section 6: how it is destroyed, and that what rests is apart."""

from __future__ import annotations

from datetime import timedelta

from jikim.prove.evidence import DatabaseAccess, Evidence, Papers
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
from jikim.systems.canaries import label_of

DAY = timedelta(days=1)


def _places(seen: Evidence) -> list[DatabaseAccess]:
    """Where the application is in each database that was looked at."""
    return [one for one in (seen.live, seen.archive, seen.keys, seen.ledger) if one is not None]


def apart(asked: Asked) -> Finding:
    seen = asked.evidence
    places = [(one.place, one.role) for one in _places(seen)]
    if len(places) < 4:
        return unproven("데이터베이스를 점검하지 못했습니다.", "The databases could not be checked.")
    if len(set(places)) < len(places):
        return broken(
            "운영, 분리 보관, 암호키, 원장 가운데 둘 이상이 같은 데이터베이스와 계정을 사용합니다.",
            "Two of the live, archive, key and ledger databases share a database and an account.",
        )
    if bare := sorted({*seen.reads, *seen.changes}):
        names = ", ".join(bare[:5])
        return broken(
            f"운영 계정이 테이블을 직접 조회하거나 수정할 수 있습니다: {names}.",
            f"The application’s account can read or change tables directly: {names}.",
        )
    return all_of(
        ready(
            "운영, 분리 보관, 암호키, 원장이 서로 다른 데이터베이스와 계정으로 분리되어 있으며, 운영 계정은 개인정보 테이블을 직접 조회할 수 없습니다.",
            "Live, archive, keys and the ledger are separate databases with accounts of their own, and the live account cannot read tables of personal data.",
        ),
        resting(asked),
    )


def resting(asked: Asked) -> Finding:
    return some(asked, "resting", asked.happened("record:archive"))


def unreachable(asked: Asked) -> Finding:
    places = _places(asked.evidence)
    return all_of(
        refusals(asked, "resting"),
        none_of(
            "unreachable",
            sum(one.links for one in places),
            ready("데이터베이스 사이에 연결이 없습니다.", "No database is linked to another."),
        ),
        resting(asked),
    )


def placed(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("places", Papers())
    return none_of("placed", register.overdue, some(asked, "placed", asked.happened("paper:enter")))


def shredded(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("shreds", Papers())
    return none_of("shredded", register.overdue, some(asked, "shredded", asked.happened("paper:destroy")))


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
                "파기한 정보의 암호키가 {0}부터 교체 대기 중입니다.",
                "Keys of data destroyed since {0} are waiting to be replaced.",
                seen.waits_since,
            )
        )
    if seen.waits_since is not None:
        # Until the first keys were turned nothing has shown that they are.
        return (kept if seen.epoch is not None else unproven)(
            *asked.dated(
                "{0}부터 파기한 정보의 암호키는 정한 기한 안에 교체됩니다.",
                "Keys of data destroyed since {0} will be replaced in time.",
                seen.waits_since,
            )
        )
    if seen.epoch is None:
        return idle("파기한 암호키가 아직 없습니다.", "No key has been destroyed yet.")
    return kept(
        *asked.dated(
            "마지막 키 교체 {0}. 그때까지 파기한 정보는 이 시스템의 어떤 백업에서도 읽을 수 없습니다.",
            "Keys last replaced on {0}: data destroyed here before then cannot be read from any backup of this system.",
            seen.epoch,
        )
    )


def certified(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.forged:
        return broken(
            f"전자서명이 일치하지 않는 파기 증명서가 {seen.forged}건 있습니다.",
            f"Certificates of destruction with an invalid signature: {seen.forged}.",
        )
    if seen.uncertified:
        return broken(
            f"2일이 지나도록 증명서가 발급되지 않은 파기가 {seen.uncertified:,}건 있습니다.",
            f"Destructions without a certificate after two days: {seen.uncertified:,}.",
        )
    ko = f" 최근 파기한 {seen.owed:,}건은 다음 증명서에 포함됩니다." if seen.owed else ""
    en = f" Recent destructions that wait for the next certificate: {seen.owed:,}." if seen.owed else ""
    if seen.certified is None and seen.owed:
        return unproven(f"발급된 증명서가 아직 없습니다.{ko}", f"There is no certificate yet.{en}")
    if seen.certified is None:
        return idle("아직 파기한 것이 없습니다.", "Nothing has been destroyed yet.")
    return kept(
        *asked.dated(
            f"파기 증명서 {seen.certificates:,}건의 전자서명을 다시 확인했습니다. 마지막 발급 {{0}}.{ko}",
            f"{seen.certificates:,} signed certificates, the newest of them verified again just now, the last of {{0}}.{en}",
            seen.certified,
        )
    )


def copies(asked: Asked) -> Finding:
    """The company's own systems: each says, signed and in time, that it has done what it was told."""
    seen = [asked.evidence.copies[name] for name in asked.names if name in asked.evidence.copies]
    told, over = sum(one.told for one in seen), sum(one.broken for one in seen)
    canaries = {name: one for name, one in asked.evidence.looked.items() if name in asked.names}
    if still := [label_of(asked.policy, name) for name, one in canaries.items() if one.found]:
        return broken(
            f"파기한 점검용 인물이 남아 있는 사내 시스템: {', '.join(ko for ko, _ in still)}.",
            f"The company’s own systems that still have a canary which is gone: {', '.join(en for _, en in still)}.",
        )
    clear, quiet = sum(one.asked for one in canaries.values()), sum(one.silent for one in canaries.values())
    if over:
        return broken(
            f"사내 시스템이 정한 기한의 두 배가 지나도록 처리했다고 답하지 않은 것이 {over:,}건 있습니다.",
            f"Messages that the company’s own systems have not answered in twice their time: {over:,}.",
        )
    if behind := sum(one.late for one in seen):
        return late(
            f"사내 시스템이 정한 기한 안에 처리했다고 답하지 않은 것이 {behind:,}건 있습니다.",
            f"Messages that the company’s own systems have not answered in time: {behind:,}.",
        )
    if bare := sum(name in asked.evidence.unreached for name in asked.names):
        return unproven(
            f"알릴 주소가 설정되지 않은 사내 시스템이 {bare}곳 있습니다.",
            f"Systems of the company’s own that no endpoint reaches: {bare}.",
        )
    return counted(
        asked,
        told,
        "사내 시스템에 {n}건을 알렸으며, 기한을 넘긴 것은 없습니다."
        + (f" 파기 점검용 인물 {clear:,}명을 조회했으나 남아 있지 않았습니다." if clear else "")
        + (f" 기한이 지난 뒤 메일이 오지 않는 점검용 인물이 {quiet:,}명 있습니다." if quiet else ""),
        "Messages to the company’s own systems so far: {n}; no answer is overdue."
        + (f" Canaries asked for, and not found: {clear:,}." if clear else "")
        + (f" Canaries to whom no mail comes any more: {quiet:,}." if quiet else ""),
        "사내 시스템에 알릴 것이 아직 없습니다.",
        "Nothing has had to be told to the company’s own systems yet.",
    )


MECHANISMS = (
    Mechanism("systems", copies, "/office/systems"),
    Mechanism("clauses.separate", apart, "/office/calendar"),
    Mechanism("clauses.archive-apart", unreachable, also=("clauses.archive-use",)),
    Mechanism("archive", placed, "/office/cabinet", words="archive.cabinet"),
    Mechanism("clauses.paper", shredded, "/office/cabinet"),
    Mechanism("clauses.electronic", irrecoverable, "/office/jobs", also=("clauses.irrecoverable",)),
    Mechanism("safeguards.key-rotation", irrecoverable, "/office/jobs"),
    Mechanism("clauses.certificate", certified, "/office/destruction"),
)

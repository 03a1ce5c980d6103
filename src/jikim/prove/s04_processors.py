"""Section 4: who processes for us, with what, until when, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable

from jikim.policy.model import Language, PolicyFile
from jikim.policy.render.voice import Voice
from jikim.prove.evidence import Contract, Told
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    counted,
    kept,
    none_of,
    refusals,
    some,
    unproven,
)
from jikim.prove.s03_provision import arrived, compared


def processors(asked: Asked) -> Finding:
    seen = asked.evidence
    names = [f"processor:{name}" for name in asked.names]
    sent = [seen.given[name] for name in names if name in seen.given]
    against = compared(sent)
    told = [seen.deleted.get(name, Told(0, 0)) for name in names]
    beyond = sum(one.beyond for one in sent)
    deleted = asked.happened("record:delete-receipt", to=asked.names)
    waits = sum(one.waiting for one in told)
    only_asked = waits and not deleted.many
    deletions = some(asked, "processors.waiting", waits) if only_asked else some(asked, "processors.late", deleted)
    return all_of(
        refusals(asked, *names),
        none_of(
            "processors.beyond",
            beyond,
            counted(
                asked,
                asked.happened("record:entrust", to=asked.names),
                "지금까지 위탁한 것은 {n}건입니다." + against[0],
                "Transfers to processors so far: {n}." + against[1],
                "아직 위탁한 것이 없습니다.",
                "Nothing has been sent to this processor yet.",
            ),
        )
        if all(one.versions for one in sent)
        else unproven(
            "읽을 수 없는 버전이 있어 제공한 항목을 대조하지 못했습니다.",
            "A version cannot be read, so the items disclosed could not be compared.",
        ),
        none_of("processors.late", sum(one.late for one in told), deletions),
        *arrived(asked, names),
    )


def _listed(file: PolicyFile, names: Iterable[str], language: Language) -> str:
    """Processors by the names that the policy gives them."""
    voice = Voice(file, language)
    return ", ".join(voice.text(file.processors[name].label) for name in names)


def contracts(asked: Asked) -> Finding:
    """Contracts and inspections, as the register of processors has them."""
    seen, file = asked.evidence, asked.policy.file
    names = [name for name in asked.names if name in file.processors] or list(file.processors)
    found = {name: seen.contracts.get(name, Contract(("signed",))) for name in names}
    over = [name for name, one in found.items() if "ended" in one.against]
    late = [name for name, one in found.items() if "inspection" in one.against]
    lacking = [name for name, one in found.items() if one.lacking]
    if over or late:
        said = [
            f"계약이 종료된 곳: {_listed(file, over, 'ko')}." if over else "",
            f"점검 기한이 지난 곳: {_listed(file, late, 'ko')}." if late else "",
        ]
        told = [
            f"The contract has ended: {_listed(file, over, 'en')}." if over else "",
            f"Inspection overdue: {_listed(file, late, 'en')}." if late else "",
        ]
        return broken(" ".join(filter(None, said)), " ".join(filter(None, told)))
    if lacking:
        return unproven(
            f"계약이 대장에 모두 등록되지 않은 곳이 {len(lacking)}곳입니다: {_listed(file, lacking, 'ko')}.",
            f"The contract is not yet fully registered: {_listed(file, lacking, 'en')}.",
        )
    until = min((one.next for one in found.values() if one.next is not None and one.next >= seen.today), default=None)
    ko, en = (
        asked.dated(" 다음 점검은 {0}까지입니다.", " The next inspection is due by {0}.", until)
        if until is not None
        else ("", "")
    )
    return kept(
        f"수탁자 {len(names)}곳의 계약이 대장에 등록되어 있으며, 기한이 지난 점검은 없습니다.{ko}",
        f"The contracts of all {len(names)} processors are in the register, and no inspection is overdue.{en}",
    )


MECHANISMS = (
    Mechanism("processors", processors, "/office/processors"),
    Mechanism("contracts", contracts, "/office/processors", also=("clauses.entrust",)),
)

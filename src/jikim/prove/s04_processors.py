"""Section 4: who processes for us, with what, until when, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterable

from jikim.policy.model import Language, PolicyFile
from jikim.policy.render.voice import Voice
from jikim.prove.evidence import Contract, Told
from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, broken, kept, none_of, refusals, some, unproven
from jikim.prove.s03_provision import arrived, compared


def processors(asked: Asked) -> Finding:
    seen = asked.evidence
    names = [f"processor:{name}" for name in asked.names]
    sent = [seen.given[name] for name in names if name in seen.given]
    against = compared(sent)
    told = [seen.deleted.get(name, Told(0, 0, 0)) for name in names]
    beyond = sum(one.beyond for one in sent)
    given, asked_for = sum(one.given for one in sent), sum(one.messages for one in told)
    return all_of(
        refusals(asked, *names),
        none_of(
            beyond,
            "위탁 업무에 필요하지 않은 항목 {n}개를 전달한 적이 있습니다.",
            "Items sent although the task does not need them: {n}.",
            some(
                given,
                "지금까지 {n}건을 위탁했습니다." + against[0],
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
        none_of(
            sum(one.late for one in told),
            "삭제를 요청하고 5일이 지나도록 확인받지 못한 것이 {n}건 있습니다.",
            "Deletion requests unconfirmed after five days: {n}.",
            some(
                asked_for,
                "삭제를 요청한 것은 {n}건이며, 기한을 넘긴 것은 없습니다.",
                "Deletion requests so far: {n}; none is overdue.",
                "삭제를 요청할 것이 아직 없습니다.",
                "No deletion has had to be requested yet.",
            ),
        ),
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
    Mechanism(
        "processors",
        "위탁 업무에 필요한 항목만 전자서명하여 전달하고, 종료되면 삭제를 요청하여 확인을 받습니다.",
        "Only what the task needs is sent, signed; when the task ends, deletion is requested and confirmed.",
        processors,
        "/office/processors",
    ),
    Mechanism(
        "contracts",
        "계약과 점검을 대장으로 관리하고, 점검 기한이 지나면 알립니다.",
        "Contracts and inspections are kept in a register that reports overdue inspections.",
        contracts,
        "/office/processors",
        also=("clauses.entrust",),
    ),
)

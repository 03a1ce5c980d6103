"""Section 4: who processes for us, with what, until when, and what was agreed."""

from __future__ import annotations

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
            "맡긴 일에 필요하지 않은 항목 {n}가지가 나간 적이 있습니다.",
            "Items that have left although the task does not need them: {n}.",
            some(
                given,
                "지금까지 {n}건을 맡겼습니다." + against[0],
                "Records entrusted so far: {n}." + against[1],
                "아직 맡긴 것이 없습니다.",
                "Nothing was entrusted yet.",
            ),
        )
        if all(one.versions for one in sent)
        else unproven(
            "읽히지 않는 판이 있어, 나간 항목을 견주지 못했습니다.",
            "A version cannot be read, so the items that have left could not be compared.",
        ),
        none_of(
            sum(one.late for one in told),
            "지우라고 한 뒤 닷새가 지나도록 확인이 오지 않은 것이 {n}건 있습니다.",
            "Deletions that nobody has confirmed five days after they were asked for: {n}.",
            some(
                asked_for,
                "지우라고 한 것은 {n}건이고, 기한을 넘긴 것은 없습니다.",
                "Deletions asked for so far: {n}, none overdue.",
                "지우라고 할 것이 아직 없었습니다.",
                "There was nothing yet that it had to be told to delete.",
            ),
        ),
        *arrived(asked, names),
    )


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
            f"계약이 끝난 곳: {', '.join(over)}." if over else "",
            f"점검 기한이 지난 곳: {', '.join(late)}." if late else "",
        ]
        told = [
            f"The contract has run out: {', '.join(over)}." if over else "",
            f"Inspection overdue: {', '.join(late)}." if late else "",
        ]
        return broken(" ".join(filter(None, said)), " ".join(filter(None, told)))
    if lacking:
        return unproven(
            f"계약이 아직 대장에 다 적히지 않은 곳이 {len(lacking)}곳입니다: {', '.join(lacking)}.",
            f"The register does not hold the whole contract yet: {', '.join(lacking)}.",
        )
    until = min((one.next for one in found.values() if one.next is not None), default=None)
    ko, en = (
        asked.dated(" 다음 점검은 {0}까지입니다.", " The next inspection is due by {0}.", until)
        if until is not None
        else ("", "")
    )
    return kept(
        f"수탁자 {len(names)}곳의 계약이 대장에 있고, 기한이 지난 점검은 없습니다.{ko}",
        f"The contracts of all {len(names)} processors are in the register, and no inspection is overdue.{en}",
    )


MECHANISMS = (
    Mechanism(
        "processors",
        "맡긴 일에 필요한 항목만 서명하여 보내고, 끝나면 지우게 하고 확인을 받습니다.",
        "Only what the task needs is sent, signed; at the end it is told to delete, and its confirmation awaited.",
        processors,
        "/office/processors",
    ),
    Mechanism(
        "contracts",
        "계약과 점검을 대장에 두고, 점검할 날이 지나면 알립니다.",
        "Contracts and inspections stand in a register, which says when one is overdue.",
        contracts,
        "/office/processors",
    ),
    Mechanism(
        "clauses.entrust",
        "계약과 점검을 대장에 두고, 점검할 날이 지나면 알립니다.",
        "Contracts and inspections stand in a register, which says when one is overdue.",
        contracts,
        "/office/processors",
    ),
)

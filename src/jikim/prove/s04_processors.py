"""Section 4: who processes for us, with what, until when, and what was agreed."""

from __future__ import annotations

from datetime import date

from jikim.policy.model import Contract as Agreed
from jikim.policy.period import due
from jikim.prove.evidence import Contract, Told
from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, broken, kept, none_of, refusals, some, unproven

NONE = Contract(None, None, None, None, False)


def processors(asked: Asked) -> Finding:
    seen = asked.evidence
    names = [f"processor:{name}" for name in asked.names]
    told = [seen.deleted.get(name, Told(0, 0, 0)) for name in names]
    beyond = sum(seen.given[name].beyond for name in names if name in seen.given)
    given, asked_for = (
        sum(seen.given[name].given for name in names if name in seen.given),
        sum(one.messages for one in told),
    )
    return all_of(
        refusals(asked, *names),
        none_of(
            beyond,
            "맡긴 일에 필요하지 않은 항목 {n}가지가 나간 적이 있습니다.",
            "{n} items that the task does not need have left.",
            *some(
                given,
                "지금까지 {n}건을 맡겼습니다.",
                "{n} records were entrusted so far.",
                "아직 맡긴 것이 없습니다.",
                "Nothing was entrusted yet.",
            ),
        ),
        none_of(
            sum(one.late for one in told),
            "지우라고 한 뒤 닷새가 지나도록 확인이 오지 않은 것이 {n}건 있습니다.",
            "{n} deletions are unconfirmed five days after they were asked for.",
            *some(
                asked_for,
                "지우라고 한 것은 {n}건이고, 기한을 넘긴 것은 없습니다.",
                "It was told to delete {n} times, and none is overdue.",
                "지우라고 할 것이 아직 없었습니다.",
                "There was nothing yet that it had to be told to delete.",
            ),
        ),
    )


def contracts(asked: Asked) -> Finding:
    """Contracts and inspections: the register of the office, or what the policy file states of them."""
    seen, file = asked.evidence, asked.policy.file
    lacking, over, late = [], [], []
    names = [name for name in asked.names if name in file.processors] or list(file.processors)
    for name in names:
        agreed, paper = file.processors[name].contract or Agreed(), seen.contracts.get(f"processor:{name}", NONE)
        if paper.over:
            continue
        signed, ends = paper.signed or agreed.signed, paper.ends or agreed.ends
        if signed is None:
            lacking.append(name)
        if ends is not None and ends < seen.today:
            over.append(name)
        if (until := _inspection(agreed, paper, signed or seen.began)) is not None and until < seen.today:
            late.append(name)
    if over or late:
        said = [
            f"계약이 끝난 곳: {', '.join(over)}." if over else "",
            f"점검 기한이 지난 곳: {', '.join(late)}." if late else "",
        ]
        told = [
            f"The contract is over: {', '.join(over)}." if over else "",
            f"Inspection overdue: {', '.join(late)}." if late else "",
        ]
        return broken(" ".join(filter(None, said)), " ".join(filter(None, told)))
    if lacking:
        return unproven(
            f"계약한 날이 아직 대장에 없는 곳이 {len(lacking)}곳입니다: {', '.join(lacking)}.",
            f"The register does not hold the contract of {len(lacking)} yet: {', '.join(lacking)}.",
        )
    return kept(
        f"수탁사 {len(names)}곳의 계약이 대장에 있고, 기한이 지난 점검은 없습니다.",
        f"The contracts of {len(names)} processors are in the register, and no inspection is overdue.",
    )


def _inspection(agreed: Agreed, paper: Contract, since: date | None) -> date | None:
    """By when the next inspection is due."""
    if paper.due is not None:
        return paper.due
    if agreed.inspect_every is None or (start := paper.inspected or since) is None:
        return None
    return due(start, agreed.inspect_every)


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

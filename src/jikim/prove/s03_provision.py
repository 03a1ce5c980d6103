"""Section 3: to whom. Nobody but declared recipients, on the ground that is declared."""

from __future__ import annotations

from jikim.prove.evidence import Given, Papers
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    counted,
    late,
    none_of,
    ready,
    refusals,
    some,
    unproven,
)

DECIDED = ("demand:approved", "demand:refused")  # events of a demand that an officer decided


def compared(given: list[Given]) -> tuple[str, str]:
    """Where several versions were in force: what items were judged by, and what that leaves open. Nothing where there
    was one."""
    versions = max((one.versions for one in given), default=1)
    if versions < 2:
        return "", ""
    return (
        f" 항목은 제공 당시까지 시행된 버전({versions}개)의 공개 항목과 대조했습니다. 정보주체별로 적용된 버전은 원장에 기록되어 있습니다.",
        f" Items were compared with what the versions in force by then declare ({versions} versions); which of them served whom is in the ledger.",
    )


def _left(asked: Asked, *, consented: bool = False) -> Finding:
    """What left to these recipients: no more items than declared; and where a consent is the ground, none without."""
    given = [
        asked.evidence.given[f"recipient:{name}"] for name in asked.names if f"recipient:{name}" in asked.evidence.given
    ]
    if any(one.versions == 0 for one in given):
        return unproven(
            "읽을 수 없는 버전이 있어 제공한 항목을 대조하지 못했습니다.",
            "A version cannot be read, so the items disclosed could not be compared.",
        )
    if beyond := sum(one.beyond for one in given):
        return broken(
            f"공개하지 않은 항목 {beyond}개를 제공한 적이 있습니다.",
            f"{beyond} items that are not declared for it have left.",
        )
    if consented and (bare := sum(one.bare for one in given)):
        return broken(f"동의 없이 제공한 것이 {bare:,}건 있습니다.", f"{bare:,} provisions left without a consent.")
    against = compared(given)
    left = counted(
        asked,
        asked.happened("record:provide", to=asked.names),
        "지금까지 제공한 것은 {n}건입니다." + against[0],
        "Disclosures so far: {n}." + against[1],
        "아직 제공한 것이 없습니다.",
        "Nothing has been disclosed yet.",
    )
    return all_of(left, *arrived(asked, [f"recipient:{name}" for name in asked.names]))


def arrived(asked: Asked, names: list[str]) -> list[Finding]:
    """What these receivers were to get five days ago and more, and have not confirmed: it waits for somebody, or for
    them."""
    many = sum(asked.evidence.handed[name].late for name in names if name in asked.evidence.handed)
    if not many:
        return []
    return [
        late(
            f"전송 예정일부터 5일이 지나도록 수신 확인이 없는 것이 {asked.number(many, '건', 'ko')} 있습니다.",
            f"Not confirmed by the recipient five days after they were due: {asked.number(many, '', 'en')}.",
        )
    ]


def recipients(asked: Asked) -> Finding:
    return all_of(refusals(asked, *(f"recipient:{name}" for name in asked.names)), _left(asked))


def consented(asked: Asked) -> Finding:
    return all_of(refusals(asked, *(f"recipient:{name}" for name in asked.names)), _left(asked, consented=True))


def undecided(asked: Asked, register: Papers) -> tuple[str, str]:
    """What waits for another person's decision, said after what was decided. Nothing where nothing waits."""
    if not register.open:
        return "", ""
    ko, en = asked.number(register.open, "건", "ko"), asked.number(register.open, "", "en")
    return f" 결정을 기다리는 것이 {ko} 있습니다.", f" Waiting for a decision: {en}."


def by_law(asked: Asked) -> Finding:
    """INVARIANT: whoever is outside reads nothing that a demand changes which may not be told of, neither a number nor
    that there was none."""
    if asked.outside:
        untold = ready(
            "기관 요구의 건수는 법령이 공개를 금지한 요구가 있을 수 있어 공개하지 않습니다. 통지할 수 있는 요구는 당사자가 본인의 화면에서 확인할 수 있습니다.",
            "How many demands there were is not published: the law may forbid telling of one. "
            "Those that may be told are on the pages of the people concerned.",
        )
        told = asked.evidence.papers.get("demands.told", Papers())
        refused = refusals(asked, *(f"recipient:{name}" for name in asked.names))
        return all_of(refused, none_of("by_law", told.overdue, untold))
    register = asked.evidence.papers.get("demands", Papers())
    ko, en = undecided(asked, register)
    return all_of(
        recipients(asked),
        none_of(
            "by_law",
            register.overdue,
            counted(
                asked,
                asked.happened(*DECIDED),
                "지금까지 결정한 기관 요구는 {n}건이고, 작성자가 아닌 보호책임자의 결정이나 사후 확인 없이 기한을 넘긴 것은 없습니다."
                + ko,
                "Demands by authorities decided so far: {n}, none beyond its time without a second officer." + en,
                "결정한 기관 요구가 아직 없습니다." + ko,
                "No demand by an authority has been decided yet." + en,
            ),
        ),
    )


def released(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("releases", Papers())
    ko, en = undecided(asked, register)
    return all_of(
        recipients(asked),
        none_of(
            "released",
            register.overdue,
            counted(
                asked,
                asked.happened("release:released"),
                "지금까지 통계·가명정보 제공은 {n}건이고 모두 승인되었으며, 목적이 종료되면 개인을 다시 식별할 수 없게 처리합니다."
                + ko,
                "Releases of statistics or pseudonymised data: {n}; each was approved and ends with its purpose." + en,
                "통계·가명정보를 제공한 내역이 없습니다." + ko,
                "No statistics or pseudonymised data have been released yet." + en,
            ),
        ),
    )


def nobody_else(asked: Asked) -> Finding:
    strange = sum(one.given for one in asked.evidence.given.values() if one.undeclared)
    recipients = asked.policy.file.recipients
    told = asked.happened("record:provide", "record:entrust")
    if asked.outside:
        # What leaves on a demand by law is told nobody outside, neither alone nor in a sum.
        by_law = [name for name, one in recipients.items() if one.under == "law"]
        demanded = asked.happened("record:provide", to=by_law).years
        told = told._replace(
            years={year: n for year, many in told.years.items() if (n := many - demanded.get(year, 0))}
        )
    return all_of(refusals(asked, "nobody"), none_of("nobody_else", strange, some(asked, "nobody_else", told)))


def asked_first(asked: Asked) -> Finding:
    bare = sum(
        given.bare
        for name, one in asked.policy.file.recipients.items()
        if one.under == "consent"
        and (given := asked.evidence.given.get(f"recipient:{name}")) is not None
        and name in asked.names
    )
    refused = refusals(asked, *(f"recipient:{name}" for name in asked.policy.file.recipients if name in asked.names))
    asking = none_of("asked_first", bare, some(asked, "asked_first", asked.happened("consent:ask")))
    return asking if refused.state == "unproven" else all_of(refused, asking)


MECHANISMS = (
    Mechanism("recipients", recipients, "/office/disclosures"),
    Mechanism("recipients.consent", consented, "/office/disclosures", words="recipient.consent"),
    Mechanism("recipients.law", by_law, "/office/disclosures", words="recipient.law"),
    Mechanism("recipients.statistics", released, "/office/disclosures", words="recipient.statistics"),
    Mechanism("clauses.provide-default", nobody_else, "/office/disclosures", also=("clauses.no-recipient",)),
    Mechanism("clauses.new-consent", asked_first, "/office/disclosures"),
)

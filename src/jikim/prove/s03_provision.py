"""Section 3: to whom. Nobody but declared recipients, on the ground that is declared."""

from __future__ import annotations

from jikim.prove.evidence import Given, Papers
from jikim.prove.mechanism import Asked, Finding, Mechanism, all_of, broken, late, none_of, refusals, some, unproven


def compared(given: list[Given]) -> tuple[str, str]:
    """Where several versions were in force: what items were judged by, and what that leaves open. Nothing where there
    was one."""
    versions = max((one.versions for one in given), default=1)
    if versions < 2:
        return "", ""
    return (
        f" 항목은 나간 때까지 시행된 판이 밝힌 것과 견주었습니다(판 {versions}개). 그 가운데 누구에게 어느 판이 적용되었는지는 원장에 있습니다.",
        f" Items were compared with what the versions in force by then declare ({versions} versions); which of them served whom is in the ledger.",
    )


def _left(asked: Asked, *, consented: bool = False) -> Finding:
    """What left to these recipients: no more items than declared; and where a consent is the ground, none without."""
    given = [
        asked.evidence.given[f"recipient:{name}"] for name in asked.names if f"recipient:{name}" in asked.evidence.given
    ]
    many = sum(one.given for one in given)
    if any(one.versions == 0 for one in given):
        return unproven(
            "읽히지 않는 판이 있어, 나간 항목을 견주지 못했습니다.",
            "A version cannot be read, so the items that have left could not be compared.",
        )
    if beyond := sum(one.beyond for one in given):
        return broken(
            f"밝히지 않은 항목 {beyond}가지가 나간 적이 있습니다.",
            f"{beyond} items that are not declared for it have left.",
        )
    if consented and (bare := sum(one.bare for one in given)):
        return broken(f"동의 없이 나간 것이 {bare:,}건 있습니다.", f"{bare:,} provisions left without a consent.")
    against = compared(given)
    left = some(
        many,
        "지금까지 {n}건이 나갔습니다." + against[0],
        "Provisions that have left so far: {n}." + against[1],
        "아직 나간 것이 없습니다.",
        "Nothing has left yet.",
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
            f"보내기로 한 지 닷새가 지나도록 받았다는 확인이 없는 것이 {many:,}건 있습니다.",
            f"To be handed over, and not confirmed by its receiver after five days: {many:,}.",
        )
    ]


def recipients(asked: Asked) -> Finding:
    return all_of(refusals(asked, *(f"recipient:{name}" for name in asked.names)), _left(asked))


def consented(asked: Asked) -> Finding:
    return all_of(refusals(asked, *(f"recipient:{name}" for name in asked.names)), _left(asked, consented=True))


def undecided(register: Papers) -> tuple[str, str]:
    """What waits for another person's decision, said after what was decided. Nothing where nothing waits."""
    if not register.open:
        return "", ""
    return f" 결정을 기다리는 것이 {register.open:,}건 있습니다.", f" Waiting for a decision: {register.open:,}."


def by_law(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("demands", Papers())
    ko, en = undecided(register)
    return all_of(
        recipients(asked),
        none_of(
            register.overdue,
            "책임자 한 사람의 승인을 거치지 않은 제공 요구가 {n}건 있습니다.",
            "Demands that were decided without a second person: {n}.",
            some(
                register.rows - register.open,
                "수사기관 제공대장에서 결정한 요구 {n}건은 모두 준비한 사람이 아닌 책임자가 결정했습니다." + ko,
                "Demands decided so far: {n}, each by another than who prepared it." + en,
                "수사기관 제공대장에 결정한 요구가 아직 없습니다." + ko,
                "No demand in the register has been decided yet." + en,
            ),
        ),
    )


def released(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("releases", Papers())
    ko, en = undecided(register)
    return all_of(
        recipients(asked),
        none_of(
            register.overdue,
            "승인이 없거나 목적이 끝난 통계·가명 제공이 {n}건 있습니다.",
            "Releases without a second person's approval, or beyond their purpose: {n}.",
            some(
                register.rows - register.open,
                "통계·가명 제공 {n}건은 모두 승인되었고 목적이 끝나면 되돌릴 수 없게 됩니다." + ko,
                "Releases of counts or pseudonymised rows: {n}, each approved, and over with its purpose." + en,
                "통계·가명 제공은 아직 없었습니다." + ko,
                "Nothing was released yet as counts or pseudonymised." + en,
            ),
        ),
    )


def nobody_else(asked: Asked) -> Finding:
    strange = sum(one.given for one in asked.evidence.given.values() if one.undeclared)
    return all_of(
        refusals(asked, "nobody"),
        none_of(
            strange,
            "밝힌 적이 없는 곳으로 나간 것이 {n}건 있습니다.",
            "Provisions to somebody whom no version declares: {n}.",
            some(
                sum(one.given for one in asked.evidence.given.values()),
                "지금까지 나간 {n}건 가운데 밝히지 않은 곳으로 나간 것은 없습니다.",
                "Of {n} that have left so far, none went to anybody who is not declared.",
                "아직 아무 데로도 나간 것이 없습니다.",
                "Nothing has left to anybody yet.",
            ),
        ),
    )


def asked_first(asked: Asked) -> Finding:
    register = asked.evidence.papers.get("asks", Papers())
    bare = sum(
        given.bare
        for name, one in asked.policy.file.recipients.items()
        if one.under == "consent"
        and (given := asked.evidence.given.get(f"recipient:{name}")) is not None
        and name in asked.names
    )
    refused = refusals(asked, *(f"recipient:{name}" for name in asked.policy.file.recipients if name in asked.names))
    asking = none_of(
        bare,
        "답을 기다리지 않고 나간 것이 {n}건 있습니다.",
        "Provisions that left without waiting for the answer: {n}.",
        some(
            register.rows,
            "새 동의를 물은 것은 {n}차례이고, 답하기 전에는 나가지 않습니다.",
            "New consents requested so far: {n}; nothing is disclosed before the answer.",
            "새 동의를 물은 적이 아직 없습니다.",
            "No new consent was asked for yet.",
        ),
    )
    return asking if refused.state == "unproven" else all_of(refused, asking)


MECHANISMS = (
    Mechanism(
        "recipients",
        "공개한 제공받는 자에게 공개한 항목만 제공합니다.",
        "Declared recipients get declared items, and nothing else.",
        recipients,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.consent",
        "제공받는 자, 목적, 항목에 대한 동의가 있어야 제공합니다.",
        "It takes a live consent for that recipient, purpose and items.",
        consented,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.law",
        "기관, 법 조항, 문서와 책임자의 승인이 모두 있어야만 나갑니다.",
        "It takes the authority, the statute, the document and an officer's approval.",
        by_law,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.statistics",
        "누구인지 알 수 없게 묶거나 가명으로만 나갑니다.",
        "It leaves as counts or pseudonymised alone.",
        released,
        "/office/disclosures",
    ),
    Mechanism(
        "clauses.provide-default",
        "제공은 막혀 있는 것이 기본입니다.",
        "Provision is denied by default.",
        nobody_else,
        "/office/disclosures",
    ),
    Mechanism(
        "clauses.no-recipient",
        "제공은 막혀 있는 것이 기본입니다.",
        "Provision is denied by default.",
        nobody_else,
        "/office/disclosures",
    ),
    Mechanism(
        "clauses.new-consent",
        "새 동의를 묻고, 답이 있기 전에는 아무것도 내보내지 않습니다.",
        "A new consent is requested, and nothing is disclosed before the answer.",
        asked_first,
        "/office/disclosures",
    ),
)

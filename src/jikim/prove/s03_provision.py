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
        f" 항목은 제공 당시까지 시행된 버전({versions}개)의 공개 항목과 대조했습니다. 정보주체별로 적용된 버전은 원장에 기록되어 있습니다.",
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
    left = some(
        many,
        "지금까지 {n}건을 제공했습니다." + against[0],
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
            f"전송 예정일부터 5일이 지나도록 수신 확인이 없는 것이 {many:,}건 있습니다.",
            f"Not confirmed by the recipient five days after they were due: {many:,}.",
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
            "보호책임자의 승인을 거치지 않은 기관 요구가 {n}건 있습니다.",
            "Demands by authorities decided without a second officer: {n}.",
            some(
                register.rows - register.open,
                "결정한 기관 요구는 {n}건이고, 작성자가 아닌 보호책임자의 결정이나 사후 확인 없이 기한을 넘긴 것은 없습니다."
                + ko,
                "Demands by authorities decided so far: {n}, none beyond its time without a second officer." + en,
                "결정한 기관 요구가 아직 없습니다." + ko,
                "No demand by an authority has been decided yet." + en,
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
            "필요한 승인이 없거나 목적이 종료된 통계·가명정보 제공이 {n}건 있습니다.",
            "Releases of statistics or pseudonymised data without the approval that they need, or past their purpose: {n}.",
            some(
                register.rows - register.open,
                "통계·가명정보 제공 {n}건은 모두 승인되었으며, 목적이 종료되면 개인을 다시 식별할 수 없게 처리합니다."
                + ko,
                "Releases of statistics or pseudonymised data: {n}; each was approved and ends with its purpose." + en,
                "통계·가명정보를 제공한 내역이 없습니다." + ko,
                "No statistics or pseudonymised data have been released yet." + en,
            ),
        ),
    )


def nobody_else(asked: Asked) -> Finding:
    strange = sum(one.given for one in asked.evidence.given.values() if one.undeclared)
    return all_of(
        refusals(asked, "nobody"),
        none_of(
            strange,
            "공개하지 않은 곳에 제공·위탁한 것이 {n}건 있습니다.",
            "Disclosures to parties that no version declares: {n}.",
            some(
                sum(one.given for one in asked.evidence.given.values()),
                "지금까지 제공·위탁한 {n}건 가운데 공개하지 않은 곳에 보낸 것은 없습니다.",
                "Of {n} disclosures so far, none went to an undeclared party.",
                "아직 제공·위탁한 것이 없습니다.",
                "Nothing has been disclosed to anyone yet.",
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
        "동의를 받기 전에 제공한 것이 {n}건 있습니다.",
        "Disclosures made before consent was given: {n}.",
        some(
            register.rows,
            "새 동의를 {n}회 요청했으며, 동의하기 전에는 제공하지 않습니다.",
            "New consents requested so far: {n}; nothing is disclosed before the answer.",
            "새 동의를 요청한 적이 아직 없습니다.",
            "No new consent has been requested yet.",
        ),
    )
    return asking if refused.state == "unproven" else all_of(refused, asking)


MECHANISMS = (
    Mechanism(
        "recipients",
        "공개한 제공받는 자에게 공개한 항목만 제공합니다.",
        "Declared recipients receive declared items and nothing else.",
        recipients,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.consent",
        "제공받는 자, 목적, 항목에 대한 동의가 있어야 제공합니다.",
        "A valid consent for that recipient, purpose and items is required.",
        consented,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.law",
        "요구 기관, 법 조항, 문서와 보호책임자의 승인이 모두 있어야 제공합니다.",
        "The authority, the statute, the document and an officer’s approval are all required.",
        by_law,
        "/office/disclosures",
    ),
    Mechanism(
        "recipients.statistics",
        "개인을 알아볼 수 없는 통계나 가명정보로만 제공합니다.",
        "Disclosed only as statistics or pseudonymised data.",
        released,
        "/office/disclosures",
    ),
    Mechanism(
        "clauses.provide-default",
        "처리방침에 정한 경우가 아니면 제공하지 않습니다.",
        "Disclosure is denied unless the policy allows it.",
        nobody_else,
        "/office/disclosures",
        also=("clauses.no-recipient",),
    ),
    Mechanism(
        "clauses.new-consent",
        "새 동의를 요청하고, 동의하기 전에는 제공하지 않습니다.",
        "A new consent is requested, and nothing is disclosed before the answer.",
        asked_first,
        "/office/disclosures",
    ),
)

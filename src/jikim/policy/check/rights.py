"""Rules about rights: which there must be, how soon, for whom, and by a way no harder than giving the data was."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.retention import longer
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Basis, ChannelKind, PurposeKind, RightName, Under

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# PIPA §35 (access), §36 (correct, delete), §37 (suspend; withdraw). The GDPR adds portability (20); its restriction
# (18) is `suspend`.
ASKED_BY_PIPA: tuple[RightName, ...] = ("access", "correct", "delete", "withdraw", "suspend")
ASKED_BY_GDPR: tuple[RightName, ...] = (*ASKED_BY_PIPA, "portability")

_WORDS: dict[RightName, tuple[str, str]] = {
    "access": ("열람", "access"),
    "correct": ("정정", "correction"),
    "delete": ("삭제", "deletion"),
    "withdraw": ("동의 철회", "withdrawal of consent"),
    "suspend": ("처리정지", "suspension of processing"),
    "portability": ("전송", "portability"),
    "object": ("처리에 대한 반대", "objection"),
    "human-review": ("자동화된 결정의 검토", "review of an automated decision"),
    "opt-out": ("판매·공유의 거부", "opting out of sale and sharing"),
}


@rule(right_missing=W)
def missing(scope: Scope) -> Iterator[Finding]:
    """Under the PIPA a subject can look up, correct, delete, withdraw and have the processing suspended (§35–§37);
    under the GDPR have the data carried away too (15–20), and object to what an interest or a public task carries or what serves marketing (21)."""
    asked = dict.fromkeys(ASKED_BY_PIPA if scope.under("kr.pipa") else ())
    asked |= dict.fromkeys(ASKED_BY_GDPR if scope.european else ())
    purposes = scope.policy.purposes.values()
    objected, marketing = {Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK}, PurposeKind.MARKETING
    if scope.european and any(objected & set(one.grounds) or one.kind is marketing for one in purposes):
        asked["object"] = None
    for name in asked:
        if name not in scope.policy.rights:
            ko, en = _WORDS[name]
            rows = _answering(scope, name)
            yield scope.find(
                "right-missing", ("rights",), said=(ko, en), name=name, statute=rows[0].id if rows else None
            )


def _answering(scope: Scope, name: RightName) -> list[statutes.Statute]:
    """The rows that are law on the day and say how soon a right is answered, of the acts that the policy is under."""
    return [row for row in statutes.answering(name, scope.policy.service.under) if row.in_force(scope.at)]


@rule(right_slower_than_law=W)
def deadlines(scope: Scope) -> Iterator[Finding]:
    """A request is answered in the law's days: 10 for access, correction, deletion and suspension (decree §41–§44), a
    month under the GDPR (12(3))."""
    for name, right in scope.policy.rights.items():
        for row in _answering(scope, name):
            if row.deadline is None or not longer(right.longest, row.deadline):
                continue
            yield scope.tell(
                "right-slower-than-law",
                ("rights", name, "within"),
                f"{_WORDS[name][0]}: {right.longest.words('ko')} 안에 답한다는데, "
                f"{row.name('ko')}: {row.deadline.words('ko')}",
                f"{_WORDS[name][1]} within {right.longest.words('en')}, where "
                f"{row.name('en')} gives {row.deadline.words('en')}",
                (f"`within: {row.deadline}` 이하로 정해 주세요", f"write `within: {row.deadline}` or less")
                if right.pace != "working-days"
                else (
                    f"주말을 넣어도 {row.deadline.words('ko')} 안에 들도록 줄여 주세요",
                    f"give so few that they end within {row.deadline.words('en')}, weekends counted",
                ),
                statute=row.id,
            )


@rule(working_days_not_days=E)
def paced(scope: Scope) -> Iterator[Finding]:
    """Working days are counted: a month or some hours of them are not."""
    for name, right in scope.policy.rights.items():
        if right.pace == "working-days" and right.within.unit != "d":
            yield scope.find(
                "working-days-not-days", ("rights", name, "within"), right=_WORDS[name], within=both(right.within.words)
            )


@rule(right_extended_beyond_law=W)
def extensions(scope: Scope) -> Iterator[Finding]:
    """An answer is put off no longer than the law lets it be: by two months under the GDPR (12(3)), twice by 30 days where
    an automated decision is reviewed (decree §44-3), and under the PIPA else not at all."""
    for name, right in scope.policy.rights.items():
        rows = [row for row in _answering(scope, name) if row.deadline is not None]
        stricter = next((row for row in rows if row.extended is None), rows[0] if rows else None)
        if right.extension is None or stricter is None:
            continue
        if stricter.extended is None or longer(right.extension, stricter.extended):
            knows = stricter.extended
            yield scope.tell(
                "right-extended-beyond-law",
                ("rights", name, "extension"),
                f"{_WORDS[name][0]}: {right.extension.words('ko')} 연장한다는데, {stricter.name('ko')}: "
                + (f"{knows.words('ko')}" if knows else "연장이 없습니다"),
                f"{_WORDS[name][1]} is extended by {right.extension.words('en')}, where {stricter.name('en')} "
                + (f"gives {knows.words('en')}" if knows else "knows no extension"),
                (f"`extension: {knows}` 이하로 정해 주세요", f"write `extension: {knows}` or less")
                if knows
                else ("`extension`을 지워 주세요", "delete `extension`"),
                statute=stricter.id,
            )


@rule(automated_without_review=W)
def reviewed(scope: Scope) -> Iterator[Finding]:
    """Whom a program alone decides about can have a person look at it (PIPA §37-2; GDPR 22(3)): a right of the policy."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.automated is not None and "human-review" not in scope.policy.rights:
            yield scope.find("automated-without-review", ("purposes", name, "automated"), name=name)


@rule(right_without_way=E, right_harder_than_collection=W)
def ways(scope: Scope) -> Iterator[Finding]:
    """A right is exercised by some way, and by one no harder than the data was collected (PIPA §38④, decree §41②): what
    people entered on a page themselves, they can ask about on a page."""
    on_page = [name for name, channel in scope.policy.channels.items() if channel.kind is ChannelKind.SELF]
    for name, right in scope.policy.rights.items():
        if not right.by:
            yield scope.find("right-without-way", ("rights", name, "by"), right=_WORDS[name])
        elif on_page and "page" not in right.by:
            yield scope.find(
                "right-harder-than-collection",
                ("rights", name, "by"),
                right=_WORDS[name],
                statute=scope.law("no-harder"),
            )


@rule(right_of_nobody=E, right_not_for_everyone=W)
def whose(scope: Scope) -> Iterator[Finding]:
    """Every kind of subject that the policy covers has every right, guests too (PIPA §4)."""
    for name, right in scope.policy.rights.items():
        lacking = [who for who in scope.policy.service.covers if who.value not in right.who]
        if not right.who:
            yield scope.find("right-of-nobody", ("rights", name, "who"), right=_WORDS[name])
        elif lacking:
            who = ", ".join(f"`{kind}`" for kind in lacking)
            yield scope.find(
                "right-not-for-everyone",
                ("rights", name, "who"),
                right=_WORDS[name],
                who=who,
                statute=scope.law("everyone"),
            )


@rule(proxy_without_desk=E)
def proxies(scope: Scope) -> Iterator[Finding]:
    """Who asks for somebody else shows a document for it (PIPA §38①, decree §45): the desk sees it, and no page does."""
    for name, right in scope.policy.rights.items():
        for index, who in enumerate(right.who):
            if who in ("representative", "heir") and not set(right.by) - {"page"}:
                yield scope.find("proxy-without-desk", ("rights", name, "who", index), right=_WORDS[name], who=who)


@rule(right_without_identity_check=W, right_page_without_name=N)
def care(scope: Scope) -> Iterator[Finding]:
    """Who asks is who they say (PIPA §38④, decree §46); and a page for it has a name under which people find it."""
    for name, right in scope.policy.rights.items():
        if not right.identity_check:
            yield scope.find(
                "right-without-identity-check",
                ("rights", name, "identity_check"),
                right=_WORDS[name],
                statute=scope.law("identity"),
            )
        if "page" in right.by and right.page is None:
            yield scope.find("right-page-without-name", ("rights", name), right=_WORDS[name])


@rule(correction_without_freeze=N, law="freeze")
def freeze(scope: Scope) -> Iterator[Finding]:
    """While a correction is open the value is neither used nor provided, and whoever got the wrong one is told.

    Source: Network Act §30⑤ as of 2013; GDPR 18(1)(a) and 19 today.
    """
    right = scope.policy.rights.get("correct")
    if right is not None and not (right.freeze and right.tell_recipients):
        lacking = [part for part in ("freeze", "tell_recipients") if not getattr(right, part)]
        names = ", ".join(f"`{part}`" for part in lacking)
        yield scope.find("correction-without-freeze", ("rights", "correct"), names=names)


@rule(portability_bound=N)
def bound_to_send(scope: Scope) -> Iterator[Finding]:
    """Who must send data on request (PIPA §35-2, decree §42-2): to their subject, large controllers; to third parties,
    those that are named in health, telecommunications and energy. Of others it is the policy's own word, and a download
    keeps it. A policy says that it sends to third parties by a recipient `under: request`."""
    rows = [row for topic in ("portability-self", "portability-third") if (row := _asking(scope, topic)) is not None]
    if "portability" not in scope.policy.rights or not rows:
        return
    sends = any(recipient.under is Under.REQUEST for recipient in scope.policy.recipients.values())
    yield scope.tell(
        "portability-bound",
        ("rights", "portability"),
        f"전송: 법에 따라 받아야 하는 곳은 {', '.join(row.binds['ko'] for row in rows if row.binds)}입니다",
        f"portability: bound to send are {', '.join(row.binds['en'] for row in rows if row.binds)}",
        (
            "제3자에게 전송한다고 정했습니다(`under: request`). 받는 곳이 시행령과 고시가 정한 곳인지 확인해 주세요",
            "the policy sends to third parties (`under: request`); see that each is one that decree and notices name",
        )
        if sends
        else (
            "해당하지 않으면 내려받기로 충분합니다. 제3자에게 보낸다고 약속하지 않아도 됩니다",
            "where that is not you, a download will do; do not promise to send it to others",
        ),
        statute=rows[-1].id,
    )


def _asking(scope: Scope, topic: str) -> statutes.Statute | None:
    named = scope.law(topic)
    return None if named is None else statutes.get(named)

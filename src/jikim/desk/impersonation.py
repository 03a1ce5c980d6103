"""A report that an account uses somebody's address or number without them (8.2): the account stands still until an
officer has looked, and who reported learns the outcome.

Who reports has proved that the address is theirs, by a code sent to it: nobody locks a stranger out. From the report on
no session of the account opens and its records are frozen; an officer releases it, or ends the membership where the
misuse is confirmed. Each of the three is one commit.

Where the reporter is told waits sealed in a case of the house (`OUTCOMES`), an officer's alone, and is forgotten a week after.
What they and the account's holder are told is one outcome in the same words, and nothing of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from jikim.cases.cases import Case, Q, entry_of, file_house, may, take_step
from jikim.cases.listing import cases_of, open_cases
from jikim.cases.numbering import new_number
from jikim.cases.register import Field, Register, Step
from jikim.cases.who_may import settled
from jikim.db.driver import Beside, Steps
from jikim.ledger.entry import Entry, text_of
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.period import Period
from jikim.policy.planned import Plan
from jikim.policy.states import Verb
from jikim.verbs.collect import Person
from jikim.verbs.find import find
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.leave import leave


def report_impersonation(house: House, item: str, proven: str, *, actor: Actor) -> Steps[list[Person]]:
    """Freezes the accounts that use a proven address or number. `proven` is what `accounts.check_code` answered, or
    another proof. Answers which."""
    people = yield from find(house.by(SYSTEM), item, proven)
    found = [person for person in people if not person.guest]
    for person in found:
        entry = yield from entry_of(house, IMPERSONATION, "file", actor, by=item)
        due, language = IMPERSONATION.last_day(house.today()), house.policy.file.service.languages[0]
        yield Q["case.suspect"](
            subject=person.subject,
            id=uuid4(),
            number=new_number(),
            due=due,
            language=language,
            as_=actor.kind,
            entries=_entries(house, entry, "record:freeze"),
            entry=entry,
        )
    return found


def owe_outcome(house: House, subject: UUID, item: str, proven: str, language: Language) -> Steps[str]:
    """Files that who reported an account is to be told the outcome at the address that they proved. Answers the report's
    number; empty where it is decided already."""
    case = yield from suspicion_of(house, subject)
    if case is None:
        return ""
    number, href = case.number, f"{IMPERSONATION.path}/{case.number}"
    said = f"도용 신고 {number} 결과", f"the outcome of impersonation report {number}"
    yield from file_house(
        house,
        OUTCOMES,
        language,
        f"{number} {item}",
        ko=said[0],
        en=said[1],
        actor=SYSTEM,
        href=href,
        facts={"address": proven},
    )
    return number


def outcomes_owed(house: House, case: Case, *, actor: Actor) -> Steps[list[Case]]:
    """Who is to be told of a report that is decided."""
    return [
        one
        for one in (yield from open_cases(house, OUTCOMES, actor=actor, limit=1000))
        if one.about.split()[0] == case.number
    ]


def outcome_told(house: House, owed: Case, *, actor: Actor) -> Steps[None]:
    """Who reported was told."""
    yield from take_step(house, OUTCOMES, owed, "told", {"address": owed.said["address"]}, actor=actor)


def _entries(house: House, entry: Entry, event: str) -> Jsonb:
    """The entries of the records that are frozen, or free again, by the number of their kind."""
    policy = house.policy
    clause = policy.clause("frozen")
    found = {}
    for number in policy.by_number:
        fact = house.fact(event, policy, None, clause, kind=policy.name("record", number))
        own = entry.another(text_of(fact))
        found[str(number)] = {"entry": str(own.entry), "fact": own.fact}
    return Jsonb(found)


def suspicion_of(house: House, subject: UUID) -> Steps[Case | None]:
    """The open report about an account; None where there is none."""
    return next((one for one in (yield from cases_of(house, IMPERSONATION, subject)) if one.closed is None), None)


def release_account(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
    """An officer has looked: the account is its owner's. Every freeze of the report ends, and sessions open again."""
    ask = yield from _reasoned(house, case, "release", given.get("released", ""), actor)
    entry = yield from entry_of(house, IMPERSONATION, "release", actor, ask)
    entries = _entries(house, entry, "record:refuse-correction")
    [(outcome,)] = yield Q["case.thaw"](
        subject=case.subject,
        id=case.id,
        step="release",
        as_=actor.kind,
        grant=actor.grant,
        entries=entries,
        entry=entry,
    )
    if outcome:
        settled(house, outcome, case.id)


def end_account(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[Plan]:
    """The misuse is confirmed: the membership ends, by the same plan as leaving, and nobody comes back to it."""
    ask = yield from _reasoned(house, case, "end", given.get("confirmed", ""), actor)
    entry = yield from entry_of(house, IMPERSONATION, "end", actor, ask)
    beside = Beside(Q["case.leave"], {"id": case.id, "step": "end", "as_": actor.kind, "stepped": entry})
    return (yield from leave(house.by(actor), case.subject, now=True, beside=beside))


def _reasoned(house: House, case: Case, step: str, reason: str, actor: Actor) -> Steps[Ask]:
    yield from may(house, IMPERSONATION, step, case.subject, actor)
    if blank(reason):
        event = f"{IMPERSONATION.name}:{step}"
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "reason"), None, case.subject)
    yield from no_numbers(house.policy, reason=reason)
    return Ask(Verb.LEAVE, 0, 0, actor, of=case.subject, reason=reason)


IMPERSONATION = Register(
    name="impersonation",
    path="/office/impersonation",
    one=("도용 신고", "Impersonation report"),
    many=("도용 신고", "Impersonation reports"),
    intro=(
        "신고된 계정은 확인할 때까지 정지됩니다. 본인의 계정일 수 있으므로 신속히 확인해 주세요.",
        "A reported account is suspended until it has been reviewed. It may belong to its owner, so please review it promptly.",
    ),
    states={"open": ("확인 중", "suspended"), "released": ("정지 해제", "restored"), "confirmed": ("도용 확인", "closed")},
    steps=(
        Step(
            "release", ("open",), "released", ("officer",), ("확인 후 정지 해제", "reviewed: account restored"),
            title=("본인의 계정인 경우", "If it belongs to its owner"),
            note=(
                "정지된 기록을 모두 해제하고 다시 로그인할 수 있게 합니다.",
                "All suspensions from this report end, and the account can be signed in to again.",
            ),
            asks=(Field("released", ("판단 사유", "Reason"), rows=3),), button=("계정 정지 해제", "Restore the account"),
            letter="account-restored",
        ),
        Step(
            "end", ("open",), "confirmed", ("officer",), ("확인: 회원 자격 종료", "confirmed: account closed"),
            title=("도용으로 확인된 경우", "If it was impersonation"),
            asks=(Field("confirmed", ("도용으로 판단한 사유", "Reason"), rows=3),),
            sure=("이 계정을 종료합니다. 취소할 수 없습니다.", "Close this account. This cannot be undone."),
            button=("회원 자격 종료", "Close the account"),
        ),
    ),
    within=Period(3, "d"),  # by then an officer should have looked: the account stands still meanwhile
    clause="own-identity",
    todo=("도용 신고 {number} 확인", "Review impersonation report {number}"),
    filed=("접수와 정지", "filed: account suspended"),
    acts={"release": release_account, "end": end_account},
)  # fmt: skip
OUTCOMES = Register(
    name="impersonation-outcome",
    path="/office/impersonation-outcomes",
    one=("도용 신고 결과 통지", "Outcome to tell"),
    many=("도용 신고 결과 통지", "Outcomes to tell"),
    intro=(
        "도용 신고를 처리하면 신고인에게 결과를 자동으로 보냅니다. 보내지 못한 것은 직접 통지하고 기록해 주세요. 계정의 회원에 관한 내용은 알리지 않습니다.",
        "Who reported is sent the outcome as it is decided. What could not be sent, tell yourself, and record it. Say nothing of the account’s holder.",
    ),
    states={"open": ("통지 전", "not told yet"), "told": ("통지", "told")},
    steps=(
        Step(
            "told", ("open",), "told", ("officer",), ("결과 통지", "outcome told"), title=("통지 기록", "Record that they were told"),
            asks=(Field("address", ("신고인의 주소", "Address of who reported")),), button=("통지함", "They were told"), rewrites=True,
        ),
    ),
    within=IMPERSONATION.within,
    clause="own-identity",
    todo=("{title} 통지", "Tell who reported {title}"),
    house=True,
    kinds={"ko": ("국문", "in Korean"), "en": ("영문", "in English")},
    kept=Period(7, "d"),
)  # fmt: skip

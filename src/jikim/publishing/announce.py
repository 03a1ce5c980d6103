"""Announcing a version: judged by the promise of the one in force, stored, and posted; and withdrawing it.

    live: publish.begin    the version, its questions and what it changes are stored; nobody else may announce meanwhile
    live: publish.post     on the day of the announcement: the notice stands, and the version has its moment, in one act

INVARIANT: the lead is counted from the day on which the notice is really posted. Where that day comes later than the
file says, nothing is announced (`lapsed`), and whoever publishes says new dates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple, NoReturn

from jikim.db.driver import Steps
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, NotFoundError
from jikim.ledger.entry import text_of
from jikim.policy.ask import Actor, blank
from jikim.policy.citing import in_words
from jikim.policy.decide import deny
from jikim.policy.diff import Comparison, compare
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import Outcome
from jikim.policy.period import day_of, lead, start_of
from jikim.policy.source_text import UNREADABLE
from jikim.publishing import notice
from jikim.publishing.publications import Concerned, Publication, Q, concerned, publication_of, publications
from jikim.store.sealed import Q as STORE
from jikim.store.versions import numbers_json
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import SYSTEM, By, House, error_of

CIRCULAR = "policy-change"
WITHDRAWN = "policy-withdrawn"
MAX_REASON = 1000  # letters, which stand in a notice for everybody


class Account(NamedTuple):
    """What announcing a file now would mean, before anything is done: the same judgement that announcing makes."""

    comparison: Comparison
    announced: date
    effective: datetime
    earliest: date
    days: int
    concerned: tuple[Concerned, ...]
    open: Publication | None

    @property
    def soon_enough(self) -> bool:
        """Whether its day leaves the notice that is promised. Where the calendar ends before, none does."""
        return self.effective_day >= self.earliest < date.max

    @property
    def effective_day(self) -> date:
        return self.comparison.new.version.effective


def account(
    house: House, file: PolicyFile, *, announce: date | None = None, effective: datetime | None = None
) -> Steps[Account]:
    """Compares a file with what is in force, counts whom it must ask, and judges its dates.

    `announce` is the day of the announcement (by default today), `effective` the moment (by default the first of the
    file's own day).
    """
    found = compare(house.policy.file, file)
    announced = announce or house.today()
    # A moment is of a zone, and has a day in the policy's own.
    if effective is not None and (effective.tzinfo is None or not date.min.year < effective.year < date.max.year):
        raise JikimError(
            f"`{effective.isoformat()}` is no moment", hint="write it with its zone, as 2027-01-15T09:00+09:00"
        )
    when = effective or start_of(file.version.effective, house.policy.zone)
    under_way = next((one for one in (yield from publications(house)) if one.open), None)
    return Account(
        found,
        announced,
        when,
        found.earliest(announced),
        lead(announced, file.version.effective),
        tuple((yield from concerned(house, found))),
        under_way,
    )


def announce(
    by: By, file: PolicyFile, source: bytes, *, announce: date | None = None, effective: datetime | None = None
) -> Steps[Publication]:
    """Announces a version: it is stored, its notice is posted (today, or on its day by `proceed`), and from its moment
    on it is in force.

    A second officer has approved `source` as a proposal, or whoever announces has been the only officer for 30 days; else
    DeniedError (`second-person`). Run again with the same file and moment it goes on where it was. Raises DeniedError (`lead`) with the clause and the
    earliest day where the notice would be shorter than the version in force promises; JikimError where the file's dates
    are not the ones that are asked for; ConflictError where another version is announced already.
    """
    house, actor = by
    yield from _manned(house, "policy:announce", actor)
    policy, number = house.in_force()
    judged = yield from account(house, file, announce=announce, effective=effective)
    if (done := _done_before(judged, (yield from _digests()), file)) is not None:
        return (yield from _posted(house, done, actor))
    _dates(house, file, judged)
    if not judged.soon_enough:
        yield from _too_soon(house, judged, actor)
    for path in judged.comparison.misjudged:
        raise JikimError(
            f"`version.ordinary`: no sentence and no label changes at `{path}`, or it is not an officer's to judge",
            hint="leave it out; what it names may be more than words",
        )
    if judged.comparison.weight == "same":
        raise JikimError("this is the policy that is in force", hint="change the file, and its `version`, first")
    new = yield from house.versions.load(file)
    older = house.versions.earlier()
    asked, crossed = yield from house.versions.crossings(new, older)
    entry = yield from house.entry(
        "policy:publish",
        new,
        actor,
        None,
        judged.comparison.lead_clause,
        weight=judged.comparison.weight,
        changes=len(judged.comparison.changes),
        announced=judged.announced.isoformat(),
        effective=judged.effective.isoformat(),
    )
    rows = yield Q["publish.begin"](
        digest=new.digest,
        text=file.model_dump_json(by_alias=True),
        source=source,
        announced=judged.announced,
        in_force=file.version.effective,
        effective=judged.effective,
        important=judged.comparison.weight == "important",
        numbers=numbers_json(new),
        previous=number,
        from_=older,
        questions=asked,
        crossings=crossed,
        grant=actor.grant,
        entry=entry,
    )
    outcome, made, under_way = rows[0]
    if outcome == Outcome.OTHER_VERSION:
        raise ConflictError("another version came into force in between", hint="compare again, then publish")
    if outcome == Outcome.CONFLICT:
        raise ConflictError(
            f"another version is announced already (publication {under_way})",
            hint="withdraw it first, or wait until it is in force: `jikim publish list`, `jikim publish withdraw`",
        )
    if outcome in (Outcome.GRANT, Outcome.SAME_PERSON):
        yield from house.refuse(
            "policy:announce", policy, actor, deny(policy, "grant" if outcome == Outcome.GRANT else "second-person")
        )
    found = yield from publication_of(house, made)
    assert found is not None
    return (yield from _posted(house, found, actor))


def _digests() -> Steps[dict[int, str]]:
    rows = yield STORE["policies"]()
    return {number: text for number, _digest, text in rows}


def _done_before(judged: Account, texts: dict[int, str], file: PolicyFile) -> Publication | None:
    """The announcement under way, where it is this very one."""
    under_way = judged.open
    if under_way is None or texts.get(under_way.version) != file.model_dump_json(by_alias=True):
        return None
    return under_way if under_way.effective == judged.effective else None


def _posted(house: House, found: Publication, actor: Actor) -> Steps[Publication]:
    yield from post(house, found, actor)
    yield from house.versions.refresh(house.clock.now())
    after = yield from publication_of(house, found.number)
    assert after is not None
    return after


def post(house: House, found: Publication, actor: Actor = SYSTEM) -> Steps[bool]:
    """Posts the notice of an announcement whose day it is. Answers whether it did; a day that is past ends it
    (`lapsed`)."""
    today = house.today()
    if found.state != "announcing" or today < found.announced:
        return False
    old = yield from house.versions.serving(found.previous)
    new = yield from house.versions.serving(found.version)
    late = today > found.announced
    said = notice.of_announcement(old, compare(old.file, new.file), found.effective, found.announced)
    clause = old.file.notice.clause_important if found.important else old.file.notice.clause_ordinary
    entry = yield from house.entry(
        "policy:lapse" if late else "policy:announce", new, actor, None, clause or "", publication=found.number
    )
    note = house.fact(
        "notice:post",
        old,
        None,
        old.file.notice.clause_ordinary or "",
        notice="policy-change",
        publication=found.number,
    )
    [(done, _)] = yield Q["publish.post"](
        number=found.number,
        lapse=late,
        day=new.file.version.effective,
        **said._asdict(),
        circular=CIRCULAR,
        notice=entry.beside(text_of(note)),
        entry=entry,
    )
    return bool(done) and not late


def withdraw(by: By, number: int, reason: str) -> Steps[Publication]:
    """Withdraws an announcement before it takes effect; its notice stays, and another says so. Raises ConflictError
    where it is too late."""
    house, actor = by
    yield from _manned(house, "policy:withdraw", actor)
    found = yield from publication_of(house, number)
    if found is None:
        raise NotFoundError(f"there is no publication {number}", hint="`jikim publish list` tells them")
    if blank(reason):
        raise JikimError("a withdrawal says its reason", hint="the notice of it states the reason: add --reason TEXT")
    if len(reason) > MAX_REASON or UNREADABLE.search(reason):
        raise InvalidError(
            f"it is text of at most {MAX_REASON} letters",
            item="reason",
            hint="shorten it, and remove what is not text",
            ko=(f"사유는 {MAX_REASON}자까지의 글로 적어 주세요", "줄이거나, 글이 아닌 문자를 지워 주세요"),
        )
    yield from no_numbers(house.policy, reason=reason)
    new = yield from house.versions.serving(found.version)
    said = notice.of_withdrawal(house.policy, found.effective, found.notice or 0, reason.strip())
    clause = house.policy.file.notice.clause_ordinary or ""
    entry = yield from house.entry("policy:withdraw", new, actor, None, clause, publication=number)
    note = house.fact("notice:post", house.policy, None, clause, notice="policy-change", publication=number)
    [(code, _)] = yield Q["publish.withdraw"](
        number=number,
        **said._asdict(),
        circular=WITHDRAWN,
        grant=actor.grant,
        notice=entry.beside(text_of(note)),
        entry=entry,
    )
    outcome = code
    if outcome == Outcome.GRANT:
        raise error_of(deny(house.policy, "grant"))
    if outcome == Outcome.ENDED:
        raise ConflictError(
            f"version {found.version} is in force since {notice.moment(house.policy, found.effective, 'en')}, and cannot be withdrawn",
            hint="publish another version, with its own notice",
        )
    if outcome != Outcome.ALLOWED:
        raise ConflictError(
            f"publication {number} is {found.state} already", hint="`jikim publish list` tells how each stands"
        )
    yield from house.versions.refresh(house.clock.now())
    after = yield from publication_of(house, number)
    assert after is not None
    return after


def _manned(house: House, event: str, actor: Actor) -> Steps[None]:
    """An officer announces, by a grant that stands."""
    policy = house.policy
    if actor.kind != "officer" or (actor.until is not None and house.now() >= actor.until):
        yield from house.refuse(
            event, policy, actor, deny(policy, "not-confirmed" if actor.kind != "officer" else "grant")
        )
    if not (yield from house.manned(actor)):
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))


def _dates(house: House, file: PolicyFile, judged: Account) -> None:
    """The document says the dates that are kept: those of the file are those of the announcement."""
    day = day_of(judged.effective, house.policy.zone)
    if (file.version.announced, file.version.effective) != (judged.announced, day):
        raise JikimError(
            f"the file says announced {file.version.announced} and in force from {file.version.effective}, not {judged.announced} and {day}",
            hint=f"write `version: {{announced: {judged.announced}, effective: {day}}}` into the file, or name its own days",
        )
    if judged.announced < house.today():
        raise JikimError(
            f"nothing is announced for a day that is past: {judged.announced}",
            hint=f"announce it today ({house.today()}) or later",
        )


def _too_soon(house: House, judged: Account, actor: Actor) -> Steps[NoReturn]:
    """Records the refusal, and says the promise and the earliest day."""
    found = judged.comparison
    entry = yield from house.entry(
        "policy:announce",
        house.policy,
        actor,
        None,
        found.lead_clause,
        why="lead",
        days=judged.days,
        promised=str(found.lead),
        effective=judged.effective.isoformat(),
    )
    yield STORE["deny"](entry=entry, subject=None, record=None, items=None, outcome=Outcome.REFUSED)
    rule = next((change.rule for change in found.changes if change.important), None)
    because = f", because {rule.en}" if rule is not None else ""
    raise DeniedError(
        f"{judged.days} days from {judged.announced} to {judged.effective_day}: the policy promises {found.lead.words('en')} for "
        f"{'an important' if found.weight == 'important' else 'an ordinary'} change{because}",
        clause=found.lead_clause,
        cited=in_words(found.lead_clause, "en"),
        why="lead",
        hint=f"the earliest day is {judged.earliest}: write it into the file's `version.effective`",
    )

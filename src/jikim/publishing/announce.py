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
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, NotFoundError, Said
from jikim.ledger.entry import text_of
from jikim.particles import eun
from jikim.policy.ask import Actor, blank
from jikim.policy.citing import in_words
from jikim.policy.decide import deny
from jikim.policy.diff import Comparison, compare
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import Outcome
from jikim.policy.period import day_of, lead, start_of
from jikim.policy.render.voice import date_in
from jikim.policy.source_text import UNREADABLE
from jikim.publishing import notice
from jikim.publishing.publications import STATES_KO, Concerned, Publication, Q, concerned, publication_of, publications
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
            f"`{effective.isoformat()}` is no moment",
            hint="write it with its zone, as 2027-01-15T09:00+09:00",
            ko=(
                f"{eun(f'`{effective.isoformat()}`')} 시각이 아닙니다",
                "2027-01-15T09:00+09:00처럼 시간대와 함께 적어 주세요",
            ),
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
            ko=(
                f"`version.ordinary`: `{path}`에서 바뀐 문장이나 이름이 없거나, 보호책임자가 판단할 수 없는 변경입니다",
                "빼 주세요. 적은 것이 문구 이상의 변경일 수 있습니다",
            ),
        )
    if judged.comparison.weight == "same":
        raise JikimError(
            "this is the policy that is in force",
            hint="change the file, and its `version`, first",
            ko=("지금 시행 중인 방침입니다", "먼저 파일의 내용과 `version`을 변경해 주세요"),
        )
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
        raise ConflictError(
            "another version came into force in between",
            hint="compare again, then publish",
            ko=("그 사이에 다른 버전이 시행되었습니다", "다시 비교한 다음 공고해 주세요"),
        )
    if outcome == Outcome.CONFLICT:
        raise ConflictError(
            f"another version is announced already (publication {under_way})",
            hint="withdraw it first, or wait until it is in force: `jikim publish list`, `jikim publish withdraw`",
            ko=(
                f"이미 공고한 버전이 있습니다 (공고 {under_way}번)",
                "먼저 철회하거나 시행될 때까지 기다려 주세요: `jikim publish list`, `jikim publish withdraw`",
            ),
        )
    if outcome == Outcome.GRANT:
        yield from house.refuse("policy:announce", policy, actor, deny(policy, "grant"))
    if outcome == Outcome.SAME_PERSON:
        try:
            yield from house.refuse("policy:announce", policy, actor, deny(policy, "second-person"))
        except DeniedError as error:
            raise error.helped(
                en="propose it with `jikim publish propose`, and have another officer approve it at /office/policy",
                ko="`jikim publish propose`로 승인을 요청하고, 다른 보호책임자가 /office/policy에서 승인한 뒤 공고해 주세요",
            ) from None
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
        raise NotFoundError(
            f"there is no publication {number}",
            hint="`jikim publish list` tells them",
            ko=(f"{number}번 공고가 없습니다", "`jikim publish list`로 확인해 주세요"),
        )
    if blank(reason):
        raise JikimError(
            "a withdrawal says its reason",
            hint="the notice of it states the reason: add --reason TEXT",
            ko=("철회에는 사유가 필요합니다", "철회 공지에 사유가 실립니다. --reason TEXT로 적어 주세요"),
        )
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
            ko=(
                f"{found.version}번 버전은 {notice.moment(house.policy, found.effective, 'ko')}부터 시행 중이어서 철회할 수 없습니다",
                "다른 버전을 따로 공고해 주세요",
            ),
        )
    if outcome != Outcome.ALLOWED:
        raise ConflictError(
            f"publication {number} is {found.state} already",
            hint="`jikim publish list` tells how each stands",
            ko=(
                f"{number}번 공고는 더 철회할 수 없습니다 ({STATES_KO[found.state]})",
                "공고마다 어떤 상태인지는 `jikim publish list`로 확인해 주세요",
            ),
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
    told = file.version
    if (told.announced, told.effective) != (judged.announced, day):
        dates = f"`version: {{announced: {judged.announced}, effective: {day}}}`"
        raise JikimError(
            f"the file says announced {told.announced} and in force from {told.effective}, not {judged.announced} and {day}",
            hint=f"write {dates} into the file, or name its own days",
            ko=(
                f"파일에 적힌 날짜가 다릅니다: {date_in(told.announced, 'ko')} 공고, {date_in(told.effective, 'ko')} 시행",
                f"파일에 {dates}로 적거나, 파일에 적힌 날짜를 지정해 주세요",
            ),
        )
    if judged.announced < house.today():
        raise JikimError(
            f"nothing is announced for a day that is past: {judged.announced}",
            hint=f"announce it today ({house.today()}) or later",
            ko=(
                f"지난 날로는 공고할 수 없습니다: {date_in(judged.announced, 'ko')}",
                f"오늘({date_in(house.today(), 'ko')}) 이후로 공고해 주세요",
            ),
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
    raise short_notice(judged)


def short_notice(judged: Account) -> DeniedError:
    """What a notice that is shorter than the promise is told."""
    found = judged.comparison
    clause = found.lead_clause
    return DeniedError(
        f"{judged.days} days from {judged.announced} to {judged.effective_day}: the policy promises {found.promised('en')}",
        clause=clause,
        cited=in_words(clause, "en"),
        why="lead",
        hint=f"the earliest day is {judged.earliest}: write it into the file's `version.effective`",
        ko=Said(
            f"{date_in(judged.announced, 'ko')}부터 {date_in(judged.effective_day, 'ko')}까지 {judged.days}일인데, "
            f"방침이 약속한 공고 기간은 {found.promised('ko')}입니다",
            f"가장 빠른 날은 {date_in(judged.earliest, 'ko')}입니다. 파일의 `version.effective`에 적어 주세요",
            in_words(clause, "ko"),
        ),
    )

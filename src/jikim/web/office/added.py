"""A company's own pages in the office: behind the same door, with its session, its forms' tokens and its menu (clause
10.6).

INVARIANT: such a page is given the verbs of the handler who is signed in, and no other's: its `jk` is a `HandlerJikim`,
which has no actor of its own. Each verb takes the grant that reaches its record, as ours do, and is refused without
one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler

from jikim.answers import Collected, Message, Person, Read, Ref, Values
from jikim.app import AsyncJikim
from jikim.cabinet.papers import enter_paper, sound_place
from jikim.desk.deadlines import working_days
from jikim.disclosures.handing_on import state_of
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.mail.campaigns import Campaign, campaigns, purposes, reach, step
from jikim.mail.campaigns import write as write_campaign
from jikim.mail.letters import letter, site_of
from jikim.mail.sending import send_now
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.model import Language
from jikim.policy.render.voice import date_in
from jikim.reading.live_records import Live as LiveRecord
from jikim.reading.live_records import live_of
from jikim.reading.open_records import Counted, Open, counted, open_records
from jikim.reading.people import PAGE
from jikim.settings import Settings
from jikim.verbs.correct import correct_now
from jikim.verbs.provide import name_party
from jikim.verbs.show_resting import Rested, find_resting
from jikim.web.forms import Form
from jikim.web.given import given_of
from jikim.web.office.door import OPEN, RENEW, is_office
from jikim.web.office.me import actor_of, me_of, refuse
from jikim.web.office.once import first_time
from jikim.web.office.records.ending import Account, account
from jikim.web.office.records.listing import ListedRecord, line, place_after, within
from jikim.web.page import Page

FAR = 1_000  # how many open records one step of a search looks at


@dataclass(frozen=True)
class Waiting:
    """A page of a kind's open records, the oldest first. `more` is the query of the next page; empty on the last."""

    count: Counted
    lines: list[ListedRecord]
    more: Mapping[str, str]


@dataclass(frozen=True)
class Advertising:
    """How many a purpose reaches; the last advertisements; and who looks, as `writer` and `releaser` name them."""

    reach: Mapping[str, int]
    campaigns: Sequence[Campaign]
    me: str


class HandlerJikim:
    """The verbs, as the handler who is signed in: by their running grant that reaches the record. Without one, each
    raises DeniedError."""

    def __init__(self, jk: AsyncJikim, me: Signed) -> None:
        self._jk, self._me = jk, me

    @property
    def policy(self) -> Policy:
        return self._jk.policy

    @property
    def settings(self) -> Settings:
        return self._jk.settings

    @property
    def purposes(self) -> tuple[str, ...]:
        """The purposes that the handler's running grants name, so that a page offers no other."""
        return self._me.purposes()

    def reads(self, kind: str) -> bool:
        """Whether a running grant of the handler's reads such records, so that a page shows no list that is refused."""
        return kind in within(self.policy, self._me)

    def now(self) -> datetime:
        return self._jk.now()

    def person(self, one: Open) -> Person:
        """Whose a record is, for another record of theirs."""
        return Person(one.ref.subject, self.policy.people_named[one.facts.subject_kind])

    def working_day(self, moment: datetime, days: int) -> date:
        """The day that is so many working days after a moment, in the policy's country and time zone."""
        begun = moment.astimezone(self.policy.zone).date()
        day, country = begun, self.policy.file.service.country
        while working_days(begun, day, country) < days:
            day += timedelta(days=1)
        return day

    async def use(self, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "") -> Values:
        actor = await actor_of(self._jk, self._me, purpose, kind=ref.kind)
        return await self._jk.by(actor).use(ref, purpose=purpose, items=items, reason=reason)

    async def use_many(self, reads: Sequence[Read], *, reason: str = "") -> Sequence[Values | JikimError]:
        """Several reads for one purpose; each has its own outcome."""
        if not reads:
            return []
        actor = await actor_of(self._jk, self._me, reads[0].purpose, kind=reads[0].ref.kind)
        return await self._jk.by(actor).use_many(reads, reason=reason)

    async def find(self, item: str, value: str) -> list[Person]:
        """Whom an exact value of an item belongs to. Recorded."""
        actor = await actor_of(self._jk, self._me, item=item)
        return await self._jk.by(actor).find(item, value)

    async def live(self, subject: UUID, kind: str) -> list[LiveRecord]:
        """A person's live records of a kind, without their values."""
        await self._reaching(kind)
        return await self._jk.do(live_of, subject, kind)

    async def find_resting(
        self, item: str, value: str, *, purpose: str, reason: str, reason_kind: str = ""
    ) -> list[Rested]:
        """What rests of whom an exact value belongs to, for a purpose of keeping that the handler was granted. Recorded."""
        actor = await actor_of(self._jk, self._me, purpose, item=item)
        found: list[Rested] = await self._jk.by(actor).do(
            find_resting, item, value, purpose=purpose, reason=reason, reason_kind=reason_kind
        )
        return found

    async def consult(
        self, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str, reason_kind: str = ""
    ) -> Values:
        """What rests of a record, for a purpose of keeping that the handler was granted. Recorded."""
        actor = await actor_of(self._jk, self._me, purpose, kind=ref.kind)
        return await self._jk.by(actor).consult(
            ref, purpose=purpose, items=items, reason=reason, reason_kind=reason_kind
        )

    async def write_in(self, ref: Ref, item: str, text: str) -> None:
        """Writes into a record what its kind lets the office alone write, such as an answer; its person reads it. Raises
        DeniedError for any other item."""
        actor = await self._reaching(ref.kind)
        if not self.policy.of_office >> self.policy.records[ref.kind].names.get(item, 0) & 1:
            refuse(self._jk, "undeclared-item")
        await self._jk.by(actor).do(correct_now, ref, {item: text}, asked=False)

    async def event(self, ref: Ref, name: str, *, reason: str = "") -> bool:
        return await self._jk.by(await self._reaching(ref.kind)).event(ref, name, reason=reason)

    async def collect(
        self,
        kind: str,
        values: Mapping[str, Any],
        *,
        channel: str,
        subject: Person | str,
        old_enough: bool | None = None,
        place: tuple[str, str] | None = None,
    ) -> Collected:
        """`place`: the cabinet and shelf of the paper that it came on, which goes into the register of papers."""
        jk, actor = self._jk, await self._reaching(kind)
        if place is not None:
            sound_place(self.policy, *place)
        made = await jk.by(actor).collect(kind, values, channel=channel, subject=subject, old_enough=old_enough)
        if place is not None:
            await jk.do(enter_paper, kind, cabinet=place[0], shelf=place[1], ref=made.ref, actor=actor)
        return made

    async def provide(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        actor = await actor_of(self._jk, self._me, purpose, kind=ref.kind)
        return await self._jk.by(actor).provide(ref, to=to, purpose=purpose, items=items)

    async def name_party(self, ref: Ref, *, to: str, purpose: str) -> None:
        """Says who the other party of an order is, of one that named none."""
        actor = await actor_of(self._jk, self._me, purpose, kind=ref.kind)
        await self._jk.by(actor).do(name_party, ref, to=to, purpose=purpose)

    async def entrust(self, ref: Ref, *, to: str, purpose: str, items: Sequence[str] | None = None) -> Message:
        actor = await actor_of(self._jk, self._me, purpose, kind=ref.kind)
        return await self._jk.by(actor).entrust(ref, to=to, purpose=purpose, items=items)

    async def state_of(self, ref: Ref, message: UUID) -> str:
        """How what was provided or entrusted of a record stands (`disclosures.handing_on.state_of`). No value."""
        await self._reaching(ref.kind)
        return await self._jk.do(state_of, ref.subject, message)

    async def waiting(
        self, page: Page, kind: str, query: Mapping[str, str], *, having: Callable[[Open], bool] | None = None
    ) -> Waiting:
        """A page of a kind's open records, without a value; `having`: of those alone, which are then counted. The list
        is recorded."""
        actor, after = await self._reaching(kind), place_after(query)
        count = (await self._jk.do(counted, [kind]))[0]
        if having is None:
            rows = await self._jk.do(open_records, kind, actor=actor, after=after, limit=PAGE + 1)
        else:
            every = [one async for one in self._all_open(kind, actor) if having(one)]
            late = sum(one.until is not None and one.until < self._jk.house.today() for one in every)
            count = count._replace(open=len(every), late=late)
            rows = [one for one in every if after is None or (one.facts.collected, one.ref.record) > after][: PAGE + 1]
        last = rows[PAGE - 1].facts if len(rows) > PAGE else None
        more = {"after": last.collected.isoformat(), "of": str(last.record)} if last else {}
        return Waiting(count, [line(page, self._jk, one) for one in rows[:PAGE]], more)

    async def _all_open(self, kind: str, actor: Actor) -> AsyncIterator[Open]:
        """Every open record of a kind, the oldest first, some at a time."""
        after = None
        while True:
            rows = await self._jk.do(open_records, kind, actor=actor, after=after, limit=FAR)
            for one in rows:
                yield one
            if len(rows) < FAR:
                return
            after = rows[-1]

    async def open_record(self, ref: Ref) -> Open | None:
        """An open record without its values; None where it has ended or is none. Recorded."""
        found = await self._jk.do(open_records, ref.kind, actor=await self._reaching(ref.kind), only=[ref])
        return found[0] if found else None

    async def numbered(self, kind: str, number: str) -> list[Ref]:
        """The open records whose number begins so, as people read it out (`1A2B-3C4D`). Recorded."""
        wanted = number.replace("-", "").replace(" ", "").lower()
        if len(wanted) < 8:
            return []
        actor = await self._reaching(kind)
        return [one.ref async for one in self._all_open(kind, actor) if one.ref.record.hex.startswith(wanted)]

    def becomes(self, page: Page, one: Open, event: str) -> Account:
        """What becomes of a record if this event happens now, for `office/records/fates.html`."""
        return account(page, one, event)

    async def first_time(self, page: Page, form: Form) -> bool:
        """Whether a form with `parts.once()` comes for the first time; if not, its problem says so."""
        return await first_time(page, self._jk, form)

    async def write_now(self, to: str, name: str, language: Language, **facts: str | date) -> None:
        """Sends a letter at once to an address that was read by a `use`; a day among its facts is worded. Raises
        JikimError where no server takes it."""
        jk = self._jk
        said = {key: date_in(fact, language) if isinstance(fact, date) else fact for key, fact in facts.items()}
        mail = letter(jk.policy, jk.house.today(), language, name, site=site_of(jk.settings, jk.policy), **said)
        await asyncio.to_thread(send_now, jk.settings, to, mail)

    async def advertise(self, page: Page) -> Advertising:
        """What the handler may advertise for, with how many would be written to now; and the last advertisements. They
        name nobody."""
        if not self._advertised:
            refuse(self._jk, "beyond-grant")
        counts = {name: await self._jk.do(reach, name, actor=await self._for(name)) for name in self._advertised}
        found = [one for one in await self._jk.do(campaigns) if one.purpose in counts]
        return Advertising(counts, found, self._me.handler)

    async def to_release(self) -> list[Campaign]:
        """The advertisements that wait for a second person and that this handler may release."""
        if not (mine := self._advertised):
            return []
        found = await self._jk.do(campaigns)
        return [
            one for one in found if one.purpose in mine and one.state == "written" and one.writer != self._me.handler
        ]

    @property
    def _advertised(self) -> list[str]:
        return [name for name in purposes(self.policy) if name in self.purposes]

    async def write_advertisement(self, purpose: str, language: Language, title: str, text: str) -> UUID:
        """Writes one. It goes nowhere before another person has released it."""
        return await self._jk.do(write_campaign, purpose, language, title, text, actor=await self._for(purpose))

    async def release_advertisement(self, one: Campaign) -> None:
        """Sends what somebody else wrote. Raises DeniedError for one's own."""
        await self._jk.do(step, one.campaign, "release", actor=await self._for(one.purpose))

    async def stop_advertisement(self, one: Campaign) -> None:
        """What of it waits leaves no more."""
        await self._jk.do(step, one.campaign, "stop", actor=await self._for(one.purpose))

    async def _for(self, purpose: str) -> Actor:
        return await actor_of(self._jk, self._me, purpose)

    async def _reaching(self, kind: str) -> Actor:
        """The handler as the actor on a kind. Raises DeniedError where no grant of theirs reads such records."""
        if not self.reads(kind):
            refuse(self._jk, "beyond-grant")
        return await actor_of(self._jk, self._me, kind=kind)


def added(pages: Sequence[ControllerRouterHandler]) -> Router:
    """A company's pages, each with a `jk` that is the signed-in handler's. Raises JikimError for a path that the door
    would not guard."""

    def by_handler(request: Request[Any, Any, Any]) -> HandlerJikim:
        return HandlerJikim(given_of(request).jk, me_of(request))

    router = Router("/", route_handlers=pages, dependencies={"jk": Provide(by_handler, sync_to_thread=False)})
    for route in router.routes:
        if not is_office(route.path) or route.path.startswith((*OPEN, *RENEW)):
            raise JikimError(
                "the page `{}` is no page of the office",
                hint="the office's own pages lie under /office/, and not under its sign-in",
                given=route.path,
                ko=(
                    "관리자 페이지의 경로가 아닙니다: `{}`",
                    "회사의 관리자 페이지는 /office/ 아래에, 로그인 경로를 피해 두어 주세요",
                ),
            )
    return router

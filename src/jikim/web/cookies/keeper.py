"""The keeper: what the door asks about cookies on each request, inwards and outwards.

Inwards it reads the choice and lets handlers see only cookies that are allowed now; what is not allowed any more is
deleted. Outwards every cookie goes through the gate, whoever set it, and a visit or an interest is noted where it was
consented to. A page never fails for that.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Scope

from jikim.app import AsyncJikim
from jikim.cookies.choice import Choice
from jikim.cookies.cookie_state import CookieState
from jikim.cookies.gate import Gate, Leaving, read_cookies, read_header
from jikim.cookies.record import last_set, note_set
from jikim.cookies.rules import CHOICE, Rules
from jikim.cookies.visits import Seen, Trace, VisitKind, consents_of, interests_of, note_interest, note_visit, visits_of
from jikim.crypto import derived
from jikim.errors import JikimError
from jikim.web.visitor import Visitor

SIGNAL = b"sec-gpc"
FILES = ("/static/", "/assets/", "/look/")
# Pages on which nobody is asked, and that no visit is of.
ASIDE = ("/cookies", "/out", "/api/", "/hooks/", "/.well-known/", "/metrics", "/health", "/ready")


LATELY = timedelta(days=30)


class Keeper:
    """One for a site. `gate` counts what it stopped."""

    def __init__(self, jk: AsyncJikim) -> None:
        self.jk = jk
        self.gate = Gate()
        # Which cookies this process let out, and noted, on which day.
        self._noted: tuple[date | None, set[str]] = (None, set())
        self._last: tuple[date | None, set[str]] = (None, set())
        self._made: tuple[bytes, Rules, VisitKind | None, VisitKind | None] | None = None

    def _policy(self) -> tuple[bytes, Rules, VisitKind | None, VisitKind | None]:
        policy = self.jk.policy
        if self._made is None or self._made[0] != policy.digest:
            rules = Rules.of(policy)
            self._made = (policy.digest, rules, visits_of(policy, rules), interests_of(policy, rules))
        return self._made

    @property
    def rules(self) -> Rules:
        return self._policy()[1]

    @property
    def visits(self) -> VisitKind | None:
        return self._policy()[2]

    @property
    def interests(self) -> VisitKind | None:
        return self._policy()[3]

    async def key(self) -> bytes:
        """The key that choices are signed and traces sealed under."""
        return derived(await self.jk.driver.run(self.jk.house.keyring.ensure("web", b"pages")), b"cookies")

    async def come(self, scope: Scope, visitor: Visitor) -> None:
        """Settles how a request stands, and takes from it what handlers are not to see. The visitor's session is known."""
        rules, sent = self.rules, visitor.cookies
        value = sent.get(CHOICE)
        choice = Choice.decoded(await self.key(), value) if value else None
        signal = rules.honours_signal and any(
            name.lower() == SIGNAL and value == b"1" for name, value in scope["headers"]
        )
        visitor.cookie_state = cookie_state = CookieState(
            rules,
            choice,
            signal,
            self.jk.now(),
            brought=frozenset(name for name in sent if name in rules.table),
            asking=[purpose for purpose in (choice.wanted if choice else ()) if purpose in rules.asked],
            in_use=await self._in_use(),
        )
        file = visitor.path.startswith(FILES)
        if visitor.session is not None and not file and (choice is not None):
            cookie_state.person = await self._person(visitor)
        kept, over = self.gate.admit(cookie_state, sent)
        visitor.cookies = kept
        if len(kept) < len(sent):
            headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"cookie"]
            if kept:
                headers.append(
                    (b"cookie", "; ".join(f"{name}={value}" for name, value in kept.items()).encode("latin-1"))
                )
            cast("dict[str, Any]", scope)["headers"] = headers
        if not file:
            for name in over:
                visitor.drop_cookie(name)
        cookie_state.asking = [purpose for purpose in cookie_state.asking if _undecided(cookie_state, purpose)]
        if self.visits is not None and _looks(scope, visitor):
            cookie_state.wants(self.visits.purpose)

    async def _person(self, visitor: Visitor) -> frozenset[str]:
        assert visitor.session is not None
        if visitor.session.guardian:
            # A guardian's browser says nothing about the child.
            return frozenset()
        try:
            return await self.jk.do(consents_of, visitor.session.subject) or frozenset()
        except JikimError:
            return frozenset()

    async def go(self, scope: Scope, status: int, headers: MutableScopeHeaders, visitor: Visitor, at: datetime) -> None:
        """Everything that an answer wants to set goes through the gate, also what a handler wrote into the headers
        itself. `at`: the machine's."""
        cookie_state = visitor.cookie_state
        raw = headers.getall("set-cookie", [])
        if raw:
            del headers["set-cookie"]
        if cookie_state is None or visitor.path.startswith(FILES):
            return
        if status == 200 and _looks(scope, visitor) and headers.get("content-type", "").startswith("text/html"):
            await self._note(visitor, cookie_state)
        leaving = [one for one in (read_header(value, at) for value in raw) if one is not None]
        leaving += [Leaving(name, value, life) for name, (value, life) in visitor.leaving.items()]
        out = self.gate.release(cookie_state, leaving, secure=visitor.secure, now=at)
        if (asked := await self._asked(cookie_state, leaving)) is not None:
            out += self.gate.release(cookie_state, [asked], secure=visitor.secure, now=at)
        for value in out:
            headers.add("set-cookie", value)
        if out:
            await self._note_set([value.partition("=")[0] for value in out if "Max-Age=0" not in value])

    async def _note_set(self, names: list[str]) -> None:
        """A name once a day and process: the list of cookies says which are set today."""
        today = self.jk.house.today()
        if self._noted[0] != today:
            self._noted = (today, set())
        if fresh := set(names) - self._noted[1]:
            self._noted[1].update(fresh)
            try:
                await self.jk.do(note_set, fresh)
            except JikimError:
                self._noted[1].difference_update(fresh)

    async def _in_use(self) -> tuple[str, ...]:
        """What is set these days: visits and interests, and what any page has set lately, looked up once a day."""
        today = self.jk.house.today()
        if self._last[0] != today:
            with suppress(JikimError):
                last = await self.jk.do(last_set)
                self._last = today, {name for name, day in last.items() if today - day < LATELY}
        ours = {kept.cookie for kept in (self.visits, self.interests) if kept is not None}
        found = ours | self._last[1] | self._noted[1]
        return tuple(
            name for name, one in self.rules.table.items() if one.purpose in self.rules.asked and name in found
        )

    async def _asked(self, cookie_state: CookieState, leaving: list[Leaving]) -> Leaving | None:
        """What wanted to set a cookie and could not be asked about here is asked about on the next page: the choice's
        cookie says so."""
        choice = cookie_state.valid_choice
        if choice is None or cookie_state.kind != "ask" or any(one.name == CHOICE for one in leaving):
            return None
        unasked = cookie_state.unasked
        if unasked == choice.wanted:
            return None
        return await self.choice_cookie(replace(choice, wanted=unasked), cookie_state)

    async def choice_cookie(self, choice: Choice, cookie_state: CookieState) -> Leaving:
        """The cookie that carries a choice, for as long as the choice still lives."""
        life = cookie_state.rules.table[CHOICE].life
        left = (
            None
            if life is None
            else int((cookie_state.rules.until(life, choice.at) - cookie_state.now).total_seconds())
        )
        return Leaving(CHOICE, choice.encoded(await self.key()), left)

    async def guests(self, visitor: Visitor, sent: dict[str, str]) -> list[Any]:
        """The guests that this browser is, by the traces it brought."""
        key = await self.key()
        found = []
        for kept in (self.visits, self.interests):
            trace = Trace.opened(key, kept.cookie, sent.get(kept.cookie)) if kept is not None else None
            if trace is not None and trace.guest is not None:
                found.append(trace.guest)
        return found

    async def _note(self, visitor: Visitor, cookie_state: CookieState) -> None:
        key = await self.key()
        visits, interests = self.visits, self.interests
        visit = Trace.opened(key, visits.cookie, visitor.cookies.get(visits.cookie)) if visits else None
        interest = Trace.opened(key, interests.cookie, visitor.cookies.get(interests.cookie)) if interests else None
        page = "/" + visitor.path.strip("/").split("/")[0]
        try:
            if visits is not None and cookie_state.may(visits.purpose) and visitor.address:
                other = interest.guest if interest is not None else None
                seen = Seen(visitor.person, other, visitor.address, page, visitor.language)
                made = await self.jk.do(note_visit, visits, key, visit, seen)
                visit = made or visit
                if made is not None:
                    visitor.set_cookie(
                        visits.cookie, made.sealed(key, visits.cookie), self._life(visits.cookie, cookie_state)
                    )
            if interests is not None and visitor.topics and cookie_state.wants(interests.purpose):
                other = visit.guest if visit is not None else None
                seen = Seen(visitor.person, other, visitor.address, page, visitor.language)
                made = await self.jk.do(note_interest, interests, key, interest, seen, visitor.topics)
                if made is not None:
                    visitor.set_cookie(
                        interests.cookie, made.sealed(key, interests.cookie), self._life(interests.cookie, cookie_state)
                    )
        except JikimError:
            # Nobody's page waits for a count: what could not be noted is not.
            self.gate.stopped["not-noted", ""] += 1

    @staticmethod
    def _life(name: str, cookie_state: CookieState) -> int | None:
        return cookie_state.rules.seconds(name, cookie_state.now)


def _undecided(cookie_state: CookieState, purpose: str) -> bool:
    return cookie_state.kind == "ask" and cookie_state.said(purpose) is None and not cookie_state.blocked(purpose)


def _looks(scope: Scope, visitor: Visitor) -> bool:
    """Whether somebody looks at a page: no file, form, part of a page or programme's call."""
    if scope.get("method") != "GET" or visitor.path.startswith((*FILES, *ASIDE)):
        return False
    headers = {name.lower(): value for name, value in scope["headers"]}
    return b"hx-request" not in headers and b"text/html" in headers.get(b"accept", b"")


def sent_cookies(scope: Scope) -> dict[str, str]:
    """The cookies of a request, as they came."""
    return read_cookies((bytes(name), bytes(value)) for name, value in scope["headers"])

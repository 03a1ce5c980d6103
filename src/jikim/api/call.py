"""One request on its way: who asks, on what, and the few things that several routes do."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from jikim.api.answered import Page
from jikim.api.keys import Application
from jikim.api.problems import FOR_PEOPLE, ProblemError
from jikim.api.service import Service
from jikim.app import AsyncJikim
from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import DeniedError, SealError
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.reach import whole
from jikim.policy.reasons import Why
from jikim.verbs.house import House

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that came through the gate. `actor` is nobody on a route that asks for no key."""

    api: Service
    application: Application | None
    actor: Actor
    language: Language = "en"

    @property
    def jk(self) -> AsyncJikim:
        return self.api.jk

    @property
    def house(self) -> House:
        return self.api.jk.house

    async def run(self, steps: Steps[T]) -> T:
        return await self.api.jk.driver.run(steps)

    def named(self, space: str, number: int) -> str:
        """What the policy calls a number."""
        return self.house.policy.name(space, number)  # type: ignore[arg-type]

    async def for_person(self, event: str, subject: UUID | None = None, kind: str | None = "") -> None:
        """Goes on where this key may act for a person; else refuses, recorded like any refusal.

        `kind`: with a record of which kind; empty: with all that is known of them, for which the key names every kind;
        None: with neither.
        """
        if self.application is None or "people" not in self.application.may:
            await self._refuse(event, "not-confirmed", subject, FOR_PEOPLE)
        if kind is not None and not self._reaches(kind):
            await self._refuse(event, "beyond-grant", subject)
        await self.stands(event, subject)

    def _reaches(self, kind: str) -> bool:
        policy = self.house.policy
        rules = policy.records.get(kind)
        return (
            bool(self.actor.kinds >> rules.number & 1) if rules is not None else not kind and whole(policy, self.actor)
        )

    async def stands(self, event: str, subject: UUID | None = None) -> None:
        """Goes on while the key's grant stands, for what no statement of its own looks at the grant."""
        until = self.actor.until
        if (until is not None and self.house.now() >= until) or not await self.run(self.house.grant_runs(self.actor)):
            await self._refuse(event, "grant", subject)

    async def _refuse(self, event: str, why: Why, subject: UUID | None, hint: tuple[str, str] = ("", "")) -> NoReturn:
        policy = self.house.policy
        try:
            await self.run(self.house.refuse(event, policy, self.actor, deny(policy, why), None, subject))
        except DeniedError as error:
            raise error.helped(en=hint[0], ko=hint[1]) from None
        raise AssertionError("a refusal raises")

    def allowed(self, may: str) -> str:
        """The application's name, where its key may do this."""
        if self.application is None or may not in self.application.may:
            raise ProblemError.of("not-allowed")
        return self.application.name

    async def page(
        self, which: str, rows: Sequence[Any], cursor: str, limit: int, shown: Callable[[Any], T] = lambda row: row
    ) -> Page[T]:
        """A page of a list that is at hand."""
        start = await self.after(which, cursor) or 0
        then = start + limit
        return await self.paged(which, [shown(row) for row in rows[start:then]], then if then < len(rows) else None)

    async def paged(self, which: str, shown: list[T], then: Any) -> Page[T]:
        """A page, and the cursor of what follows it; none where nothing does."""
        return Page(shown, "" if then is None else await self._sealed(which, then))

    async def after(self, which: str, cursor: str) -> Any:
        """What a cursor of this list holds; None for the beginning."""
        if not cursor:
            return None
        try:
            return json.loads(
                unwrap(await self._key(), self._bound(which), base64.b64decode(cursor, altchars=b"-_", validate=True))
            )
        except (SealError, binascii.Error, ValueError):
            raise ProblemError.of("cursor") from None

    async def _sealed(self, which: str, then: Any) -> str:
        return base64.urlsafe_b64encode(wrap(await self._key(), self._bound(which), json.dumps(then).encode())).decode()

    def _bound(self, which: str) -> bytes:
        return f"cursor:{which}:{self.actor.id}".encode()

    async def _key(self) -> bytes:
        return derived(await self.run(self.house.keyring.ensure("web", b"api")), b"cursors")

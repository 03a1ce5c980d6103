"""The verbs as somebody: `jk.by(actor).collect(…)`. What is called on a `Jikim` itself is asked by the application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from jikim.app.methods import Verbs, verb
from jikim.app.opened import Driven, OnLoop
from jikim.app.publishing import announced, proceed
from jikim.db.driver import Steps
from jikim.faces import Answering, Awaiting
from jikim.policy.ask import Actor
from jikim.publishing.publications import Publication, publication_of
from jikim.verbs.house import By

P = ParamSpec("P")
T = TypeVar("T")


class Acting(Verbs, Answering):
    """Every verb, asked by one actor."""

    def __init__(self, jk: Driven, actor: Actor) -> None:
        self._jk, self.driver, self.house, self.actor = jk, jk.driver, jk.house, actor

    def do(self, step: Callable[Concatenate[By, P], Steps[T]], *args: P.args, **named: P.kwargs) -> T:
        """Runs a verb that has no method here, `jk.by(actor).do(correct_now, ref, values)`, and answers what it
        answers."""
        return self.driver.run(step(self.house.by(self.actor), *args, **named))

    def publish(
        self, policy: Path | str, *, announce: date | None = None, effective: datetime | None = None
    ) -> Publication:
        """Announces a version: its notice is posted (today, or on its day by the clock), and it is in force from its
        moment on.

        Raises DeniedError with the clause and the earliest day where the notice would be shorter than the policy in
        force promises.
        """
        done = self.do(announced, policy, announce=announce, effective=effective)
        proceed(self._jk)
        return self._jk.do(publication_of, done.number) or done


class AsyncActing(Verbs, Awaiting):
    """The same on an event loop."""

    def __init__(self, jk: OnLoop, actor: Actor) -> None:
        self.driver, self.house, self.actor = jk.driver, jk.house, actor

    async def do(self, step: Callable[Concatenate[By, P], Steps[T]], *args: P.args, **named: P.kwargs) -> T:
        """As `Acting.do`, awaited."""
        return await self.driver.run(step(self.house.by(self.actor), *args, **named))

    publish = verb(announced)

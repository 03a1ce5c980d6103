"""The site in the story's first days: it is open while its people do by its pages what people do, each signed in as
anybody would be, and closes before the years pass.

The account learns of what a page took (a letter, a sign-in's record) by a look at what is kept of its person.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from jikim.app import AsyncJikim
from jikim.clock import machine_moment, machine_wait
from jikim.demo.acts import Act
from jikim.demo.doors import Door
from jikim.demo.entering import Entrance, code, proves
from jikim.demo.opening import answers, beside, homepage_package, place
from jikim.demo.stage import Someone, Stage
from jikim.handlers.proofs import STEP
from jikim.web.running import Site
from jikim.web.site import Addition, site

# What they prove themselves by in these days; six years later it has been renewed.
OFFICE = {
    one.login: one
    for one in (
        Entrance("", "", "omar", "five earlier words of omar", "OMAREARLIERINVENTEDSECRET2345672"),
        Entrance("", "", "hana", "five earlier words of hana", "HANAEARLIERINVENTEDSECRET2345672"),
    )
}


class FirstSite:
    """The site, while it is open: who comes to it."""

    def __init__(self, stage: Stage, url: str) -> None:
        self._stage, self._url = stage, url
        self._codes: dict[str, int] = {}  # the last step whose code somebody of the office used
        self._doors: dict[tuple[str, date], Door] = {}

    def office(self, handler: str) -> Door:
        """Somebody of the office, signed in for the day. A code of their app is good once."""
        one, today = OFFICE[handler], self._stage.today
        if (handler, today) not in self._doors:
            used = self._codes.get(handler, 0)
            while not (found := code(one, used)).digits:
                machine_wait(found.left)
            self._codes[handler] = max(int(machine_moment().timestamp()) // STEP, used + 1)
            door = self._doors[handler, today] = Door(self._url)
            door.send("/office/sign-in", handler=handler, password=one.password, code=found.digits)
        return self._doors[handler, today]

    @contextmanager
    def member(self, someone: Someone) -> Iterator[Door]:
        """A member, signed in. The account learns of what that left."""
        given = someone.doings.person.membership
        with Door(self._url) as door:
            door.enter(Entrance("", "", given["login_id"], given["password"]))
            self.learn(someone)
            yield door

    def learn(self, someone: Someone) -> None:
        """The account learns of each record of somebody's that it does not know."""
        stage, subject = self._stage, someone.person.subject
        for card in stage.jk.by(stage.jk.acting("member", str(subject))).show(subject).cards:
            if card.ref.record not in stage.model.live:
                stage.noted(someone, Act(card.ref.kind, card.channel, dict(card.values)), card.ref, {})

    def close(self) -> None:
        """Everybody's browser is closed."""
        for door in self._doors.values():
            door.client.close()


@contextmanager
def first_site(stage: Stage) -> Iterator[FirstSite]:
    """Opens it on a free port of loopback."""
    jk, package = stage.jk, homepage_package()
    settings, (url, port) = jk.settings, place()
    for one in OFFICE.values():
        proves(jk, one)
    jk.settings = replace(settings, url=url)
    addition: Addition = importlib.import_module(f"{package.__name__}.site").addition() if package else Addition()

    async def make(opened: AsyncJikim) -> Any:
        return await site(opened, addition)

    with ExitStack() as stack:
        running = Site(jk.policy.file, jk.settings, make, port=port, jobs=None, jk=jk)
        beside(stack, running.run, running.stop)
        answers(f"{url}/policy")
        opened = FirstSite(stage, url)
        stack.callback(opened.close)
        yield opened
    jk.settings = settings

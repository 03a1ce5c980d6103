"""A Jikim whose reads answer values that keep their purpose: `jikim.open("policy.yaml", private=True)`."""

from __future__ import annotations

from jikim.app.acting import Acting, AsyncActing
from jikim.app.blocking import Jikim
from jikim.app.looping import AsyncJikim
from jikim.app.methods import PrivateReads
from jikim.policy.ask import Actor


class PrivateActing(PrivateReads, Acting):
    """Every verb, asked by one actor."""


class PrivateJikim(PrivateReads, Jikim):
    """A `Jikim` whose `use` and `use_many` answer `Private` values."""

    def by(self, actor: Actor) -> PrivateActing:
        """The verbs, asked by somebody."""
        return PrivateActing(self, actor)


class AsyncPrivateActing(PrivateReads, AsyncActing):
    """The same on an event loop."""


class AsyncPrivateJikim(PrivateReads, AsyncJikim):
    """An `AsyncJikim` whose `use` and `use_many` answer `Private` values."""

    def by(self, actor: Actor) -> AsyncPrivateActing:
        """The verbs, asked by somebody."""
        return AsyncPrivateActing(self, actor)

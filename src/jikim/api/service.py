"""What every route acts on: the opened Jikim, and the acts of several requests that go to the database together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jikim.answers import Collected, Offer, Person, Read, Values
from jikim.api.api_keys_and_rates import Gate
from jikim.api.batching import Together
from jikim.api.metrics import Metrics
from jikim.api.problems import problem_of
from jikim.api.reads import Answers, read_together
from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.wire import plain


class Service:
    """`metrics` counts what is asked; `site` is the address that people reach the pages by."""

    def __init__(self, jk: AsyncJikim, metrics: Metrics) -> None:
        self.jk = jk
        self.metrics = metrics
        self.gate = Gate(jk)
        self.site = (jk.settings.url or jk.policy.file.service.url).rstrip("/")
        self.uses: Together[Read, Values] = Together(self._use_many, told=metrics.batch("use"))
        self._collects: Together[Offer, Collected] = Together(self._collect_many, told=metrics.batch("collect"))

    async def _use_many(self, key: tuple[Actor, str], reads: Sequence[Read]) -> Answers:
        return await read_together(self.jk, *key, reads)

    async def _collect_many(
        self, key: tuple[Actor, bool | None, str], offers: Sequence[Offer]
    ) -> Sequence[Collected | JikimError]:
        actor, old_enough, country = key
        return await self.jk.by(actor).collect_many(offers, old_enough=old_enough, country=country)

    async def collect(
        self, actor: Actor, kind: str, values: Mapping[str, Any], *, channel: str, subject: Person | str, old_enough: bool | None,
        consents: tuple[str, ...], partner: str, country: str, accepted: str, counterparty: str,
    ) -> Collected:  # fmt: skip
        """One record: with others that come at the same time, where it is of somebody who is here and claims nothing."""
        rules = self.jk.policy.records.get(kind)
        if (
            isinstance(subject, Person)
            and not (consents or accepted)
            and rules is not None
            and not (rules.single or rules.lookup)
        ):
            offer = Offer(subject, kind, values, channel, partner, counterparty)
            return await self._collects((actor, old_enough, country), offer)
        return await self.jk.by(actor).collect(
            kind,
            values,
            channel=channel,
            subject=subject,
            old_enough=old_enough,
            consents=consents,
            partner=partner,
            country=country,
            accepted=accepted,
            counterparty=counterparty,
        )

    def outcome(self, one: Collected | Values | JikimError) -> dict[str, Any]:
        """One of many answers: an answer, or a problem."""
        if isinstance(one, JikimError):
            return {"problem": problem_of(one, self.jk.policy).body}
        return {"answer": plain(one)}

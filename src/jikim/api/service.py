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
from jikim.policy.model import Language


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

    async def collect(self, actor: Actor, asked: Mapping[str, Any]) -> Collected:
        """One record: with others that come at the same time, where it is of somebody who is here and claims nothing."""
        subject, rules = asked["subject"], self.jk.policy.records.get(asked["kind"])
        alone = asked["consents"] or asked["accepted"] or rules is None or rules.single or rules.lookup or rules.pairs
        if isinstance(subject, Person) and not alone:
            offer = Offer._make(asked[name] for name in Offer._fields)
            return await self._collects((actor, asked["old_enough"], asked["country"]), offer)
        return await self.jk.by(actor).collect(**asked)

    def outcome(self, one: Collected | Values | JikimError, language: Language) -> dict[str, Any]:
        """One of many answers: an answer, or a problem."""
        if isinstance(one, JikimError):
            return {"problem": problem_of(one, self.jk.policy).body(language)}
        return {"answer": one}

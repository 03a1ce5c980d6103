"""Planting: invented people come in by the policy's doors, and live as people do.

Four groups: those whose records rest until their day and expire; those who leave; those who take a consent back; and
those who stay, against whom everything else is held.
"""

from __future__ import annotations

from random import Random

from jikim.app import Jikim
from jikim.drill.account import Account, Group, Planted, Someone
from jikim.drill.markers import Stem
from jikim.drill.people import Way, invent, ways
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.model import SubjectKind
from jikim.policy.model.what import ChannelKind
from jikim.verbs.collect import Person

OFFICER = "drill-officer"
SECOND = "drill-second"  # who approves looks at what rests
EACH = 6  # records of one person, at most


class Planting:
    """Brings people in, and writes down what they brought."""

    def __init__(self, jk: Jikim, account: Account, stem: Stem, rng: Random) -> None:
        self.jk = jk
        self._account = account
        self._stem = stem
        self._rng = rng
        self._ways = {kind: ways(jk.policy, kind) for kind in jk.policy.file.service.covers}
        self._turn = 0

    def kinds(self) -> set[str]:
        """Record kinds that can be planted at all."""
        return {way.rules.name for some in self._ways.values() for way in some}

    def bring(self, group: Group, count: int) -> None:
        """So many people of a group, of every kind of person in turn, each with a first record and some others."""
        here = [kind for kind, some in self._ways.items() if some]
        if not here:
            raise JikimError(
                "the policy has no record that anyone could bring",
                hint="drill with another policy",
                ko=("누구나 등록할 수 있는 기록이 방침에 없습니다", "다른 방침으로 훈련해 주세요"),
            )
        for place in range(count):
            kind = here[place % len(here)]
            self._one(group, kind, self._ways[kind])

    def _one(self, group: Group, kind: SubjectKind, some: list[Way]) -> None:
        policy = self.jk.policy
        consents = frozenset((*policy.purpose_consents, *policy.recipient_consents))
        account = [way for way in some if way.rules.single and way.rules.unique][:1]
        others = [way for way in some if way not in account]
        self._turn += 1
        begin = self._turn * EACH
        chosen = [others[(begin + n) % len(others)] for n in range(min(EACH, len(others)))]
        if group == "withdraws":
            # What lives by a consent alone is what this group is for.
            asking = [way for way in others if way.rules.consent_only]
            chosen = asking + [way for way in chosen if way not in asking]
        someone: Someone | None = None
        for way in (*account, *chosen):
            made = invent(policy, way, self._stem, self._rng)
            taken = self.jk.by(self._by(way)).collect(
                way.rules.name,
                made.values,
                channel=way.channel,
                partner=way.partner,
                old_enough=True,
                subject=someone.person if someone else kind.value,
                consents=() if someone else sorted(consents),
            )
            if someone is None:
                someone = Someone(group, Person(taken.ref.subject, kind.value), consents)
                self._account.people.append(someone)
            someone.planted.append(Planted(way, taken.ref, made.marks, made.keys, self.jk.now()))

    def _by(self, way: Way) -> Actor:
        """Who enters: what comes on paper, by phone, by fax or in a partner's file, the officer."""
        own = self.jk.policy.file.channels[way.channel].kind not in (ChannelKind.HANDLER, ChannelKind.PARTNER)
        return self.jk.acting("system", "drill") if own else self.jk.handler(OFFICER)

    def end(self, planted: Planted) -> None:
        """Everything happens to a record that the policy says ends it, the last event last. One that only time ends, or
        leaving, lives on."""
        record = planted.way.rules.record
        closing = next((event for event in record.ends.on if event not in ("left", "consent-withdrawn")), None)
        if closing is None:
            return
        for event in (*record.events, closing):
            ended = self.jk.by(self.jk.acting("system", "drill")).event(planted.ref, event)
            planted.events[planted.way.rules.events[event]] = self.jk.now()
            if ended:
                planted.ended = self.jk.now()
                return

    def leave(self, someone: Someone) -> None:
        for planted in someone.planted:
            if planted.way.rules.finishes and planted.ended is None:
                self.end(planted)
        self.jk.by(self.jk.acting("system", "drill")).leave(someone.person.subject)
        someone.left = self.jk.now()

    def withdraw(self, someone: Someone) -> None:
        """Takes every consent back. What lived by a consent alone ends."""
        self.jk.by(self.jk.acting("system", "drill")).consent(someone.person.subject, withdraw=sorted(someone.consents))
        someone.consents = frozenset()
        for planted in someone.planted:
            if planted.way.rules.consent_only and planted.ended is None:
                planted.ended = self.jk.now()

"""One pair's races: each on a fresh case, the serial orders first, whose ends every other order must have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.faults.counting import Tally
from tests.races.deeds import Case, Deed, in_archive, outcome
from tests.races.judging import OUTBOX, Raced, World
from tests.races.matrix import OPPONENTS, PAIRS, RESTRICTIONS, Pair
from tests.races.stepping import ENDLESS, Order, Party, Unstepped, about, every, play, some

from jikim.store.sealed import Q

# These are several verbs in a row. Another verb may come between two of them, and ends as it does there.
SEVERAL = ("erase", "recall")
# After these of their steps it may end otherwise than before.
TURNS = {name for name, query in Q.items() if query.restricts} | {"forget", "take_message", "rekey.next", "rekey.fresh"}

# How the serial orders of a pair have ended in this process, whatever world they were played in.
_ENDS: dict[Pair, dict[Raced, str]] = {}


def _without_outbox(raced: Raced) -> tuple[Any, ...]:
    return (*raced[:2], *(part for n, part in enumerate(raced.state) if n != OUTBOX))


class Pairing:
    """Plays and judges a pair. `warm`: the opponent's cache holds every key of the case before the race."""

    def __init__(self, races: World, pair: Pair, raced: Tally, *, warm: bool) -> None:
        self.races, self.pair, self.raced, self.warm = races, pair, raced, warm
        self.deeds: tuple[Deed, Deed] = (RESTRICTIONS[pair[0]], OPPONENTS[pair[1]])
        if PAIRS[pair] == "resting" and pair[0] in ("hold", "release"):
            self.deeds = (in_archive(self.deeds[0]), self.deeds[1])
        self.ends: dict[Raced, str] = {}
        self.steps: set[str] = set()
        self._serial = False
        self._retried = False

    def case(self) -> Case:
        """A fresh one, and caches as they are to be."""
        case = self.races.case(PAIRS[self.pair], self.pair)
        if self.warm:
            self.races.warm(self.races.ring.two, case)
        return case

    def play(self, wanted: Sequence[int]) -> Order:
        """Plays one order of the steps, and judges it."""
        case, ring = self.case(), self.races.ring
        since = self.races.mark()
        one, two = (
            Party(jk, lambda by, deed=deed: deed.do(by, case))
            for jk, deed in zip((ring.one, ring.two), self.deeds, strict=True)
        )
        order = play(one, two, wanted)
        self.steps |= {step for _, step in order.steps}
        words = [self.word(case, which, party.answer, party.error) for which, party in enumerate((one, two))]
        self.judge(case, words, since, str(order), one.ended)
        return order

    def word(self, case: Case, which: int, answer: str, error: BaseException | None) -> str:
        """How a party ended. One that was told to try again does so once, when the other is done."""
        word = outcome(error) if error is not None else answer
        if word != "conflict":
            return word
        jk = (self.races.ring.one, self.races.ring.two)[which]
        if self.deeds[which].name == "deliver":
            # A message that could not be sent is tried again after a minute.
            self.races.later()
            self._retried = True
        try:
            return str(self.deeds[which].do(Unstepped(jk), case))
        except Exception as error:
            return outcome(error)

    def judge(
        self, case: Case, words: Sequence[str], since: dict[str, int], how: str, ended: datetime | None = None
    ) -> None:
        """Holds everything that must hold after a race. Counts it. `ended`: when the restriction was answered."""
        if self.pair[0] == "recall":
            # A deletion that what was on its way kept from leaving leaves at the next try.
            self.races.drain()
        raced = Raced(words[0], words[1], self.races.state(case))
        if self._serial:
            self.ends.setdefault(raced, how)
            _ENDS.setdefault(self.pair, {}).setdefault(raced, how)
        wrong = self.races.wrong(self.pair, case, self.deeds, raced, since, ended)
        # A message that was taken and could not be sent may be asked back too, which no serial order does.
        as_it_ends = _without_outbox if self._retried else tuple
        self._retried = False
        if self.ends and as_it_ends(raced) not in map(as_it_ends, self.ends):
            wrong.append(f"no serial order ends so: {raced}, but {list(self.ends)}")
        wrong += self.races.converged(self.pair[0], case)
        self.raced.tried(*self.pair)
        self.raced.wrong(*self.pair, wrong, how)

    def serial(self) -> Order:
        """Plays the serial orders and remembers how they end. Of several verbs in a row: the opponent whole after each
        that matters."""
        self._serial = True
        first = self.play([])
        self.play([1] * ENDLESS)
        if self.pair[0] in SEVERAL:
            mine = [step for whose, step in first.steps if whose == 0]
            for n in [n + 1 for n, step in enumerate(mine[:-1]) if step in TURNS]:
                self.play([0] * n + [1] * ENDLESS)
        self._serial = False
        return first

    def known(self) -> None:
        """Remembers how the serial orders end from earlier, or plays them."""
        self.ends = dict(_ENDS.get(self.pair, {}))
        if not self.ends:
            self.serial()

    def some(self, seed: int, most: int) -> None:
        """The serial orders and others by a seed; every order where there are no more than `most`."""
        first = self.serial()
        orders = every(self.play, 2 * most) if about(first) <= most else some(self.play, first, seed, most)
        for _ in orders:
            pass

    def every(self, all_: int, seeds: int, most: int) -> None:
        """Every order, where there are no more than `all_`; else `most` by each of so many seeds."""
        first = self.serial()
        if about(first) <= all_ and sum(1 for _ in every(self.play, all_ + 1)) <= all_:
            return
        for seed in range(seeds):
            for _ in some(self.play, first, seed, most):
                pass

    def inside(self, *, opponent_first: bool) -> None:
        """Both at once: one stands inside its statement, before it commits, while the other is started and waits or
        passes."""
        case, ring = self.case(), self.races.ring
        since = self.races.mark()

        def act(which: int) -> Any:
            jk = (ring.one, ring.two)[which]
            return lambda: self.deeds[which].do(Unstepped(jk), case)

        first = int(opponent_first)
        deed = self.deeds[first]
        event = "record:entrust-sent" if deed.name == "deliver" and case.ref.kind == "payment" else deed.event
        runs = ring.race(event, act(first), act(1 - first), deed.database, must=False)  # type: ignore[arg-type]
        one, two = reversed(runs) if opponent_first else runs
        words = [self.word(case, which, run.answer, run.error) for which, run in enumerate((one, two))]
        self.judge(case, words, since, f"{self.pair[first]} first, inside {event}")

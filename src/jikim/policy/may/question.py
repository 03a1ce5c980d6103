"""What is asked and what is answered: questions by names, and chains of what the file says on the way to a yes or a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from jikim.policy.ask import ActorKind, Ask, Facts
from jikim.policy.decide import Allowed, Denied
from jikim.policy.model import Language, SubjectKind
from jikim.policy.period import Period
from jikim.policy.states import Verb

Condition = Literal["live", "ended", "archived", "destroyed"]
MAY: tuple[Verb, ...] = (
    Verb.USE,
    Verb.PROVIDE,
    Verb.ENTRUST,
    Verb.COLLECT,
    Verb.CONSULT,
    Verb.SHOW,
    Verb.CORRECT,
    Verb.LEAVE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks to do what, with what, for what, and what is known. Names are the file's; an empty one was not said.

    `ended`: how long ago the record's purpose was fulfilled; its condition is then worked out as the sweep would.
    `consents` are purposes (`marketing.ads`) and recipients (`agreed-partner/marketing.ads`); `None`: nothing is known
    of them. `granted`: which purposes the actor's grant names; `None`: the one that is asked about, of who may hold a
    grant.
    """

    verb: Verb
    record: str = ""
    items: tuple[str, ...] = ()
    purpose: str = ""
    actor: ActorKind = "handler"
    to: str = ""
    channel: str = ""
    subject: SubjectKind | None = None
    condition: Condition = "live"
    ended: Period | None = None
    collected: Period | None = None
    frozen: bool = False
    held: bool = False
    left: bool = False
    consents: tuple[str, ...] | None = None
    granted: tuple[str, ...] | None = None
    own: bool = False
    reason: bool = False
    old_enough: bool | None = None
    authority: bool = False
    statute: bool = False
    document: bool = False
    approved: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain: what the file says, whether it lets the question pass, with clause and path."""

    passes: bool
    words: Mapping[Language, str]
    clause: str | None
    path: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no as `decide` gives it; or neither, with what must be said first (`asks`).

    `approval`: a yes that holds once another person has approved the look (`second_person: values`).
    """

    question: Question
    decision: Allowed | Denied | None
    chain: tuple[Step, ...]
    asks: tuple[Mapping[Language, str], ...] = ()
    facts: Facts | None = None
    ask: Ask | None = None
    hint: Mapping[Language, str] | None = None
    approval: bool = False

    @property
    def yes(self) -> bool | None:
        """None: the question must say more first."""
        return None if self.decision is None else isinstance(self.decision, Allowed)


class UnknownNameError(ValueError):
    """A name that the policy does not declare; `meant` is the nearest one that it does."""

    def __init__(self, kind: str, name: str, meant: str | None, known: Iterable[str]) -> None:
        self.kind, self.name, self.meant, self.known = kind, name, meant, tuple(known)
        super().__init__(f"the policy declares no {kind} `{name}`")

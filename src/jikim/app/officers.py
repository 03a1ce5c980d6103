"""What officers do, on sync connections: handlers and their grants, the second person's word, a new version of the policy, the proof of its promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from jikim.app.opened import Driven
from jikim.app.publishing import announced, proceed
from jikim.handlers.officers import confirm_officer, grant_handler, revoke_grant
from jikim.handlers.papers import add_paper, whole
from jikim.handlers.register import Kind, enter_worker, leave_duty
from jikim.policy.ask import Actor, ActorKind
from jikim.processors.processor_status import working
from jikim.prove.proving import PROVER, Proven, prove
from jikim.prove.proving import record as record_proof
from jikim.publishing.announce import withdraw
from jikim.publishing.publications import Publication, publication_of, publications
from jikim.store.holding import Ref
from jikim.verbs.approve import Proposed, approve, proposals
from jikim.verbs.deletions import Deletion, deletions
from jikim.verbs.end_contract import end_contract
from jikim.verbs.grant import grants_of
from jikim.verbs.house import SYSTEM
from jikim.verbs.looks import ask_look, decide_look


class Officers(Driven):
    """The part of `Jikim` that an officer's acts come through. Each raises DeniedError for who may not."""

    # ---- handlers

    def enter_handler(
        self, handler: str, *, name: str, email: str = "", duty: str = "", kind: Kind = "handler", pledged: date | None = None,
        pledge: str = "", place: str = "", actor: Actor = SYSTEM,
    ) -> None:  # fmt: skip
        """Enters somebody into the register of handlers. `pledged`: the day on which they signed the security pledge, where they have;
        then `pledge` says what they signed and `place` where the paper lies, or InvalidError is raised and nobody is entered."""
        if pledged is not None:
            whole(pledged, pledge, place)
        self.do(enter_worker, handler, name=name, email=email, duty=duty, kind=kind, actor=actor)
        if pledged is not None:
            self.do(add_paper, handler, "pledge", day=pledged, text=pledge, place=place, actor=actor)

    def confirm_officer(self, handler: str, *, actor: Actor) -> None:
        """Another officer than who made them one confirms a new officer: a day later their word counts as a second person's."""
        self.do(confirm_officer, handler, actor=actor)

    def leave_duty(self, handler: str, *, actor: Actor) -> int:
        """A handler leaves: every grant, session and proof ends at once. Answers how many grants that were.

        An officer whom somebody else removes leaves in a day, and the officers are told.
        """
        return self.do(leave_duty, handler, actor=actor)

    def grant(
        self, handler: str, purposes: Iterable[str], until: datetime | None = None, *, actor: Actor, kinds: Iterable[str] | None = None,
        items: Iterable[str] | None = None,
    ) -> int:  # fmt: skip
        """Lets a handler name these purposes until then, on these record kinds and items (None: every one). Answers the grant's number.

        The handler is in the register and has signed the pledge (`enter_handler`), or it is refused. A grant runs to the day of its renewal
        by the policy at most, and to that day where `until` is not given; nobody gives one to themself while another officer could.
        """
        return self.do(
            grant_handler,
            handler,
            tuple(purposes),
            until,
            actor=actor,
            kinds=None if kinds is None else tuple(kinds),
            items=None if items is None else tuple(items),
        )

    def ask_look(
        self,
        ref: Ref,
        *,
        purpose: str,
        reason: str,
        actor: Actor,
        items: Sequence[str] | None = None,
        reason_kind: str = "",
        statute: str = "",
        document: str = "",
    ) -> UUID:
        """Asks that another person approves a look at values that rest, where the policy shows them to nobody alone. Answers its number."""
        asked = ask_look(
            self.house,
            ref,
            purpose=purpose,
            reason=reason,
            actor=actor,
            items=items,
            reason_kind=reason_kind,
            statute=statute,
            document=document,
        )
        return self.driver.run(asked)

    def decide_look(self, number: UUID, yes: bool, *, actor: Actor) -> None:
        """Another person with a grant for that purpose of keeping approves the look, for an hour, or refuses it; never who asked."""
        self.do(decide_look, number, yes, actor=actor)

    def revoke(self, number: int, *, actor: Actor) -> bool:
        """Ends a grant at once; an officer's that somebody else revokes in a day, and the officers are told."""
        return self.do(revoke_grant, number, actor=actor)

    def handler(
        self, handler: str, *, kind: ActorKind | None = None, origin: str = "", purpose: str | None = None
    ) -> Actor:
        """A handler or officer, as the register says, with the newest grant that still runs (and names this purpose).

        One without any is refused by every verb; `kind="officer"` is refused for somebody who is none.
        """
        return self.do(grants_of, handler, kind, origin, purpose)

    def end_contract(self, processor: str, *, actor: Actor) -> int:
        """A processor's contract is over: it is told to delete all it holds. Answers how many records that are."""
        return self.do(end_contract, processor, actor=actor)

    def processors(self) -> frozenset[str]:
        """The processors that something may be entrusted to today: one whose contract is over is offered nowhere."""
        return self.do(working)

    def deletions(self) -> list[Deletion]:
        """What each receiver that was told to delete has answered: asked, deleted, kept by its own duty, or overdue."""
        return self.do(deletions)

    def proposals(self) -> list[Proposed]:
        """The plans of sweeps that wait for a second person, or waited; the newest first."""
        return self.do(proposals)

    def approve(self, plan: str, *, actor: Actor) -> Proposed:
        """An officer approves what a sweep would destroy, by the plan's number; for a day."""
        return self.do(approve, plan, actor=actor)

    # ---- the policy's own life

    def publish(
        self, policy: Path | str, *, actor: Actor, announce: date | None = None, effective: datetime | None = None
    ) -> Publication:
        """Announces a version: its notice is posted (today, or on its day by the clock), and it is in force from its moment on.

        Raises DeniedError with the clause and the earliest day where the notice would be shorter than the policy in force promises.
        """
        done = self.do(announced, policy, actor=actor, announce_on=announce, effective=effective)
        proceed(self)
        return self.do(publication_of, done.number) or done

    def withdraw_publication(self, number: int, reason: str, *, actor: Actor) -> Publication:
        """Withdraws an announcement before it takes effect, by a notice that says why. Raises ConflictError where it is too late."""
        return self.do(withdraw, number, reason, actor=actor)

    def publications(self) -> list[Publication]:
        """What is announced or was, the newest first, and what became of it."""
        return self.do(publications)

    def prove(self, *, record: bool = False, actor: Actor | None = None) -> Proven:
        """Every promise with what was measured of it just now. `record`: the run gets its entry, and each finding its task (clause 10.10).

        What pages show is looked at where `look_at_pages` is set, as a site and `jikim prove` do.
        """
        proven = self.do(prove, self.settings, self.seen_pages())
        if record:
            self.prove_on_record(proven, actor=actor)
        return proven

    def prove_on_record(self, proven: Proven, *, actor: Actor | None = None) -> int:
        """Records a run that was just made. Answers how many tasks it filed."""
        return self.do(record_proof, proven, actor or PROVER)

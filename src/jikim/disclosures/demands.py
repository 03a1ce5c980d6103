"""Demands by authorities (3.3): prepared by one, approved by an officer who is another, carried out as approved, and
kept in a register apart.

    draft ─► asked ─► approved ─► done
       └──────┴─► withdrawn └─► refused

The approval is bound to a digest over the demand's words, its document, and each person's record with its items. Who
asks and by which document is sealed under a key of the demand's own, which is destroyed three years after it was
closed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from jikim.alerts.raising import alert
from jikim.db.driver import Row, Servers, Steps
from jikim.disclosures.demand_register import LAST, LATEST, SPACE, Demand, Q, counts, demands, parts_of
from jikim.errors import DeniedError, InvalidError, StoreError
from jikim.keys.sealed_words import seal, seal_words
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import Denied, deny
from jikim.policy.grounds import ungrounded
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import sound_texts
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.provide import provide
from jikim.verbs.use import items_asked

LONGEST = 2_000


def lawful(house: House) -> dict[str, tuple[str, ...]]:
    """The recipients that get data by law alone, each with its purposes."""
    return {
        name: one.purposes for name, one in house.policy.file.recipients.items() if one.under == "law" and one.purposes
    }


def prepare(
    house: House, *, to: str, purpose: str, ground: str, authority: str, statute: str, document: str, note: str = "", place: str = "", scan: bytes = b"",
    actor: Actor,
) -> Steps[UUID]:  # fmt: skip
    """Opens a draft. `ground` is one of `Ground`; a letter that asks for cooperation (수사협조) is none, and is refused and
    recorded.

    `scan` is the packed document, or `place` says where its paper lies; one of the two is needed. Answers its number.

    Raises InvalidError for what is missing, and DeniedError for a recipient that gets nothing by law, or an actor whose
    grant does not name the purpose.
    """
    policy = house.policy
    event = "demand:prepare"
    yield from standing_for(house, event, actor, purpose)
    if purpose not in lawful(house).get(to, ()):
        yield from house.refuse(event, policy, actor, deny(policy, "no-recipient"))
    if (why := ungrounded(policy, ground, statute, document)) is not None:
        yield from house.refuse(event, policy, actor, deny(policy, why, clause=_clause(house, to)))
    for item, text in (("authority", authority), ("statute", statute), ("document", document)):
        if blank(text):
            raise InvalidError(
                "a demand by law names it",
                item=item,
                hint="write what the document says",
                ko=("비어 있습니다", "문서에 적힌 대로 적어 주세요"),
            )
    if not scan and not place.strip():
        raise InvalidError(
            "a demand by law has its document",
            item="files",
            hint="attach the scan, or say where the paper lies",
            ko=("요구 문서가 없습니다", "스캔본을 붙이거나 종이를 둔 자리를 적어 주세요"),
        )
    for item, text in (
        ("note", note),
        ("document", document),
        ("statute", statute),
        ("authority", authority),
        ("place", place),
    ):
        sound_text(house, item, text)
    demand = uuid4()
    words = {"authority": authority, "document": document, "note": note, "place": place}
    said = yield from seal_words(house.keyring, SPACE, demand.bytes, b"said", words)
    entry = yield from house.entry(
        event, policy, actor, None, _clause(house, to), to=to, purpose=purpose, ground=ground
    )
    yield Q["demand.open"](
        demand=demand,
        recipient=policy.number("recipient", to),
        purpose=policy.number("purpose", purpose),
        ground=ground,
        statute=statute,
        said=said,
        scan=(yield from seal(house.keyring, SPACE, demand.bytes, b"scan", scan)) if scan else None,
        entry=entry,
    )
    return demand


def sound_text(house: House, item: str, text: str) -> None:
    """Raises InvalidError for a text that holds a number that is never taken, or is longer than anybody reads."""
    sound_texts(house.policy, LONGEST, **{item: text})


def _clause(house: House, to: str) -> str:
    declared = house.policy.file.recipients.get(to)
    return (declared.clause if declared is not None else None) or house.policy.clause("no-recipient")


def standing_for(house: House, event: str, actor: Actor, purpose: str) -> Steps[None]:
    """Whether somebody of the office acts, by a grant that stands and names the purpose."""
    policy = house.policy
    number = policy.number("purpose", purpose)
    if actor.kind not in ("handler", "officer"):
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    if number is None or not actor.purposes >> number & 1 or not actor.grant or not (yield from house.manned(actor)):
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))


def _theirs(house: House, event: str, one: Demand, actor: Actor) -> Steps[None]:
    """Whether who acts prepared it. INVARIANT: nobody else fills a draft, so whoever approves one has put nothing into
    it."""
    if actor.id != one.prepared:
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "second-person"))


def set_part(house: House, one: Demand, ref: Ref, items: Sequence[str], *, actor: Actor) -> Steps[None]:
    """Puts one record with these items into a draft; no items take it out. Judged now as it will be when it leaves.

    Raises DeniedError where the policy would not hand it over, the draft is somebody else's, or is none any more.
    """
    policy = house.policy
    event = "demand:part"
    yield from standing_for(house, event, actor, one.purpose)
    yield from _theirs(house, event, one, actor)
    rules = policy.records.get(ref.kind)
    mask = deny(policy, "record-kind") if rules is None else items_asked(policy, rules, items, 0)
    if isinstance(mask, Denied) or rules is None:
        no = mask if isinstance(mask, Denied) else deny(policy, "record-kind")
        yield from house.refuse(event, policy, actor, no, None, ref.subject, ref.record, demand=str(one.demand))
        return
    ask = Ask(
        Verb.PROVIDE,
        rules.number,
        mask,
        actor,
        policy.number("purpose", one.purpose) or 0,
        to=policy.number("recipient", one.to) or 0,
        authority=one.authority,
        statute=one.statute,
        document=one.document,
        approved_by="-",
    )
    answer = house.judge(policy, ask)
    if isinstance(answer, Denied):
        yield from house.refuse(event, policy, actor, answer, ask, ref.subject, ref.record, demand=str(one.demand))
        return
    numbers = sorted(rules.names[name] for name in items)
    entry = yield from house.entry(event, policy, actor, ask._replace(approved_by=""), answer.clause, to=one.to)
    done = yield Q["demand.part"](
        subject=ref.subject,
        demand=one.demand,
        record=ref.record,
        kind=rules.number,
        items=numbers,
        message=uuid4(),
        entry=entry,
    )
    house.expect(done, policy)


def put(house: House, one: Demand, *, actor: Actor) -> Steps[None]:
    """Puts one's own draft before the second person. From here on nothing in it changes."""
    yield from standing_for(house, "demand:put", actor, one.purpose)
    yield from _theirs(house, "demand:put", one, actor)
    yield from _step(house, one, "draft", "asked", actor)


def approve(house: House, one: Demand, digest: str, *, actor: Actor) -> Steps[None]:
    """An officer says yes to exactly what they were shown: another than who prepared it, but for a served warrant or a
    danger to life, which is marked and waits for a second officer's look afterwards. Raises DeniedError, and
    ConflictError where it is another by now.
    """
    yield from only_officers(house, "demand:approve", actor)
    yield from standing_for(house, "demand:approve", actor, one.purpose)
    yield from _step(house, one, "asked", "approved", actor, bytes.fromhex(digest))
    if one.prepared == actor.id:
        yield from alert(
            house,
            "demand-alone",
            f"보호책임자 한 사람이 기관 요구({one.number})를 단독 승인했습니다. 다른 보호책임자가 다음 근무일까지 확인해 주세요",
            f"Demand {one.number} was approved by one officer alone: another looks at it by the next working day",
            href=f"/office/disclosures/demands/{one.demand}",
            actor=actor,
        )


def look_at(house: House, one: Demand, *, actor: Actor) -> Steps[None]:
    """A second officer has looked at what one approved alone. Raises DeniedError for who approved it, ConflictError
    where nothing waits."""
    yield from only_officers(house, "demand:look", actor)
    entry = yield from house.entry("demand:look", house.policy, actor, None, _clause(house, one.to), to=one.to)
    done = yield Q["demand.look"](demand=one.demand, grant=actor.grant, entry=entry)
    house.expect(done)


def refuse(house: House, one: Demand, digest: str, reason: str, *, actor: Actor) -> Steps[None]:
    """An officer who did not prepare it says no, with a reason, which the ledger keeps sealed."""
    yield from only_officers(house, "demand:refuse", actor)
    if blank(reason):
        yield from house.refuse("demand:refuse", house.policy, actor, deny(house.policy, "reason"))
    yield from _step(house, one, "asked", "refused", actor, bytes.fromhex(digest), reason)


def withdraw(house: House, one: Demand, *, actor: Actor) -> Steps[None]:
    """A draft, or what waits for the second person, is taken back."""
    yield from standing_for(house, "demand:withdraw", actor, one.purpose)
    yield from _step(house, one, "asked" if one.state == "asked" else "draft", "withdrawn", actor)


def _step(
    house: House, one: Demand, start: str, to: str, actor: Actor, digest: bytes | None = None, reason: str = ""
) -> Steps[None]:
    policy = house.policy
    ask = Ask(
        Verb.PROVIDE,
        0,
        0,
        actor,
        policy.number("purpose", one.purpose) or 0,
        to=policy.number("recipient", one.to) or 0,
        reason=reason,
        authority=one.authority,
        statute=one.statute,
        document=one.document,
    )
    entry = yield from house.entry(f"demand:{to}", policy, actor, ask, _clause(house, one.to), to=one.to)
    step = {"from_": start, "to": to, "grant": actor.grant, "digest": digest}
    house.expect((yield from _stepped(one, entry, **step)), policy)


def _stepped(one: Demand, entry: Entry, **step: Any) -> Steps[list[Row]]:
    """A demand's step, by all of its parts."""
    others = yield from _elsewhere(one)
    done: list[Row] = yield Q["demand.step"](demand=one.demand, others=others, entry=entry, **step)
    return done


def _elsewhere(one: Demand) -> Steps[str]:
    """The parts of a demand on other servers than the house's, as its step takes them. None is added once it was put before
    the second person, which held everywhere before anybody was answered."""
    found = []
    for server in (yield Servers()).servers[1:]:
        for subject, record, _, items, _, state, denied, at in (yield Q["demand.parts"](demand=one.demand).on(server)):
            waits = denied is None and state in ("", "waiting", "sending")
            found.append({"subject": subject, "record": record, "items": items, "waits": waits, "at": at})
    return json.dumps(found, default=str)


def carry_out(house: House, one: Demand, *, actor: Actor) -> Steps[int]:
    """Queues what was approved, part by part; each is judged again when it leaves. Answers how many were queued.

    INVARIANT: nothing reaches a recipient by law but here: the statements that queue and send look the approval up
    themselves.
    """
    yield from standing_for(house, "demand:carry-out", actor, one.purpose)
    queued = 0
    for part in (yield from parts_of(house, one.demand)):
        [(taken,)] = yield Q["demand.take"](
            subject=part.ref.subject, demand=one.demand, record=part.ref.record, at=house.now()
        )
        if not taken:
            continue
        try:
            yield from provide(
                house.by(actor),
                part.ref,
                to=one.to,
                purpose=one.purpose,
                items=part.items,
                demand=one.demand,
                message=part.message,
            )
            queued += 1
        except DeniedError as error:
            # Frozen ends with its correction: that part waits. Anything else is a no for good, and is told as one.
            if error.why not in ("frozen", "grant", "beyond-grant", "other-version"):
                yield Q["demand.denied"](
                    subject=part.ref.subject, demand=one.demand, record=part.ref.record, why=error.why
                )
        except StoreError:
            # Whoever took it longer ago has queued it after all, under the same number: it leaves once.
            continue
    return queued


def settle(house: House) -> Steps[int]:
    """Closes the approved demands of which everything has left, or never will. Answers how many. For the daily work."""
    closed, at, last = 0, LATEST, LAST
    if "approved" not in (yield from counts(house)):
        return 0
    while page := (yield from demands(house, at, last)):
        at, last = page[-1].opened, page[-1].demand
        for one in page:
            if one.state != "approved":
                continue
            ready = yield from parts_of(house, one.demand)
            if all(part.denied or part.state not in ("", "waiting", "sending") for part in ready):
                entry = yield from house.entry("demand:done", house.policy, SYSTEM, None, _clause(house, one.to))
                step = {"from_": "approved", "to": "done", "grant": 0, "digest": None}
                [(outcome,)] = yield from _stepped(one, entry, **step)
                closed += outcome == 0
    return closed

"""Campaigns: an advertisement is written, counted, looked at by another person, and goes to everybody who agreed to its
purpose (clause 2.3).

Guarantees: nobody is written to without that consent, which is asked for when the mails are queued and again as each
leaves; none leaves at night; each says whose it is and how to refuse further ones, for which nobody has to sign in.
What it says is the same to all, and names nobody.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Literal, NamedTuple, cast
from uuid import UUID, uuid4

from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.db.steps import value_of
from jikim.errors import InvalidError, SealError
from jikim.mail.letters import source
from jikim.mail.purposes import purpose_of
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

Q = load("jikim.mail")
LETTER, PAGE, SHOWN = "news", 1000, 50
LONGEST = 5000
_REFUSING = b"refusing advertisements"


class Campaign(NamedTuple):
    """One advertisement. `state`: written, going, gone, stopped; `mailed`: how many mails were queued."""

    campaign: UUID
    purpose: str
    language: Language
    title: str
    text: str
    state: str
    writer: str
    written: datetime
    releaser: str | None
    released: datetime | None
    mailed: int
    consent: int = 0

    @property
    def facts(self) -> str:
        """What its letter takes."""
        return json.dumps({"title": self.title, "text": self.text}, ensure_ascii=False)


def purposes(policy: Policy) -> dict[str, dict[int, str]]:
    """What may be advertised for: each purpose with the record kinds whose address it may read, the best first. Pure."""
    found: dict[str, dict[int, str]] = {}
    for rules in sorted(policy.records.values(), key=lambda rules: not rules.single):
        if (purpose := purpose_of(policy, rules.name, source(LETTER))) is not None:
            found.setdefault(purpose, {})[rules.number] = rules.name
    return found


def _may(house: House, event: str, purpose: str, actor: Actor) -> Steps[int]:
    """The consent that a purpose lives by. Raises DeniedError, recorded, for who has no grant for it."""
    policy = house.policy
    number = policy.number("purpose", purpose) if purpose in purposes(policy) else None
    if (
        actor.kind not in ("handler", "officer")
        or number is None
        or not actor.purposes >> number & 1
        or not actor.grant
    ):
        yield from house.refuse(event, policy, actor, deny(policy, "beyond-grant"))
    return policy.purpose_consents[purpose]


def reach(house: House, purpose: str, *, actor: Actor) -> Steps[int]:
    """How many would be written to now."""
    consent = yield from _may(house, "campaign:count", purpose, actor)
    [(count,)] = yield Q["campaign.reach"](consent=consent, kinds=list(purposes(house.policy)[purpose]))
    return int(count)


def write(house: House, purpose: str, language: Language, title: str, text: str, *, actor: Actor) -> Steps[UUID]:
    """Writes one. It goes nowhere yet. Raises InvalidError for an empty or too long one, or for a number that is never
    taken."""
    event, policy, campaign = "campaign:write", house.policy, uuid4()
    consent = yield from _may(house, event, purpose, actor)
    for name, said, most in (("title", title, 200), ("text", text, LONGEST)):
        if not said.strip() or len(said) > most:
            raise InvalidError(
                f"`{name}` is empty or too long",
                item=name,
                hint=f"write at least a word and at most {most:,} characters",
                ko=("비어 있거나 너무 깁니다", f"{most:,}자 안으로 적어 주세요"),
            )
    yield from no_numbers(policy, title=title, text=text)
    facts = json.dumps({"title": title.strip(), "text": text.strip()}, ensure_ascii=False)
    entry = yield from house.entry(
        event, policy, actor, None, policy.file.purposes[purpose].clause or "", campaign=str(campaign)
    )
    yield Q["campaign.write"](
        campaign=campaign,
        purpose=policy.number("purpose", purpose),
        consent=consent,
        language=language,
        facts=facts,
        entry=entry,
    )
    return campaign


def step(house: House, campaign: UUID, what: Literal["release", "stop"], *, actor: Actor) -> Steps[None]:
    """Releases one that somebody else wrote, or stops one: what of it waits leaves no more. Raises DeniedError
    otherwise."""
    event, policy = f"campaign:{what}", house.policy
    found = next((one for one in (yield from campaigns(house)) if one.campaign == campaign), None)
    yield from _may(house, event, found.purpose if found else "", actor)
    assert found is not None
    entry = yield from house.entry(
        event, policy, actor, None, policy.file.purposes[found.purpose].clause or "", campaign=str(campaign)
    )
    done = yield Q["campaign.step"](campaign=campaign, step=what, entry=entry)
    house.expect(done, policy)
    if what == "stop":
        yield from _drop(found)


def _drop(one: Campaign) -> Steps[None]:
    yield Q["campaign.drop"](letter=LETTER, facts=one.facts.encode())


def campaigns(house: House) -> Steps[list[Campaign]]:
    """The last ones, the newest first. They name nobody."""
    rows, found = (yield Q["campaign.list"](limit=SHOWN)), []
    for campaign, purpose, consent, language, facts, state, writer, written, releaser, released, mailed in rows:
        said = json.loads(facts)
        found.append(
            Campaign(
                campaign,
                house.policy.name("purpose", purpose),
                cast("Language", language),
                said["title"],
                said["text"],
                state,
                writer,
                written,
                releaser,
                released,
                mailed,
                consent,
            )
        )
    return found


def fan_out(house: House) -> Steps[int]:
    """Queues what was released. Answers how many mails. Killed anywhere and run again, it writes to nobody twice."""
    done, every = 0, (yield from campaigns(house))
    goes = {one.facts for one in every if one.state in ("going", "gone")}
    for one in every:
        over = one.state != "going"
        kinds = purposes(house.policy).get(one.purpose, {})
        if one.state == "stopped" and one.facts not in goes:
            # Whoever stopped it may have been killed before what waits of it had gone; another of the same words goes on.
            yield from _drop(one)
        while not over:
            [(mailed, total, over)] = yield Q["campaign.mail"](
                campaign=one.campaign,
                consent=one.consent,
                letter=LETTER,
                language=one.language,
                facts=one.facts.encode(),
                kinds=list(kinds),
                names=list(kinds.values()),
                limit=PAGE,
                at=house.now(),
            )
            done += mailed
            if not (yield from value_of(Q["campaign.went"](campaign=one.campaign, mailed=total, over=over))):
                yield from _drop(one)
                break
    return done


def refusal(house: House, subject: UUID, purpose: str) -> Steps[str]:
    """What a mail carries for who wants no more of them: sealed, so that nobody refuses for another."""
    key = derived((yield from house.keyring.ensure("web", b"pages")), _REFUSING)
    said = json.dumps([subject.hex, purpose]).encode()
    return base64.urlsafe_b64encode(wrap(key, _REFUSING, said)).decode().rstrip("=")


def refused(house: House, token: str) -> Steps[tuple[UUID, str] | None]:
    """Whose refusal it is, and of which purpose; None for what is none of ours."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        key = derived((yield from house.keyring.ensure("web", b"pages")), _REFUSING)
        subject, purpose = json.loads(unwrap(key, _REFUSING, raw))
        return UUID(hex=subject), str(purpose)
    except (binascii.Error, ValueError, SealError):
        return None

"""The internal management plan (내부관리계획): one draft at a time, versions that stay, each approved by an officer and
looked at anew in a year.

Its words are sealed. Whoever saves or approves says which change of the draft they saw: two at once are told of each
other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from jikim.crypto import unwrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, InvalidError
from jikim.keys.sealed_words import seal_words
from jikim.plan.sections import BLANK, MATTERS, Here, prefilled
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.period import Period, due
from jikim.policy.states import Verb
from jikim.settings import Settings
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import holds_never, no_numbers
from jikim.verbs.house import House

Q = load("jikim.plan")
SPACE, NAME, SAID = "plan", b"plan", b"sections"
YEARLY = Period(1, "y")
MONTHLY = Period(1, "mo")
CYCLES = (Period(1, "w"), MONTHLY, Period(2, "mo"), Period(3, "mo"), Period(6, "mo"))
LONGEST = 20_000
MOST = 10_000_000  # of a limit of reading


class Version(NamedTuple):
    """One version. `edit` counts its changes; `approved` and `review` are None of a draft."""

    version: int
    edit: int
    sections: Mapping[str, str]
    cycle: Period
    edited: datetime
    by: str
    approved: datetime | None
    approver: str | None
    review: date | None
    limits: Mapping[str, int]

    def overdue(self, today: date) -> bool:
        """Whether it should have been looked at anew by now."""
        return self.review is not None and self.review < today


class ManagementPlan(NamedTuple):
    """The draft that is being written, the version in force, and those before it."""

    draft: Version | None
    current: Version | None
    before: tuple[Version, ...]

    def overdue(self, today: date) -> bool:
        return self.current is not None and self.current.overdue(today)


def plan_of(house: House) -> Steps[ManagementPlan]:
    """The plan with all its versions."""
    found = []
    key = None
    for version, edit, said, cycle, *facts in (yield Q["plan.list"]()):
        key = key or (yield from house.keyring.ensure(SPACE, NAME))
        sections = json.loads(unwrap(key, SAID, bytes(said)))
        found.append(Version(version, edit, sections, Period.parse(cycle), *facts))
    drafts = [one for one in found if one.approved is None]
    approved = [one for one in found if one.approved is not None]
    return ManagementPlan(drafts[0] if drafts else None, approved[0] if approved else None, tuple(approved[1:]))


def cycle(house: House) -> Steps[Period]:
    """How often access records are reviewed: what the approved plan says, else the policy's safeguard `access-review`,
    else a month (safety notice §8)."""
    rows = yield Q["plan.list"]()
    declared = house.policy.file.safeguards.get("access-review")
    otherwise = declared.every if declared is not None and declared.every is not None else MONTHLY
    return next((Period.parse(cycle) for _, _, _, cycle, _, _, approved, *_ in rows if approved is not None), otherwise)


def draft_of(house: House, plan: ManagementPlan, settings: Settings) -> dict[str, str]:
    """What the form begins with: the draft, the version in force, or what policy and settings fill in."""
    cycle = plan.current.cycle if plan.current is not None else MONTHLY
    filled = prefilled(house.policy.file, Here(cycle, settings.clamd is not None, settings.uploads))
    now = plan.draft or plan.current
    return filled if now is None else {key: now.sections.get(key, text) for key, text in filled.items()}


def save_plan(
    house: House,
    edit: int,
    sections: Mapping[str, str],
    every: Period,
    *,
    actor: Actor,
    limits: Mapping[str, int] | None = None,
) -> Steps[None]:
    """Saves the draft; `edit` is the change that was seen (0: there was none). Raises InvalidError beside a section,
    ConflictError where somebody was faster."""
    event = "plan:save"
    yield from only_officers(house, event, actor)
    for matter in MATTERS:
        text = sections.get(matter.key, "")
        if blank(text):
            raise _wrong(matter.key, "it is empty", "비어 있습니다", "이 부분을 적어 주세요")
        if len(text) > LONGEST:
            raise _wrong(matter.key, f"it is longer than {LONGEST}", "너무 깁니다", f"{LONGEST:,}자 안으로 줄여 주세요")
        if (yield from holds_never(house.policy, text)):
            raise _wrong(
                matter.key,
                "it holds a number that is never taken",
                "받지 않는 번호(주민등록번호 등)가 있습니다",
                "그 번호를 지워 주세요",
            )
    for name, most in (limits or {}).items():
        if not 0 < most <= MOST:
            raise _wrong(
                name,
                f"a limit is a number from 1 to {MOST:,}",
                "한도가 아닙니다",
                f"1부터 {MOST:,}까지의 수로 적어 주세요",
            )
    if every not in CYCLES:
        raise _wrong(
            "cycle",
            "access records are reviewed at least twice a year",
            "점검 주기를 선택해 주세요",
            "목록에서 선택해 주세요",
        )
    words = {matter.key: sections[matter.key].strip() for matter in MATTERS}
    said = yield from seal_words(house.keyring, SPACE, NAME, SAID, words)
    entry = yield from house.note(event, actor, "audit", cycle=str(every))
    done = yield Q["plan.save"](
        edit=edit, said=said, cycle=str(every), limits=json.dumps(dict(limits or {})), entry=entry
    )
    house.expect(done)


def keep_plan(house: House, version: int, reason: str, *, actor: Actor) -> Steps[date]:
    """The yearly review changes nothing: the version in force, as it was seen, becomes a new one and is approved.
    Answers by when it is looked at anew; raises what `approve_plan` does, and ConflictError where a draft is written."""
    yield from _reviewed(house, reason)
    found = yield from plan_of(house)
    now = found.current
    if now is None or found.draft is not None or now.version != version:
        raise ConflictError.meanwhile()
    yield from save_plan(house, 0, now.sections, now.cycle, actor=actor, limits=now.limits)
    draft = (yield from plan_of(house)).draft
    return (yield from approve_plan(house, draft.edit if draft is not None else 0, reason, actor=actor))


def _reviewed(house: House, reason: str) -> Steps[None]:
    """Nothing is signed without a word of what its review found."""
    if blank(reason):
        raise _wrong("reason", "it is empty", "비어 있습니다", "검토한 결과를 적어 주세요")
    yield from no_numbers(house.policy, reason=reason)


def approve_plan(house: House, edit: int, reason: str, *, actor: Actor) -> Steps[date]:
    """An officer approves the draft as they saw it, with what their review found, which the ledger keeps sealed.
    Answers by when it is looked at anew.

    Raises InvalidError where the words are missing or a section still asks to be written, ConflictError where it is
    another by now.
    """
    event = "plan:approve"
    yield from only_officers(house, event, actor)
    yield from _reviewed(house, reason)
    draft = (yield from plan_of(house)).draft
    sections = draft.sections if draft is not None and draft.edit == edit else {}
    for matter in MATTERS:
        if BLANK in sections.get(matter.key, ""):
            raise _wrong(
                matter.key,
                f"`{matter.en}` still says that it is to be written",
                f"‘{matter.ko}’에 ‘{BLANK}’가 그대로 남아 있습니다",
                "실제로 하는 방법과 주기, 담당을 적은 뒤 승인해 주세요",
            )
    review = due(house.today(), YEARLY)
    policy, ask = house.policy, Ask(Verb.USE, 0, 0, actor, reason=reason)
    entry = yield from house.entry(event, policy, actor, ask, policy.clause("audit"), review=review.isoformat())
    done = yield Q["plan.approve"](edit=edit, review=review, entry=entry)
    house.expect(done)
    return review


def _wrong(item: str, text: str, ko: str, hint_ko: str) -> InvalidError:
    return InvalidError(text, item=item, hint="correct it", ko=(ko, hint_ko))

"""Proposals: a new version of the policy, written by officers in the office, approved by a second one, and then
announced.

    draft → proposed → approved → (announced)        proposed or approved → draft: sent back      any → dropped

INVARIANT: what is announced is the text that the second officer had before them: each step says which writing it saw.
A proposal lies in the database; the file stays the source, and gets the same change as a patch.
"""

from __future__ import annotations

import difflib
from datetime import date, datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from jikim.db.driver import Aside, Steps
from jikim.errors import ConflictError, InvalidError, NotFoundError
from jikim.on_demand import on_demand
from jikim.policy.ask import Actor, blank
from jikim.policy.check import check
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import Outcome
from jikim.policy.parse import Parsed, parse
from jikim.policy.source_text import sound_length
from jikim.publishing.announce import Account, account
from jikim.publishing.publications import Q, publications, source_of
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import By, House

if TYPE_CHECKING:
    from jikim.policy import editing
else:
    editing = on_demand("jikim.policy.editing")

State = Literal["draft", "proposed", "approved", "dropped"]
EVENTS: dict[State, str] = {
    "draft": "policy:return",
    "proposed": "policy:propose",
    "approved": "policy:approve",
    "dropped": "policy:drop",
}


class Proposal(NamedTuple):
    """One proposal. `base`: the version in force when it was begun; once approved, that against which it was approved.

    `edits` counts its writings; the names are of handlers; `publication` announced this very text, and was neither
    withdrawn nor lapsed; `beside`: a published text is kept beside it.
    """

    number: int
    base: int
    state: State
    edits: int
    saved: datetime
    saved_by: str
    proposed_by: str | None
    decided_by: str | None
    words: str
    publication: int | None
    beside: bool

    @property
    def open(self) -> bool:
        return self.state != "dropped" and self.publication is None


class Published(NamedTuple):
    """The published text that a proposal is written from: a file's bytes and name."""

    content: bytes
    name: str


class Judged(NamedTuple):
    """A file's text and what is thought of it: `file` and `account` are None where it cannot run."""

    text: str
    parsed: Parsed
    findings: tuple[Finding, ...]
    file: PolicyFile | None
    account: Account | None

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity is Severity.ERROR)


@lru_cache(8)
def _looked_at(text: str, today: date) -> tuple[Parsed, tuple[Finding, ...]]:
    """What a text says and what is found in it. An editor's page asks it of the same text each time it is shown."""
    parsed = parse(text, "policy.yaml")
    return parsed, parsed.findings or check(parsed, today)


def judge(house: House, text: str, *, effective: datetime | None = None) -> Steps[Judged]:
    """Parses and checks a text, and says what announcing it today would mean. `effective`: the moment, by default the
    first of its own day."""
    today = house.today()
    parsed, findings = yield Aside(partial(_looked_at, text, today))
    if parsed.policy is None or any(one.severity is Severity.ERROR for one in findings):
        return Judged(text, parsed, findings, None, None)
    # Nothing is announced for a day that is past: the earliest day of effect counts from today at the soonest.
    announced = max(parsed.policy.version.announced, today)
    found = yield from account(house, parsed.policy, announce=announced, effective=effective)
    return Judged(text, parsed, findings, parsed.policy, found)


def text_in_force(house: House) -> Steps[str]:
    """The text of the policy in force, as it was announced; where it was not announced here, or over several files, as
    the model says it."""
    for one in (yield from publications(house)):
        if one.version == house.in_force()[1]:
            text = (yield from source_of(house, one.number)).decode("utf-8", errors="replace")
            parsed = yield Aside(partial(parse, text, "policy.yaml"))
            if parsed.policy == house.policy.file:
                return str(text)
    return str((yield Aside(partial(editing.written, house.policy.file))))


def proposals(house: House) -> Steps[list[Proposal]]:
    """All of them, the newest first."""
    return [Proposal(*row) for row in (yield Q["proposal.list"](number=None))]


def proposal_of(house: House, number: int) -> Steps[tuple[Proposal, str]]:
    """One proposal and its text. Raises NotFoundError."""
    rows = (yield Q["proposal.list"](number=number)) if 0 < number < 2**31 else ()
    if not rows:
        raise NotFoundError(
            f"there is no proposal {number}",
            hint="the list of proposals tells them",
            ko=(f"{number}번 개정안이 없습니다", "개정안 목록에서 확인해 주세요"),
        )
    return Proposal(*rows[0]), (yield from _texts(number))[0]


def saying(house: House, file: PolicyFile, *states: State) -> Steps[tuple[Proposal, str] | None]:
    """The newest open proposal in one of these states that says what a file says, with its text; None where there is
    none. What was approved against a version that is no longer in force is approved no more."""
    for one in (yield from proposals(house)):
        if one.open and one.state in states and (one.state != "approved" or one.base == house.in_force()[1]):
            text, _, _ = yield from _texts(one.number)
            parsed, _ = yield Aside(partial(_looked_at, text, house.today()))
            if parsed.policy is not None and parsed.policy.model_dump_json() == file.model_dump_json():
                return one, text
    return None


def propose(by: By, file: PolicyFile, text: str, words: str) -> Steps[Proposal]:
    """Asks for another officer's approval of a file's text, in one call. Called again it goes on where it was, and answers
    the proposal that says the same already.

    Raises as `step_proposal` does; ConflictError for one that was sent back.
    """
    house, actor = by
    if blank(words):
        raise InvalidError(
            "a proposal says its reason",
            item="reason",
            hint="whoever approves it reads it",
            ko=("개정 사유가 필요합니다", "승인하는 사람이 읽을 사유를 적어 주세요"),
        )
    yield from _announceable(house, text)
    found = yield from saying(house, file, "draft", "proposed", "approved")
    if found is not None and found[0].state == "draft" and found[0].decided_by:
        number = found[0].number
        raise ConflictError(
            f"proposal {number} says the same, and was sent back",
            hint="change the file, or propose it again on its page in the office",
            ko=(
                f"{number}번 개정안과 같은 내용이며, 반려되었습니다",
                "파일을 수정하거나, 관리자 페이지의 해당 개정안에서 다시 승인을 요청해 주세요",
            ),
        )
    if found is None:
        made, seen = (yield from save_proposal(house, text, actor=actor)), 1
    else:
        made, seen = found[0].number, found[0].edits
    if found is None or found[0].state == "draft":
        yield from step_proposal(house, made, "proposed", seen=seen, words=words, actor=actor)
    return (yield from proposal_of(house, made))[0]


def patch_of(house: House, number: int) -> Steps[str]:
    """What a proposal changes in the file that it was begun from, as a unified diff for `git apply`. Raises
    NotFoundError."""
    yield from proposal_of(house, number)
    new, old, _ = yield from _texts(number)
    return patch(old, new)


def published_of(_house: House, number: int) -> Steps[Published | None]:
    """The published text that a proposal is written from, where one is kept."""
    return (yield from _texts(number))[2]


def _texts(number: int) -> Steps[tuple[str, str, Published | None]]:
    [(text, base, published, name)] = yield Q["proposal.source"](number=number)
    return bytes(text).decode(), bytes(base).decode(), Published(bytes(published), name) if published else None


def save_proposal(
    house: House,
    text: str,
    *,
    actor: Actor,
    number: int | None = None,
    seen: int = 0,
    published: Published | None = None,
) -> Steps[int]:
    """Begins a proposal, or writes a draft anew. Answers its number. `published`: what it is begun from, kept beside it.

    Raises ConflictError where somebody wrote it meanwhile (`seen` is not its last writing) or it is no draft;
    DeniedError for who is no officer.
    """
    sound_length(text)
    event = "policy:draft" if number is None else "policy:write"
    entry = yield from house.entry(event, house.policy, actor, None, _clause(house), proposal=number or 0)
    [(outcome, made)] = yield Q["proposal.save"](
        number=number,
        seen=seen,
        source=text.encode(),
        published=published.content if published else None,
        published_as=published.name if published else None,
        grant=actor.grant,
        entry=entry,
    )
    _settled(house, outcome)
    return int(made)


def step_proposal(house: House, number: int, to: State, *, seen: int, words: str = "", actor: Actor) -> Steps[None]:
    """Takes a step. Raises InvalidError for a text that cannot run or changes nothing, which is neither proposed nor
    approved.

    ConflictError where it is not this text any more, or the step does not follow; DeniedError (`second-person`).
    """
    yield from no_numbers(house.policy, reason=words)
    if to in ("proposed", "approved"):
        yield from _announceable(house, (yield from proposal_of(house, number))[1])
    entry = yield from house.entry(EVENTS[to], house.policy, actor, None, _clause(house), proposal=number, edit=seen)
    [(outcome,)] = yield Q["proposal.step"](
        number=number, seen=seen, to=to, words=words.strip(), grant=actor.grant, entry=entry
    )
    _settled(house, outcome)


def _announceable(house: House, text: str) -> Steps[None]:
    found = yield from judge(house, text)
    if found.account is None or found.account.comparison.weight == "same":
        raise InvalidError(
            "it cannot run as it is, or changes nothing",
            item="text",
            hint="its findings stand at their fields",
            ko=("오류가 있거나 변경된 내용이 없는 개정안입니다", "점검 결과를 확인해 수정해 주세요"),
        )


def patch(old: str, new: str) -> str:
    """The change as a unified diff."""
    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), "a/policy.yaml", "b/policy.yaml")
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _clause(house: House) -> str:
    return house.policy.file.notice.clause_ordinary or ""


def _settled(house: House, outcome: int) -> None:
    if outcome == Outcome.CONFLICT:
        raise ConflictError.meanwhile()
    if outcome != Outcome.ALLOWED:
        house.denied(house.policy, None, Outcome(outcome))

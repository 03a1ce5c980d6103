"""Records under pseudonyms (3.5; PIPA §28-2 to §28-4): prepared by one, let out by another, once, and only where nobody
stands alone.

A pseudonym is the person's number under a key of the release's own. The key is destroyed when the release's purpose
ends: from then on no one leads from a pseudonym to a person, or from one release to the next. The register's row stays
three years more (PIPA §28-4③).

Before anything leaves, people are counted by what they share in the items by which they could be told apart; a single
group below the policy's smallest refuses the whole release, and says how many groups are too small, never which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID, uuid4

from jikim.crypto import keyed
from jikim.db.driver import Steps
from jikim.disclosures.demand_register import Q
from jikim.disclosures.opened import FIRST, After, OpenedRow, opened_page
from jikim.disclosures.releases import Release, judged, least_of, nothing_leaves, reasoned, release_of, stepped
from jikim.errors import InvalidError, JikimError
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Reading
from jikim.policy.decide import deny
from jikim.policy.model import ItemType
from jikim.verbs.approve import only_officers
from jikim.verbs.destroy import destroy_key, destroy_now
from jikim.verbs.house import SYSTEM, House

SPACE = "release"
MOST = 100_000
# What names or reaches somebody by itself is no item of a release under pseudonyms.
DIRECT = frozenset(
    {
        "person-name", "email", "mobile", "phone", "address", "login-id", "password", "card", "bank-account", "ip-address", "cookie-id",
        "kr.business-registration-number", "access-log", "payment-record",
    }
)  # fmt: skip


class TooSmallError(JikimError):
    """Somebody would stand alone. `groups` are too small, of `of`; which ones is told to nobody."""

    def __init__(self, groups: int, of: int, least: int) -> None:
        super().__init__(
            f"{groups} of {of} groups hold fewer than {least} people, so nothing left",
            hint="leave out an item, or make it coarser",
            ko=(
                f"{of}개 집단 가운데 {groups}개의 인원이 {least}명보다 적어 아무것도 내보내지 않았습니다",
                "항목을 빼거나 더 넓은 범위로 묶어 주세요",
            ),
        )
        self.groups, self.of, self.least = groups, of, least


def releasable(house: House, to: str, record: str) -> tuple[str, ...]:
    """The items of a record kind that may leave to a recipient under pseudonyms."""
    policy = house.policy
    recipient, rules = policy.file.recipients.get(to), policy.records.get(record)
    if recipient is None or rules is None:
        return ()
    return tuple(name for name in recipient.items if name in rules.names and _kind(house, name) not in DIRECT)


def _kind(house: House, name: str) -> str:
    declared = house.policy.file.items.get(name)
    return declared.type.value if declared is not None and isinstance(declared.type, ItemType) else "contents"


def prepare_release(
    house: House,
    to: str,
    record: str,
    *,
    purpose: str,
    items: Sequence[str],
    quasi: Sequence[str],
    why: str,
    ends: date,
    actor: Actor,
) -> Steps[UUID]:
    """Prepares a release: these items, of which `quasi` are those by which people could be told apart. Answers its
    number. Nothing is read yet.

    Raises InvalidError for items that name people by themselves or are none of the recipient's, and for an end that is
    not ahead.
    """
    policy = house.policy
    event = "release:prepare"
    ask, reading = yield from judged(house, event, to, record, purpose, actor)
    reasoned(house, why)
    may = releasable(house, to, record)
    if not items or any(name not in may for name in items):
        raise InvalidError(
            "these don't leave under a pseudonym",
            item="items",
            hint="choose of the recipient's items those that name nobody",
            ko=(
                "가명으로 내보낼 수 없는 항목이 있거나 고른 항목이 없습니다",
                "받는 곳의 항목 가운데 그 자체로 누구인지 알 수 없는 것만 선택해 주세요",
            ),
        )
    if not quasi or any(name not in items for name in quasi):
        raise InvalidError(
            "say by which items people could be told apart",
            item="quasi",
            hint="at least one of those that leave",
            ko=("사람을 구별할 수 있는 항목을 선택하지 않았습니다", "내보내는 항목 가운데 하나 이상 선택해 주세요"),
        )
    if ends <= house.today():
        raise InvalidError(
            "the purpose ends on a day that lies ahead",
            item="ends",
            hint="choose when the study is over",
            ko=("목적이 끝나는 날이 지났습니다", "앞으로 올 날을 선택해 주세요"),
        )
    rules = policy.records[record]
    release = uuid4()
    entry = yield from house.entry(event, policy, actor, ask, reading.clause, to=to)
    yield Q["release.open"](
        release=release,
        kind="pseudonymised",
        recipient=policy.number("recipient", to),
        purpose=ask.purpose,
        record=ask.kind,
        items=sorted(rules.names[name] for name in items),
        quasi=sorted(rules.names[name] for name in quasi),
        least=least_of(house, to),
        why=why,
        ends=ends,
        entry=entry,
    )
    return release


def let_out(house: House, one: Release, *, actor: Actor) -> Steps[str]:
    """A second officer lets it out: read, checked, and only then answered as CSV. Each read is on its person's record.

    Raises DeniedError where the actor prepared it, TooSmallError where somebody would stand alone, InvalidError where
    there is no row, ConflictError where it was let out already.
    """
    policy = house.policy
    event = "release:read"
    ask, reading = yield from judged(house, event, one.to, one.record, one.purpose, actor)
    if actor.id == one.prepared:
        yield from house.refuse(event, policy, actor, deny(policy, "second-person"), ask)
    rows = yield from _read(house, one, ask, reading)
    groups: dict[tuple[str, ...], set[UUID]] = {}
    for row in rows:
        groups.setdefault(tuple(row.values.get(name, "") for name in one.quasi), set()).add(row.subject)
    small = sum(len(people) < one.least for people in groups.values())
    if small or not groups:
        yield from stepped(house, one.release, "refused", ask, one.to, reading.clause, small=small)
        raise TooSmallError(small, len(groups), one.least) if groups else nothing_leaves()
    key = yield from house.keyring.ensure(SPACE, one.release.bytes)
    # INVARIANT: taken before anything leaves, so that of two officers one lets it out.
    yield from stepped(house, one.release, "released", ask, one.to, reading.clause, lines=len(rows))
    return "".join(_lines(rows, one.items, key))


def _lines(rows: Sequence[OpenedRow], items: Sequence[str], key: bytes) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("pseudonym", *items))
    # By pseudonym: the order in which people joined tells nobody apart.
    named = sorted((keyed(key, row.subject.bytes).hex()[:24], row) for row in rows)
    for name, row in named:
        writer.writerow((name, *(row.values.get(item, "") for item in items)))
    yield out.getvalue()


def _read(house: House, one: Release, ask: Ask, reading: Reading) -> Steps[list[OpenedRow]]:
    numbers = sorted(house.policy.records[one.record].names[name] for name in one.items)
    found: list[OpenedRow] = []
    after: After | None = FIRST
    while after is not None:
        rows, after = yield from opened_page(house, "release:read", ask, reading, numbers, after, to=one.to)
        found += rows
        if len(found) > MOST:
            raise JikimError(
                f"more than {MOST} records would leave",
                hint="release fewer: another record kind or purpose",
                ko=(f"{MOST:,}건보다 많은 기록이 나가게 됩니다", "기록 종류나 목적을 바꿔 더 적게 제공해 주세요"),
            )
    return found


def withdraw_release(house: House, one: Release, *, actor: Actor) -> Steps[None]:
    """What waits for the second person is taken back, or refused by them."""
    yield from only_officers(house, "release:withdraw", actor)
    ask, reading = yield from judged(house, "release:withdraw", one.to, one.record, one.purpose, actor)
    state = "withdrawn" if actor.id == one.prepared else "refused"
    yield from stepped(house, one.release, state, ask, one.to, reading.clause)


def end_releases(house: House) -> Steps[int]:
    """Destroys the keys of releases whose purpose is over, and forgets those that were over three years ago. Answers
    how many ended. Daily work."""
    ended = 0
    for (release,) in (yield Q["release.ending"](today=house.today())):
        yield from destroy_now(house, "release:destroy-key", SPACE, release.bytes)
        entry = yield from house.note("release:over", SYSTEM, "ended")
        [(done,)] = yield Q["release.over"](release=release, entry=entry)
        ended += bool(done)
    yield Q["release.forget"](at=house.now())
    return ended


def end_release(house: House, release: UUID, *, actor: Actor) -> Steps[None]:
    """Ends a release before its day: its key goes at once."""
    yield from only_officers(house, "release:over", actor)
    one = yield from release_of(house, release)
    if one is None or one.state != "released":
        return
    entry = yield from house.note("release:destroy-key", actor, "irrecoverable")
    yield from destroy_key(house, SPACE, release.bytes, entry)
    entry = yield from house.note("release:over", actor, "ended")
    yield Q["release.over"](release=release, entry=entry)

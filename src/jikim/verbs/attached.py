"""The verbs on rows of an application's own tables: which record a row is, and then the same verbs as on any other.

The house is one whose holding is attached (`store/attached.py`), on the caller's connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from jikim.answers import Dossier, FoundRow, Message, Person, Read, RowRead, Values
from jikim.attach.statements import Standing, of_row, standing_of, values_of
from jikim.attach.statements import holding as rows_holding
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.decide import Allowed, Denied
from jikim.store.attached import AttachedHolding
from jikim.store.attached_columns import by_item
from jikim.store.holding import Claim, Ref
from jikim.verbs.check import check
from jikim.verbs.collect import collect
from jikim.verbs.correct import correct_now
from jikim.verbs.entrust import entrust
from jikim.verbs.find import searched
from jikim.verbs.house import By
from jikim.verbs.provide import provide
from jikim.verbs.show import show
from jikim.verbs.use import read_asked, use, use_many
from jikim.verbs.values import spoken_values

FOUND = 50


def use_row(
    by: By, kind: str, key: object, *, purpose: str, items: Sequence[str] | None = None, reason: str = ""
) -> Steps[Values]:
    """Reads items of one row on the caller's connection, and hands them out once that is judged and recorded. Raises as
    `use` does, and JikimError where there is no such row."""
    by = _one_call(by)
    ref = yield from _met(by, kind, key, _allowed(by, kind, purpose, items, reason))
    return (yield from use(by, ref, purpose=purpose, items=items, reason=reason))


def use_rows(by: By, reads: Sequence[RowRead], *, reason: str = "") -> Steps[list[Values | JikimError]]:
    """Reads many rows, by one statement a table on the caller's connection; then they are judged and recorded together,
    each by itself and with its own outcome, and handed out."""
    by = _one_call(by)
    holding = _holding(by)
    judged: dict[tuple[str, str, tuple[str, ...] | None], Allowed | None] = {}
    by_kind: dict[str, dict[object, Allowed | None]] = {}
    for read in reads:
        what = read.kind, read.purpose, None if read.items is None else tuple(read.items)
        if what not in judged:
            judged[what] = _allowed(by, *what, reason)
        keys = by_kind.setdefault(read.kind, {})
        keys[read.key] = judged[what] or keys.get(read.key)
    there: list[Standing] = []
    for kind, keys in by_kind.items():
        held = holding.register.kinds.held(kind)
        for may in (True, False):
            some = [key for key, allowed in keys.items() if (allowed is not None) is may]
            there.extend((yield from holding.rows(held, some, keys[some[0]])) if some else ())
    met = yield from holding.meet(*by.house.in_force(), there)
    refs = {(ref.kind, row.key): ref for row, ref in zip(there, met, strict=True)}
    wanted = {n: refs[one.kind, str(one.key)] for n, one in enumerate(reads) if (one.kind, str(one.key)) in refs}
    asked = [Read(ref, reads[n].purpose, reads[n].items) for n, ref in wanted.items()]
    found = dict(zip(wanted, (yield from use_many(by, asked, reason=reason)), strict=True))
    return [found[n] if n in found else _no_row() for n in range(len(reads))]


def find_rows(by: By, item: str, value: str, *, country: str = "KR") -> Steps[list[FoundRow]]:
    """The rows that hold exactly this value, as it was typed or in the item's one form; fifty of a record kind at most.
    Recorded first, without the value. Raises as `find` does."""
    holding, policy = _holding(by), by.house.policy

    def search(number: int, key: str, kinds: list[int]) -> Steps[list[FoundRow]]:
        found = []
        for held in holding.register.kinds.kinds.values():
            rules = policy.records[held.kind]
            columns = [column for column, name in held.items.items() if rules.names.get(name) == number]
            # Of an item that lies in several columns, none holds the value.
            if rules.number in kinds and len(columns) == 1:
                rows = yield holding.there(rows_holding(held, columns[0], sorted({value.strip(), key}), FOUND))
                found += [FoundRow(held.kind, str(one)) for (one,) in rows]
        here = [kind for kind in kinds if policy.by_number[kind].name in holding.register.kinds.kinds]
        sealed, stale = yield from holding.claims.find_rows(Claim(number, key, True), here, [one.key for one in found])
        there = {(policy.records[one.kind].number, one.key) for one in found} - stale | sealed
        return [FoundRow(policy.by_number[kind].name, one) for kind, one in sorted(there)]

    return (yield from searched(by, item, value, search, country=country))


def check_row(by: By, kind: str, key: object, item: str, secret: str, *, purpose: str) -> Steps[bool]:
    """Whether `secret` is the one behind the hash that a row holds. The hash stays as the application wrote it. Raises as
    `check` does, and JikimError where there is no such row."""
    by = _one_call(by)
    ref = yield from _entered(by, kind, key)
    return (yield from check(by, ref, item, secret, purpose=purpose))


def provide_row(
    by: By,
    kind: str,
    key: object,
    *,
    to: str,
    purpose: str,
    items: Sequence[str] | None = None,
    demand: UUID | None = None,
) -> Steps[Message]:
    """Queues a provision of one row, by reference and in a commit of its own; judged again and read when it is sent
    (`AttachedDatabase.deliver`). Raises as `provide` does, and JikimError where there is no such row."""
    ref = yield from _entered(_one_call(by), kind, key)
    return (yield from provide(by, ref, to=to, purpose=purpose, items=items, demand=demand))


def entrust_row(
    by: By, kind: str, key: object, *, to: str, purpose: str, items: Sequence[str] | None = None
) -> Steps[Message]:
    """The same for a processor: `entrust`."""
    ref = yield from _entered(_one_call(by), kind, key)
    return (yield from entrust(by, ref, to=to, purpose=purpose, items=items))


def show_rows(by: By, person: object) -> Steps[Dossier]:
    """Shows all that is known of a person, by the key of their row: `show`, with the values of the application's rows."""
    holding = _holding(by)
    rows: list[Standing] = []
    for held in holding.register.kinds.kinds.values():
        rows += [of_row(held, row) for row in (yield holding.there(standing_of(held, person)))]
    subject = yield from holding.register.person(person if not rows else rows[0].person)
    policy, version = by.house.in_force()
    refs = yield from holding.register.enter(policy, version, rows)
    told = yield from show(by, subject)
    # A card that has values is sealed by now.
    opened = {card.ref.record for card in told.cards if told.here and card.state == "live" and not card.values}
    said: dict[UUID, dict[str, Any]] = {}
    for held in holding.register.kinds.kinds.values():
        rules = by.house.policy.records[held.kind]
        which = {row.key: ref.record for ref, row in zip(refs, rows, strict=True) if row.held is held}
        keys = [key for key, record in which.items() if record in opened]
        for key, *columns in (yield holding.there(values_of(held, keys))) if keys else ():
            values = by_item(rules, held, tuple(columns), rules.items & ~by.house.policy.unreadable)
            said[which[key]] = spoken_values(by.house.policy, rules, values)
    cards = (card._replace(values=said.get(card.ref.record, card.values)) for card in told.cards)
    return told._replace(cards=tuple(cards))


def collect_row(
    by: By,
    kind: str,
    values: Mapping[str, Any],
    *,
    channel: str,
    person: object = None,
    old_enough: bool | None = None,
    consents: Sequence[str] = (),
    columns: Mapping[str, Any] | None = None,
) -> Steps[str]:
    """Writes one row in the caller's transaction, with its entry, and answers its key. `person`: the key of whose row it
    is; none for a row of the table of people itself. `columns`: what else the row holds, that says nothing of a person.

    Raises as `collect` does; then nothing is written.
    """
    by = _one_call(by)
    holding = _holding(by)
    held = holding.register.kinds.held(kind)
    more: dict[str, Any] = dict(columns or {})
    if mapped := more.keys() & held.items.keys():
        raise JikimError(
            "the column `{}` holds an item",
            hint="give it by its item's name",
            given=min(mapped),
            ko=("이 열은 항목입니다: `{}`", "항목의 이름으로 넘겨 주세요"),
        )
    more.setdefault(held.collected, by.house.now())
    who = by.house.policy.records[kind].record.of[0].value
    subject: Person | str = who
    if held.table != holding.register.kinds.people:
        account = next(
            (one for one in holding.register.kinds.kinds.values() if one.table == holding.register.kinds.people), None
        )
        if person is None or account is None:
            raise JikimError(
                "nothing says whose row this is",
                hint="give `person`, and attach the table of people in the mapping",
                ko=("누구의 행인지 알 수 없습니다", "`person`을 넘기고, 매핑에 사람의 표를 연결해 주세요"),
            )
        subject = Person((yield from _met(by, account.kind, person)).subject, who)
        more[held.person] = person
    holding.more = more
    yield from collect(by, kind, values, channel=channel, subject=subject, old_enough=old_enough, consents=consents)
    return holding.made


def correct_row(by: By, kind: str, key: object, values: Mapping[str, Any]) -> Steps[None]:
    """Changes one row in the caller's transaction, with its entry. Raises as `correct` does; then nothing is written."""
    by = _one_call(by)
    ref = yield from _met(by, kind, key)
    yield from correct_now(by, ref, values, asked=False)


def ref_of_row(by: By, kind: str, key: object) -> Steps[Ref]:
    """The record that a row is, for verbs that need no value of it: `ask_correction`, `hold`, `consent` of its person."""
    return (yield from _entered(_one_call(by), kind, key))


def _allowed(by: By, kind: str, purpose: str, items: Sequence[str] | None, reason: str) -> Allowed | None:
    """The policy's yes to a read, by the version in force: with it alone a row is read whole."""
    house, actor = by
    policy = house.policy
    asked = read_asked(policy, kind, purpose, items, actor, reason, policy)
    answer = asked if isinstance(asked, Denied) else house.judge(policy, asked[0])
    return None if isinstance(answer, Denied) else answer


def _met(by: By, kind: str, key: object, allowed: Allowed | None = None) -> Steps[Ref]:
    """A row's record, which the verb's own statement enters by what its dates say now."""
    holding = _holding(by)
    rows = yield from holding.rows(holding.register.kinds.held(kind), [key], allowed)
    if not rows:
        raise _no_row()
    [ref] = yield from holding.meet(*by.house.in_force(), rows)
    return ref


def _entered(by: By, kind: str, key: object) -> Steps[Ref]:
    """The same, entered before the verb asks."""
    ref = yield from _met(by, kind, key)
    yield from _holding(by).enter()
    return ref


def _no_row() -> JikimError:
    return JikimError(
        "the table has no such row", hint="look at the key", ko=("표에 그런 행이 없습니다", "키를 확인해 주세요")
    )


def _one_call(by: By) -> By:
    """The house with a holding of this call's own."""
    return By(replace(by.house, holding=_holding(by).for_one_call()), by.actor)


def _holding(by: By) -> AttachedHolding:
    holding = by.house.holding
    assert isinstance(holding, AttachedHolding), "opened on a connection"
    return holding

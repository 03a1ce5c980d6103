"""receipt: what became of destroyed data, in four dates. Of a person, or of what a destruction certificate certifies.

hidden on          nothing showed it any more key destroyed on   its keys left the key store: erased for everyone who
works with the system rows removed on    the last of its rows went irrecoverable on   nothing brings it back, not even a
stolen disk with every backup and every key of today: by an epoch, and by the word
                   of who held the root key

A date that is not there yet is None, and `waits` says for what. INVARIANT: a receipt only grows: each date is read from
rows that are added and never changed (`live.departure`, `live.tombstone`, `keys.destroyed`, `keys.epoch`), what it said
once is kept (`keys.said`), and all renderings are of this one object. Dates are the policy's time. No value is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.errors import NotFoundError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import day_name, person_name
from jikim.policy.languages import worded
from jikim.policy.period import day_of, start_of
from jikim.receipts import Dates, LetterSent, Receipt, ReceiptLine, SystemTold, Wait
from jikim.store.sealed import Q
from jikim.verbs.account import account_of
from jikim.verbs.house import House
from jikim.verbs.leave import leaving_plan

PAGE = 5_000
_EVERY = 2**32 - 1  # a generation above all
_NIL = UUID(int=0)
_LETTER = "letter:"  # what the part of a receipt begins with that tells of the letter of a leaving, before its day
_SYSTEM = "system:"  # what the part of a receipt that a system of the company's own answers for begins with


class _Fate(NamedTuple):
    """A row of `keys.fates`."""

    name: bytes
    stands: bool
    waits_after: int | None
    destroyed: datetime | None
    epoch: int | None
    step: str | None
    irrecoverable: datetime | None
    holder: str | None


def receipt(house: House, subject: UUID) -> Steps[Receipt]:
    """A person's receipt, also once they are forgotten. Raises NotFoundError for someone of whom nothing was ever
    known."""
    account = yield from account_of(house, subject)
    known, here, live = account.person, account.here, (*account.records, *account.moved)
    [(records, removed, left, attached, backups, archived)] = yield Q["gone_of"](subject=subject)
    resting = [part.due for part in account.parts]
    person = yield from _fates("person", subject.bytes)
    archive = yield from _fates("archive", subject.bytes)
    if not (known or records or person or archive):
        raise NotFoundError(
            "`{}` is the number of nobody who is or was here",
            hint="a receipt is about a person's number or a certificate's",
            given=str(subject),
            ko=("여기에 있거나 있었던 사람의 번호가 아닙니다: `{}`", "정보주체 번호나 파기 증명서 번호를 적어 주세요"),
        )
    # Rows go before their key does, so its date bounds theirs.
    waits = [Wait("here")] if here else _undone(person) if live or known or _stand(person) else []
    if live and not here:
        waits = yield from _left_behind(house, subject, waits)
    if known is not None and known.away is not None and known.until is not None:
        day = day_of(known.until, house.policy.zone) if known.away == "leaving" else None
        waits = [Wait("grace", day.isoformat()) if day else Wait("apart")]
    lines = [
        ReceiptLine(
            "",
            "live",
            None,
            records,
            _dates(house, left, None if live or here else removed or _last(person), person, waits),
        )
    ]
    if resting or archived:
        due = max(resting, default=None)
        waits = [Wait("resting", due.isoformat())] if due else _undone(archive) if _stand(archive) else []
        rows = None if resting else _last(archive)
        lines.append(ReceiptLine("", "archive", due, len(resting), _dates(house, left, rows, archive, waits)))
    if attached:
        # INVARIANT: what a statement erased is never called irrecoverable: no key of ours ends a copy of it.
        waits = [Wait("backups", backups.isoformat() if backups else "")]
        lines.append(ReceiptLine("", "attached", None, attached, Dates(left, None, removed, None, tuple(waits))))
    said = yield from _said(house, "person", subject, lines, records, (yield from _systems(house, subject)))
    if known is not None and known.away == "leaving":
        # They are hidden, and it is not kept among what was said: it may be undone.
        first = replace(said.lines[0], dates=replace(said.lines[0].dates, hidden=known.left_at))
        said = replace(said, dates=replace(said.dates, hidden=known.left_at), lines=(first, *said.lines[1:]))
    return said


def keep_systems(house: House, subject: UUID) -> Steps[None]:
    """Keeps what a receipt says of the company's own systems, before the rows that say it go with their person."""
    if house.policy.file.systems and (systems := (yield from _systems(house, subject))):
        yield KEYS["receipt.say"](number=subject, dates=json.dumps(_told(systems)))


def say_sent(house: House, subject: UUID) -> Steps[None]:
    """The letter of a leaving, with the way to the receipt, was sent just now."""
    part = f"{_LETTER}{house.today()}"
    yield KEYS["receipt.say"](number=subject, dates=_said_now(house, part, "told"))


def say_returned(house: House, subject: UUID) -> Steps[None]:
    """It came back for good. Of who left more than once the last is meant."""
    kept = yield KEYS["receipt.say"](number=subject, dates="[]")
    if parts := [part for part, _, _ in kept if part.startswith(_LETTER)]:
        yield KEYS["receipt.say"](number=subject, dates=_said_now(house, max(parts), "returned"))


def letter_of(_house: House, subject: UUID) -> Steps[LetterSent | None]:
    """The letter of somebody's leaving, and whether it came back."""
    kept: dict[str, dict[str, datetime]] = {}
    for part, name, at in (yield KEYS["receipt.say"](number=subject, dates="[]")):
        kept.setdefault(part, {})[name] = at
    return _letter(kept)


def _said_now(house: House, part: str, name: str) -> str:
    return json.dumps([{"part": part, "name": name, "at": house.now().isoformat()}])


def _letter(kept: Mapping[str, Mapping[str, datetime]]) -> LetterSent | None:
    parts = [part for part in kept if part.startswith(_LETTER)]
    said = kept[max(parts)] if parts else {}
    return LetterSent(said["told"], said.get("returned")) if "told" in said else None


def _told(systems: Iterable[SystemTold]) -> list[dict[str, str]]:
    return [
        {"part": f"{_SYSTEM}{one.system}", "name": name, "at": at.isoformat()}
        for one in systems
        for name, at in (("told", one.told), ("answered", one.answered))
        if at is not None
    ]


def _systems(house: House, subject: UUID) -> Steps[list[SystemTold]]:
    """What the company's own systems were told of somebody's erasure. While one has not answered, nobody is forgotten; what
    is said then is kept (`keep_systems`)."""
    rows = yield Q["systems_told"](subject=subject)
    return [_system(house, house.policy.name("system", target), told, answered) for target, told, answered in rows]


def _system(house: House, name: str, told: datetime, answered: datetime | None) -> SystemTold:
    declared = house.policy.file.systems.get(name)
    label = declared.label if declared else {}
    zone = house.policy.zone
    ko, en = (worded(label, language) if label else name for language in ("ko", "en"))
    return SystemTold(name, ko, en, told.astimezone(zone), answered.astimezone(zone) if answered else None)


def _left_behind(house: House, subject: UUID, next_run: list[Wait]) -> Steps[list[Wait]]:
    """What the live records of somebody who is gone wait for: what the next run takes, what is in progress, what a
    correction or a legal hold keeps."""
    fates = {step.fate for step in (yield from leaving_plan(house, subject)).steps}
    why = (("stays", Wait("unfinished")), ("waits", Wait("held")))
    return [*(next_run if fates - {"stays", "waits"} else ()), *(wait for fate, wait in why if fate in fates)]


def _said(
    house: House, of: str, number: UUID, lines: Sequence[ReceiptLine], records: int, systems: Sequence[SystemTold] = ()
) -> Steps[Receipt]:
    """The receipt with every date that it ever said; what is new is kept with them, in the keys' database, which an
    older set of the data leaves alone."""
    parts = {"": _latest([line.dates for line in lines]), **{_part(line): line.dates for line in lines}}
    new = [
        {"part": part, "name": step.name, "at": step.at.isoformat()}
        for part, dates in parts.items()
        for step in dates.steps
        if step.at is not None
    ]
    new += _told(systems)
    kept: dict[str, dict[str, Any]] = {}
    for part, name, at in (yield KEYS["receipt.say"](number=number, dates=json.dumps(new))):
        kept.setdefault(part, {})[name] = at
    grown = [replace(line, dates=replace(line.dates, **kept.get(_part(line), {}))) for line in lines]
    dates = replace(parts[""], **kept.get("", {}))
    every = {one.system: one for one in systems}
    for part, said in kept.items():
        if part.startswith(_SYSTEM) and (name := part.removeprefix(_SYSTEM)) not in every:
            every[name] = _system(house, name, said["told"], said.get("answered"))
    if waiting := sum(one.answered is None for one in every.values()):
        dates = replace(dates, waits=(*dates.waits, Wait("system", str(waiting))))
    told = tuple(every.values())
    return Receipt(of, number, house.now(), dates, records, tuple(grown), _worth(house), told, _letter(kept))


def _part(line: ReceiptLine) -> str:
    return ":".join(filter(None, (line.kind, line.what, line.due.isoformat() if line.due and line.kind else "")))


def _stand(fates: Iterable[_Fate]) -> bool:
    return any(fate.stands for fate in fates)


def _last(fates: Iterable[_Fate]) -> datetime | None:
    return max((fate.destroyed for fate in fates if fate.destroyed is not None), default=None)


def _undone(fates: Iterable[_Fate]) -> list[Wait]:
    return [Wait("backup" if any(fate.waits_after is not None for fate in fates) else "sweep")]


def _dates(
    house: House, hidden: datetime | None, rows_removed: datetime | None, fates: Sequence[_Fate], waits: Iterable[Wait]
) -> Dates:
    """Joins the dates with what the store and the epochs say of the keys."""
    found = list(waits)
    gone = [fate for fate in fates if not fate.stands]
    if any(fate.epoch is None for fate in gone):
        found.append(Wait("epoch"))
    found += [
        Wait("turning", step) for step in sorted({fate.step for fate in gone if fate.step and fate.step != "done"})
    ]
    done = [fate.irrecoverable for fate in gone if fate.irrecoverable is not None]
    irrecoverable = max(done) if done and len(done) == len(fates) else None
    found += _promised(house, irrecoverable)
    key_destroyed = None if _stand(fates) else _last(fates)
    return Dates(hidden, key_destroyed, rows_removed, irrecoverable, tuple(dict.fromkeys(found)))


def _promised(house: House, irrecoverable: datetime | None) -> list[Wait]:
    if irrecoverable is None or irrecoverable <= house.now():
        return []
    return [Wait("provider", day_of(irrecoverable, house.policy.zone).isoformat())]


def certificate_receipt(house: House, number: UUID) -> Steps[Receipt]:
    """The receipt of what a certificate certifies: its latest dates, and those of each line.

    Of live records the certificate names no person; their dates are the latest of all that went between it and the one
    before. Raises NotFoundError for a number that is no certificate's.
    """
    before = datetime.min.replace(tzinfo=UTC)
    content: dict[str, Any] | None = None
    at = house.now()
    for certificate, made, text, _signature in (yield Q["certificates"]()):
        if certificate == number:
            content, at = json.loads(text), made
            break
        before = made
    if content is None:
        raise NotFoundError(
            "`{}` is no certificate's number",
            hint="`jikim sweep` says the number of each that it makes",
            given=str(number),
            ko=("파기 증명서의 번호가 아닙니다: `{}`", "`jikim sweep`이 증명서를 만들 때 번호를 알려 줍니다"),
        )
    lines: list[ReceiptLine] = []
    here: Dates | None = None
    holds = [fate for fate in (yield from _fates("hold", b"")) if fate.destroyed and before <= fate.destroyed <= at]
    for row in content["destroyed"]:
        due = date.fromisoformat(row["due"]) if "due" in row else None
        if "on" in row:
            # A paper is gone when it is shredded: there is no key, and nothing to bring back.
            went = start_of(date.fromisoformat(row["on"]), house.policy.zone)
            dates = Dates(went, went, went, went, ())
        elif "backups" in row:
            dates = Dates(at, None, at, None, (Wait("backups", row["backups"]),))
        elif due is not None:
            kind = house.policy.number("record", row["kind"])
            dates = yield from _day(house, kind or 0, due, holds)
        else:
            here = here or (yield from _between(house, before, at))
            dates = here
        lines.append(ReceiptLine(row["kind"], row["what"], due, row["count"], dates))
    return (yield from _said(house, "certificate", number, lines, sum(line.count for line in lines)))


def _day(house: House, kind: int, due: date, holds: list[_Fate]) -> Steps[Dates]:
    """A due day's dates, and those of parts that rested beyond it under a hold and went when it was released."""
    days = yield Q["archive.day_of"](kind=kind, due=due)
    hidden, key_gone, removed = days[0] if days else (None, None, None)
    fates = yield from _fates("day", day_name(kind, due))
    fates += holds
    waits = _undone(fates) if _stand(fates) else []
    last = _last(fates) or key_gone
    return _dates(house, hidden or last, removed or last, fates, waits)


def _between(house: House, since: datetime, until: datetime) -> Steps[Dates]:
    """The latest dates of all live records that went in a span of time."""
    subject, record, last = _NIL, _NIL, since
    standing = waiting = unturned = turning = 0
    destroyed = irrecoverable = None
    while rows := (yield Q["gone_between"](from_=since, to=until, after=subject, after_record=record, limit=PAGE)):
        *_, (subject, record, *_) = rows
        last = max(last, *(at for _subject, _record, at, _generation in rows))
        names = [person_name(whose, _EVERY if generation is None else generation) for whose, _, _, generation in rows]
        [(stands, waits_too, gone, no_turn, turns, over)] = yield KEYS["key.fates_of"](names=names)
        standing, waiting = standing + stands, waiting + waits_too
        unturned, turning = unturned + no_turn, turning + turns
        destroyed, irrecoverable = _later(destroyed, gone), _later(irrecoverable, over)
    waits = [Wait("backup" if waiting else "sweep")] if standing else []
    waits += [Wait("epoch")] if unturned else []
    if turning:
        [(_ring, _step, begun, *_)] = yield KEYS["epoch.last"](limit=1)
        waits.append(Wait("turning", begun))
    over = None if standing or unturned or turning else irrecoverable
    waits += _promised(house, over)
    return Dates(last, None if standing else destroyed, last, over, tuple(waits))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else one or other


def _latest(every: list[Dates]) -> Dates:
    def last(moments: list[datetime | None]) -> datetime | None:
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None

    return Dates(
        last([one.hidden for one in every]),
        last([one.key_destroyed for one in every]),
        last([one.rows_removed for one in every]),
        last([one.irrecoverable for one in every]),
        tuple(dict.fromkeys(wait for one in every for wait in one.waits)),
    )


def _fates(space: str, prefix: bytes) -> Steps[list[_Fate]]:
    rows = yield KEYS["key.fates"](space=space, prefix=prefix)
    return [_Fate(bytes(name), *fates) for name, *fates in rows]


def _worth(house: House) -> dict[str, Mapping[str, str]]:
    roots = house.keyring.ring.files.roots
    return {root.name: root.worth for root in (roots.former, roots.current) if root is not None}

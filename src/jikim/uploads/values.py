"""Files among the values of a record, as an application hands them over: bare bytes go the way of every upload, and
come out packed. A file stops no record: one that is not taken is left out, and the answer says so (`Collected.files`).
A correction raises FileError for it: what is there stays.

    collect = verb(with_files(collect))  # jk.collect("enquiry", {"text": "…", "files": b"%PDF…"}, …)

A verb takes packed files alone (`verbs.values.Packed`), so that no door leads around the scan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial, wraps
from inspect import signature
from typing import Any, NamedTuple, TypeVar, cast

from jikim.answers import Collected, Corrected, Correction, Offer
from jikim.db.driver import Awaited, Steps
from jikim.errors import JikimError
from jikim.store.holding import Ref
from jikim.uploads.accepting import accept, take
from jikim.uploads.packing import Accepted, pack, told_of
from jikim.uploads.quarantine import wait_for_scan
from jikim.verbs.file_packages import Packed
from jikim.verbs.house import By, House

V = TypeVar("V", bound=Callable[..., Any])
One = Callable[..., Steps[Collected | Corrected]]
Many = Callable[..., Steps[list[Collected | JikimError]]]


class Taken(NamedTuple):
    """Values with their files packed, and which files wait for a scan, by item."""

    values: Mapping[str, Any]
    waiting: Mapping[str, list[Accepted]]


def has_files(values: Mapping[str, Any]) -> bool:
    """Whether something in the values is bare bytes."""
    return any(isinstance(value, bytes) and not isinstance(value, Packed) for value in values.values())


def with_files(verb: V) -> V:
    """`collect` or `correct`, of values that may hold files."""
    names = tuple(signature(verb).parameters)[1:]

    @wraps(verb)
    def taking(by: By, *args: Any, **named: Any) -> Any:
        given = {**dict(zip(names, args, strict=False)), **named}
        return _one(verb, by, given) if has_files(given.get("values", {})) else verb(by, *args, **named)

    return cast("V", taking)


def with_files_each(verb: V) -> V:
    """`collect_many`, the same: a row that is refused has its error, and hinders no other row."""

    @wraps(verb)
    def taking(by: By, offers: Sequence[Offer], **named: Any) -> Any:
        some = any(has_files(offer.values) for offer in offers)
        return _many(verb, by, offers, named) if some else verb(by, offers, **named)

    return cast("V", taking)


def _one(verb: One, by: By, given: Mapping[str, Any]) -> Steps[Collected | Corrected]:
    correction: Correction | None = given.get("correction")
    # Whose record is corrected is here, and was old enough.
    old = given.get("old_enough") if correction is None else True
    kind = correction.ref.kind if correction else given["kind"]
    found = yield from _taken(by.house, kind, given["values"], old, is_new=correction is None)
    done = yield from verb(by, **{**given, "values": found.values})
    if isinstance(done, Collected):
        return (yield from _said(by.house, done, found))
    yield from wait_for_scans(by.house, cast("Correction", correction).ref, found.waiting)
    return done


def _many(verb: Many, by: By, offers: Sequence[Offer], named: Mapping[str, Any]) -> Steps[list[Collected | JikimError]]:
    found: list[Taken] = []
    for offer in offers:
        found.append((yield from _taken(by.house, offer.kind, offer.values, named.get("old_enough"), is_new=True)))
    packed = [offer._replace(values=one.values) for offer, one in zip(offers, found, strict=True)]
    answers = list((yield from verb(by, packed, **named)))
    for n, answer in enumerate(answers):
        if isinstance(answer, Collected):
            answers[n] = yield from _said(by.house, answer, found[n])
    return answers


def _said(house: House, done: Collected, found: Taken) -> Steps[Collected]:
    """The answer, with what became of the files."""
    yield from wait_for_scans(house, done.ref, found.waiting)
    return replace(done, files=tuple(code for files in found.waiting.values() for code in told_of(files)))


def _taken(
    house: House, kind: str, values: Mapping[str, Any], old_enough: bool | None, *, is_new: bool
) -> Steps[Taken]:
    """The values with every file of a declared item accepted, or of a new record left out.

    Of somebody who is not known to be old enough no file is looked at: the verb refuses them.
    """
    policy, packed, waiting = house.policy, dict(values), dict[str, list[Accepted]]()
    rules = policy.records.get(kind)
    if rules is None or (policy.file.refuse.below_age and old_enough is not True):
        return Taken(packed, waiting)
    for name, value in values.items():
        contents = rules.record.items.contents.get(name.removeprefix(f"{kind}."))
        if (
            contents is not None
            and contents.type == "file"
            and isinstance(value, bytes)
            and not isinstance(value, Packed)
        ):
            accepting = partial(take if is_new else accept, house.settings(), "", value, item=name)
            files: list[Accepted] = [(yield Awaited(accepting))] if value else []
            packed[name] = pack(files, item=name)
            waiting[name] = files
    return Taken(packed, waiting)


def wait_for_scans(house: House, ref: Ref, waiting: Mapping[str, Iterable[Accepted]]) -> Steps[None]:
    """Announces the files of a record that wait."""
    for item, files in waiting.items():
        yield from wait_for_scan(house, ref, item.removeprefix(f"{ref.kind}."), files)

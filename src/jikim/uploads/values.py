"""Files among the values of a record, as an application hands them over: bare bytes go the way of every upload, and come out packed.

    values, waiting = await taken(settings, policy, "enquiry", {"text": "…", "files": b"%PDF…"})

A verb takes packed files alone (`verbs.values.Packed`), so that no door leads around the scan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from jikim.answers import Collected, Offer
from jikim.db.driver import Steps
from jikim.errors import InvalidError, JikimError
from jikim.policy.compiled import Policy
from jikim.settings import Settings
from jikim.store.holding import Ref
from jikim.uploads.accepting import accept
from jikim.uploads.packing import Accepted, pack
from jikim.uploads.quarantine import wait_for_scan
from jikim.verbs.file_packages import Packed
from jikim.verbs.house import House


class Taken(NamedTuple):
    """Values with their files packed, and which files wait for a scan, by item."""

    values: Mapping[str, Any]
    waiting: Mapping[str, list[Accepted]]


def has_files(values: Mapping[str, Any]) -> bool:
    """Whether something in the values is bare bytes."""
    return any(isinstance(value, bytes) and not isinstance(value, Packed) for value in values.values())


async def taken(
    settings: Settings, policy: Policy, kind: str, values: Mapping[str, Any], *, old_enough: bool | None = True
) -> Taken:
    """The values with every file of a declared item accepted. Raises InvalidError for one that is not taken.

    Of somebody who is not known to be old enough no file is looked at: the verb refuses them.
    """
    rules, packed, waiting = policy.records.get(kind), dict(values), dict[str, list[Accepted]]()
    if rules is None or not has_files(values) or (policy.file.refuse.below_age and old_enough is not True):
        return Taken(packed, waiting)
    for name, value in values.items():
        contents = rules.record.items.contents.get(name.removeprefix(f"{kind}."))
        if (
            contents is not None
            and contents.type == "file"
            and isinstance(value, bytes)
            and not isinstance(value, Packed)
        ):
            files = [await accept(settings, "", value, item=name)] if value else []
            packed[name] = pack(files, item=name)
            waiting[name] = files
    return Taken(packed, waiting)


async def taken_each(
    settings: Settings, policy: Policy, offers: Sequence[Offer], *, old_enough: bool | None
) -> list[Taken | JikimError]:
    """The same of many: a row whose file is not taken has its error, and hinders no other row."""
    found: list[Taken | JikimError] = []
    for offer in offers:
        try:
            found.append(await taken(settings, policy, offer.kind, offer.values, old_enough=old_enough))
        except InvalidError as error:
            found.append(error)
    return found


def offers_of(offers: Sequence[Offer], found: Sequence[Taken | JikimError]) -> list[Offer]:
    """The offers whose files were taken, with these."""
    return [
        offer._replace(values=one.values) for offer, one in zip(offers, found, strict=True) if isinstance(one, Taken)
    ]


def answered(
    house: House, found: Sequence[Taken | JikimError], answers: Iterable[Collected | JikimError]
) -> Steps[list[Collected | JikimError]]:
    """One answer for each offer, in their order; what waits for a scan is announced."""
    came, whole = iter(answers), []
    for one in found:
        answer = next(came) if isinstance(one, Taken) else one
        if isinstance(one, Taken) and isinstance(answer, Collected):
            yield from wait_for_scans(house, answer.ref, one.waiting)
        whole.append(answer)
    return whole


def wait_for_scans(house: House, ref: Ref, waiting: Mapping[str, Iterable[Accepted]]) -> Steps[None]:
    """Announces the files of a record that wait."""
    for item, files in waiting.items():
        yield from wait_for_scan(house, ref, item.removeprefix(f"{ref.kind}."), files)

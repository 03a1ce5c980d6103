"""What a released version made, kept beside the tests of every later one: a set of each database, and the ring.

`make kept` makes it, at the commit that is released, in `tests/kept/VERSION`, and prints the release's line for
`jikim/db/releases.py`. Its people are invented, and its ring opens nothing else. It holds what changes its form most
easily: a person who lives, what rests of one who left, a key that is destroyed, a consent that was withdrawn, a handler
with a grant, and the ledger of it all.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from tests.conftest import ALICE, BOB, HOMEPAGE, ORDER, START
from tests.employed import employ

import jikim
from jikim.app import Jikim, read_policy
from jikim.app.restoring import restore
from jikim.db.schema import DATABASES, digest
from jikim.settings import Settings

HERE = Path(__file__).parent


class Kept(NamedTuple):
    """Where one lies, and what is to be found in it."""

    place: Path
    expected: dict[str, Any]

    @classmethod
    def at(cls, place: Path) -> Kept:
        return cls(place, json.loads((place / "expected.json").read_text(encoding="utf-8")))


def settings_of(place: Path, data: Path) -> Settings:
    """A house whose ring and sets lie in `place`, and whose databases in `data`."""
    return Settings(directory=data, ring=place / "ring", backups=place / "data", keys_backups=place / "keys")


def keep(place: Path, before_the_backup: Callable[[Jikim], None] = lambda _: None) -> Kept:
    """Makes one in an empty directory."""
    place.mkdir(parents=True)
    shutil.copy(HOMEPAGE, place / "policy.yaml")
    file = read_policy(place / "policy.yaml")
    with (
        TemporaryDirectory(prefix="jikim-kept-") as data,
        Jikim(file, settings_of(place, Path(data) / "data"), demo_start=START) as jk,
    ):
        stays = jk.collect("membership", ALICE, channel="homepage", old_enough=True, consents=["marketing.events"]).ref
        jk.consent(stays.subject, withdraw=["marketing.events"])
        goes = jk.collect("membership", BOB, channel="homepage", old_enough=True).ref
        bob = jikim.Person(goes.subject, "member")
        order = jk.collect("order", ORDER, channel="homepage", subject=bob, old_enough=True)
        jk.event(order.ref, "settled")
        jk.leave(goes.subject)
        jk.sweep()
        employ(jk, "h-kept", "officer")
        jk.by(jk.acting("system", "set-up")).grant("h-kept", ["support"], jk.now() + timedelta(days=90))
        jk.sequence()
        shown = jk.show(stays.subject)
        expected = {
            "version": jikim.__version__,
            "stays": str(stays.subject),
            "values": shown.cards[0].values,
            "why": why(jk, stays),
            "goes": str(goes.subject),
            "resting": len(jk.show(goes.subject).resting),
        }
        before_the_backup(jk)
        jk.backups.make()
        jk.backups.keys()
    (place / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Kept.at(place)


def opened(kept: Kept, data: Path) -> Jikim:
    """A house that was restored from a copy of what is kept, by the version that runs."""
    here = copied(kept, data)
    file, settings = read_policy(here.place / "policy.yaml"), settings_of(here.place, data / "data")
    restore(file, settings, *sets_of(here))
    return Jikim(file, settings)


def copied(kept: Kept, data: Path) -> Kept:
    """A copy of it, whose ring is the user's alone."""
    place = data / "kept"
    shutil.copytree(kept.place, place)
    (place / "ring").chmod(0o700)
    for one in (place / "ring").rglob("*"):
        one.chmod(0o700 if one.is_dir() else 0o600)
    return kept._replace(place=place)


def sets_of(kept: Kept) -> tuple[Path, Path]:
    """The directories of its two sets: of the data, and of the keys."""
    data, keys = (next(one for one in (kept.place / what).iterdir() if one.is_dir()) for what in ("data", "keys"))
    return data, keys


def expect(jk: Jikim, kept: Kept) -> None:
    """What was there is there."""
    expected = kept.expected
    shown = jk.show(UUID(expected["stays"]))
    assert shown.cards[0].values == expected["values"]
    assert len(jk.show(UUID(expected["goes"])).resting) == expected["resting"]
    assert why(jk, shown.cards[0].ref) == expected["why"]


def why(jk: Jikim, ref: jikim.Ref) -> str:
    """Why somebody's name is not used for what they withdrew their consent to."""
    with pytest.raises(jikim.DeniedError) as denied:
        jk.use(ref, purpose="marketing.events", items=["name"])
    return denied.value.why


def main() -> None:
    """Makes the present version's, and prints its line."""
    version = ".".join(jikim.__version__.split(".")[:2])
    kept = keep(HERE / version)
    digests = ", ".join(f'"{database}": "{digest(database)}"' for database in DATABASES)
    sys.stdout.write(
        f'kept in {kept.place}; add to RELEASES in src/jikim/db/releases.py:\n    Release("{version}", {{{digests}}}),\n'
    )


if __name__ == "__main__":
    main()

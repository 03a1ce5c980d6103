"""Sets: what a manifest says is believed only with its MAC, and every file is, to the byte, the one that it names."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.backup.stored import KEY, forged, made, means, programs  # noqa: F401
from tests.conftest import Databases

from jikim.backup import sets
from jikim.backup.keep import Keep, parse_keep, superfluous
from jikim.backup.programs import Programs
from jikim.backup.read_back import verify
from jikim.backup.sets import Broken, File, Set, list_sets, open_set, outside, read
from jikim.errors import JikimError, StoreError
from jikim.policy.period import Period

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> Set:
    """A set of two small files, without a database."""
    return written(tmp_path, 7)


def written(directory: Path, number: int, begun: datetime = AT, key: bytes = KEY) -> Set:
    partial = sets.begin(directory, "data", number, begun)
    files = {}
    for name in ("live.dump", "archive.dump"):
        with open(partial / name, "wb") as out, open(os.devnull, "rb") as nothing:
            done = sets_seal(key, number, name, nothing, out)
        files[name] = File(done[0], done[1], {"live.record": 0})
    sets.write_manifest(partial, key, "data", number, begun, "ab" * 32, {"live": "0001", "archive": "0001"}, files)
    return open_set(sets.finish(partial), key)


def sets_seal(key: bytes, number: int, name: str, source: object, out: object) -> tuple[int, bytes]:
    from jikim.backup.stream import seal

    done = seal(key, sets.place_of("data", number, name), source, out)  # type: ignore[arg-type]
    return done.size, done.sha256


def test_a_set_says_what_it_is(small: Set) -> None:
    """Number, moment, policy and schema heads come back as they were written, and the directory bears number and UTC
    moment."""
    assert small.path.name == "jikim-000007-20261124T030000Z"
    assert (small.number, small.begun, small.digest) == (7, AT, "ab" * 32)
    assert dict(small.heads) == {"live": "0001", "archive": "0001"}
    assert sorted(small.files) == ["archive.dump", "live.dump"]
    assert KEY.hex() not in repr(small)
    assert repr(KEY) not in repr(small)


def test_a_set_is_its_owners_alone(made: Set) -> None:
    """Directory and files can be read by the user who made them and by nobody else."""
    assert made.path.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in made.path.iterdir()} == {0o600}


CHANGES: dict[str, Callable[[Set], None]] = {
    "number": lambda one: forged(one, number=8),
    "begun": lambda one: forged(one, begun="2026-11-25T03:00:00+00:00"),
    "policy": lambda one: forged(one, policy="cd" * 32),
    "heads": lambda one: forged(one, heads={"live": "0000", "archive": "0001"}),
    "what": lambda one: forged(one, what="keys"),
    "no files": lambda one: forged(one, files={}),
    "a file less": lambda one: forged(one, files={"live.dump": {"bytes": 1, "sha256": "00", "rows": {}}}),
    "a field more": lambda one: forged(one, more=1),
    "no mac": lambda one: forged(one, mac=None),
    "an empty mac": lambda one: forged(one, mac=""),
    "a mac that is no text": lambda one: forged(one, mac=["a"]),
    "a mac that is not ascii": lambda one: forged(one, mac="é" * 64),
    "another format": lambda one: forged(one, jikim_backup=2),
    "no json": lambda one: (one.path / "manifest.json").write_text("{") and None,
    "no object": lambda one: (one.path / "manifest.json").write_text("[]") and None,
    "deep": lambda one: (one.path / "manifest.json").write_text("[" * 100_000) and None,
    "no utf-8": lambda one: (one.path / "manifest.json").write_bytes(b'{"jikim-backup": 1, "mac": "\xff"}') and None,
    "empty": lambda one: (one.path / "manifest.json").write_bytes(b"") and None,
    "gone": lambda one: (one.path / "manifest.json").unlink(),
    "a file gone": lambda one: (one.path / "live.dump").unlink(),
    "a file cut": lambda one: os.truncate(one.path / "live.dump", 40),
    "a file longer": lambda one: os.truncate(one.path / "archive.dump", 4000),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_set_does_not_open(small: Set, change: str) -> None:
    """Whatever is changed in a manifest, or in a file's length, is refused before anything of it is used."""
    CHANGES[change](small)
    with pytest.raises(StoreError):
        open_set(small.path, KEY)
    assert isinstance(list_sets(small.path.parent, KEY, "data")[0], Broken)


def test_a_manifest_opens_with_its_own_key_alone(small: Set) -> None:
    """Another house's ring does not take it for its own."""
    with pytest.raises(StoreError, match="does not belong to this key ring"):
        open_set(small.path, bytes(32))


@pytest.mark.parametrize("name", ["live.dump", "archive.dump"])
def test_a_flipped_bit_of_a_file_is_found(made: Set, programs: Programs, name: str) -> None:
    """A file of the same length that is not the same is refused when it is read back, wherever the bit is."""
    verify(made, programs)
    path = made.path / name
    content = path.read_bytes()
    for at in (0, 50, len(content) // 2, len(content) - 1):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(StoreError, match="was changed"):
            verify(open_set(made.path, KEY), programs)
        with pytest.raises(StoreError):
            list(read(open_set(made.path, KEY), name))
    path.write_bytes(content)
    verify(open_set(made.path, KEY), programs)


def test_files_of_one_set_are_not_each_others(made: Set, programs: Programs) -> None:
    """Live's file under the archive's name is refused even where the manifest is made to say so with the right key."""
    shutil.copy(made.path / "live.dump", made.path / "archive.dump")
    (made.path / "manifest.json").unlink()
    files = {"live.dump": made.files["live.dump"], "archive.dump": made.files["live.dump"]}
    sets.write_manifest(made.path, KEY, "data", made.number, made.begun, made.digest, made.heads, files)
    with pytest.raises(StoreError, match="does not belong to this key and set"):
        list(read(open_set(made.path, KEY), "archive.dump"))


def test_a_dump_that_lacks_a_row_or_a_table_is_no_backup(made: Set, programs: Programs) -> None:
    """Reading back holds the rows against those that were counted in the same snapshot, and the contents against the
    tables."""
    (made.path / "manifest.json").unlink()
    live = made.files["live.dump"]
    for rows, wrong in (
        ({**live.rows, "live.record": live.rows["live.record"] + 1}, "does not hold every row"),
        ({**live.rows, "live.more": 0}, r"lacks `live\.more`"),
        ({name: count for name, count in live.rows.items() if name != "live.record"}, "does not hold every row"),
    ):
        files = {**made.files, "live.dump": live._replace(rows=rows)}
        sets.write_manifest(made.path, KEY, "data", made.number, made.begun, made.digest, made.heads, files)
        with pytest.raises(StoreError, match=wrong):
            verify(open_set(made.path, KEY), programs)
        (made.path / "manifest.json").unlink()


def test_a_file_that_is_not_in_a_set_is_told(small: Set) -> None:
    """Asking for a file that a set does not hold, or that a path would reach, says which there are."""
    for name in ("keys.dump", "../secret.dump", "manifest.json"):
        with pytest.raises(StoreError) as refused:
            list(read(small, name))
        assert refused.value.hint == "it holds archive.dump, live.dump"


def test_what_is_half_made_or_going_is_no_set(small: Set) -> None:
    """A directory counts by its full name alone; a removal takes the name first."""
    directory = small.path.parent
    written(directory, 8)
    sets.begin(directory, "data", 9, AT)
    (directory / "jikim-notes").mkdir()
    (directory / "jikim-000010-20261124T030000Z.old").mkdir()
    (directory / "keys-000004-20261124T030000Z").mkdir()
    found = list_sets(directory, KEY, "data")
    assert [one.number for one in found if isinstance(one, Set)] == [7, 8]
    assert len(found) == 2
    assert sets.highest(directory, "data") == 9
    assert [path.name for path in sets.partials(directory, "data")] == ["jikim-000009-20261124T030000Z.partial"]
    sets.remove(small.path)
    assert [one.number for one in list_sets(directory, KEY, "data") if isinstance(one, Set)] == [8]
    assert list_sets(directory / "nowhere", KEY, "data") == []


def test_a_manifest_is_text_without_a_secret(made: Set, databases: Databases) -> None:
    """It can be read by whoever holds the disk, and says numbers of rows by table, and no more of them; where people lie on
    several servers, which numbers lie where."""
    manifest = json.loads((made.path / "manifest.json").read_bytes())
    several = {"lies"} if databases.people else set()
    assert manifest.keys() == several | {"jikim-backup", "what", "number", "begun", "policy", "heads", "files", "mac"}
    assert manifest["files"]["live.dump"]["rows"]["live.subject"] > 0
    assert all(isinstance(n, int) for file in manifest["files"].values() for n in file["rows"].values())


# ---- how many stay


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("14", Keep(14, None)),
        ("1", Keep(1, None)),
        ("30d", Keep(None, Period(30, "d"))),
        ("14,30d", Keep(14, Period(30, "d"))),
        (" 3mo , 2 ", Keep(2, Period(3, "mo"))),
    ],
)
def test_what_is_kept_is_written_as_a_count_an_age_or_both(text: str, keep: Keep) -> None:
    """`14`, `30d` and `14,30d` are read, spaces or not."""
    assert parse_keep(text) == keep


@pytest.mark.parametrize("text", ["", "0", "-1", "x", "14,14", "30d,30d", "1.5", "14,", "٣"])
def test_what_says_nothing_is_refused(text: str) -> None:
    """A bound that cannot be read keeps everything, by an error."""
    with pytest.raises(JikimError, match="does not say how many"):
        parse_keep(text)


def test_the_oldest_go_and_the_newest_never(tmp_path: Path) -> None:
    """By count, by age, and by both; whatever the rule, the newest set stays."""
    from datetime import timedelta
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Asia/Seoul")
    four = [written(tmp_path, n, AT + timedelta(days=n)) for n in range(1, 5)]
    later = AT + timedelta(days=4, minutes=1)

    def gone(keep: Keep, now: datetime = later) -> list[int]:
        return [one.number for one in superfluous(four, keep, now, zone)]

    assert gone(Keep(14, None)) == []
    assert gone(Keep(3, None)) == [1]
    assert gone(Keep(1, None)) == [1, 2, 3]
    assert gone(Keep(None, Period(2, "d"))) == [1, 2]
    assert gone(Keep(3, Period(2, "d"))) == [1, 2]
    assert gone(Keep(2, Period(30, "d"))) == [1, 2]
    assert gone(Keep(None, Period(1, "h")), later + timedelta(days=400)) == [1, 2, 3]
    assert gone(Keep(None, Period(1, "mo")), datetime(2026, 12, 26, tzinfo=UTC)) == [1]
    assert superfluous([], Keep(1, None), later, zone) == []


@pytest.mark.parametrize(("other", "apart"), [("a/b", False), ("a", False), ("", False), ("b", True), ("ab", True)])
def test_places_are_apart_or_not(tmp_path: Path, other: str, apart: bool) -> None:
    """A directory inside another one, around it, or the same, is not apart from it."""
    assert outside((tmp_path / "a", tmp_path / "c"), tmp_path / other) is apart

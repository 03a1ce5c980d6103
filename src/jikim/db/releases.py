"""Which databases each released version made, and how one of an older version becomes one of this.

A database's version is `2_92ab…`: after how many releases its source was written, and that source's digest. So one that
an older version made is told from one of a newer, and both from one of a checkout that was never released.

Cutting a release adds its line to `RELEASES` (`make kept` prints it). From then on a change of a table, or of what a
function takes or answers, also edits `migrations/DATABASE/after_VERSION.sql`: it changes the tables of the last release's
database, and drops the functions that are no more. Functions and privileges are then renewed from the source itself. A
test holds the result equal to a database that is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from jikim.db.schema import Database, digest, named, renewed
from jikim.errors import StoreError


class Release(NamedTuple):
    """A released version, and the digest of each database's source in it."""

    version: str
    digests: Mapping[Database, str]


# The oldest first: those whose databases differ from the ones of the release before.
RELEASES: tuple[Release, ...] = (
    Release(
        "0.1", {"live": "109a17e672a4", "archive": "7193710be39d", "keys": "ef44a07185ac", "ledger": "4cd0951f3e53"}
    ),
)

_MIGRATIONS = Path(__file__).parent / "migrations"
_BEFORE = (
    "before 0.1 no version opens what another made: open it with the version that made it, or start in a new directory",
    "0.1 이전에는 다른 버전이 만든 것을 열지 못합니다. 만든 버전으로 열거나 새 디렉터리에서 시작해 주세요",
)
_NEVER = (
    "no version opens what one made that was never released: open it with that one, or start in a new directory",
    "배포된 적 없는 버전이 만든 것은 다른 버전이 열지 못합니다. 만든 버전으로 열거나 새 디렉터리에서 시작해 주세요",
)


def version_of(database: Database) -> str:
    """The version of a database that is made from this source."""
    return f"{len(RELEASES) + 1}_{digest(database)}"


def is_here(database: Database, at: str) -> bool:
    """Whether a database of this version is what this source makes: also one that a release between left as it was."""
    return at.partition("_")[2] == digest(database)


def release_of(database: Database, at: str, where: str, where_ko: str) -> Release:
    """The older release that made a database of this version; `where` is what is told of, such as `the live
    database`, and `where_ko` the same in Korean.

    Raises StoreError, with the way on, where a newer version made it, or none that was released.
    """
    number, _, made = at.partition("_")
    made_ko = f"다른 버전의 jikim이 만들었습니다: {where_ko} ({at})"
    if not number.isdecimal() or not made:
        raise StoreError(
            f"{where} was made by another version of jikim ({at})", hint=_BEFORE[0], ko=(made_ko, _BEFORE[1])
        )
    for release in RELEASES:
        if release.digests[database] == made:
            return release
    if int(number) > len(RELEASES) + 1:
        raise StoreError(
            f"{where} was made by a newer version of jikim",
            hint="install the newer version again: an older one opens nothing of it; to go back for good, restore a backup that the older one made",
            ko=(
                f"더 새로운 버전의 jikim이 만들었습니다: {where_ko}",
                "더 새로운 버전을 다시 설치해 주세요. 이전 버전은 그 무엇도 열지 못합니다. 아주 되돌아가려면 이전 버전이 만든 백업을 복원해 주세요",
            ),
        )
    hint, hint_ko = _NEVER if RELEASES else _BEFORE
    raise StoreError(f"{where} was made by another version of jikim ({at})", hint=hint, ko=(made_ko, hint_ko))


def release_named(version: str) -> Release:
    """Raises StoreError where no older release of this version made databases of its own."""
    for release in RELEASES:
        if release.version == version:
            return release
    there = ", ".join(one.version for one in RELEASES) or "none yet: 0.1 is the first"
    raise StoreError(
        f"`{version}` is no older release whose databases differ",
        hint=f"there are {there}",
        ko=(
            f"DB가 달라진 이전 버전이 아닙니다: `{version}`",
            f"있는 버전: {there if RELEASES else '아직 없음 (0.1이 첫 버전)'}",
        ),
    )


def steps(database: Database, since: Release) -> list[str]:
    """The SQL of each step from a release's database to this source's, in order."""
    found = []
    for release in RELEASES[RELEASES.index(since) :]:
        file = _MIGRATIONS / database / f"after_{release.version}.sql"
        if file.exists():
            found.append(named(file.read_text(encoding="utf-8").replace("{database}", database)))
    # A step's function may name what a later file makes.
    return ["SET LOCAL check_function_bodies = off;", *found, renewed(database)]

"""The release that would follow this one, as a wheel: the same source with this one's line in `RELEASES` and a column
more in live, written as `CONTRIBUTING.md` has a change written from 0.1 on. With it the first upgrade is rehearsed by
two real wheels, before there are two releases."""

from __future__ import annotations

from pathlib import Path

from release.building import build

import jikim
from jikim.db.schema import DATABASES, SOURCES, digest

VERSION = "0.2.0"
STEP = "ALTER TABLE live.handler_proof ADD COLUMN following timestamptz;\n"


def following(source: Path, place: Path) -> Path:
    """Builds it from a copy of what goes into a wheel, which it changes."""
    assert jikim.__version__.startswith("0.1."), "the release after this one is another"
    package = source / "src" / "jikim"
    _changed(package / "version.py", jikim.__version__, VERSION)
    line = f'Release("0.1", { ({one: digest(one) for one in DATABASES}) })'
    _changed(package / "db" / "releases.py", "RELEASES: tuple[Release, ...] = ()", f"RELEASES = ({line},)")
    with (package / SOURCES["live"][-1]).open("a", encoding="utf-8") as schema:
        schema.write(STEP)
    (package / "db" / "migrations" / "live" / "after_0.1.sql").write_text(STEP, encoding="utf-8")
    (built,) = build(source, place, "1700000000", "--wheel")
    assert f"-{VERSION}-" in built.name
    return built


def _changed(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.relative_to(path.parents[3])} has no single `{before}`"
    path.write_text(text.replace(before, after), encoding="utf-8")

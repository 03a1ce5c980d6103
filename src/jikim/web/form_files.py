"""Files that a site's own form took: announced for the later scan once their record is there, where nobody could scan
them at the door."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.answers import Ref
from jikim.app import AsyncJikim
from jikim.uploads import Accepted
from jikim.uploads.quarantine import wait_for_scan


async def attached(jk: AsyncJikim, ref: Ref, item: str, files: Sequence[Accepted]) -> int:
    """Says that these files, packed, are the value of a record's item. Answers how many wait in quarantine."""
    return await jk.do(wait_for_scan, ref, item, files)

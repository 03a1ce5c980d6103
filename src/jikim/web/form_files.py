"""Files that a site's own form took: announced for the later scan once their record is there, where nobody could scan
them at the door, and told to their sender where they were not taken as they came."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.answers import Ref
from jikim.app import AsyncJikim
from jikim.app.desk_letters import attach
from jikim.policy.model import Language
from jikim.uploads import Accepted


async def attached(
    jk: AsyncJikim, ref: Ref, item: str, files: Sequence[Accepted], language: Language | None = None
) -> int:
    """Says that these files, packed, are the value of a record's item. Answers how many wait in quarantine. `language`:
    of a letter about files that were left out or changed; None: the service's first."""
    return await jk.do(attach, ref, item, files, language or jk.policy.file.service.languages[0])

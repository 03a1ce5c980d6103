"""A key of this house for one use of the pages (forms, links, rate limits), out of one that is kept in the key store."""

from __future__ import annotations

from jikim.app import AsyncJikim
from jikim.crypto import derived


async def house_key(jk: AsyncJikim, use: bytes) -> bytes:
    """The key for a use."""
    return derived(await jk.driver.run(jk.house.keyring.ensure("web", b"pages")), use)

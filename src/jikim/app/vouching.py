"""Asking the company's provider whether it still vouches for the handlers who sign in by it: each minute, with whatever
else is due. A provider that cannot be reached says nothing; what it said last counts for fifteen minutes, and then its
sessions are over (`handlers/company.py`)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jikim.handlers.company import Account, accounts, ceased, still_vouched
from jikim.openid import NoLongerError, ProviderError, refreshed

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim


def ask_provider(jk: Jikim) -> dict[str, int]:
    """Asks for each, and answers how many it vouches for no longer, and for how many it said nothing."""
    provider, done = jk.settings.office_oidc, {"ceased": 0, "unanswered": 0}
    found = jk.do(accounts, provider["issuer"]) if provider else []
    for one, said in zip(found, asyncio.run(_asked(provider, found)) if found else (), strict=True):
        match said:
            case str():
                jk.do(still_vouched, one, said)
            case NoLongerError():
                done["ceased"] += jk.do(ceased, one)
            case ProviderError():
                done["unanswered"] += 1
            case _:
                raise said
    return done


async def _asked(provider: Mapping[str, str], found: Sequence[Account]) -> list[str | BaseException]:
    return await asyncio.gather(*(refreshed(provider, one.refresh) for one in found), return_exceptions=True)

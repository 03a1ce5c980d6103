"""Small secrets that travel through a browser and back: sealed, so that nobody reads or changes them on the way.

A basket in a cookie, or what a payment page is to bring back. Each use has a key of its own: what was sealed for one
opens for no other.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from jikim.app import AsyncJikim
from jikim.clock import machine_moment
from jikim.crypto import derived, unwrap, wrap
from jikim.errors import SealError


async def seal(jk: AsyncJikim, use: str, said: Mapping[str, Any]) -> str:
    """Plain data (JSON) as text that fits a cookie or an address, and opens here alone."""
    key, dated = await _key(jk, use), {"at": machine_moment().isoformat(), "said": dict(said)}
    return base64.urlsafe_b64encode(wrap(key, use.encode(), json.dumps(dated, ensure_ascii=False).encode())).decode()


async def unseal(jk: AsyncJikim, use: str, sealed: str, *, within: timedelta | None = None) -> dict[str, Any] | None:
    """What was sealed for this use, within so long ago; None for anything else."""
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        dated = json.loads(unwrap(await _key(jk, use), use.encode(), raw))
        said, at = dated["said"], datetime.fromisoformat(dated["at"])
    except (binascii.Error, ValueError, TypeError, KeyError, SealError):
        return None
    if within is not None and machine_moment() - at > within:
        return None
    return said if isinstance(said, dict) else None


async def _key(jk: AsyncJikim, use: str) -> bytes:
    return derived(await jk.driver.run(jk.house.keyring.ensure("web", b"pages")), b"sealed " + use.encode())

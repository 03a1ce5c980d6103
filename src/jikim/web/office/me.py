"""Who is signed in, for the pages: their actor for a purpose, and what is an officer's alone."""

from __future__ import annotations

from typing import Any, NoReturn

from litestar import Request

from jikim.app import AsyncJikim
from jikim.handlers.sessions import Signed, acting
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.verbs.house import error_of
from jikim.web.office.door import signed_of


def me_of(request: Request[Any, Any, Any]) -> Signed:
    """The dependency `me` of every page of the office."""
    return signed_of(request.scope)


async def actor_of(
    jk: AsyncJikim, me: Signed, purpose: str | None = None, *, kind: str | None = None, item: str | None = None
) -> Actor:
    """The actor for a verb: by a running grant that names this purpose, and reaches this record kind or item. Without
    one, every verb refuses."""
    return await jk.do(acting, me, purpose, kind=kind, item=item)


def officer_only(jk: AsyncJikim, me: Signed) -> None:
    """Raises DeniedError for a handler who is no officer. The steps behind a page ask it again."""
    if not me.officer:
        refuse(jk, "not-confirmed")


def manned(jk: AsyncJikim, me: Signed) -> None:
    """Raises DeniedError for a handler whose every grant is over."""
    if not me.grants:
        refuse(jk, "grant")


def refuse(jk: AsyncJikim, why: Any) -> NoReturn:
    """A refusal of the office itself, with the promise behind it."""
    raise error_of(deny(jk.policy, why))

"""Signing in to the office by the company's own OpenID Connect provider, and what follows from its word afterwards.

Guarantees: it lets in only who is in the register, has signed the pledge and has a grant; whose account there is whose
is fixed by the first time. Where the provider no longer vouches for somebody, they are out and each of their grants
rests, by whatever proof they come, until it vouches for them again; where it closed their account, each grant ends. Of
an account there a hash keyed by the handler's own key is kept, and of what it gives a refresh token, sealed under that.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.alerts.raising import alert
from jikim.clock import machine_moment
from jikim.crypto import derived, keyed, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import KeyGoneError, SealError
from jikim.handlers.register import Q, in_register
from jikim.handlers.sessions import IDLE, LIMIT, Signed, new_token
from jikim.openid import LEEWAY_SECONDS, Vouched, Word
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.verbs.entries import HANDLERS
from jikim.verbs.house import SYSTEM, House

# How long the provider's word counts: where it gave a refresh token, by which it is asked again, and where it gave none.
ASKED, UNASKED = timedelta(minutes=15), timedelta(hours=1)


class Account(NamedTuple):
    """For whom the provider has to be asked, with the refresh token that it gave for them."""

    handler: str
    proof: UUID
    sealed: bytes
    issuer: str
    refresh: str


def _tag(key: bytes, issuer: str, name: str) -> bytes:
    """An account there, or a session, as it is known here: it says nothing to who has not its handler's key."""
    return keyed(derived(key, b"company"), f"{issuer}\0{name}".encode())


def _tie(house: House, handler: str, vouched: Vouched) -> Steps[tuple[bytes, bytes]]:
    """The account's tag, and what it gave, sealed."""
    key = yield from house.keyring.ensure(HANDLERS, handler.encode())
    return _tag(key, vouched.issuer, f"sub {vouched.subject}"), _seal(key, vouched.issuer, vouched.refresh)


def _seal(key: bytes, issuer: str, refresh: str) -> bytes:
    return wrap(key, b"company", f"{issuer}\0{refresh}".encode())


class _Found(NamedTuple):
    """Whom the provider speaks of."""

    handler: str
    account: bytes
    sid: bytes | None


def _about(house: House, issuer: str, subject: str, session: str = "") -> Steps[_Found | None]:
    for handler, account, sids in (yield Q["company.ties"]()):
        key = yield from house.keyring.ensure(HANDLERS, handler.encode())
        sid = _tag(key, issuer, f"sid {session}") if session else None
        theirs = account == _tag(key, issuer, f"sub {subject}")
        if theirs if subject else sid in sids:
            return _Found(handler, account, sid)
    return None


def _counts(refresh: str) -> datetime:
    return machine_moment() + (ASKED if refresh else UNASKED)


def arrive(house: House, handler: str, vouched: Vouched, address: str, *, most: int = 1) -> Steps[str]:
    """Begins a session of the handler whom the provider vouches for, and answers its token. It says who they are, and is
    no proof of just now: when the provider last asked them is its own affair.

    Raises DeniedError for who may hold no grant or has none, and where the account there is another's.
    """
    if not (yield from in_register(house, handler)):
        # What the provider calls somebody whom nobody here knows is written down nowhere.
        outsider = Actor("outsider", "unknown", 0, address)
        yield from house.refuse("office:sign-in", house.policy, outsider, deny(house.policy, "no-handler"))
    token, now = new_token(), machine_moment()
    actor, other = Actor("handler", handler, 0, address), (yield from _about(house, vouched.issuer, vouched.subject))
    if other is not None and other.handler != handler:
        yield from house.refuse("office:sign-in", house.policy, actor, deny(house.policy, "taken"), by="company")
    account, sealed = yield from _tie(house, handler, vouched)
    key = yield from house.keyring.ensure(HANDLERS, handler.encode())
    sid = vouched.claims.get("sid")
    entry = yield from house.note("office:sign-in", actor, "grant", by="company")
    done = yield Q["office.arrive"](
        handler=handler,
        proof=uuid4(),
        id=account,
        secret=sealed,
        vouched=_counts(vouched.refresh),
        session=hashlib.sha256(token.secret).digest(),
        sid=_tag(key, vouched.issuer, f"sid {sid}") if sid else None,
        now=now,
        until=now + LIMIT,
        idle=int(IDLE.total_seconds()),
        most=most,
        entry=entry,
    )
    house.expect(done)
    return token.text


def prove_by_company(house: House, me: Signed, vouched: Vouched) -> Steps[None]:
    """Notes that a handler proved anew, at the provider, who they are. Raises DeniedError for another's account."""
    assert vouched.proved is not None, "a plain sign-in proves nothing"
    account, sealed = yield from _tie(house, me.handler, vouched)
    entry = yield from house.note("office:prove", Actor(me.kind, me.handler, 0, me.address), "grant", by="company")
    done = yield Q["office.prove_by"](
        session=me.token,
        id=account,
        # INVARIANT: a proof takes no token away. A provider need give none to whom it only asked to prove themselves.
        secret=sealed if vouched.refresh else None,
        vouched=machine_moment() + ASKED,
        proved=vouched.proved,
        entry=entry,
    )
    house.expect(done)


def accounts(house: House, issuer: str) -> Steps[list[Account]]:
    """For whom this provider can be asked again, and no other process asks now."""
    found = []
    for handler, proof, sealed in (yield Q["company.accounts"](now=machine_moment())):
        try:
            key = yield from house.keyring.open(HANDLERS, handler.encode())
            of, _, refresh = unwrap(key, b"company", sealed).decode().partition("\0")
        except (KeyGoneError, SealError):
            continue
        if refresh and of == issuer:
            found.append(Account(handler, proof, sealed, of, refresh))
    return found


def still_vouched(house: House, one: Account, refresh: str) -> Steps[None]:
    """The provider vouches for them still, and gave this token for the next time."""
    key = yield from house.keyring.ensure(HANDLERS, one.handler.encode())
    sealed = one.sealed if refresh == one.refresh else _seal(key, one.issuer, refresh)
    yield Q["company.vouches"](
        handler=one.handler, proof=one.proof, was=one.sealed, secret=sealed, vouched=_counts(refresh)
    )


def ceased(house: House, one: Account) -> Steps[bool]:
    """The provider vouches for them no longer: they are out, and their grants rest. Answers whether it was news."""
    entry = yield from house.note("handler:cease", SYSTEM, "grant", handler=one.handler)
    [(outcome,)] = yield Q["company.ceases"](handler=one.handler, proof=one.proof, was=one.sealed, entry=entry)
    if Outcome(outcome) is not Outcome.ALLOWED:
        return False
    yield from alert(
        house,
        "company-account",
        "회사 계정으로 로그인하던 취급자를 로그인 서비스가 더는 확인해 주지 않아 그 권한을 멈추었습니다. 업무가 끝난 사람이면 업무 종료를 기록해 주세요",
        "The company’s sign-in service no longer vouches for a handler; their grants rest. If their duty is over, record that they left",
        href="/office/handlers",
    )
    return True


def heard(house: House, issuer: str, word: Word) -> Steps[bool]:
    """Does what the provider's word asks for: sessions end, or every grant does. Answers whether it is about anybody
    here."""
    found = yield from _about(house, issuer, word.subject, word.session)
    if found is None:
        return False
    handler = found.handler
    if not word.closed:
        said = word.at + timedelta(seconds=LEEWAY_SECONDS)
        entry = yield from house.note("office:sign-out", SYSTEM, "grant", handler=handler, by="company")
        yield Q["company.signed_out"](handler=handler, sid=found.sid, said=said, entry=entry)
        return True
    entry = yield from house.note("handler:close", SYSTEM, "grant", handler=handler)
    [(outcome,)] = yield Q["company.closes"](handler=handler, id=found.account, entry=entry)
    if Outcome(outcome) is not Outcome.ALLOWED:
        return False
    yield from alert(
        house,
        "company-account-closed",
        "회사 계정이 닫힌 취급자의 지정과 권한을 모두 거두었습니다. 업무 종료와 인수인계를 기록해 주세요",
        "A handler’s company account was closed: they are designated no longer, and their grants ended. Record that they left, and the handover",
        href="/office/handlers",
    )
    return True

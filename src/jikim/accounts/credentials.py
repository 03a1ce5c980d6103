"""Credentials: who a name and a password belong to. Known and unknown names take the same steps and the same time, and
get the same answer.

A name is an item of the policy that no two members share and that people are found by: the login ID, or the e-mail
address. A password is an item that is checked and never read. The record kind that holds one is what makes somebody a
member who can sign in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.accounts.browsers import counted_apart
from jikim.accounts.rate_limits import Try, forget_tries, try_secret
from jikim.db.driver import Steps
from jikim.errors import DeniedError, InvalidError
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.compiled import Policy
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.store.holding import Ref
from jikim.store.rows import record_rows, request_rows
from jikim.verbs.check import check_at_the_door
from jikim.verbs.collect import Person
from jikim.verbs.find import find_at_the_door
from jikim.verbs.house import House

WHAT = "sign-in"


class Secret(NamedTuple):
    """The item of a record kind that is checked and never read, and the purpose for which it is."""

    item: str
    purpose: str


class SignedIn(NamedTuple):
    """How signing in went: `ref` is whose password it was, where it was right; `account` whose it was tried for, where
    there is one."""

    tried: Try
    person: Person | None = None
    ref: Ref | None = None
    account: Ref | None = None


def secrets_of(policy: Policy) -> Mapping[str, Secret]:
    """By record kind, what a person proves themselves by: of accounts."""
    return {kind: secret for kind, secret in secrets_in(policy).items() if not is_order(policy, kind)}


def is_order(policy: Policy, kind: str) -> bool:
    """Whether a record kind with a password is no account, but something that a guest left (`order_passwords.py`)."""
    rules = policy.records[kind]
    return not rules.single and any(who.guest for who in rules.record.of)


def secrets_in(policy: Policy) -> Mapping[str, Secret]:
    """The same of every record kind that holds a password."""
    found = {}
    for name, rules in policy.records.items():
        secret = next((item for item, number in rules.names.items() if policy.unreadable >> number & 1), None)
        if secret is not None and (purpose := _purpose(policy, name, secret)) is not None:
            found[name] = Secret(secret, purpose)
    return found


def _purpose(policy: Policy, record: str, item: str) -> str | None:
    """The purpose that covers an item: the one for which people are told apart."""
    return next((name for name in policy.records[record].record.for_ if item in policy.file.purposes[name].items), None)


def names_of(policy: Policy) -> Mapping[ItemType, str]:
    """What people are found by when they sign in: the login ID's item and the e-mail's, where the policy has them."""
    wanted = (ItemType.LOGIN_ID, ItemType.EMAIL)
    return {item.type: name for name, item in policy.file.items.items() if item.type in wanted and item.unique}


def doorkeeper(address: str) -> Actor:
    """The application at the door, on behalf of whoever stands before it."""
    return Actor("application", "sign-in", EVERY_PURPOSE, address)


def person_of(house: House, typed: str, address: str) -> Steps[Person | None]:
    """The member of a login ID or e-mail address, one who is away too; None for anybody else, guests too."""
    names = names_of(house.policy)
    item = names.get(ItemType.EMAIL if "@" in typed else ItemType.LOGIN_ID) or next(iter(names.values()), "")
    try:
        people = yield from find_at_the_door(house.by(doorkeeper(address)), item, typed)
    except InvalidError:
        return None
    return next((person for person in people if not person.guest), None)


def account_of(house: House, subject: UUID) -> Steps[Ref | None]:
    """The record by whose secret a person proves themselves. No value is read."""
    held = secrets_of(house.policy)
    for row in (yield from record_rows(subject, house.now())):
        kind = house.policy.name("record", row.kind)
        if kind in held and row.state == 1:
            return Ref(subject, row.record, kind)
    return None


def sign_in(house: House, typed: str, secret: str, address: str, browser: str = "") -> Steps[SignedIn]:
    """Signs in by a name and a secret; `browser` is the token by which an account knows it (`browsers.py`).

    INVARIANT: the steps are the same whether anybody has that name or not.
    """
    person = yield from person_of(house, typed, address)
    subject = person.subject if person is not None else uuid4()
    apart = yield from counted_apart(house, subject, browser)
    name = apart + name_key(house, typed)
    tried = yield from try_secret(house, WHAT, name)
    if not tried.allowed:
        return SignedIn(tried)
    # The tries of all of somebody's names together. That these have to wait is told to nobody: it would tell which
    # names are one person's.
    key = apart + str(subject) if person is not None else f"nobody {name}"
    together = yield from try_secret(house, WHAT, key)
    account = yield from account_of(house, subject)
    right = yield from _right(house, account, secret, doorkeeper(address))
    if not right or not together.allowed or account is None or person is None:
        return SignedIn(tried, account=account)
    yield from forget_tries(house, WHAT, name)
    yield from forget_tries(house, WHAT, key)
    return SignedIn(tried, person, account, account)


def name_key(house: House, typed: str) -> str:
    """A name as its tries are counted: in the form in which people are found by it, so that other letters are no other
    name."""
    kind = ItemType.EMAIL if "@" in typed else ItemType.LOGIN_ID
    try:
        key = accept(kind, typed, country=house.policy.file.service.country).key or typed
    except ItemError:
        key = typed
    return f"name {key[:200].casefold()}"


def prove(house: House, subject: UUID, secret: str, actor: Actor, browser: str = "") -> Steps[SignedIn]:
    """A person who is signed in proves who they are, once more, by their secret; counted with the tries at the door.

    Those of a known `browser` are counted apart there, too.
    """
    key = (yield from counted_apart(house, subject, browser)) + str(subject)
    tried = yield from try_secret(house, WHAT, key)
    if not tried.allowed:
        return SignedIn(tried)
    account = yield from account_of(house, subject)
    if account is None or not (yield from _right(house, account, secret, actor)):
        return SignedIn(tried, account=account)
    yield from forget_tries(house, WHAT, key)
    return SignedIn(tried, Person(subject, ""), account, account)


def _right(house: House, account: Ref | None, secret: str, actor: Actor) -> Steps[bool]:
    """Whether it is the secret. Nobody's is asked after in the same way, and is never right."""
    held = secrets_of(house.policy)
    ref = account or Ref(uuid4(), uuid4(), next(iter(held)))
    try:
        right = yield from check_at_the_door(
            house.by(actor), ref, held[ref.kind].item, secret, purpose=held[ref.kind].purpose
        )
    except DeniedError:
        return False
    return right and account is not None


def changed_at(house: House, ref: Ref, item: str) -> Steps[datetime | None]:
    """When an item of a record was last set: by its last correction, or when the record was taken. By dates alone."""
    number = house.policy.number("item", item)
    rows, asked = (yield from record_rows(ref.subject, house.now())), (yield from request_rows(ref.subject))
    moments = [row.collected for row in rows if row.record == ref.record]
    closed = [row.closed for row in asked if row.record == ref.record and number in (row.items or ())]
    return max([*moments, *(one for one in closed if one is not None)], default=None)
